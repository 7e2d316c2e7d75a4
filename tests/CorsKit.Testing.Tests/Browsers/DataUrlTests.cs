namespace CorsKit.Testing.Tests.Browsers;

/// <summary>What stands in a URL: https://fetch.spec.whatwg.org/#data-url-processor and https://mimesniff.spec.whatwg.org/#parse-a-mime-type</summary>
public sealed class DataUrlTests
{
    /// <summary>The URL, the content-type, the body as text, and its length in bytes, which Firefox tells.</summary>
    [Theory]
    [InlineData("data:IMAGE/gif,x", "image/gif", "x", 1)]
    [InlineData("data:text/html ;Charset=\"X\",x", "text/html;charset=X", "x", 1)]
    [InlineData("data:text/plain; a = b ;c=d ,x", "text/plain;c=d", "x", 1)]
    [InlineData("data:;charset= x,x", "text/plain;charset=\" x\"", "x", 1)]
    [InlineData("data:text/plain;a=\"b\\\"c\";A=d,x", "text/plain;a=\"b\\\"c\"", "x", 1)]
    [InlineData("data:text/plain;a=\"b\"c;d=e,x", "text/plain;a=b;d=e", "x", 1)]
    [InlineData("data:text/plain;a=\",\",x", "text/plain;a=\"\"", "\",x", 3)]
    [InlineData("data:text/plain;charset,x", "text/plain", "x", 1)]
    [InlineData("data:text/plain;charset=;,x", "text/plain", "x", 1)]
    [InlineData("data:text/plain;,x", "text/plain", "x", 1)]
    [InlineData("data:text/plain;base64x,aGk=", "text/plain", "aGk=", 4)]
    [InlineData("data:;base64;x=y;BASE64,aGk=", "text/plain;x=y", "hi", 2)]
    [InlineData("data:te xt/plain,x", "text/plain;charset=US-ASCII", "x", 1)]
    [InlineData("data:text/plain/x,x", "text/plain;charset=US-ASCII", "x", 1)]
    [InlineData("data:†/†,†", "%e2%80%a0/%e2%80%a0", "†", 3)]
    [InlineData("data:text/x~y,x", "text/x~y", "x", 1)]
    [InlineData("data:text/plain;a=,x", "text/plain", "x", 1)]
    [InlineData("data:text/plain;a=\"b,x", "text/plain;a=b", "x", 1)]
    [InlineData("data:text/plain;a=\"b\\,x", "text/plain;a=\"b\\\\\"", "x", 1)]
    [InlineData("data:text/plain;=x;a=b,y", "text/plain;a=b", "y", 1)]
    [InlineData("data:,%", "text/plain;charset=US-ASCII", "%", 1)]
    [InlineData("data:,%4", "text/plain;charset=US-ASCII", "%4", 2)]
    [InlineData("data:,%4g%g4", "text/plain;charset=US-ASCII", "%4g%g4", 6)]
    [InlineData("data:,abcd", "text/plain;charset=US-ASCII", "abcd", 4)]
    [InlineData("data:;base64,a%09G%0Ak%0C%0D%20=", "text/plain;charset=US-ASCII", "hi", 2)]
    [InlineData("data:,%FF", "text/plain;charset=US-ASCII", "\uFFFD", 1)]
    [InlineData("data:,%EF%BB%BFx", "text/plain;charset=US-ASCII", "x", 4)]
    [InlineData("data:,%EF%BB%BF%EF%BB%BFx", "text/plain;charset=US-ASCII", "\uFEFFx", 7)]
    public async Task Types_and_bodies(string url, string type, string body, int length)
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        foreach (var engine in Enum.GetValues<BrowserEngine>())
        {
            using var page = Page.Open(network, engine: engine);

            var outcome = (await page.GetAsync(url)).ShouldBeReadable();

            Assert.Equal((type, body), (outcome.Headers["content-type"], outcome.Body));
            Assert.Equal(engine == BrowserEngine.Firefox ? $"{length}" : null, outcome.Headers.GetValueOrDefault("content-length"));
        }

        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task HEAD_has_no_body()
    {
        using var network = new ScriptedNetwork(_ => Page.Ok);
        using var page = Page.Open(network);

        Assert.Equal((200, ""), ((await page.SendAsync("HEAD", "data:,x")).ShouldBeReadable().Status, (await page.SendAsync("HEAD", "data:,x")).Body));
    }
}
