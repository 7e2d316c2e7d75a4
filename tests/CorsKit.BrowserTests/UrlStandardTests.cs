using System.Text.Json;
using CorsKit.BrowserTests.Cases;
using CorsKit.BrowserTests.Engines;

namespace CorsKit.BrowserTests;

/// <summary>Origins against the parser of the URL standard that Chromium has (https://url.spec.whatwg.org/#concept-url-origin).</summary>
public sealed class UrlStandardTests(EngineRuns runs)
{
    private const int Count = 500_000, Chunk = 50_000;

    /// <summary>
    /// For each text <c>=</c> where it is the origin of its URL; <c>o</c> where that is opaque, as in a scheme that no web page has, and scheme, host
    /// and port are the text all the same: what an app or an extension sends is written so; else <c>-</c>.
    /// </summary>
    private const string Script = """
        texts => JSON.parse(texts).map(text => {
          try {
            const url = new URL(text);
            return url.origin === text ? "=" : url.origin === "null" && `${url.protocol}//${url.host}` === text ? "o" : "-";
          } catch {
            return "-";
          }
        }).join("")
        """;

    [Fact]
    public async Task What_is_accepted_as_an_origin_is_one_that_a_browser_writes_and_what_is_not_has_a_reason()
    {
        var chromium = (Chromium)await runs.EngineAsync("Chromium");
        var page = await chromium.NewPageAsync();
        var (accepted, refused, wrong) = (0, new Dictionary<string, int>(), new List<string>());
        foreach (var texts in OriginTexts.All(Count).Chunk(Chunk))
        {
            var accepts = Task.Run(() => texts.AsParallel().AsOrdered().Select(IsAccepted).ToArray());
            var written = await page.EvaluateAsync<string>(Script, JsonSerializer.Serialize(texts));
            foreach (var (text, isAccepted, how) in texts.Zip(await accepts, written))
            {
                var isWeb = text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal);
                accepted += isAccepted ? 1 : 0;
                if (isAccepted ? how == '-' || (how == 'o' && isWeb) : how != '-' && ReasonAgainst(text, isWeb) is null)
                {
                    wrong.Add($"{JsonSerializer.Serialize(text)} is {(isAccepted ? "accepted, and no browser writes it so" : "refused, and browsers write it so")}");
                }
                else if (!isAccepted && how != '-')
                {
                    refused[ReasonAgainst(text, isWeb)!] = refused.GetValueOrDefault(ReasonAgainst(text, isWeb)!) + 1;
                }
            }
        }

        await page.Context.CloseAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"figures: {Count} texts, of which {accepted} are accepted; browsers write these too:");
        foreach (var (reason, count) in refused.OrderByDescending(entry => entry.Value))
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"figures:   {count,6} {reason}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} texts:\n{string.Join('\n', wrong.Take(40))}");
        Assert.InRange(accepted, Count / 4, Count);
        Assert.Equal(9, refused.Count);
    }

    private static bool IsAccepted(string text) =>
        GatewayCorsPolicy.TryCreate(new() { AllowOrigins = [text] }, out var policy, out _) && policy.EvaluateOrigin(text).AllowOrigin == text;

    /// <summary>Why CorsKit refuses what a browser may send, as its pages say.</summary>
    private static string? ReasonAgainst(string text, bool isWeb)
    {
        var scheme = text[..text.IndexOf(':', StringComparison.Ordinal)];
        var authority = text[(scheme.Length + 3)..];
        var colon = authority.LastIndexOf(':') is var last && last > authority.LastIndexOf(']') ? last : -1;
        var host = colon < 0 ? authority : authority[..colon];
        var labels = host.Split('.');
        return scheme is "ws" or "wss" or "ftp" or "file" or "data" or "blob" or "about" or "javascript" or "filesystem" ? "a scheme that no page has"
            : scheme.Length > 64 ? "a scheme of more than 64 characters"
            : authority.EndsWith(":0", StringComparison.Ordinal) ? "port 0, which no server has"
            : host == "" ? "no host"
            : host.Length > 253 ? "a host of more than 253 characters"
            : isWeb && labels.Any(label => label == "") ? "an empty label, a dot at the end among them"
            : isWeb && labels.Any(label => label.Length > 63) ? "a label of more than 63 characters"
            : host.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) ? "a character that no name has"
            : isWeb && labels.Any(label => label.StartsWith("xn--", StringComparison.Ordinal)) ? "a label that begins as punycode and cannot be decoded, which Firefox refuses"
            : null;
    }
}
