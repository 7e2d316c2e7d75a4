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
    /// The names that need permission, in lower case and sorted: https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names.
    /// The standard's limit of 1024 bytes for all safelisted values together is out
    /// of reach of five names with 128 bytes each, and Firefox, which counts duplicates apart, does not mind more.
    /// </summary>
    public static List<string> UnsafeNames(IReadOnlyList<KeyValuePair<string, string>> headers, EngineDifferences engine)
    {
        var names = headers.Where(header => !IsSafelisted(header.Key, header.Value, engine)).Select(header => header.Key.ToLowerInvariant());
        return [.. (engine.RepeatsNames ? names : names.Distinct()).Order(StringComparer.Ordinal)];
    }

    /// <summary>https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header</summary>
    public static bool IsSafelistedWithoutCors(string name, string value, EngineDifferences engine) =>
        !name.Equals("range", StringComparison.OrdinalIgnoreCase) && IsSafelisted(name, value, engine);

    /// <summary>https://fetch.spec.whatwg.org/#cors-safelisted-request-header; a value's characters are bytes here.</summary>
    private static bool IsSafelisted(string name, string value, EngineDifferences engine) =>
        value.Length <= MaxSafelistedLength && name.ToLowerInvariant() switch
        {
            "accept" => !HasUnsafeBytes(value, engine),
            "accept-language" or "content-language" => value.All(c => char.IsAsciiLetterOrDigit(c) || " *,-.;=".Contains(c, StringComparison.Ordinal)),
            "content-type" => !HasUnsafeBytes(value, engine)
                && MimeType.Parse(value)?.Essence is "application/x-www-form-urlencoded" or "multipart/form-data" or "text/plain",
            "range" => IsSimpleRange(value, engine),
            _ => false,
        };

    /// <summary>https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte</summary>
    private static bool IsUnsafeByte(char c) => (c < 0x20 && c != '\t') || c == 0x7F || "\"():<>?@[\\]{}".Contains(c, StringComparison.Ordinal);

    private static bool HasUnsafeBytes(string value, EngineDifferences engine) => value.Any(c => IsUnsafeByte(c) || (c >= 0x80 && engine.AsksForBytesBeyondAscii));

    /// <summary><c>bytes=0-</c> or <c>bytes=0-99</c>: https://fetch.spec.whatwg.org/#simple-range-header-value</summary>
    private static bool IsSimpleRange(string value, EngineDifferences engine)
    {
        var unit = engine.ReadsRangesLoosely ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (!value.StartsWith("bytes=", unit) || value[6..].Split('-') is not [var first, var last])
        {
            return false;
        }

        return TryReadNumber(first, engine, out var start) && (last.Length == 0 || (TryReadNumber(last, engine, out var end) && start <= end));
    }

    private static bool TryReadNumber(string digits, EngineDifferences engine, out ulong number)
    {
        var unsigned = engine.ReadsRangesLoosely && digits is ['+', _, ..] ? digits[1..] : digits;
        return ulong.TryParse(unsigned, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= engine.MaxRangeNumber;
    }
}
