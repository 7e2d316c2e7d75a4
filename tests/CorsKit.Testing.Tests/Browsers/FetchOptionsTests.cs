using System.Text;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>The options of fetch(): https://fetch.spec.whatwg.org/#requestinit</summary>
public sealed class FetchOptionsTests
{
    private const string Home = Page.Origin + "/home";
    private const string First = "https://api.example.com/prod/orders";
    private const string FetchFailed = "TypeError: Failed to execute 'fetch' on 'Window': ";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, RequestMode, RequestRedirect, int, ResponseType, FetchFailure?, string?> Modes => new()
    {
        // Where the page asks, how, how many requests that makes of a 302 to the API's /final; what the page gets.
        { Home, RequestMode.Cors, RequestRedirect.Follow, 2, ResponseType.Cors, null, null },
        { First, RequestMode.Cors, RequestRedirect.Follow, 2, ResponseType.Cors, null, null },
        { First, RequestMode.NoCors, RequestRedirect.Follow, 2, ResponseType.Opaque, null, null },
        { Home, RequestMode.NoCors, RequestRedirect.Follow, 2, ResponseType.Opaque, null, null },
        { Home, RequestMode.SameOrigin, RequestRedirect.Follow, 1, ResponseType.Error, FetchFailure.ModeNotAllowed, null },
        { First, RequestMode.SameOrigin, RequestRedirect.Follow, 0, ResponseType.Error, FetchFailure.ModeNotAllowed, $"Fetch API cannot load {First}. Request mode is \"same-origin\" but the URL's origin is not same as the request origin {Page.Origin}." },
        { First, RequestMode.NoCors, RequestRedirect.Manual, 0, ResponseType.Error, FetchFailure.ModeNotAllowed, $"Fetch API cannot load {First}. Request mode is \"no-cors\" but the redirect mode is not \"follow\"." },
        { First, RequestMode.NoCors, RequestRedirect.Error, 0, ResponseType.Error, FetchFailure.ModeNotAllowed, $"Fetch API cannot load {First}. Request mode is \"no-cors\" but the redirect mode is not \"follow\"." },
        { First, RequestMode.Cors, RequestRedirect.Error, 1, ResponseType.Error, FetchFailure.RedirectNotAllowed, "Failed to load resource: net::ERR_FAILED" },
        { Home, RequestMode.SameOrigin, RequestRedirect.Error, 1, ResponseType.Error, FetchFailure.RedirectNotAllowed, "Failed to load resource: net::ERR_FAILED" },
        { First, RequestMode.Cors, RequestRedirect.Manual, 1, ResponseType.OpaqueRedirect, null, null },
        { Home, RequestMode.NoCors, RequestRedirect.Manual, 1, ResponseType.OpaqueRedirect, null, null },
        { Home, RequestMode.SameOrigin, RequestRedirect.Manual, 1, ResponseType.OpaqueRedirect, null, null },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_redirect(string url, RequestMode mode, RequestRedirect redirect, int requests, ResponseType type, FetchFailure? failure, string? words)
    {
        using var network = new ScriptedNetwork(asked => asked.Url is Home or First ? Page.Ok with { Status = 302, Lines = [.. Page.Ok.Lines, "Location: https://api.example.com/prod/final"] } : Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync(url, new FetchOptions { Mode = mode, Redirect = redirect }, Cancel);

        Assert.Equal((type, failure, words), (outcome.Type, outcome.Failure, outcome.ConsoleMessage));
        Assert.Equal(requests, network.Requests.Count);
        Assert.Equal(type == ResponseType.Cors, outcome.Readable);
        if (!outcome.Readable)
        {
            Assert.Equal((0, 0, ""), (outcome.Status, outcome.Headers.Count, outcome.Body));
        }

        Assert.True((await page.GetAsync("/up")).Readable);
    }

    [Fact]
    public async Task What_is_opaque_to_the_page_is_not_readable_and_says_why()
    {
        using var network = new ScriptedNetwork(_ => Page.NoCors);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync("/orders", new FetchOptions { Mode = RequestMode.NoCors }, Cancel);

        Assert.Equal(("body", 200), (outcome.Exchanges[0].Body, outcome.Exchanges[0].Status));
        var error = Assert.Throws<BrowserAssertionException>(() => outcome.ShouldBeReadable());
        Assert.Contains("In no-cors mode the page gets nothing of what another origin answers", error.Message, StringComparison.Ordinal);
        Assert.Contains("Leave the mode out", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<BrowserAssertionException>(() => outcome.ShouldBeBlocked(FetchFailure.MissingAllowOrigin));
        Assert.StartsWith("Expected MissingAllowOrigin, but the page gets a response that is opaque to it.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>With the page's own origin the mode changes nothing but what may be sent.</summary>
    [Theory]
    [InlineData(RequestMode.Cors)]
    [InlineData(RequestMode.NoCors)]
    [InlineData(RequestMode.SameOrigin)]
    public async Task At_home_every_mode_reads_all(RequestMode mode)
    {
        using var network = new ScriptedNetwork(_ => Page.NoCors.With("X-A: 1"));
        using var page = Page.Open(network);

        var outcome = (await page.FetchAsync(Home, new FetchOptions { Mode = mode }, Cancel)).ShouldBeReadable();

        Assert.Equal((ResponseType.Basic, 200, "1", "body"), (outcome.Type, outcome.Status, outcome.Headers["x-a"], outcome.Body));
    }

    [Theory]
    [InlineData("accept", "text/html", "text/html")]
    [InlineData("accept-language", "de", "de")]
    [InlineData("content-language", "de", "de")]
    [InlineData("content-type", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded")]
    [InlineData("content-type", "application/json", "text/plain;charset=UTF-8")]
    [InlineData("accept", "(", "*/*")]
    [InlineData("range", "bytes=0-5", null)]
    [InlineData("authorization", "x", null)]
    [InlineData("x-a", "1", null)]
    public async Task Without_cors_a_page_sets_what_needs_no_permission(string name, string value, string? sent)
    {
        using var network = new ScriptedNetwork(_ => Page.NoCors);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync("/orders", new FetchOptions { Method = "POST", Mode = RequestMode.NoCors, Headers = [(name, value)], Body = "a" }, Cancel);

        Assert.Equal((ResponseType.Opaque, 0), (outcome.Type, outcome.Preflights));
        Assert.Equal((sent, Page.Origin), (network.Requests[0][name], network.Requests[0]["origin"]));
    }

    /// <summary>Which of two requests has the cookie that the first answer sets, at home and at the API, and what a wildcard is worth.</summary>
    [Theory]
    [InlineData(RequestCredentials.Omit, "-", "-", true)]
    [InlineData(RequestCredentials.SameOrigin, "c=1", "-", true)]
    [InlineData(RequestCredentials.Include, "c=1", "c=1", false)]
    public async Task Credentials(RequestCredentials credentials, string atHome, string atTheApi, bool isWildcardEnough)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok.With("Set-Cookie: c=1; Path=/"));
        using var page = Page.Open(network);
        var options = new FetchOptions { Credentials = credentials };
        foreach (var url in new[] { Home, First })
        {
            (await page.FetchAsync(url, options, Cancel)).ShouldBeReadable();
            (await page.FetchAsync(url, options, Cancel)).ShouldBeReadable();
        }

        Assert.Equal([atHome, atTheApi], [network.Requests[1]["cookie"] ?? "-", network.Requests[3]["cookie"] ?? "-"]);

        using var open = new ScriptedNetwork(_ => Page.NoCors.With("Access-Control-Allow-Origin: *"));
        using var second = Page.Open(open);
        Assert.Equal(isWildcardEnough ? null : FetchFailure.WildcardOriginWithCredentials, (await second.FetchAsync(First, options, Cancel)).Failure);
    }

    [Theory]
    [InlineData("TRACE", "'TRACE' HTTP method is unsupported.")]
    [InlineData("a b", "'a b' is not a valid HTTP method.")]
    [InlineData("", "'' is not a valid HTTP method.")]
    [InlineData("GET,PUT", "'GET,PUT' is not a valid HTTP method.")]
    public async Task Methods_that_no_request_has(string method, string words) => await RefusedAsync(new() { Method = method }, words);

    [Fact]
    public async Task Options_that_do_not_go_together()
    {
        await RefusedAsync(new() { Method = "PUT", Mode = RequestMode.NoCors }, "'PUT' is unsupported in no-cors mode.");
        await RefusedAsync(new() { Cache = RequestCache.OnlyIfCached }, "'only-if-cached' can be set only with 'same-origin' mode");
        await RefusedAsync(new() { Body = "x" }, "Request with GET/HEAD method cannot have body.");

        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);
        await Assert.ThrowsAsync<ArgumentException>(() => page.FetchAsync("/", new FetchOptions { Method = "PUT", Body = "x", Bytes = new byte[1] }, Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => page.FetchAsync("/", (FetchOptions)null!, Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => page.FetchAsync(null!, new FetchOptions(), Cancel));
    }

    [Theory]
    [InlineData(RequestCache.Default, null, null)]
    [InlineData(RequestCache.NoStore, "no-cache", "no-cache")]
    [InlineData(RequestCache.Reload, "no-cache", "no-cache")]
    [InlineData(RequestCache.NoCache, "max-age=0", null)]
    [InlineData(RequestCache.ForceCache, null, null)]
    public async Task Caches(RequestCache cache, string? cacheControl, string? pragma)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        // What the browser adds needs no preflight; what the page sets stays.
        Assert.Equal(0, (await page.FetchAsync("/orders", new FetchOptions { Cache = cache }, Cancel)).ShouldBeReadable().Preflights);
        (await page.FetchAsync(Home, new FetchOptions { Cache = cache, Headers = [("cache-control", "no-transform")] }, Cancel)).ShouldBeReadable();

        Assert.Equal([(cacheControl, pragma), ("no-transform", pragma)], network.Requests.Select(asked => (asked["cache-control"], asked["pragma"])));
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, FetchFailure.Network, "Failed to load resource: net::ERR_CACHE_MISS")]
    [InlineData(BrowserEngine.WebKit, null, null)]
    public async Task An_empty_cache_has_nothing(BrowserEngine engine, FetchFailure? failure, string? words)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.FetchAsync(Home, new FetchOptions { Cache = RequestCache.OnlyIfCached, Mode = RequestMode.SameOrigin }, Cancel);

        Assert.Equal((failure, words), (outcome.Failure, outcome.ConsoleMessage));
        Assert.Equal(failure is null ? 1 : 0, network.Requests.Count);
    }

    [Theory]
    [InlineData(null, Home, null, Page.Origin)]
    [InlineData(null, First, null, Page.Origin)]
    [InlineData(ReferrerPolicy.NoReferrer, Home, null, "null")]
    [InlineData(ReferrerPolicy.NoReferrer, First, null, "null")]
    [InlineData(ReferrerPolicy.SameOrigin, Home, Page.Origin + "/", Page.Origin)]
    [InlineData(ReferrerPolicy.SameOrigin, First, null, "null")]
    [InlineData(ReferrerPolicy.UnsafeUrl, First, Page.Origin + "/", Page.Origin)]
    [InlineData(ReferrerPolicy.Origin, "http://api.example.com/", Page.Origin + "/", Page.Origin)]
    [InlineData(ReferrerPolicy.OriginWhenCrossOrigin, "http://api.example.com/", Page.Origin + "/", Page.Origin)]
    [InlineData(ReferrerPolicy.StrictOrigin, "http://api.example.com/", null, "null")]
    [InlineData(ReferrerPolicy.StrictOriginWhenCrossOrigin, "http://api.example.com/", null, "null")]
    [InlineData(ReferrerPolicy.NoReferrerWhenDowngrade, "http://api.example.com/", null, "null")]
    public async Task Referrer_policies(ReferrerPolicy? policy, string url, string? referrer, string origin)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var firefox = Page.Open(network, engine: BrowserEngine.Firefox);
        using var chromium = Page.Open(network);
        var options = new FetchOptions { Method = "POST", Mode = RequestMode.NoCors, ReferrerPolicy = policy };

        await firefox.FetchAsync(url, options, Cancel);
        await chromium.FetchAsync(url, options, Cancel);
        await firefox.FetchAsync(url, options with { Mode = RequestMode.Cors }, Cancel);

        // A CORS request always tells its origin; in Chromium every request does.
        Assert.Equal([(referrer, origin), (referrer, Page.Origin), (referrer, Page.Origin)], network.Requests.Select(asked => (asked["referer"], asked["origin"])));
    }

    [Theory]
    [InlineData(65536, true)]
    [InlineData(65537, false)]
    public async Task A_request_that_outlives_its_page_is_short(int length, bool isSent)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync("/orders", new FetchOptions { Method = "POST", KeepAlive = true, Bytes = new byte[length] }, Cancel);

        Assert.Equal((isSent ? null : FetchFailure.Network, isSent ? 1 : 0), (outcome.Failure, network.Requests.Count));
        Assert.Null(outcome.ConsoleMessage);
    }

    [Theory]
    [InlineData("data:,x", "text/plain;charset=US-ASCII", "x")]
    [InlineData("data:text/html,<b>#f", "text/html", "<b>")]
    [InlineData("data:;charset=utf-8,%C3%A9", "text/plain;charset=utf-8", "é")]
    [InlineData("data:text/plain;base64,aGk", "text/plain", "hi")]
    [InlineData("data:text/plain", null, "Failed to load resource: net::ERR_INVALID_URL")]
    [InlineData("data:;base64,a", null, "Failed to load resource: net::ERR_INVALID_URL")]
    [InlineData("blob:https://shop.example.com/1e0f6dd9", null, "Failed to load resource: net::ERR_FILE_NOT_FOUND")]
    [InlineData("blob:https://other.example.com/1e0f6dd9", null, "Fetch API cannot load blob:https://other.example.com/1e0f6dd9. URL scheme \"blob\" is not supported.")]
    public async Task Data_and_blob_URLs(string url, string? type, string text)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync(url, new FetchOptions(), Cancel);

        Assert.Equal((type is null ? ResponseType.Error : ResponseType.Basic, type is null ? 0 : 200), (outcome.Type, outcome.Status));
        Assert.Equal((type, text), (outcome.Headers.GetValueOrDefault("content-type"), outcome.ConsoleMessage ?? outcome.Body));
        Assert.Empty(network.Requests);
    }

    /// <summary>By the standard and in Firefox a redirect status is enough; Chromium and WebKit want a Location.</summary>
    [Theory]
    [InlineData(BrowserEngine.Chromium, null, "")]
    [InlineData(BrowserEngine.Firefox, FetchFailure.RedirectNotAllowed, "")]
    [InlineData(BrowserEngine.WebKit, null, "body")]
    public async Task A_redirect_without_a_location(BrowserEngine engine, FetchFailure? failure, string body)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok with { Status = 302 });
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(302, (await page.GetAsync()).ShouldBeReadable().Status);
        Assert.Equal(failure, (await page.FetchAsync("/orders", new FetchOptions { Redirect = RequestRedirect.Error }, Cancel)).Failure);
        var manual = await page.FetchAsync("/orders", new FetchOptions { Redirect = RequestRedirect.Manual }, Cancel);
        Assert.Equal((ResponseType.OpaqueRedirect, 0, body), (manual.Type, manual.Status, manual.Body));
    }

    /// <summary>Most of what is wrong with a Location is no matter where it is not followed.</summary>
    [Theory]
    [InlineData(BrowserEngine.Chromium, "data:,x", null)]
    [InlineData(BrowserEngine.Chromium, "http://", FetchFailure.Network)]
    [InlineData(BrowserEngine.Firefox, "http://", null)]
    [InlineData(BrowserEngine.WebKit, "http://", null)]
    [InlineData(BrowserEngine.WebKit, "", null)]
    [InlineData(BrowserEngine.Chromium, "ftp://127.0.0.1/x", null)]
    [InlineData(BrowserEngine.WebKit, "ftp://127.0.0.1/x", FetchFailure.RedirectScheme)]
    public async Task A_redirect_that_is_not_followed(BrowserEngine engine, string location, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok.With("Location: " + location) with { Status = 302 });
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.FetchAsync("/orders", new FetchOptions { Redirect = RequestRedirect.Manual }, Cancel);

        Assert.Equal((failure, failure is null ? ResponseType.OpaqueRedirect : ResponseType.Error), (outcome.Failure, outcome.Type));

        // WebKit shows the page what a redirect to nowhere says.
        Assert.Equal(engine == BrowserEngine.WebKit && location.Length == 0 ? "body" : "", outcome.Body);
    }

    [Fact]
    public async Task The_short_form_and_the_options_send_the_same()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);
        (string, string)[] headers = [("content-type", "application/json")];

        await page.FetchAsync(HttpMethod.Put, "/orders/1", credentials: true, headers: headers, body: "{}", cancellationToken: Cancel);
        await page.FetchAsync("/orders/1", new FetchOptions { Method = "PUT", Credentials = RequestCredentials.Include, Headers = headers, Body = "{}" }, Cancel);
        await page.FetchAsync("/orders/1", new FetchOptions { Method = "PUT", Credentials = RequestCredentials.Include, Headers = headers, Bytes = Encoding.UTF8.GetBytes("{}") }, Cancel);

        var sent = network.Requests.Where(asked => !asked.IsPreflight).Select(asked => $"{asked.Url} {asked.Body} {string.Join(',', asked.Headers)}").ToList();
        Assert.Equal(3, sent.Count);
        Assert.Single(sent.Distinct());
    }

    private static async Task RefusedAsync(FetchOptions options, string words)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync("/orders", options, Cancel);

        Assert.Equal((FetchFailure.InvalidRequest, FetchFailed + words), (outcome.Failure, outcome.ConsoleMessage));
        Assert.Empty(network.Requests);
        Assert.True((await page.GetAsync()).Readable);
    }
}
