namespace CorsKit.Testing.Tests.Browsers;

/// <summary>What a page sees of a response, and which cookies it sends.</summary>
public sealed class VisibilityTests
{
    private const string Expose = "Access-Control-Expose-Headers: ";
    private const string Safelisted = "cache-control content-language content-type expires last-modified pragma";

    private static readonly Answered Full = new(
        200, "", "Cache-Control: no-store", "Content-Language: en", "Content-Type: text/plain", "Expires: 0", "Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT", "Pragma: x",
        "ETag: \"e\"", "X-One: 1", "x-one: 2", "Set-Cookie: a=b", "Set-Cookie2: c=d", "*: star");

    [Theory]
    [InlineData(new string[0], false, "")]
    [InlineData(new[] { Expose + "X-One, etag" }, false, " etag x-one")]
    [InlineData(new[] { Expose + "X-One, etag" }, true, " etag x-one")]
    [InlineData(new[] { Expose + "x-one", Expose + "ETAG" }, true, " etag x-one")]
    [InlineData(new[] { Expose + "*" }, false, " * access-control-allow-credentials access-control-allow-origin access-control-expose-headers etag x-one")]
    [InlineData(new[] { Expose + "*" }, true, " *")]
    [InlineData(new[] { Expose + "etag, x one" }, false, "")]
    [InlineData(new[] { Expose + "set-cookie, set-cookie2" }, false, "")]
    [InlineData(new[] { Expose + "x-one,," }, false, " x-one")]
    [InlineData(new[] { Expose + "x-missing" }, false, "")]
    public async Task Of_another_origin_it_sees_what_is_exposed(string[] lines, bool credentials, string more)
    {
        using var network = new ScriptedNetwork(Page.Granted, Full.With([Page.Allow, Page.AllowCredentials, .. lines]));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(credentials: credentials);

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal(Sorted(Safelisted + more), Sorted(string.Join(' ', outcome.Headers.Keys).ToLowerInvariant()));
        if (more.Contains("x-one", StringComparison.Ordinal))
        {
            Assert.Equal("1, 2", outcome.Headers["X-ONE"]);
        }
    }

    [Fact]
    public async Task At_home_it_sees_everything_but_cookies_and_asks_nobody()
    {
        using var network = new ScriptedNetwork(Page.NoCors, Full);
        using var page = Page.Open(network);

        var outcome = await page.SendAsync("PUT", Page.Origin + "/orders", headers: ("x-a", "1"));

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal(Sorted(Safelisted + " etag x-one *"), Sorted(string.Join(' ', outcome.Headers.Keys).ToLowerInvariant()));
        Assert.Equal(0, outcome.Preflights);
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("POST", Page.Origin)]
    [InlineData("DELETE", Page.Origin)]
    public async Task At_home_only_what_is_not_GET_or_HEAD_names_its_origin(string method, string? origin)
    {
        using var network = new ScriptedNetwork(Page.NoCors, Page.NoCors);
        using var page = Page.Open(network);

        Assert.True((await page.SendAsync(method, Page.Origin + "/orders")).Readable);
        Assert.Equal(origin, network.Requests[0]["origin"]);
    }

    [Theory]
    [InlineData("https://shop.example.com:443/x", true)]
    [InlineData("https://SHOP.example.com/x", true)]
    [InlineData("http://shop.example.com/x", false)]
    [InlineData("https://shop.example.com:444/x", false)]
    [InlineData("https://www.shop.example.com/x", false)]
    public async Task Home_is_scheme_host_and_port(string url, bool isHome)
    {
        using var network = new ScriptedNetwork(Page.NoCors, Page.NoCors);
        using var page = Page.Open(network);

        Assert.Equal(isHome, (await page.GetAsync(url)).Readable);
    }

    [Fact]
    public async Task A_page_without_an_origin_is_at_home_nowhere()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.NoCors.With("Access-Control-Allow-Origin: null"));
        using var page = Page.Open(network, "null");

        Assert.True((await page.GetAsync()).Readable);
        Assert.Equal("null", network.Requests[0]["origin"]);
    }

    [Fact]
    public async Task Cookies_are_kept_and_sent_only_with_credentials_or_at_home()
    {
        using var network = new ScriptedNetwork(asked => Page.Ok.With("Set-Cookie: from=" + asked.Url[^1] + "; Path=/", "Set-Cookie: foreign=1; Domain=another.example"));
        using var page = Page.Open(network);

        foreach (var (url, credentials) in new[] { ("/1", false), ("/2", false), ("/3", true), ("/4", false), ("/5", true), (Page.Origin + "/6", false), (Page.Origin + "/7", true) })
        {
            Assert.True((await page.GetAsync(url, credentials)).Readable);
        }

        Assert.Equal([null, null, null, null, "from=3", null, "from=6"], network.Requests.Select(asked => asked["cookie"]));
    }

    [Fact]
    public async Task A_cookie_is_kept_even_where_the_response_is_blocked()
    {
        var answers = new Queue<Answered>([Page.NoCors.With("Set-Cookie: a=b; Path=/; HttpOnly"), Page.Ok]);
        using var network = new ScriptedNetwork(_ => answers.Dequeue());
        using var page = Page.Open(network);

        (await page.GetAsync(credentials: true)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        (await page.GetAsync(credentials: true)).ShouldBeReadable();
        Assert.Equal("a=b", network.Requests[1]["cookie"]);
    }

    private static string Sorted(string names) => string.Join(' ', names.Split(' ').Order(StringComparer.Ordinal));
}
