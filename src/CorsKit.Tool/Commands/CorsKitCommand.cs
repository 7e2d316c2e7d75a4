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
    /// <param name="isErrorTerminal">Whether somebody looks at what is no result.</param>
    /// <param name="input">Standard input, where there is one.</param>
    /// <param name="isInputTerminal">Whether somebody is there who can be asked.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, bool isTerminal, bool isErrorTerminal = false, Stream? input = null, bool isInputTerminal = false)
    {
        Terminal OpenTerminal(TextWriter writer) => new(writer, isTerminal);

        // Asked where it is needed: the console takes a while to tell.
        int Width() => Math.Max(Console.WindowWidth, Terminal.LeastWidth);
        using var lines = new ErrorLines(error, Width);
        error = isErrorTerminal ? lines : error;

        // Not a RootCommand, which would call itself by the name of the assembly.
        var root = new Command("corskit", "CORS for APIs on AWS Lambda: finds what breaks it, in a template and live, and writes the gateway's own configuration.")
        {
            new HelpOption { Action = new HelpScreen(OpenTerminal, isAskedFor: true) },
            new VersionOption(),
            CheckCommand.Create(OpenTerminal, input),
            ExplainCommand.Create(OpenTerminal),
            ExportCommand.Create(),
            InitCommand.Create(isInputTerminal ? input : null),
            ProbeCommand.Create(OpenTerminal, writer => new Progress(writer, isErrorTerminal ? Width : null)),
            CompletionCommand.Create(),
        };
        root.Action = new HelpScreen(OpenTerminal, isAskedFor: false);
        if (args is [CompletionCommand.Complete, ..])
        {
            CompletionCommand.Write(root, [.. args.Skip(1)], output);
            return 0;
        }

        var result = root.Parse(args);
        if (result.Errors.Count == 0)
        {
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }

        foreach (var mistake in Mistakes.In(result))
        {
            error.WriteLine(PrintableText.Of(mistake));
        }

        error.WriteLine($"See {(result.CommandResult.Command == root ? "corskit" : $"corskit {result.CommandResult.Command.Name}")} --help.");
        return Unusable;
    }
}
