namespace CorsKit.Tool.Probing;

/// <summary>
/// Origins that careless comparisons take for a trusted one: those of CORScanner and Corsy, and of published vulnerabilities
/// (https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties).
/// </summary>
internal static class ScannerOrigins
{
    private static readonly string[] SpecialCharacters =
        ["_", "-", "\"", "{", "}", "+", "^", "%60", "!", "~", "`", ";", "|", "&", "'", "(", ")", "*", ",", "$", "=", "%0b"];

    /// <param name="trusted">An origin that is allowed, of which the others are made.</param>
    public static IEnumerable<(string Name, string Origin)> Around(string trusted)
    {
        var scheme = trusted[..trusted.IndexOf("://", StringComparison.Ordinal)];
        var host = trusted[(scheme.Length + 3)..];
        var dot = host.LastIndexOf('.');
        yield return ("null", "null");
        yield return ("trusted origin as prefix", $"{trusted}.evil.example");
        yield return ("trusted origin as suffix", $"{scheme}://evil{host}");
        yield return ("trusted origin without its first letter", $"{scheme}://{host[1..]}");
        yield return ("subdomain of the trusted origin", $"{scheme}://evil.{host}");
        yield return ("trusted origin as user", $"{trusted}@evil.example");
        yield return ("upper case", $"{scheme}://{host.ToUpperInvariant()}");
        yield return ("trailing slash", $"{trusted}/");
        yield return ("path", $"{trusted}/evil");
        yield return ("trailing dot", $"{trusted}.");
        yield return ("literal wildcard", $"{scheme}://*.{host}");
        yield return ("leading dot", $"{scheme}://.{host}");
        if (dot > 0)
        {
            yield return ("dot not escaped", $"{scheme}://{host[..dot]}a{host[(dot + 1)..]}");
        }

        if (scheme == "https")
        {
            yield return ("http", $"http://{host}");
            yield return ("default port", $"{trusted}:443");
        }

        foreach (var hosting in (string[])["https://whatever.github.io", "https://codepen.io", "https://jsfiddle.net", "http://jsbin.com"])
        {
            yield return ("hosting for everybody", hosting);
        }

        foreach (var character in SpecialCharacters)
        {
            yield return ($"special character {character}", $"{trusted}{character}.evil.example");
        }
    }
}
