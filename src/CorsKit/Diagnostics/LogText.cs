namespace CorsKit.Diagnostics;

/// <summary>Makes text that came from outside fit for a line of a log.</summary>
internal static class LogText
{
    public const int MaxLength = 128;

    /// <summary>Cut at 128 characters; control characters and line separators become '?'.</summary>
    public static string Clean(string? text)
    {
        var span = text.AsSpan();
        var cut = span[..Math.Min(span.Length, MaxLength)];
        Span<char> clean = stackalloc char[MaxLength + 1];
        for (var i = 0; i < cut.Length; i++)
        {
            clean[i] = char.IsControl(cut[i]) || cut[i] is '\u2028' or '\u2029' ? '?' : cut[i];
        }

        if (cut.Length == span.Length)
        {
            return clean[..cut.Length].ToString();
        }

        clean[MaxLength] = '…';
        return clean.ToString();
    }
}
