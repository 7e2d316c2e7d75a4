namespace CorsKit.Headers;

/// <summary>A token: what methods and header names are made of (RFC 9110, section 5.6.2).</summary>
internal static class HttpToken
{
    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsTokenCharacter(c))
            {
                return false;
            }
        }

        return !text.IsEmpty;
    }

    private static bool IsTokenCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '.' or '^' or '_' or '`' or '|' or '~';
}
