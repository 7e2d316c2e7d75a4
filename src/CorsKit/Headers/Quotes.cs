namespace CorsKit.Headers;

/// <summary>
/// Quotes around a method or a header name: copied from code, or kept by a shell or a template. The straight single
/// one and the backtick may stand in a token, so that such a name would be legal and match nothing.
/// </summary>
internal static class Quotes
{
    public const string Reason = "The quotes are part of the value, and no browser sends them";

    private const string Characters = "'\"`‘’“”«»";

    /// <returns>The text without quotes around it; null where there are none.</returns>
    public static string? Strip(string text)
    {
        var bare = text.AsSpan().Trim(Characters);
        return bare.Length < text.Length ? bare.ToString() : null;
    }
}
