namespace CorsKit.Testing.Tests.Browsers;

/// <summary>Which requests ask first, and for what; every row was seen to be so in Chromium 156.</summary>
public sealed class PreflightDecisionTests
{
    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("get", "GET")]
    [InlineData("HEAD", "HEAD")]
    [InlineData("PoSt", "POST")]
    [InlineData("PUT", "OPTIONS:PUT PUT")]
    [InlineData("delete", "OPTIONS:DELETE DELETE")]
    [InlineData("PATCH", "OPTIONS:PATCH PATCH")]
    [InlineData("QUERY", "OPTIONS:QUERY QUERY")]
    [InlineData("options", "OPTIONS:OPTIONS OPTIONS")]
    [InlineData("chicken", "OPTIONS:chicken chicken")]
    public async Task Methods(string method, string sent)
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Allow-Methods: QUERY, OPTIONS, chicken"), Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.SendAsync(method);

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal(sent, string.Join(' ', network.Requests.Select(asked => asked.IsPreflight ? "OPTIONS:" + asked["access-control-request-method"] : asked.Method)));
        Assert.Equal(network.Requests.Count - 1, outcome.Preflights);
    }

    public static TheoryData<string, string, bool> Values()
    {
        var longest = new string('a', 128);
        return new()
        {
            { "accept", "text/html;q=1, */*", true }, { "accept", longest, true }, { "accept", longest + "a", false },
            { "accept", "a\tb", true }, { "accept", "a\"b", false }, { "accept", "(", false }, { "accept", "a:b", false },
            { "accept", "@", false }, { "accept", "\x7F", false }, { "accept", "a\u0001b", false }, { "accept", "é", true },
            { "accept-language", "en-GB, en;q=0.8", true }, { "accept-language", "*", true }, { "accept-language", "en_GB", false },
            { "accept-language", "a/b", false }, { "accept-language", "é", false }, { "content-language", "de", true }, { "content-language", "a+b", false },
            { "content-type", "text/plain", true }, { "content-type", "TEXT/PLAIN; charset=utf-8", true }, { "content-type", "text/plain ;charset=utf-8", true },
            { "content-type", "application/x-www-form-urlencoded", true }, { "content-type", "multipart/form-data; boundary=x", true },
            { "content-type", "application/json", false }, { "content-type", "", false }, { "content-type", "text", false },
            { "content-type", "text/plain; charset=\"utf-8\"", false }, { "content-type", "text/plain, application/json", false },
            { "content-type", "text/plain, text/plain", false }, { "content-type", "text / plain", false }, { "content-type", "text/plain/x", false },
            { "content-type", "text/plain;", true }, { "content-type", "text/plain+json", false }, { "content-type", "text/plainé", false },
            { "content-type", "  text/plain  ", true }, { "content-type", "application/csp-report", false },
            { "content-type", "text/plain; a=" + new string('a', 114), true }, { "content-type", "text/plain; a=" + new string('a', 115), false },
            { "range", "bytes=0-5", true }, { "range", "bytes=5-", true }, { "range", "bytes=-5", false }, { "range", "bytes=0-1,3-4", false },
            { "range", "bytes= 0-5", false }, { "range", "bytes=5-0", false }, { "range", "Bytes=0-5", false }, { "range", "items=0-5", false },
            { "range", "bytes=0-99999999999999999999", false }, { "range", "bytes=", false }, { "range", "bytes=1-2-3", false },
            { "x-custom", "1", false }, { "x-empty", "", false }, { "authorization", "Bearer x", false }, { "cache-control", "no-cache", false },
            { "if-none-match", "\"1\"", false }, { "traceparent", "00", false }, { "sec", "1", false }, { "proxy", "1", false }, { "security", "1", false },
            { "x-http-method", "PUT", false }, { "x-method-override", "\"trace\"", false },
        };
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, 1)]
    [InlineData(BrowserEngine.Firefox, 0)]
    [InlineData(BrowserEngine.WebKit, 1)]
    public async Task Firefox_does_not_mind_more_than_1024_bytes_of_safelisted_values(BrowserEngine engine, int preflights)
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Allow-Headers: accept"), Page.Ok);
        using var page = Page.Open(network, engine: engine);

        var outcome = await page.GetAsync(headers: [.. Enumerable.Repeat(("accept", new string('a', 128)), 9)]);

        Assert.Equal(preflights, outcome.ShouldBeReadable().Preflights);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Header_values(string name, string value, bool isSafelisted)
    {
        using var network = new ScriptedNetwork(Page.Ok with { Lines = [Page.Allow, "Access-Control-Allow-Headers: *"] }, Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(headers: (name.ToUpperInvariant(), value));

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal(isSafelisted ? null : name, outcome.Preflights == 0 ? null : network.Requests[0]["access-control-request-headers"]);
        Assert.Equal(value.Trim(), network.Requests[^1][name]);
    }

    [Fact]
    public async Task Names_are_asked_for_in_lower_case_sorted_once_and_without_spaces()
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Allow-Headers: x-c"), Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(headers: [("X-B", "1"), ("x-c", "1"), ("Accept", "a"), ("X-A", "1"), ("x-b", "2"), ("Authorization", "y")]);

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal("authorization,x-a,x-b,x-c", network.Requests[0]["access-control-request-headers"]);
        Assert.Equal("1, 2", network.Requests[1]["x-b"]);
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, 1)]
    [InlineData(BrowserEngine.Firefox, 0)]
    [InlineData(BrowserEngine.WebKit, 1)]
    public async Task Two_values_of_one_name_are_sent_as_one_and_only_Firefox_evaluates_them_one_by_one(BrowserEngine engine, int preflights)
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Allow-Headers: accept"), Page.Ok);
        using var page = Page.Open(network, engine: engine);

        var half = new string('a', 100);
        Assert.Equal(preflights, (await page.GetAsync(headers: [("accept", half), ("Accept", half)])).ShouldBeReadable().Preflights);
        Assert.Equal(preflights == 1 ? "accept" : null, network.Requests[0]["access-control-request-headers"]);
        Assert.Equal(half + ", " + half, network.Requests[^1]["accept"]?.Replace("|", ", ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cookie", "a=b")]
    [InlineData("Host", "x")]
    [InlineData("origin", "https://evil.example")]
    [InlineData("Sec-Anything", "1")]
    [InlineData("proxy-x", "1")]
    [InlineData("referer", "x")]
    [InlineData("content-length", "5")]
    [InlineData("access-control-request-method", "PUT")]
    [InlineData("set-cookie", "a")]
    [InlineData("via", "x")]
    [InlineData("x-http-method", "trace")]
    [InlineData("X-HTTP-Method-Override", "GET, TRACK")]
    [InlineData("x-method-override", "Connect")]
    public async Task Forbidden_headers_are_left_out_without_a_word(string name, string value)
    {
        using var network = new ScriptedNetwork(Page.NoCors, Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(headers: (name, value));

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal("GET", network.Methods);
        Assert.NotEqual(value, network.Requests[0][name.ToLowerInvariant()]);
    }

    [Theory]
    [InlineData(BrowserEngine.Chromium, 0, false)]
    [InlineData(BrowserEngine.Firefox, 1, true)]
    [InlineData(BrowserEngine.WebKit, 1, true)]
    public async Task User_agent_is_Chromiums_own(BrowserEngine engine, int preflights, bool isSent)
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Allow-Headers: user-agent"), Page.Ok);
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(preflights, (await page.GetAsync(headers: ("user-agent", "me"))).Preflights);
        Assert.Equal(isSent, network.Requests[^1]["user-agent"] == "me");
    }
}
