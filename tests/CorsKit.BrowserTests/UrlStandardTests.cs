using System.Text;
using CorsKit.BrowserTests.Engines;
using Microsoft.Playwright;

namespace CorsKit.BrowserTests;

/// <summary>
/// What CorsKit takes for an origin, against Chromium's implementation of the URL standard (https://url.spec.whatwg.org/#concept-url-origin):
/// half a million origins and near misses, the same in each run.
/// </summary>
public sealed class UrlStandardTests(EngineRuns runs)
{
    private const int Count = 500_000, Chunk = 25_000;

    /// <summary>The origin of a URL. That of a scheme that the standard does not know is opaque; there it is what the parser makes of the scheme and the host.</summary>
    private const string Serialize = """
        texts => texts.map(text => {
          try {
            const url = new URL(text);
            return url.origin !== 'null' ? url.origin : `${url.protocol}//${url.host}`;
          } catch {
            return '';
          }
        })
        """;

    private static readonly string[] Letters = ["a", "b", "x", "shop", "example", "com", "0", "7", "127", "-", "_", "xn--", "xn--bcher-kva", "xn--80ak6aa92e", "xn--fa-hia", "xn--a", "A", "Shop", "é", "ß", "食", "%41", "%2e", " ", "~", "!", "$", "+", "=", ",", "*", "'"];

    private static readonly string[] Addresses =
    [
        "127.0.0.1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "1.2.3.4", "1.2.3", "1.2.3.256", "1.2.3.4.", "01.2.3.4", "0.0.0.0", "255.255.255.255", "4294967296", "a.1", "a.0x1", "1.a",
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[2001:db8::1]", "[2001:DB8::1]", "[2001:db8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]", "[2001:0db8::1]", "[1:2:3:4:5:6:7:8]", "[1:0:3:4:5:6:7:8]", "[1::3:4:5:6:7:8]",
        "[::ffff:1.2.3.4]", "[::ffff:102:304]", "[::1%25eth0]", "[fe80::1%eth0]", "[::1", "::1", "[v1.a]", "[1:2]",
    ];

    private static readonly string[] Ports = ["", "", "", ":8080", ":80", ":443", ":1", ":65535", ":65536", ":0", ":00080", ":08080", ":", ":-1", ":8a", ":٣"];

    private static readonly string[] Rests = ["", "", "", "", "", "", "/", "?", "#", "/orders", "?a", "#a", " ", "\t", "\n", "\\", "@a", ":1"];

    /// <summary>Why CorsKit refuses what Chromium writes so: each kind is documented, and there is no other.</summary>
    private static readonly (string Why, Func<string, string, bool> Is)[] Refused =
    [
        ("a character that no host of the web has (design: a-z, 0-9, '-', '_', '.')", (host, _) => host[0] != '[' && host.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'))),
        ("a label that is empty, or a dot at the end", (host, _) => host[0] != '[' && host.Split('.').Any(label => label == "")),
        ("a label longer than 63 (RFC 1034)", (host, _) => host.Split('.').Any(label => label.Length > 63)),
        ("a host longer than 253 (RFC 1035)", (host, _) => host.Length > 253),
        ("a label of Punycode that nothing is encoded as, which the standard refuses and Chromium passes on", (host, _) => host.Split('.').Any(label => label.StartsWith("xn--", StringComparison.Ordinal) && !IsPunycode(label))),
        ("port 0, to which nobody connects", (_, port) => port == "0"),
    ];

    [Fact]
    public async Task What_is_accepted_is_what_a_browser_sends_and_nothing_else_is_refused()
    {
        var page = await ((Chromium)await runs.EngineAsync("Chromium")).NewPageAsync();
        var random = new Random(1);
        var (accepted, refused, wrong) = (0, new Dictionary<string, int>(), new List<string>());
        for (var read = 0; read < Count; read += Chunk)
        {
            string[] texts = [.. Enumerable.Range(0, Chunk).Select(_ => Next(random))];
            var written = await page.EvaluateAsync<string[]>(Serialize, texts);
            foreach (var (text, origin) in texts.Zip(written))
            {
                var isAccepted = !text.Contains('*') && GatewayCorsPolicy.TryCreate(new() { AllowOrigins = [text] }, out _, out _);
                if (isAccepted && text != origin)
                {
                    wrong.Add($"accepted: {text}, which a browser sends as {(origin == "" ? "nothing" : origin)}");
                }
                else if (isAccepted)
                {
                    accepted++;
                }
                else if (text == origin && text.StartsWith("http", StringComparison.Ordinal))
                {
                    var why = Reason(text);
                    refused[why] = refused.GetValueOrDefault(why) + 1;
                    if (why == "")
                    {
                        wrong.Add($"refused: {text}");
                    }
                }
            }
        }

        await page.Context.CloseAsync();
        Assert.Empty(wrong.Distinct().Take(20));
        Assert.InRange(accepted, Count / 20, Count);
        Assert.Equal(Refused.Select(kind => kind.Why).Order(StringComparer.Ordinal), refused.Keys.Order(StringComparer.Ordinal));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"figures: {Count:N0} origins compared with Chromium's URL parser: {accepted:N0} accepted by both, {refused.Values.Sum():N0} refused for a documented reason"));
    }

    private static string Reason(string origin)
    {
        var authority = origin[(origin.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var colon = authority.EndsWith(']') ? -1 : authority.LastIndexOf(':');
        var (host, port) = colon < 0 ? (authority, "") : (authority[..colon], authority[(colon + 1)..]);
        return Refused.FirstOrDefault(kind => kind.Is(host, port)).Why ?? "";
    }

    private static bool IsPunycode(string label)
    {
        try
        {
            return new System.Globalization.IdnMapping().GetUnicode(label) != label;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Next(Random random)
    {
        string One(string[] of) => of[random.Next(of.Length)];
        var scheme = random.Next(10) switch { < 5 => "https", < 8 => "http", 8 => One(["HTTPS", "capacitor", "app", "tauri", "moz-extension", "ionic"]), _ => One(["ftp", "ws", "file", "data", "h ttp", ""]) };
        var host = random.Next(10) switch { < 7 => Name(random), 7 => new string('a', random.Next(58, 68)) + ".com", 8 => One(Addresses), _ => string.Join('.', Enumerable.Repeat("abcdefg", random.Next(28, 36))) };
        var text = $"{scheme}://{host}{One(Ports)}{One(Rests)}";
        return random.Next(20) switch { 0 => text.Insert(random.Next(text.Length), One(Letters)), 1 => text.Remove(random.Next(text.Length), 1), 2 => " " + text, _ => text };
    }

    /// <summary>Labels of a few pieces, most of them those of a host.</summary>
    private static string Name(Random random)
    {
        var name = new StringBuilder();
        for (var labels = random.Next(1, 5); labels > 0; labels--)
        {
            for (var pieces = random.Next(random.Next(20) == 0 ? 0 : 1, 4); pieces > 0; pieces--)
            {
                name.Append(Letters[random.Next(random.Next(6) == 0 ? Letters.Length : 9)]);
            }

            name.Append(labels > 1 || random.Next(20) == 0 ? "." : "");
        }

        return name.ToString();
    }
}
