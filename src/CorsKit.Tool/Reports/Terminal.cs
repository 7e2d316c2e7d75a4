using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>Where text goes: colors and line breaks for people, neither where the output goes to a file or a program.</summary>
internal sealed class Terminal
{
    /// <summary>What is narrower is taken for this wide.</summary>
    public const int LeastWidth = 40;

    private const int NoWidth = 100_000;

    private readonly IAnsiConsole _console;
    private readonly int _width;
    private Secrets? _secrets;

    /// <param name="writer">The output.</param>
    /// <param name="isTerminal">Whether somebody looks at it.</param>
    public Terminal(TextWriter writer, bool isTerminal)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        _width = isTerminal ? Math.Max(_console.Profile.Width, LeastWidth) : NoWidth;

        // Lines are broken here, with their indent; the console is not to break them again.
        _console.Profile.Width = NoWidth;
    }

    /// <summary>Lets no secret through from now on.</summary>
    public Terminal Masking(Secrets secrets)
    {
        _secrets = secrets;
        return this;
    }

    /// <summary>A line with Spectre's markup, which is never broken: what is to be copied, and what is short.</summary>
    public void Line(string markup) => _console.MarkupLine(_secrets?.Mask(markup) ?? markup);

    /// <summary>Plain text, broken at spaces, every line indented.</summary>
    public void Wrapped(string text, int indent, string? style = null) => Hanging(new string(' ', indent), text, style);

    /// <summary>Plain text behind a lead; what does not fit hangs below the text's own beginning.</summary>
    /// <param name="lead">With Spectre's markup.</param>
    /// <param name="text">Plain.</param>
    /// <param name="style">Of the text; null where it has none.</param>
    public void Hanging(string lead, string text, string? style = null)
    {
        lead = _secrets?.Mask(lead) ?? lead;

        // Remove makes nothing of what is only spaces.
        var indent = Markup.Remove($"{lead}|").Length - 1;
        foreach (var paragraph in (_secrets?.Mask(text) ?? text).Split('\n'))
        {
            foreach (var line in TextLines.Break(paragraph, _width - indent))
            {
                var escaped = Markup.Escape(line);
                _console.MarkupLine(style is null || line.Length == 0 ? $"{lead}{escaped}".TrimEnd() : $"{lead}[{style}]{escaped}[/]");
                lead = new string(' ', indent);
            }
        }
    }

    /// <summary>Plain text behind a lead where both fit into one line; below it, indented, where they do not.</summary>
    /// <param name="lead">With Spectre's markup.</param>
    /// <param name="text">Plain.</param>
    /// <param name="indent">Of the text that does not fit.</param>
    /// <param name="style">Of the text.</param>
    public void Beside(string lead, string text, int indent, string style)
    {
        if (Markup.Remove($"{lead}|").Length + text.Length - 1 <= _width)
        {
            Hanging(lead, text, style);
        }
        else
        {
            Line(lead.TrimEnd());
            Wrapped(text, indent, style);
        }
    }
}
