using CorsKit.Tool.Reports;

namespace CorsKit.Tool.Tests;

public sealed class TextLinesTests
{
    /// <summary>A text, how wide a line is, and the lines, with a bar between them.</summary>
    public static TheoryData<string, int, string> Texts => new()
    {
        { "", 10, "" },
        { "one two", 7, "one two" },
        { "one two", 6, "one|two" },
        { "one two three", 7, "one two|three" },
        { "a https://api.example.com/orders b", 10, "a|https://api.example.com/orders|b" },
        { "https://api.example.com/orders then more", 10, "https://api.example.com/orders|then more" },
        { "write \"cdk synth\" here", 10, "write|\"cdk synth\"|here" },
        { "run `corskit export --to sam-rest`.", 12, "run|`corskit export --to sam-rest`." },
        { "says 'a b c' (or \"d e f\"), then", 12, "says 'a b c'|(or|\"d e f\"),|then" },
        { "answers 403 {\"message\":\"Missing Authentication Token\"} then", 15, "answers 403|{\"message\":\"Missing Authentication Token\"}|then" },

        // Apostrophes are no quotes.
        { "it doesn't know the app's own", 9, "it|doesn't|know the|app's own" },
        { "the pages' answers and 'one value'", 11, "the pages'|answers and|'one value'" },
        { "'it doesn't end here' now", 8, "'it doesn't end here'|now" },
        { "'tis one that never ends", 8, "'tis one|that|never|ends" },
        { "an inch is 1\" wide and high", 12, "an inch is|1\" wide and|high" },
        { "one \" two \" three", 6, "one \"|two \"|three" },

        // What indents the text is no place to break it.
        { "    one two", 8, "    one|two" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Lines_end_at_spaces_outside_of_quotes(string text, int width, string expected) => Assert.Equal(expected, string.Join('|', TextLines.Break(text, width)));

    /// <summary>Text that somebody else wrote: quotes that never end take no more time than words.</summary>
    [Fact]
    public void Quotes_without_end_are_words()
    {
        var text = string.Concat(Enumerable.Repeat("'a ", 100_000));
        var lines = TextLines.Break(text, 30).ToList();

        Assert.Equal(text, string.Join(' ', lines));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 30));
    }
}
