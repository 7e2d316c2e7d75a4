using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>
/// Two pages of one site share the browser's HTTP cache: the answer that one page got may be handed to the other
/// (https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches). Vary: Origin keeps them apart. WebKit 2.50.6 is left
/// out: in a session under automation it fetched anew each time, so it could not tell one from the other.
/// </summary>
[Collection(EngineRuns.OneTab)]
public sealed class HttpCacheTests(EngineRuns runs)
{
    private static readonly ScriptedAnswer Cacheable = new(200, "Access-Control-Allow-Origin: {origin}", "Cache-Control: public, max-age=600");

    public static TheoryData<string> Engines => ["Chromium", "Firefox"];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Without_Vary_the_answer_for_one_origin_harms_another(string engine)
    {
        var (shop, requests) = await VisitAsync(engine, "without", Api.Scripted, "/scripted", Cacheable);

        // Only the untrusted page's request reached the server: the shop got the untrusted page's answer.
        Assert.Equal(("error", 1), (shop.Type, requests));
        if (engine == "Chromium")
        {
            Assert.Contains($"has a value '{runs.Sites.OriginOf(Page.Untrusted)}' that is not equal to the supplied origin.", shop.Console, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task With_Vary_it_does_not(string engine)
    {
        var (shop, requests) = await VisitAsync(engine, "with", Api.Scripted, "/scripted", Cacheable with { Headers = [.. Cacheable.Headers, "Vary: Origin"] });

        Assert.Equal(("cors", 2), (shop.Type, requests));
    }

    /// <summary>The answer to the shop, kept, must not be the untrusted page's; nor the refusal of the untrusted page, which Firefox keeps, the shop's.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nor_does_it_behind_CorsKit_which_answers_a_refused_origin_with_Vary_too(string engine)
    {
        var (untrusted, requests) = await VisitAsync(engine, "allowed-first", Api.OutcomesHttp, "/cached", script: null, Page.Shop, Page.Untrusted);
        Assert.Equal(("error", 2), (untrusted.Type, requests));

        (var shop, requests) = await VisitAsync(engine, "refused-first", Api.OutcomesHttp, "/cached", script: null);
        Assert.Equal(("cors", 2, "cached"), (shop.Type, requests, shop.Body));
    }

    /// <summary>One page fetches, then another fetches the same.</summary>
    /// <returns>What the second saw, and how many requests reached the server.</returns>
    private async Task<(FetchAnswer Second, int Requests)> VisitAsync(
        string name, string what, Api api, string target, ScriptedAnswer? script, Page first = Page.Untrusted, Page second = Page.Shop)
    {
        var engine = await runs.EngineAsync(name);
        var key = $"{name}-{what}-vary";
        if (script is not null)
        {
            runs.Sites.Scripted.Register(key, new Script(script, script));
        }

        var call = new FetchCall(runs.Sites.Address(first, api, target, key), "GET", []);
        await engine.RunAsync(runs.Sites[first], [call], TestContext.Current.CancellationToken);
        Assert.Single(runs.Sites.Ledger.Of(key));
        var answer = Assert.Single(await engine.RunAsync(runs.Sites[second], [call], TestContext.Current.CancellationToken));
        return (answer, runs.Sites.Ledger.Of(key).Count);
    }
}
