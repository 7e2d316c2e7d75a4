using CorsKit.Headers;

namespace CorsKit.Testing.Browsers;

/// <summary>A header that lists tokens: https://fetch.spec.whatwg.org/#extract-header-list-values</summary>
internal static class TokenList
{
    /// <summary>The elements, none where there is no header; null where one of them is no token.</summary>
    public static List<string>? Read(string? value)
    {
        var elements = (value ?? "").Split(',').Select(element => element.Trim(' ', '\t')).Where(element => element.Length > 0).ToList();
        return elements.TrueForAll(element => HttpToken.IsToken(element)) ? elements : null;
    }
}
