using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;
using CorsKit.Testing;

namespace CorsKit.BrowserTests;

/// <summary>Requests of a page that are none of fetch(): how they are sent, whether they load, and that <see cref="Browser"/> says the same where the README says how to ask it.</summary>
[Collection(EngineRuns.OneTab)]
public sealed class OtherRequestsTests(EngineRuns runs)
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";
    private const string Credentials = "Access-Control-Allow-Credentials: true";

    /// <summary>Who asks, with credentials or without, what the server answers, whether it loads (null where that says nothing of CORS), and whether Origin is sent.</summary>
    public static TheoryData<string, string, bool, string[], bool?, bool> Requests
    {
        get
        {
            var rows = new TheoryData<string, string, bool, string[], bool?, bool>();
            foreach (var engine in EngineRuns.Names)
            {
                foreach (var (element, type) in new[] { ("EventSource", "Content-Type: text/event-stream"), ("module", "Content-Type: text/javascript") })
                {
                    rows.Add(engine, element, false, [Own, type], true, true);
                    rows.Add(engine, element, false, ["Access-Control-Allow-Origin: *", type], true, true);
                    rows.Add(engine, element, false, [type], false, true);
                    rows.Add(engine, element, true, [Own, Credentials, type], true, true);
                    rows.Add(engine, element, true, [Own, type], false, true);
                    rows.Add(engine, element, true, ["Access-Control-Allow-Origin: *", Credentials, type], false, true);
                }

                // The server has no image and no font.
                rows.Add(engine, "img", false, [Own], null, true);
                rows.Add(engine, "img", true, [Own, Credentials], null, true);
                rows.Add(engine, "img without crossorigin", false, [], null, false);
                rows.Add(engine, "font", false, [Own], null, engine != "WebKit"); // which asks for fonts in no-cors mode (https://drafts.csswg.org/css-fonts/#font-fetching-requirements)
                rows.Add(engine, "WebSocket", false, [], true, true);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request(string name, string element, bool credentials, string[] answer, bool? loads, bool hasOrigin)
    {
        var cancel = TestContext.Current.CancellationToken;
        var engine = await runs.EngineAsync(name);
        var key = $"{name}-{element.Replace(' ', '-')}-{credentials}-{answer.Length}-{string.Concat(answer).Contains('*', StringComparison.Ordinal)}";
        runs.Sites.Scripted.Register(key, new Script(new(405), new(200, answer)));
        var address = runs.Sites.Address(Page.Shop, Api.Scripted, "/scripted", key);

        var seen = Assert.Single(await engine.RunAsync(runs.Sites[Page.Shop], [new FetchCall(address, "GET", [], credentials) { Element = element }], cancel));

        // One GET and no preflight, whatever comes of it.
        var received = Assert.Single(runs.Sites.Ledger.Of(key));
        Assert.Equal(("GET", hasOrigin ? runs.Sites.OriginOf(Page.Shop) : null), (received.Method, received.Headers.GetValueOrDefault("Origin")));
        Assert.Equal(loads is { } isLoaded ? isLoaded ? "cors" : "error" : seen.Type, seen.Type);
        if (element is "EventSource" or "module" or "img")
        {
            using var browser = new Browser(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }, runs.Sites[Page.Shop], runs.Sites.OriginOf(Page.Shop), Enum.Parse<BrowserEngine>(name));
            var told = await browser.FetchAsync(address.AbsoluteUri, new FetchOptions
            {
                Headers = element == "EventSource" ? [("Accept", "text/event-stream")] : [],
                Cache = element == "EventSource" ? RequestCache.NoStore : RequestCache.Default,
                Credentials = credentials ? RequestCredentials.Include : RequestCredentials.SameOrigin,
            }, cancel);
            Assert.Equal((loads ?? true, 0), (told.Readable, told.Preflights));
        }
    }
}
