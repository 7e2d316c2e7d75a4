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
}
