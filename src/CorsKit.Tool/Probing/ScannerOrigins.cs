namespace CorsKit.Tool.Probing;

/// <summary>
/// Origins that careless comparisons take for a friend: those of CORScanner and Corsy, and of published vulnerabilities
/// (https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties).
/// </summary>
internal static class ScannerOrigins
{
    private static readonly string[] SpecialCharacters =
        ["_", "-", "\"", "{", "}", "+", "^", "%60", "!", "~", "`", ";", "|", "&", "'", "(", ")", "*", ",", "$", "=", "%0b"];

    /// <param name="friend">An origin that is allowed, of which the others are made.</param>
    public static IEnumerable<(string Name, string Origin)> Around(string friend)
    {
        var scheme = friend[..friend.IndexOf("://", StringComparison.Ordinal)];
        var host = friend[(scheme.Length + 3)..];
        var dot = host.LastIndexOf('.');
        yield return ("null", "null");
        yield return ("friend as prefix", $"{friend}.evil.example");
        yield return ("friend as suffix", $"{scheme}://evil{host}");
        yield return ("friend without its first letter", $"{scheme}://{host[1..]}");
        yield return ("subdomain of friend", $"{scheme}://evil.{host}");
        yield return ("friend as user", $"{friend}@evil.example");
        yield return ("upper case", $"{scheme}://{host.ToUpperInvariant()}");
        yield return ("trailing slash", $"{friend}/");
        yield return ("path", $"{friend}/evil");
        yield return ("trailing dot", $"{friend}.");
        yield return ("literal wildcard", $"{scheme}://*.{host}");
        yield return ("leading dot", $"{scheme}://.{host}");
        if (dot > 0)
        {
            yield return ("dot not escaped", $"{scheme}://{host[..dot]}a{host[(dot + 1)..]}");
        }

        if (scheme == "https")
        {
            yield return ("http", $"http://{host}");
            yield return ("default port", $"{friend}:443");
        }

        foreach (var hosting in (string[])["https://whatever.github.io", "https://codepen.io", "https://jsfiddle.net", "http://jsbin.com"])
        {
            yield return ("hosting for everybody", hosting);
        }

        foreach (var character in SpecialCharacters)
        {
            yield return ($"special character {character}", $"{friend}{character}.evil.example");
        }
    }
}
