namespace CorsKit.Testing.Tests.Browsers;

/// <summary>Requests in the modes in which CORS has no say.</summary>
public sealed class WithoutCorsTests
{
    private const string Home = Page.Origin + "/home";
    private const string HomeFinal = Page.Origin + "/final";
    private const string First = "https://api.example.com/prod/orders";
    private const string Same = "https://api.example.com/prod/final";
    private const string Other = "https://other.example.com/final";

    private const BrowserEngine Chromium = BrowserEngine.Chromium;
    private const BrowserEngine Firefox = BrowserEngine.Firefox;
    private const BrowserEngine WebKit = BrowserEngine.WebKit;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check</summary>
    [Theory]
    [InlineData(First, RequestMode.NoCors, "same-origin", FetchFailure.ResourcePolicyNotAllowed)]
    [InlineData(First, RequestMode.NoCors, "cross-origin", null)]
    [InlineData(First, RequestMode.NoCors, "SAME-ORIGIN", null)]
    [InlineData(First, RequestMode.NoCors, "same-origin, same-origin", null)]
    [InlineData(First, RequestMode.Cors, "same-origin", null)]
    [InlineData(Home, RequestMode.NoCors, "same-origin", null)]
    public async Task A_resource_policy(string url, RequestMode mode, string policy, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok.With("Cross-Origin-Resource-Policy: " + policy));
        using var page = Page.Open(network);

        var outcome = await page.FetchAsync(url, new FetchOptions { Mode = mode }, Cancel);

        Assert.Equal((failure, 1), (outcome.Failure, network.Requests.Count));
        Assert.Equal(failure is null ? null : "Failed to load resource: net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin", outcome.ConsoleMessage);
        Assert.Equal(failure is not null, outcome.Diagnosis?.StartsWith("Cross-Origin-Resource-Policy is same-origin", StringComparison.Ordinal) == true);
    }

    /// <summary>The policy of the response that redirects counts as well, and one of the page's own origin never does.</summary>
    [Theory]
    [InlineData(First, Other, First, FetchFailure.ResourcePolicyNotAllowed)]
    [InlineData(First, Home, Home, null)]
    public async Task A_resource_policy_on_the_way(string start, string target, string has, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => (asked.Url == start ? To(target) : Page.Ok).With(asked.Url == has ? "Cross-Origin-Resource-Policy: same-origin" : "X-A: 1"));
        using var page = Page.Open(network);

        Assert.Equal(failure, (await page.FetchAsync(start, new FetchOptions { Mode = RequestMode.NoCors }, Cancel)).Failure);
        Assert.Equal(failure is null ? 2 : 1, network.Requests.Count);
    }

    /// <summary>Engine, mode, where the page asks and is sent, with user information; what comes of it. In cors mode RedirectTests have it.</summary>
    [Theory]
    [InlineData(Chromium, RequestMode.NoCors, First, "https://u:p@other.example.com/final", FetchFailure.RedirectWithUserInfo)]
    [InlineData(Firefox, RequestMode.NoCors, First, "https://u:p@other.example.com/final", null)]
    [InlineData(WebKit, RequestMode.NoCors, Home, "https://u:p@other.example.com/final", null)]
    [InlineData(Chromium, RequestMode.NoCors, Home, "https://u:p@shop.example.com/final", FetchFailure.RedirectWithUserInfo)]
    [InlineData(Chromium, RequestMode.SameOrigin, Home, "https://u:p@shop.example.com/final", FetchFailure.RedirectWithUserInfo)]
    [InlineData(Firefox, RequestMode.SameOrigin, Home, "https://u:p@shop.example.com/final", null)]
    [InlineData(Firefox, RequestMode.SameOrigin, Home, "https://u:p@other.example.com/final", FetchFailure.ModeNotAllowed)]
    public async Task A_location_with_user_information(BrowserEngine engine, RequestMode mode, string start, string target, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == start ? To(target) : Page.Ok);
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.FetchAsync(start, new FetchOptions { Mode = mode }, Cancel);

        Assert.Equal((failure, null), (outcome.Failure, outcome.ConsoleMessage));
        Assert.Equal(failure is null ? 2 : 1, network.Requests.Count);
    }

    /// <summary>Engine, policy, where the page asks and is sent by a 307 or 302; the origins that its POST has there, "-" for none.</summary>
    [Theory]
    [InlineData(Chromium, null, Home, Other, 307, "page null")]
    [InlineData(Firefox, null, Home, Other, 307, "page page")]
    [InlineData(WebKit, null, Home, Other, 307, "page page")]
    [InlineData(Chromium, null, Home, HomeFinal, 307, "page page")]
    [InlineData(Chromium, null, First, Same, 307, "page page")]
    [InlineData(Firefox, null, First, Other, 307, "page null")]
    [InlineData(Firefox, ReferrerPolicy.NoReferrer, Home, Other, 307, "null null")]
    [InlineData(WebKit, ReferrerPolicy.NoReferrer, Home, Other, 307, "null page")]
    [InlineData(WebKit, ReferrerPolicy.NoReferrer, Home, HomeFinal, 307, "null null")]
    [InlineData(WebKit, ReferrerPolicy.SameOrigin, Home, Other, 307, "page page")]
    [InlineData(Firefox, ReferrerPolicy.SameOrigin, Home, Other, 307, "page null")]
    [InlineData(Firefox, null, Home, HomeFinal, 302, "page -")]
    [InlineData(WebKit, null, Home, HomeFinal, 302, "page page")]
    [InlineData(WebKit, null, First, Same, 302, "page page")]
    [InlineData(WebKit, null, Home, Other, 302, "page -")]
    [InlineData(WebKit, null, First, Other, 302, "page -")]
    public async Task Origins(BrowserEngine engine, ReferrerPolicy? policy, string start, string target, int status, string origins)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == start ? To(target, status) : Page.Ok);
        using var page = Page.Open(network, engine: engine);

        Assert.Null((await page.FetchAsync(start, new FetchOptions { Method = "POST", Mode = RequestMode.NoCors, ReferrerPolicy = policy }, Cancel)).Failure);

        Assert.Equal(origins, string.Join(' ', network.Requests.Select(asked => asked["origin"] switch { null => "-", Page.Origin => "page", var other => other })));
    }

    /// <summary>https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.16, with the header alone or beside a cache mode.</summary>
    [Theory]
    [InlineData(Firefox, "If-None-Match", RequestCache.Default, "no-cache", "no-cache")]
    [InlineData(WebKit, "if-modified-since", RequestCache.Default, "no-cache", "no-cache")]
    [InlineData(Firefox, "If-Match", RequestCache.Default, "no-cache", "no-cache")]
    [InlineData(Firefox, "If-Unmodified-Since", RequestCache.Default, "no-cache", "no-cache")]
    [InlineData(Firefox, "If-Range", RequestCache.Default, "no-cache", "no-cache")]
    [InlineData(Chromium, "If-None-Match", RequestCache.Default, "max-age=0", null)]
    [InlineData(Chromium, "If-None-Match", RequestCache.ForceCache, null, null)]
    [InlineData(Firefox, "If-None-Match", RequestCache.NoCache, "max-age=0", null)]
    [InlineData(Firefox, "X-A", RequestCache.Default, null, null)]
    public async Task Conditional_requests(BrowserEngine engine, string name, RequestCache cache, string? cacheControl, string? pragma)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network, engine: engine);

        (await page.FetchAsync(Home, new FetchOptions { Headers = [(name, "x")], Cache = cache }, Cancel)).ShouldBeReadable();

        Assert.Equal((cacheControl, pragma), (network.Requests[0]["cache-control"], network.Requests[0]["pragma"]));
        (await page.XmlHttpRequestAsync(HttpMethod.Get, Home, headers: [(name, "x")], cancellationToken: Cancel)).ShouldBeReadable();
        var byXhr = engine == Firefox || name == "X-A" ? null : engine == Chromium ? "max-age=0" : "no-cache";
        Assert.Equal(byXhr, network.Requests[1]["cache-control"]);
    }

    [Theory]
    [InlineData(Chromium, FetchFailure.Network)]
    [InlineData(Firefox, null)]
    [InlineData(WebKit, null)]
    public async Task Only_a_proxy_may_ask_for_proxy_authentication(BrowserEngine engine, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Page.Granted : Page.Ok with { Status = 407 });
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.SendAsync("PUT");

        Assert.Equal((failure, failure is null ? 407 : 0, 2), (outcome.Failure, outcome.Status, network.Requests.Count));
        Assert.Equal(failure is null ? null : "Failed to load resource: net::ERR_UNEXPECTED_PROXY_AUTH", outcome.ConsoleMessage);
    }

    /// <summary>Engine and scheme of a Location; whether <c>redirect: 'manual'</c> has a response.</summary>
    [Theory]
    [InlineData(WebKit, "ftp", false)]
    [InlineData(WebKit, "mailto", true)]
    [InlineData(WebKit, "ws", true)]
    [InlineData(Chromium, "ftp", true)]
    [InlineData(Firefox, "ftp", true)]
    public async Task A_redirect_to_another_scheme_that_is_not_followed(BrowserEngine engine, string scheme, bool hasResponse)
    {
        using var network = new ScriptedNetwork(_ => To($"{scheme}://127.0.0.1/x"));
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.FetchAsync(Home, new FetchOptions { Redirect = RequestRedirect.Manual }, Cancel);

        Assert.Equal((hasResponse ? ResponseType.OpaqueRedirect : ResponseType.Error, hasResponse ? null : FetchFailure.RedirectScheme), (outcome.Type, outcome.Failure));
        Assert.Single(network.Requests);
    }

    /// <summary>The mode is asked before the port.</summary>
    [Fact]
    public async Task A_bad_port_of_another_origin()
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        (await page.FetchAsync("https://api.example.com:22/", new FetchOptions { Mode = RequestMode.SameOrigin }, Cancel)).ShouldBeBlocked(FetchFailure.ModeNotAllowed);
        (await page.FetchAsync("https://api.example.com:22/", new FetchOptions { Mode = RequestMode.NoCors }, Cancel)).ShouldBeBlocked(FetchFailure.Network);

        Assert.Empty(network.Requests);
        (await page.GetAsync()).ShouldBeReadable();
    }

    private static Answered To(string location, int status = 302) => Page.Ok with { Status = status, Lines = [.. Page.Ok.Lines, "Location: " + location] };
}
