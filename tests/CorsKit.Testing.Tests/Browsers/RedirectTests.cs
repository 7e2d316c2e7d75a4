namespace CorsKit.Testing.Tests.Browsers;

/// <summary>HTTP-redirect fetch: https://fetch.spec.whatwg.org/#http-redirect-fetch</summary>
public sealed class RedirectTests
{
    private const string Home = Page.Origin + "/home";
    private const string First = "https://api.example.com/prod/orders";
    private const string Same = "https://api.example.com/prod/final";
    private const string Other = "https://other.example.com/final";

    /// <summary>Status, method, what arrives at the end, with or without its body.</summary>
    [Theory]
    [InlineData(301, "GET", "GET")]
    [InlineData(301, "HEAD", "HEAD")]
    [InlineData(301, "POST", "GET")]
    [InlineData(301, "PUT", "PUT body")]
    [InlineData(302, "POST", "GET")]
    [InlineData(302, "PUT", "PUT body")]
    [InlineData(303, "GET", "GET")]
    [InlineData(303, "HEAD", "HEAD")]
    [InlineData(303, "POST", "GET")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(307, "POST", "POST body")]
    [InlineData(307, "PUT", "PUT body")]
    [InlineData(308, "POST", "POST body")]
    public async Task Methods_and_bodies(int status, string method, string arrives)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Page.Granted.With("Access-Control-Allow-Headers: content-encoding, content-location") : asked.Url == First ? To(Same, status) : Page.Ok);
        using var page = Page.Open(network);
        var hasBody = method is not ("GET" or "HEAD");

        var outcome = await page.SendAsync(method, body: hasBody ? "body" : null, headers: [("content-language", "de"), ("content-encoding", "x"), ("content-location", "/a")]);

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        var last = network.Requests[^1];
        Assert.Equal((Same, arrives), (last.Url, last.Body is { Length: > 0 } body ? $"{last.Method} {body}" : last.Method));

        // What describes a body goes with it, and only then.
        var isDropped = hasBody && !arrives.EndsWith("body", StringComparison.Ordinal);
        Assert.Equal(isDropped ? (null, null, null) : ("de", "x", "/a"), (last["content-language"], last["content-encoding"], last["content-location"]));
        Assert.Equal(hasBody && !isDropped ? "text/plain;charset=UTF-8" : null, last["content-type"]);
    }

    [Fact]
    public async Task To_another_origin_the_request_preflights_again_without_authorization_and_as_null()
    {
        using var network = new ScriptedNetwork(asked =>
            asked.IsPreflight ? Page.Granted.With() with { Lines = [.. Page.Granted.Lines.Where(line => line != Page.Allow), "Access-Control-Allow-Origin: " + asked["origin"]] }
            : asked.Url == First ? To(Other)
            : Page.NoCors.With("Access-Control-Allow-Origin: null", Page.AllowCredentials));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(headers: [("authorization", "x"), ("x-a", "1")]);

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal(2, outcome.Preflights);
        Assert.Equal(
            ["OPTIONS https://shop.example.com authorization,x-a ", "GET https://shop.example.com  x", "OPTIONS null x-a ", "GET null  "],
            network.Requests.Select(asked => $"{asked.Method} {asked["origin"]} {asked["access-control-request-headers"]} {asked["authorization"]}"));
    }

    [Fact]
    public async Task Within_an_origin_authorization_and_origin_stay()
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Page.Granted : asked.Url == First ? To(Same) : Page.Ok);
        using var page = Page.Open(network);

        Assert.Equal(2, (await page.GetAsync(headers: ("authorization", "x"))).Preflights);
        Assert.Equal((Page.Origin, "x"), (network.Requests[^1]["origin"], network.Requests[^1]["authorization"]));
    }

    /// <summary>Where the page starts, where it is sent, what answers there, what it sent as Origin at last, and what comes of it.</summary>
    [Theory]
    [InlineData(First, Same, "", Page.Origin, FetchFailure.MissingAllowOrigin)]
    [InlineData(First, Same, Page.Origin, Page.Origin, null)]
    [InlineData(First, Other, "*", "null", null)]
    [InlineData(First, Other, "null", "null", null)]
    [InlineData(First, Other, Page.Origin, "null", FetchFailure.AllowOriginMismatch)]
    [InlineData(First, Home, "null", "null", null)] // once cross-origin, always
    [InlineData(First, Home, "", "null", FetchFailure.MissingAllowOrigin)]
    [InlineData(Home, Page.Origin + "/final", "", null, null)]
    [InlineData(Home, Other, Page.Origin, Page.Origin, null)]
    [InlineData(Home, Other, "", Page.Origin, FetchFailure.MissingAllowOrigin)]
    public async Task Origins(string start, string target, string allows, string? sent, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == start ? To(target) : allows.Length == 0 ? Page.NoCors : Page.NoCors.With("Access-Control-Allow-Origin: " + allows));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(start);

        Assert.Equal(failure, outcome.Failure);
        Assert.Equal(target, network.Requests[^1].Url);
        Assert.Equal(sent, network.Requests[^1]["origin"]);
        if (failure is not null)
        {
            Assert.StartsWith($"Access to fetch at '{target}' (redirected from '{start}') from origin '{Page.Origin}' has been blocked by CORS policy: ", outcome.ConsoleMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirect_is_checked_like_any_response()
    {
        using var network = new ScriptedNetwork(asked => asked.Url == First ? new Answered(302, "", "Location: " + Same) : Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.GetAsync();

        Assert.Equal(FetchFailure.MissingAllowOrigin, outcome.Failure);
        Assert.Equal(First, Assert.Single(network.Requests).Url);
    }

    [Theory]
    [InlineData("https://u:p@api.example.com/x", FetchFailure.RedirectWithUserInfo, "Access to fetch at 'https://api.example.com/prod/orders' from origin 'https://shop.example.com' has been blocked by CORS policy: Redirect location '' contains a username and password, which is disallowed for cross-origin requests.")]
    [InlineData("ftp://127.0.0.1/x", FetchFailure.RedirectScheme, "Access to fetch at 'ftp://127.0.0.1/x' (redirected from 'https://api.example.com/prod/orders') from origin 'https://shop.example.com' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.")]
    [InlineData("data:text/plain,hi", FetchFailure.RedirectScheme, "Failed to load resource: net::ERR_UNSAFE_REDIRECT")]
    [InlineData("file:///x", FetchFailure.RedirectScheme, "Failed to load resource: net::ERR_UNSAFE_REDIRECT")]
    [InlineData("about:blank", FetchFailure.RedirectScheme, "Failed to load resource: net::ERR_UNSAFE_REDIRECT")]
    [InlineData("blob:https://shop.example.com/1e0f6dd9", FetchFailure.RedirectScheme, "Failed to load resource: net::ERR_UNSAFE_REDIRECT")]
    [InlineData("http://", FetchFailure.Network, "Failed to load resource: net::ERR_INVALID_REDIRECT")]
    [InlineData(First, FetchFailure.TooManyRedirects, "Failed to load resource: net::ERR_TOO_MANY_REDIRECTS")]
    public async Task Where_no_page_may_follow(string location, FetchFailure failure, string words)
    {
        using var network = new ScriptedNetwork(_ => To(location));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync();

        Assert.Equal((failure, words), (outcome.Failure!.Value, outcome.ConsoleMessage));
        Assert.Equal(failure == FetchFailure.TooManyRedirects ? 21 : 1, network.Requests.Count);
    }

    [Theory]
    [InlineData("final", Same)]
    [InlineData("/prod/final", Same)]
    [InlineData("//other.example.com/final", Other)]
    [InlineData("?q=1#f", First + "?q=1#f")]
    [InlineData("\\\\other.example.com\\final", Other)]
    [InlineData("https:\\\\other.example.com\\final", Other)]
    [InlineData("\\prod\\final", Same)]
    [InlineData("\\prod\\final?q=a\\b", Same + "?q=a%5Cb")]
    [InlineData("?q=a\\b", First + "?q=a%5Cb")]
    public async Task Locations_are_relative_to_the_URL(string location, string target)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == First ? To(location) : Page.Ok.With() with { Lines = ["Access-Control-Allow-Origin: *"] });
        using var page = Page.Open(network);

        Assert.True((await page.GetAsync()).Readable);
        Assert.Equal(target, network.Requests[^1].Url);
    }

    /// <summary>https://fetch.spec.whatwg.org/#concept-response-location-url</summary>
    [Theory]
    [InlineData("", "final", "")]
    [InlineData("#a", "final", "#a")]
    [InlineData("#a", "final#b", "#b")]
    [InlineData("", "final#b", "#b")]
    public async Task A_fragment_stays_until_another_one_comes(string fragment, string location, string at)
    {
        using var network = new ScriptedNetwork(asked => asked.Url.StartsWith(First, StringComparison.Ordinal) ? To(location) : Page.Ok);
        using var page = Page.Open(network);

        Assert.Equal(Same + at, (await page.GetAsync("/orders" + fragment)).ShouldBeReadable().Exchanges[^1].Url.AbsoluteUri);
    }

    [Fact]
    public async Task Two_different_locations_are_an_error_and_two_alike_are_one()
    {
        using var network = new ScriptedNetwork(asked => asked.Url == First ? To(Same).With("Location: " + Same) : Page.Ok);
        using var page = Page.Open(network);
        Assert.True((await page.GetAsync()).Readable);

        using var torn = new ScriptedNetwork(_ => To(Same).With("Location: " + Other));
        using var second = Page.Open(torn);
        Assert.Equal("Failed to load resource: net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION", (await second.GetAsync()).ConsoleMessage);
    }

    /// <summary>What each engine was seen to ask for after a redirect to another origin, which takes authorization away.</summary>
    [Theory]
    [InlineData(BrowserEngine.Chromium, "OPTIONS(authorization) GET GET@null")]
    [InlineData(BrowserEngine.Firefox, "OPTIONS(authorization) GET OPTIONS() GET@null")]
    [InlineData(BrowserEngine.WebKit, "OPTIONS(authorization) GET OPTIONS(authorization)@null GET@null")]
    public async Task Engines_that_asked_once_ask_again(BrowserEngine engine, string sent)
    {
        using var network = new ScriptedNetwork(asked =>
            asked.IsPreflight ? Page.NoCors.With("Access-Control-Allow-Origin: " + asked["origin"], "Access-Control-Allow-Headers: authorization")
            : asked.Url == First ? To(Other) : Page.NoCors.With("Access-Control-Allow-Origin: *"));
        using var page = Page.Open(network, engine: engine);

        (await page.GetAsync(headers: ("authorization", "x"))).ShouldBeReadable();

        Assert.Equal(sent, string.Join(' ', network.Requests.Select(asked =>
            asked.Method + (asked.IsPreflight ? $"({asked["access-control-request-headers"]})" : "") + (asked["origin"] == "null" ? "@null" : ""))));
        Assert.Null(network.Requests[^1]["authorization"]);
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, null, 1)]
    [InlineData(BrowserEngine.Firefox, FetchFailure.TooManyRedirects, 21)]
    [InlineData(BrowserEngine.WebKit, FetchFailure.Network, 1)]
    public async Task An_empty_location_is_none_or_a_circle_or_an_error(BrowserEngine engine, FetchFailure? failure, int requests)
    {
        using var network = new ScriptedNetwork(_ => To(""));
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(failure, (await page.GetAsync()).Failure);
        Assert.Equal(requests, network.Requests.Count);
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, FetchFailure.RedirectWithUserInfo)]
    [InlineData(BrowserEngine.Firefox, null)]
    public async Task User_info_at_home_is_only_Chromiums_worry(BrowserEngine engine, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == Home ? To("https://u:p@shop.example.com/x") : Page.NoCors);
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(failure, (await page.GetAsync(Home)).Failure);
    }

    private static Answered To(string location, int status = 302) => new(status, "", Page.Allow, Page.AllowCredentials, "Location: " + location);
}
