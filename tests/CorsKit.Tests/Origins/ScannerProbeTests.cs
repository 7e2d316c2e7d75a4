using CorsKit.Tests.Policies;

namespace CorsKit.Tests.Origins;

/// <summary>
/// The origins that CORS scanners (CORScanner, Corsy) and published exploits send at an API that allows
/// https://api.example.com and the pattern https://*.api.example.com. None may be allowed.
/// </summary>
public sealed class ScannerProbeTests
{
    private const string Host = "api.example.com";

    private static readonly GatewayCorsPolicy Policy = Settings.Of($"https://{Host}", $"https://*.{Host}", $"https://{Host}:*").Compile();

    public static TheoryData<string> Probes
    {
        get
        {
            var probes = new TheoryData<string>
            {
                // CORScanner: reflect, prefix, suffix, null, include, unescaped dot, third parties, plain http.
                "https://evil.com", $"https://{Host}.evil.com", $"https://evil{Host}", "https://evilexample.com", "null", "https://pi.example.com",
                "https://api.exampleacom", "https://apiaexample.com", "https://whatever.github.io", "http://jsbin.com", "https://codepen.io",
                "https://jsfiddle.net", "http://www.webdevout.net", "https://repl.it", $"http://{Host}", $"http://evil.{Host}",

                // Corsy: reflect, post-domain, pre-domain, underscore, backtick, unescaped regex.
                "https://example.com", $"https://{Host}.example.com", $"https://d3v{Host}", $"https://{Host}_.example.com", $"https://{Host}%60.example.com",
                "https://apixexample.com",

                // From published vulnerabilities.
                $"https://{Host}/", $"https://{Host}:443", $"https://API.example.com", $"https://{Host}.", $"https://{Host}/path", $"https://user@{Host}",
                $"https://*.{Host}", $"https://.{Host}", $"https://..{Host}", "", $"https://{Host}, https://evil.com", $"https://{Host} https://evil.com",
                $"\t https://{Host}", $"https://{Host}\0", $"https://{Host}\r\nx: y", "https://[::1]", "https://127.1", $"https://bücher.{Host}",
                $"https://{Host}:*", $"https://{Host}:", $"https://{Host}:0", $"https://{Host}:65536", $"https://{Host}:+8443", $"https://{Host}:８",
                $"https:{Host}", $"https:/{Host}", $"https:///{Host}", $"//{Host}", Host, $"https://evil.com#{Host}", $"https://evil.com?{Host}", $"https://evil.com/{Host}",
                $"https://evil.com\\.{Host}", $"https://evil.com@{Host}", $"https://{Host}@evil.com", $"data://{Host}", "file://", "*", "https://*",
                $"https://{new string('a', 5000)}.{Host}", $"https://{string.Concat(Enumerable.Repeat("a.", 4000))}{Host}",
            };
            foreach (var separator in "_-\"{}+^~!`;|&'()*,$=%#@\v\\/ ")
            {
                probes.Add($"https://{Host}{separator}.evil.com");
            }

            probes.Add($"https://{Host}%60.evil.com");
            probes.Add($"https://{Host}%0b.evil.com");
            return probes;
        }
    }

    [Theory]
    [MemberData(nameof(Probes))]
    [Trait("Check", "C5"), Trait("Check", "C13"), Trait("Check", "C19")]
    public void No_probe_is_allowed(string origin)
    {
        var verdict = Policy.EvaluateOrigin(origin);

        Assert.Equal("Vary: Origin", verdict.Lines());
        Assert.False(Policy.EvaluatePreflight(origin, "GET", default).IsAllowed);
    }

    /// <summary>Proof that the policy under probe allows something.</summary>
    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("https://evil.api.example.com")]
    [InlineData("https://api.example.com:8443")]
    public void What_is_listed_is_allowed(string origin) => Assert.True(Policy.EvaluateOrigin(origin).IsAllowed);
}
