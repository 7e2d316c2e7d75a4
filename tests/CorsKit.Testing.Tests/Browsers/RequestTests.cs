using System.Text;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>What goes out, to the letter; and what fetch() refuses to send.</summary>
public sealed class RequestTests
{
    private const string FetchFailed = "TypeError: Failed to execute 'fetch' on 'Window': ";

    [Fact]
    public async Task A_preflight_carries_nothing_of_the_pages_own()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok.With("Set-Cookie: a=b; Path=/"));
        using var page = Page.Open(network);

        await page.GetAsync("/other", credentials: true);
        await page.SendAsync("PUT", credentials: true, body: "{}", headers: [("Content-Type", "application/json"), ("Authorization", "Bearer x")]);

        var preflight = network.Requests[1];
        Assert.Equal(("OPTIONS", "https://api.example.com/prod/orders", (string?)null), (preflight.Method, preflight.Url, preflight.Body));
        Assert.Equal(
            "accept: */* | access-control-request-headers: authorization,content-type | access-control-request-method: PUT | origin: https://shop.example.com | user-agent: Mozilla/5.0 (compatible; CorsKit.Testing)",
            Lines(preflight));
        Assert.Equal(
            "accept: */* | authorization: Bearer x | content-type: application/json | cookie: a=b | origin: https://shop.example.com | user-agent: Mozilla/5.0 (compatible; CorsKit.Testing)",
            Lines(network.Requests[2]));
        Assert.Equal("{}", network.Requests[2].Body);
    }

    [Theory]
    [InlineData("/orders/1?q=1", "https://api.example.com/prod/orders/1?q=1")]
    [InlineData("orders", "https://api.example.com/prod/orders")]
    [InlineData("", "https://api.example.com/prod")]
    [InlineData("?q", "https://api.example.com/prod?q")]
    [InlineData("/", "https://api.example.com/prod/")]
    [InlineData("/time/12:30", "https://api.example.com/prod/time/12:30")]
    [InlineData("time/12:30", "https://api.example.com/prod/time/12:30")]
    [InlineData("time?12:30", "https://api.example.com/prod/time?12:30")]
    [InlineData("https://other.example.com/x", "https://other.example.com/x")]
    [InlineData("//other.example.com/x", "https://other.example.com/x")]
    public async Task A_path_is_put_behind_the_address(string url, string sent)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);

        await page.GetAsync(url);

        Assert.Equal(sent, Assert.Single(network.Requests).Url);
    }

    [Fact]
    public async Task Text_is_sent_as_text_and_bytes_as_bytes()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);

        await page.SendAsync("POST", body: "ü");
        await page.FetchAsync(HttpMethod.Post, "/orders", Encoding.UTF8.GetBytes("ü"), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([("ü", "text/plain;charset=UTF-8"), ("ü", null)], network.Requests.Select(asked => (asked.Body, asked["content-type"])));
    }

    public static TheoryData<string, string, string?, string, string, string> Refused => new()
    {
        { "TRACE", "/", null, "", "", FetchFailed + "'TRACE' HTTP method is unsupported." },
        { "track", "/", null, "", "", FetchFailed + "'track' HTTP method is unsupported." },
        { "Connect", "/", null, "", "", FetchFailed + "'Connect' HTTP method is unsupported." },
        { "GET", "/", "x", "", "", FetchFailed + "Request with GET/HEAD method cannot have body." },
        { "head", "/", "x", "", "", FetchFailed + "Request with GET/HEAD method cannot have body." },
        { "GET", "/", null, "a b", "1", FetchFailed + "Invalid name" },
        { "GET", "/", null, "a:", "1", FetchFailed + "Invalid name" },
        { "GET", "/", null, "é", "1", FetchFailed + "Invalid name" },
        { "GET", "/", null, "", "1", FetchFailed + "Invalid name" },
        { "GET", "/", null, "x-a", "a\nb", FetchFailed + "Invalid value" },
        { "GET", "/", null, "x-a", "a\rb", FetchFailed + "Invalid value" },
        { "GET", "/", null, "x-a", "a\0b", FetchFailed + "Invalid value" },
        { "GET", "/", null, "x-a", "ā", FetchFailed + "Failed to read the 'headers' property from 'RequestInit': String contains non ISO-8859-1 code point." },
        { "GET", "http://", null, "", "", FetchFailed + "Failed to parse URL from http://" },
        { "GET", "https://u:p@api.example.com/", null, "", "", FetchFailed + "Request cannot be constructed from a URL that includes credentials: https://u:p@api.example.com/" },
        { "GET", "ftp://127.0.0.1/x", null, "", "", "Fetch API cannot load ftp://127.0.0.1/x. URL scheme \"ftp\" is not supported." },
        { "GET", "mailto:a@b", null, "", "", "Fetch API cannot load mailto:a@b. URL scheme \"mailto\" is not supported." },
        { "GET", "file:///etc/passwd", null, "", "", "Not allowed to load local resource: file:///etc/passwd" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Fetch_refuses_what_a_page_may_not_ask(string method, string url, string? body, string name, string value, string message)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);
        (string, string)[] headers = name.Length + value.Length == 0 ? [] : [(name, value)];

        var outcome = await page.SendAsync(method, url, body: body, headers: headers);

        Assert.Equal((FetchFailure.InvalidRequest, message), (outcome.Failure, outcome.ConsoleMessage));
        Assert.Empty(network.Requests);
        Assert.True((await page.GetAsync()).Readable);
    }

    [Theory]
    [InlineData("https://shop.example.com/")]
    [InlineData("https://shop.example.com:443")]
    [InlineData("https://SHOP.example.com")]
    [InlineData("shop.example.com")]
    [InlineData("https://shop.example.com/path")]
    [InlineData("/orders")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("app://")]
    [InlineData("App://localhost")]
    [InlineData("app://a/")]
    [InlineData("app://*")]
    [InlineData("app://a:0")]
    [InlineData("app://a:")]
    [InlineData("app://a:080")]
    [InlineData("app://a:65536")]
    [InlineData("app://a:x")]
    [InlineData("app://:80")]
    [InlineData("app://[::1")]
    [InlineData("app://[a]")]
    [InlineData("app://a,app://b")]
    [InlineData("app://a|b")]
    [InlineData("app://a b")]
    [InlineData("app://ä")]
    [InlineData("http://a%41")]
    [InlineData("https://a%41")]
    [InlineData("ws://a")]
    [InlineData("wss://a")]
    [InlineData("ftp://a")]
    [InlineData("file://")]
    [InlineData("file://a")]
    [InlineData("data://a")]
    [InlineData("blob://a")]
    [InlineData("about://a")]
    [InlineData("javascript://a")]
    [InlineData("filesystem://a")]
    [InlineData("://a")]
    public void An_origin_that_no_browser_sends_is_an_error(string origin)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        var error = Assert.Throws<ArgumentException>(() => Page.Open(network, origin));
        Assert.StartsWith($"'{origin}' is no origin as a browser sends it: write scheme, host and", error.Message, StringComparison.Ordinal);
        Assert.Contains("as in https://shop.example.com; or null.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("http://localhost:5173")]
    [InlineData("http://[::1]:5173")]
    [InlineData("capacitor://localhost")]
    [InlineData("chrome-extension://abcdefgh")]
    [InlineData("app://.")]
    [InlineData("app://Bundle:8080")]
    [InlineData("app://a:65535")]
    [InlineData("app://[::1]")]
    [InlineData("a://b")]
    [InlineData("safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54")]
    public async Task Origins_of_all_kinds_are_sent_as_they_are(string origin)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.NoCors.With("Access-Control-Allow-Origin: " + origin));
        using var page = Page.Open(network, origin);

        Assert.True((await page.GetAsync()).Readable);
        Assert.Equal(origin, network.Requests[0]["origin"]);
    }

    [Theory]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://u@api.example.com")]
    [InlineData("https://api.example.com/?q")]
    [InlineData("https://api.example.com/#f")]
    [InlineData("/prod")]
    public void An_address_is_scheme_host_and_stage(string address)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        var error = Assert.Throws<ArgumentException>(() => new Browser(network, new Uri(address, UriKind.RelativeOrAbsolute), Page.Origin));
        Assert.Contains("is no address of an API: write scheme, host and, where there is one, the stage", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The origin of a host beyond ASCII is its punycode (https://url.spec.whatwg.org/#concept-url-origin).</summary>
    [Fact]
    public async Task A_page_reads_its_own_host_however_it_is_written()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.NoCors);
        using var page = Page.Open(network, "https://xn--bcher-kva.example");

        Assert.Equal(ResponseType.Basic, (await page.GetAsync("https://bücher.example/x")).ShouldBeReadable().Type);
    }

    [Fact]
    public async Task What_is_null_is_named()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);
        var (address, cancel) = (new Uri(Page.Api), TestContext.Current.CancellationToken);

        Assert.Throws<ArgumentNullException>("network", () => new Browser(null!, address, Page.Origin));
        Assert.Throws<ArgumentNullException>("address", () => new Browser(network, null!, Page.Origin));
        Assert.Throws<ArgumentNullException>("origin", () => new Browser(network, address, null!));
        await Assert.ThrowsAsync<ArgumentNullException>("method", () => page.FetchAsync(null!, "/", cancellationToken: cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("method", () => page.FetchAsync(null!, "/", new byte[1], cancellationToken: cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("body", () => page.FetchAsync(HttpMethod.Post, "/", (byte[])null!, cancellationToken: cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("url", () => page.FetchAsync(null!, new FetchOptions(), cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("options", () => page.FetchAsync("/", null!, cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("method", () => page.XmlHttpRequestAsync(null!, "/", cancellationToken: cancel));
        await Assert.ThrowsAsync<ArgumentNullException>("url", () => page.XmlHttpRequestAsync(HttpMethod.Get, null!, cancellationToken: cancel));
    }

    [Fact]
    public void A_network_that_follows_redirects_or_keeps_cookies_is_an_error()
    {
        using var follows = new SocketsHttpHandler { UseCookies = false };
        using var keeps = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var oldFollows = new HttpClientHandler { UseCookies = false };
        using var oldKeeps = new HttpClientHandler { AllowAutoRedirect = false };
        foreach (var network in new HttpMessageHandler[] { follows, keeps, oldFollows, oldKeeps })
        {
            var error = Assert.Throws<ArgumentException>(() => Page.Open(network));
            Assert.Contains("set AllowAutoRedirect and UseCookies to false", error.Message, StringComparison.Ordinal);
        }
    }

    private static string Lines(SentRequest asked) => string.Join(" | ", asked.Headers.Where(header => header.Key != "content-length").OrderBy(header => header.Key, StringComparer.Ordinal)
        .Select(header => $"{header.Key}: {header.Value}"));
}
