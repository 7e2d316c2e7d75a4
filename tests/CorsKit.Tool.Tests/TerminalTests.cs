using System.Text.RegularExpressions;
using CorsKit.Tool.Commands;

namespace CorsKit.Tool.Tests;

/// <summary>What somebody sees who looks at a terminal: colors, and lines that are broken between words.</summary>
public sealed partial class TerminalTests
{
    private const string Escape = "\u001b[";

    private static string Print(bool isTerminal, params string[] args)
    {
        // What a terminal says of itself; without it no color is sent.
        var (term, noColor) = (Environment.GetEnvironmentVariable("TERM"), Environment.GetEnvironmentVariable("NO_COLOR"));
        Environment.SetEnvironmentVariable("TERM", "xterm-256color");
        Environment.SetEnvironmentVariable("NO_COLOR", null);
        try
        {
            using var output = new StringWriter { NewLine = "\n" };
            CorsKitCommand.Run(args, output, TextWriter.Null, isTerminal);
            return output.ToString();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TERM", term);
            Environment.SetEnvironmentVariable("NO_COLOR", noColor);
        }
    }

    public static TheoryData<string> Commands => ["check CK103.bad.yaml", "explain", "explain CK103"];

    private static string[] Arguments(string line) => Array.ConvertAll(line.Split(' '), word => word.EndsWith(".yaml", StringComparison.Ordinal) ? Path.Combine(Tool.Templates, "Rules", word) : word);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_terminal_is_given_colors_and_a_file_none(string line)
    {
        var args = Arguments(line);
        var seen = Print(isTerminal: true, args);
        var written = Print(isTerminal: false, args);

        Assert.Contains(Escape, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, written, StringComparison.Ordinal);

        // The words are the same, whatever the lines are.
        Assert.Equal(Words(written), Words(Colors().Replace(seen, "")));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Sentences_are_broken_between_words_where_they_would_not_fit(string line)
    {
        var args = Arguments(line);
        var lines = Colors().Replace(Print(isTerminal: true, args), "").Split('\n');
        var written = Words(Print(isTerminal: false, args)).ToHashSet();

        Assert.All(lines, printed => Assert.All(Words(printed), word => Assert.Contains(word, written)));
        Assert.All(lines.Where(printed => printed.StartsWith("  ", StringComparison.Ordinal) && !IsToPaste(printed) && Words(printed).Length > 1), printed => Assert.InRange(printed.Length, 1, Width));
    }

    /// <summary>Where nobody says how wide the terminal is.</summary>
    private const int Width = 80;

    /// <summary>Lines to paste are never broken; explain indents them by four.</summary>
    private static bool IsToPaste(string line) => line.StartsWith("    ", StringComparison.Ordinal) && !line.StartsWith("          ", StringComparison.Ordinal);

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colors();
}
