using System.CommandLine;
using System.CommandLine.Help;
using CorsKit.Tool.Reports;

namespace CorsKit.Tool.Commands;

/// <summary>The command line.</summary>
internal static class CorsKitCommand
{
    /// <summary>The exit code for what cannot be used: a file, or a command line.</summary>
    public const int Unusable = 2;

    /// <param name="args">As they came.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints about the command line go.</param>
    /// <param name="isTerminal">Whether somebody looks at the output.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, bool isTerminal)
    {
        Terminal OpenTerminal(TextWriter writer) => new(writer, isTerminal);

        // Not a RootCommand, which would call itself by the name of the assembly.
        var root = new Command("corskit", "CORS for APIs on AWS Lambda: finds what breaks it, in a template and live, and writes the gateway's own configuration.")
        {
            new HelpOption(),
            new VersionOption(),
            CheckCommand.Create(OpenTerminal),
            ExplainCommand.Create(OpenTerminal),
            ExportCommand.Create(),
            ProbeCommand.Create(OpenTerminal),
        };
        var result = root.Parse(args);
        if (result.Errors.Count == 0)
        {
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }

        foreach (var mistake in result.Errors.Where(mistake => !mistake.Message.StartsWith("Required command", StringComparison.Ordinal) || result.Errors.Count == 1))
        {
            error.WriteLine(PrintableText.Of(mistake.Message));
        }

        error.WriteLine($"See {(result.CommandResult.Command == root ? "corskit" : $"corskit {result.CommandResult.Command.Name}")} --help.");
        return Unusable;
    }
}
