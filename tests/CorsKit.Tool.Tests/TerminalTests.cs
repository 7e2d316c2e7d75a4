using System.Text.RegularExpressions;
using CorsKit.Tool.Checks;
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

    public static TheoryData<string> Help => ["--help", "check --help", "explain --help", "export --help", "probe --help", "completion --help"];

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
    [MemberData(nameof(Help))]
    public void Sentences_are_broken_between_words_where_they_would_not_fit(string line)
    {
        var args = Arguments(line);
        var lines = Colors().Replace(Print(isTerminal: true, args), "").Split('\n');
        var written = Words(Print(isTerminal: false, args)).ToHashSet();

        Assert.All(lines, printed => Assert.All(Words(printed), word => Assert.Contains(word, written)));
        Assert.All(lines.Where(printed => printed.StartsWith("  ", StringComparison.Ordinal) && !IsToPaste(printed) && Words(printed).Length > 1), printed => Assert.InRange(printed.Length, 1, Width));
    }

    [Theory]
    [MemberData(nameof(Help))]
    public void Help_fits_and_breaks_no_quotes(string line)
    {
        var seen = Print(isTerminal: true, line.Split(' '));

        Assert.Equal(Words(Print(isTerminal: false, line.Split(' '))), Words(seen));
        Assert.All(seen.Split('\n'), printed => Assert.InRange(printed.Length, 0, Width));
        Assert.All(seen.Split('\n'), printed => Assert.Equal(0, printed.Count(character => character == '"') % 2));
    }

    /// <summary>A rule is read in one go; nothing of it is further away than a page.</summary>
    [Fact]
    public void Every_rule_is_explained_on_one_page()
    {
        var tall = from help in Rulebook.AllHelp
                   from more in (string[][])[[], ["--terraform"]]
                   let lines = Print(isTerminal: true, ["explain", help.Code, .. more]).TrimEnd().Split('\n').Length
                   where lines > Page
                   select (help.Code, more.Length, lines);

        Assert.Equal([], tall);
    }

    /// <summary>They are copied from the screen, and a line break in them would be copied too.</summary>
    [Fact]
    public void Lines_to_paste_and_addresses_are_printed_as_they_are() => Assert.All(Rulebook.AllHelp, help =>
    {
        var lines = Colors().Replace(Print(isTerminal: true, "explain", help.Code), "").Split('\n');

        Assert.All((help.Paste ?? "").Split('\n').Where(line => line.Length > 0), line => Assert.Contains($"    {line}", lines));
        Assert.Contains($"  {help.Source}", lines);
    });

    /// <summary>What hangs below a column stays in it.</summary>
    [Fact]
    public void Titles_in_the_list_of_rules_hang_below_their_beginning()
    {
        var lines = Colors().Replace(Print(isTerminal: true, "explain"), "").TrimEnd().Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 1, Width));
        Assert.All(lines, line => Assert.Matches("^(CK[0-9]{3}  (error|warning|note) +|                )[^ ]", line));
        Assert.Contains(lines, line => line[0] == ' ');
    }

    [Theory]
    [InlineData("explain CK10 CK11")]
    [InlineData("check a.yaml --environment Production")]
    [InlineData("export --to nowhere")]
    [InlineData("probe api.test --origin https://shop.test/")]
    public void Complaints_are_broken_between_words_too(string line)
    {
        using var seen = new StringWriter { NewLine = "\n" };
        CorsKitCommand.Run(line.Split(' '), TextWriter.Null, seen, isTerminal: false, isErrorTerminal: true);
        var written = Tool.Run(line.Split(' ')).Error;

        Assert.Equal(Words(written), Words(seen.ToString()));
        Assert.All(seen.ToString().Split('\n'), printed => Assert.InRange(printed.Length, 0, Width));
        Assert.Contains(written.Split('\n'), printed => printed.Length > Width);
    }

    /// <summary>The lines of a page.</summary>
    private const int Page = 40;

    /// <summary>Where nobody says how wide the terminal is.</summary>
    private const int Width = 80;

    /// <summary>Lines to paste are never broken; explain indents them by four.</summary>
    private static bool IsToPaste(string line) => line.StartsWith("    ", StringComparison.Ordinal) && !line.StartsWith("          ", StringComparison.Ordinal);

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colors();
}
