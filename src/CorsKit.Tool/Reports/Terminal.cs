using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>Where text goes: colors and line breaks for people, neither where the output goes to a file or a program.</summary>
internal sealed class Terminal
{
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
        _width = isTerminal ? Math.Max(_console.Profile.Width, 40) : NoWidth;

        // Lines are broken here, with their indent; the console is not to break them again.
        _console.Profile.Width = NoWidth;
    }

    /// <summary>Lets no secret through from now on.</summary>
    public Terminal Masking(Secrets secrets)
    {
        _secrets = secrets;
        return this;
    }

    /// <summary>A line with Spectre's markup.</summary>
    public void Line(string markup) => _console.MarkupLine(_secrets?.Mask(markup) ?? markup);

    /// <summary>Plain text, broken at spaces, every line indented.</summary>
    public void Wrapped(string text, int indent, string? style = null)
    {
        var margin = new string(' ', indent);
        foreach (var paragraph in (_secrets?.Mask(text) ?? text).Split('\n'))
        {
            foreach (var line in Break(paragraph, _width - indent))
            {
                var escaped = Markup.Escape(line);
                _console.MarkupLine(style is null ? margin + escaped : $"{margin}[{style}]{escaped}[/]");
            }
        }
    }

    private static IEnumerable<string> Break(string text, int width)
    {
        while (text.Length > width)
        {
            var space = text.LastIndexOf(' ', width);
            if (space <= 0)
            {
                break;
            }

            yield return text[..space];
            text = text[(space + 1)..];
        }

        yield return text;
    }
}
