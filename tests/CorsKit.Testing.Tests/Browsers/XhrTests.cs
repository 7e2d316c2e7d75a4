namespace CorsKit.Testing.Tests.Browsers;

/// <summary>XMLHttpRequest, where it is not fetch(): https://xhr.spec.whatwg.org/#the-send()-method</summary>
public sealed class XhrTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Engine, method, body, whether the page listens to the upload; what is sent to another origin. To its own no request needs a preflight.</summary>
    [Theory]
    [InlineData(BrowserEngine.Chromium, "POST", "x", false, "POST x")]
    [InlineData(BrowserEngine.Chromium, "POST", "x", true, "OPTIONS POST x")]
    [InlineData(BrowserEngine.Firefox, "POST", "x", true, "OPTIONS POST x")]
    [InlineData(BrowserEngine.WebKit, "POST", "x", true, "OPTIONS POST x")]
    [InlineData(BrowserEngine.Chromium, "GET", "x", true, "GET")]
    [InlineData(BrowserEngine.Firefox, "GET", "x", true, "OPTIONS GET")]
    [InlineData(BrowserEngine.WebKit, "GET", null, true, "OPTIONS GET")]
    [InlineData(BrowserEngine.Chromium, "PUT", null, false, "OPTIONS PUT")]
    public async Task A_listener_to_the_upload_forces_a_preflight(BrowserEngine engine, string method, string? body, bool listens, string sent)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network, engine: engine);

        (await page.XmlHttpRequestAsync(new HttpMethod(method), Page.Origin + "/upload", body: body, uploadListeners: listens, cancellationToken: Cancel)).ShouldBeReadable();
        Assert.Equal(method, network.Methods);

        (await page.XmlHttpRequestAsync(new HttpMethod(method), "/upload", body: body, uploadListeners: listens, cancellationToken: Cancel)).ShouldBeReadable();
        Assert.Equal(sent, string.Join(' ', network.Requests.Skip(1).Select(asked => $"{asked.Method} {asked.Body}".Trim())));
    }

    [Fact]
    public async Task The_console_names_it()
    {
        using var network = new ScriptedNetwork(Page.NoCors, Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.XmlHttpRequestAsync(HttpMethod.Post, "/upload", withCredentials: true, headers: [("x-a", "1")], body: "x", uploadListeners: true, cancellationToken: Cancel);

        outcome.ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        Assert.StartsWith($"Access to XMLHttpRequest at 'https://api.example.com/prod/upload' from origin '{Page.Origin}' has been blocked by CORS policy: Response to preflight", outcome.ConsoleMessage, StringComparison.Ordinal);
        Assert.True((await page.GetAsync()).Readable);
    }

    /// <summary>Values of one name are one value from the start (https://xhr.spec.whatwg.org/#the-setrequestheader()-method), which Firefox keeps apart in <c>fetch()</c>.</summary>
    [Theory]
    [InlineData("x-a", "1", "x-a")]
    [InlineData("content-type", "text/plain", "content-type")]
    [InlineData("range", "bytes=0-5", "range")]
    [InlineData("accept-language", "de", null)]
    public async Task A_header_that_is_set_twice_is_one(string name, string value, string? asked)
    {
        var granted = Page.Granted.With("Access-Control-Allow-Headers: range");
        foreach (var engine in Enum.GetValues<BrowserEngine>())
        {
            using var network = new ScriptedNetwork(granted, Page.Ok);
            using var page = Page.Open(network, engine: engine);

            (await page.XmlHttpRequestAsync(HttpMethod.Get, "/orders", headers: [(name, value), (name.ToUpperInvariant(), value)], cancellationToken: Cancel)).ShouldBeReadable();

            Assert.Equal((asked, $"{value}, {value}"), (network.Requests[0]["access-control-request-headers"], network.Requests[^1][name]));
        }
    }

    public static TheoryData<string, string, string, string, string?> Refused => new()
    {
        { "TRACE", "/", "", "", "SecurityError: Failed to execute 'open' on 'XMLHttpRequest': 'TRACE' HTTP method is unsupported." },
        { "track", "http://", "", "", "SecurityError: Failed to execute 'open' on 'XMLHttpRequest': 'track' HTTP method is unsupported." },
        { "GET", "http://", "ā", "1", "SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': Invalid URL" },
        { "GET", "/", "a b", "1", "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'a b' is not a valid HTTP header field name." },
        { "GET", "/", "x-a", "a\nb", "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'a\nb' is not a valid HTTP header field value." },
        { "GET", "/", "x-a", "ā", "TypeError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': String contains non ISO-8859-1 code point." },
        { "GET", "file:///x", "", "", "Not allowed to load local resource: file:///x" },
        { "GET", "ftp://127.0.0.1/x", "", "", null },
        { "GET", "mailto:a@b", "", "", $"Access to XMLHttpRequest at 'mailto:a@b' from origin '{Page.Origin}' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_refuses_in_its_own_words(string method, string url, string name, string value, string? words)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.XmlHttpRequestAsync(new HttpMethod(method), url, headers: name.Length == 0 ? [] : [(name, value)], cancellationToken: Cancel);

        Assert.Equal((FetchFailure.InvalidRequest, words), (outcome.Failure, outcome.ConsoleMessage));
        Assert.Empty(network.Requests);
        Assert.True((await page.GetAsync()).Readable);
    }

    /// <summary>Where <c>fetch()</c> refuses user information in a URL, and Chromium in a Location of the page's own origin, this does not.</summary>
    [Fact]
    public async Task User_information_is_none_of_its_worries()
    {
        using var network = new ScriptedNetwork(asked => asked.Url == Page.Origin + "/home" ? Page.Ok with { Status = 302, Lines = ["Location: https://u:p@shop.example.com/final"] } : Page.Ok);
        using var page = Page.Open(network);

        (await page.XmlHttpRequestAsync(HttpMethod.Get, "https://u:p@api.example.com/orders", cancellationToken: Cancel)).ShouldBeReadable();
        (await page.XmlHttpRequestAsync(HttpMethod.Get, Page.Origin + "/home", cancellationToken: Cancel)).ShouldBeReadable();
        Assert.Equal(3, network.Requests.Count);

        (await page.GetAsync("https://u:p@api.example.com/orders")).ShouldBeBlocked(FetchFailure.InvalidRequest);
        (await page.GetAsync(Page.Origin + "/home")).ShouldBeBlocked(FetchFailure.RedirectWithUserInfo);
    }
}
