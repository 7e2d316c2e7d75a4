using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Reports;

/// <summary>Headers in a report, which is there to be handed on: secrets are left out, and what is long is cut.</summary>
internal static class ProbeHeaders
{
    private const int Longest = 500;

    public static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string>> headers, ProbeRequest request, Secrets secrets) =>
        headers.Select(header => $"{PrintableText.Of(header.Key)}: {Cut(PrintableText.Of(Value(header, request, secrets)))}");

    /// <summary>The same in full, as a recording needs them: a value that was cut is none that a server sends.</summary>
    public static IEnumerable<string> FullLines(IEnumerable<KeyValuePair<string, string>> headers, ProbeRequest request, Secrets secrets) =>
        headers.Select(header => $"{header.Key}: {Value(header, request, secrets)}");

    private static string Value(KeyValuePair<string, string> header, ProbeRequest request, Secrets secrets) =>
        IsSecret(header.Key, request) ? Secrets.NotShown : secrets.Mask(header.Value);

    /// <summary>Cookies, and what was given with the command.</summary>
    private static bool IsSecret(string name, ProbeRequest request) =>
        name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) || name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)
        || (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && request.Headers.Any(given => given.Key.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static string Cut(string value) => value.Length > Longest ? value[..Longest] + "…" : value;
}
