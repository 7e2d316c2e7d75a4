using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CorsKit.Tool.Reports;
using Spectre.Console;

namespace CorsKit.Tool.Commands;

/// <summary>System.CommandLine's help, with lines that are broken as all others are: it would break inside of quotes.</summary>
/// <param name="terminal">Opens the output.</param>
/// <param name="isAskedFor">Whether mistakes beside it do not count.</param>
internal sealed class HelpScreen(Func<TextWriter, Terminal> terminal, bool isAskedFor) : SynchronousCommandLineAction
{
    private static readonly HelpAction Whole = new() { MaxWidth = int.MaxValue };

    public override bool ClearsParseErrors => isAskedFor;

    public override int Invoke(ParseResult parseResult)
    {
        var configuration = parseResult.InvocationConfiguration;
        var output = configuration.Output;
        using var text = new StringWriter { NewLine = "\n" };
        configuration.Output = text;
        Whole.Invoke(parseResult);
        configuration.Output = output;

        var screen = terminal(output);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            var start = StartOfText(line.TrimEnd());
            screen.Hanging(Markup.Escape(line[..start]), line[start..].TrimEnd());
        }

        return 0;
    }

    /// <summary>Behind the indent, and where there are two columns in the second.</summary>
    private static int StartOfText(string line)
    {
        var indent = line.Length - line.AsSpan().TrimStart().Length;
        var gap = indent == 0 ? -1 : line.IndexOf("  ", indent, StringComparison.Ordinal);
        return gap < 0 ? indent : line.Length - line.AsSpan(gap).TrimStart().Length;
    }
}
