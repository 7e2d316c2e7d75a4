using System.Globalization;

namespace CorsKit.Tool.Reports;

/// <summary>
/// Makes one harmless line of text that somebody else wrote: a template, a file name, a server. It cannot move the cursor of a terminal,
/// turn the direction of the text, begin a line of its own, or be a command of a CI system, which takes lines that begin with <c>::</c> or <c>##</c>.
/// </summary>
internal static class PrintableText
{
    private const char Replacement = '\u00B7';

    public static string Of(string text)
    {
        var cleaned = string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = IsPrintable(from[i]) ? from[i] : Replacement;
            }
        });
        return cleaned.AsSpan().TrimStart() is ['#', '#', ..] or [':', ':', ..] ? Replacement + cleaned : cleaned;
    }

    /// <summary>Neither control nor format characters, nor line and paragraph separators.</summary>
    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
