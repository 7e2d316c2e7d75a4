using System.Globalization;
using CorsKit.Headers;
using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>What the Fetch standard says of the headers that a page sets.</summary>
internal static class RequestRules
{
    private const int MaxSafelistedLength = 128;

    /// <summary>Ignored without a word when a page sets them: https://fetch.spec.whatwg.org/#forbidden-request-header</summary>
    public static bool IsForbidden(string name, string value)
    {
        var lowerCase = name.ToLowerInvariant();
        return HeaderNames.IsForbiddenInRequests(lowerCase)
            || (lowerCase is "x-http-method" or "x-http-method-override" or "x-method-override"
                && value.Split(',').Any(method => FetchMethod.IsForbidden(method.Trim(' ', '\t'))));
    }

    /// <summary>
    /// The names that need permission, in lower case and sorted: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
    /// (each once; Firefox 153 repeats them). The standard's limit of 1024 bytes for all safelisted values together is out
    /// of reach of five names with 128 bytes each, and Firefox, which counts duplicates apart, does not mind more.
    /// </summary>
    public static List<string> UnsafeNames(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        [.. headers.Where(header => !IsSafelisted(header.Key, header.Value))
            .Select(header => header.Key.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>https://fetch.spec.whatwg.org/#cors-safelisted-request-header; a value's characters are bytes here.</summary>
    private static bool IsSafelisted(string name, string value) =>
        value.Length <= MaxSafelistedLength && name.ToLowerInvariant() switch
        {
            "accept" => !value.Any(IsUnsafeByte),
            "accept-language" or "content-language" => value.All(c => char.IsAsciiLetterOrDigit(c) || " *,-.;=".Contains(c, StringComparison.Ordinal)),
            "content-type" => !value.Any(IsUnsafeByte)
                && Essence(value) is "application/x-www-form-urlencoded" or "multipart/form-data" or "text/plain",
            "range" => IsSimpleRange(value),
            _ => false,
        };

    /// <summary>https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte</summary>
    private static bool IsUnsafeByte(char c) => (c < 0x20 && c != '\t') || c == 0x7F || "\"():<>?@[\\]{}".Contains(c, StringComparison.Ordinal);

    /// <summary>Type and subtype without parameters; null where it is no MIME type (https://mimesniff.spec.whatwg.org/#parse-a-mime-type).</summary>
    private static string? Essence(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        var essence = (semicolon < 0 ? value : value[..semicolon]).TrimEnd(' ', '\t').ToLowerInvariant();
        var parts = essence.Split('/');
        return parts.Length == 2 && parts.All(part => HttpToken.IsToken(part)) ? essence : null;
    }

    /// <summary><c>bytes=0-</c> or <c>bytes=0-99</c>: https://fetch.spec.whatwg.org/#simple-range-header-value</summary>
    private static bool IsSimpleRange(string value)
    {
        if (!value.StartsWith("bytes=", StringComparison.Ordinal) || value[6..].Split('-') is not [var first, var last])
        {
            return false;
        }

        return TryReadNumber(first, out var start) && (last.Length == 0 || (TryReadNumber(last, out var end) && start <= end));
    }

    private static bool TryReadNumber(string digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
