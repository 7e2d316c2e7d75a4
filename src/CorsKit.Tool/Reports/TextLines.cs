namespace CorsKit.Tool.Reports;

/// <summary>
/// Breaks text into lines that fit, at spaces alone: a word, an address, and what stands in quotes stay whole, so that they can be copied.
/// Where one of them alone is wider than the line, it has a line of its own.
/// </summary>
internal static class TextLines
{
    private const string Quotes = "\"'`";

    /// <summary>What is longer is no value that somebody quotes, and text that somebody else wrote may have quotes without end.</summary>
    private const int LongestQuote = 200;

    public static IEnumerable<string> Break(string text, int width)
    {
        var (start, end) = (0, -1);
        foreach (var space in text.Length > width ? Spaces(text).Append(text.Length) : [])
        {
            if (space - start > width && end > start)
            {
                yield return text[start..end];
                start = end + 1;
            }

            end = space;
        }

        yield return text[start..];
    }

    /// <summary>The spaces where a line may end: those outside of quotes, and not those that indent the text.</summary>
    private static IEnumerable<int> Spaces(string text)
    {
        var isIndent = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ' ')
            {
                isIndent = false;
                i = EndOfQuote(text, i);
            }
            else if (!isIndent)
            {
                yield return i;
            }
        }
    }

    /// <summary>Where the quote that begins here ends; the same place where none begins, as with the apostrophe of "doesn't".</summary>
    private static int EndOfQuote(string text, int start)
    {
        if (!Quotes.Contains(text[start], StringComparison.Ordinal) || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return start;
        }

        for (var end = start + 1; end < Math.Min(text.Length, start + LongestQuote); end++)
        {
            if (text[end] == text[start] && text[end - 1] != ' ' && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
            {
                return end;
            }
        }

        return start;
    }
}
