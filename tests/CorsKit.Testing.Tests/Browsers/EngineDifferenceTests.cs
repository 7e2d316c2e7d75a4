namespace CorsKit.Testing.Tests.Browsers;

/// <summary>Where the engines differ, as the browsers lane sees it in each of them (tests/CorsKit.BrowserTests).</summary>
public sealed class EngineDifferenceTests
{
    private const string Home = Page.Origin + "/home";
    private const string HomeFinal = Page.Origin + "/final";
    private const string First = "https://api.example.com/prod/orders";
    private const string Same = "https://api.example.com/prod/final";
    private const string Other = "https://other.example.com/final";

    private const BrowserEngine Chromium = BrowserEngine.Chromium;
    private const BrowserEngine Firefox = BrowserEngine.Firefox;
    private const BrowserEngine WebKit = BrowserEngine.WebKit;

    private static readonly Answered Any = new(200, "body", "Access-Control-Allow-Origin: *");

    private static readonly Answered Granted = new(204, "", "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: *", "Access-Control-Allow-Headers: *");

    /// <summary>Engine, where the page asks, where it is sent and how; the method, "a" for authorization and "j" for JSON; what is sent, with the headers that are asked for and the origin.</summary>
    public static TheoryData<BrowserEngine, string, string, int, string, string, string> Redirects => new()
    {
        { Chromium, Home, Other, 302, "GET", "a", "GET GET@page" },
        { Firefox, Home, Other, 302, "GET", "a", "GET OPTIONS:GET() GET@page" },
        { Firefox, Home, Other, 307, "GET", "a", "GET OPTIONS:GET() GET@page" },
        { Firefox, Home, Other, 302, "GET", "", "GET GET@page" },
        { WebKit, Home, Other, 302, "GET", "a", "GET OPTIONS:GET(authorization) GET@page" },
        { Chromium, Home, Other, 302, "POST", "j", "POST@page+json GET@page" },
        { Firefox, Home, Other, 302, "POST", "j", "POST@page+json OPTIONS:GET() GET@page" },
        { Firefox, Home, Other, 303, "POST", "j", "POST@page+json OPTIONS:GET() GET@page" },
        { Firefox, Home, Other, 303, "PUT", "", "PUT@page GET@page" },
        { Firefox, Home, Other, 307, "POST", "j", "POST@page+json OPTIONS:POST(content-type) POST@page+json" },
        { WebKit, Home, Other, 301, "POST", "j", "POST@page+json OPTIONS:GET(content-type) GET@page" },
        { WebKit, Home, Other, 302, "POST", "j", "POST@page+json OPTIONS:GET(content-type) GET@page" },
        { WebKit, Home, Other, 303, "POST", "j", "POST@page+json OPTIONS:GET(content-type) GET@page" },
        { WebKit, First, Same, 302, "POST", "j", "OPTIONS:POST(content-type) POST@page+json OPTIONS:GET(content-type) GET@page" },
        { WebKit, First, Other, 302, "POST", "j", "OPTIONS:POST(content-type) POST@page+json OPTIONS:GET(content-type) GET@null" },
        { WebKit, First, HomeFinal, 302, "POST", "j", "OPTIONS:POST(content-type) POST@page+json OPTIONS:GET(content-type) GET@null" },
        { Chromium, Home, HomeFinal, 302, "POST", "j", "POST@page+json GET" },
        { Firefox, Home, HomeFinal, 302, "POST", "j", "POST@page+json GET" },
        { WebKit, Home, HomeFinal, 302, "POST", "j", "POST@page+json GET@page" },
        { WebKit, Home, HomeFinal, 303, "DELETE", "", "DELETE@page GET@page" },
        { WebKit, Home, HomeFinal, 307, "DELETE", "", "DELETE@page DELETE@page" },
        { Chromium, Home, Other, 307, "DELETE", "", "DELETE@page OPTIONS:DELETE() DELETE@page" },
        { Firefox, Home, Other, 307, "DELETE", "", "DELETE@page OPTIONS:DELETE() DELETE@page" },
        { WebKit, Home, Other, 307, "DELETE", "", "DELETE@page GET@page" },
        { WebKit, First, Same, 307, "DELETE", "", "OPTIONS:DELETE() DELETE@page OPTIONS:DELETE() DELETE@page" },
        { WebKit, First, Other, 308, "DELETE", "", "OPTIONS:DELETE() DELETE@page OPTIONS:GET() GET@null" },
        { WebKit, First, Other, 307, "PUT", "", "OPTIONS:PUT() PUT@page OPTIONS:PUT() PUT@null" },
    };

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task After_a_redirect(BrowserEngine engine, string start, string target, int status, string method, string headers, string sent)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : asked.Url == start ? To(target, status) : Any);
        using var page = Page.Open(network, engine: engine);

        (await page.SendAsync(method, start, headers: Given(headers))).ShouldBeReadable();

        Assert.Equal(sent, string.Join(' ', network.Requests.Select(Line)));
        Assert.Equal(target, network.Requests[^1].Url);
    }

    /// <summary>A page that works in Chromium, and not in Firefox or WebKit: what the redirect leads to answers no preflights.</summary>
    [Theory]
    [InlineData(Chromium, "GET", "a", null)]
    [InlineData(Firefox, "GET", "a", FetchFailure.MissingAllowOrigin)]
    [InlineData(WebKit, "GET", "a", FetchFailure.MissingAllowOrigin)]
    [InlineData(Chromium, "POST", "j", null)]
    [InlineData(Firefox, "POST", "j", FetchFailure.MissingAllowOrigin)]
    [InlineData(WebKit, "POST", "j", FetchFailure.MissingAllowOrigin)]
    [InlineData(Firefox, "POST", "", null)]
    [InlineData(WebKit, "DELETE", "", null)]
    [InlineData(Chromium, "DELETE", "", FetchFailure.MissingAllowOrigin)]
    public async Task After_a_redirect_to_what_answers_no_preflight(BrowserEngine engine, string method, string headers, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? new Answered(405, "") : asked.Url == Home ? To(Other, 302) : Any);
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(failure, (await page.SendAsync(method, Home, headers: Given(headers))).Failure);
        Assert.Equal(failure is null ? Other : Home, network.Requests.Last(asked => !asked.IsPreflight).Url);
    }

    [Theory]
    [InlineData(1, Chromium, false)]
    [InlineData(22, Firefox, false)]
    [InlineData(6000, WebKit, false)]
    [InlineData(6667, Chromium, false)]
    [InlineData(10080, Chromium, false)]
    [InlineData(4190, Chromium, true)]
    [InlineData(4190, Firefox, false)]
    [InlineData(6679, Chromium, true)]
    [InlineData(6679, WebKit, false)]
    [InlineData(6670, Firefox, true)]
    [InlineData(8080, Chromium, true)]
    public async Task Ports(int port, BrowserEngine engine, bool isFetched)
    {
        var url = $"https://api.example.com:{port}/x";
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : asked.Url == First ? To(url, 302) : Any);
        using var page = Page.Open(network, engine: engine);

        foreach (var outcome in new[] { await page.GetAsync(url), await page.SendAsync("PUT", url), await page.GetAsync() })
        {
            Assert.Equal((isFetched ? null : FetchFailure.Network, isFetched ? null : "Failed to load resource: net::ERR_UNSAFE_PORT"), (outcome.Failure, outcome.ConsoleMessage));
            Assert.Equal(isFetched ? null : $"Port {port} belongs to another protocol, and no browser fetches from it (https://fetch.spec.whatwg.org/#port-blocking).", outcome.Diagnosis);
        }

        // The last of them was redirected there, and only that much went out.
        Assert.Equal(isFetched ? 5 : 1, network.Requests.Count);
        Assert.Equal(isFetched ? url : First, network.Requests[^1].Url);
    }

    [Theory]
    [InlineData("@", Chromium, null)]
    [InlineData(":@", Chromium, null)]
    [InlineData(":@", Firefox, null)]
    [InlineData(":@", WebKit, null)]
    [InlineData("u@", Chromium, FetchFailure.RedirectWithUserInfo)]
    [InlineData("u:@", Firefox, FetchFailure.RedirectWithUserInfo)]
    [InlineData(":p@", WebKit, FetchFailure.RedirectWithUserInfo)]
    public async Task A_location_with_user_information_and_one_with_the_signs_of_it_alone(string userInfo, BrowserEngine engine, FetchFailure? failure)
    {
        using var network = new ScriptedNetwork(asked => asked.Url == First ? To($"https://{userInfo}other.example.com/final", 302) : Any);
        using var page = Page.Open(network, engine: engine);

        Assert.Equal(failure, (await page.GetAsync()).Failure);
        Assert.Equal(failure is null ? Other : First, network.Requests[^1].Url);
        Assert.Equal(failure is null ? null : FetchFailure.InvalidRequest, (await page.GetAsync($"https://{userInfo}other.example.com/final")).Failure);
    }

    [Theory]
    [InlineData(Chromium, 0)]
    [InlineData(Firefox, 0)]
    [InlineData(WebKit, 1)]
    public async Task WebKit_asks_before_it_refuses_user_information(BrowserEngine engine, int preflights)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : asked.Url == Home ? To("https://u:p@other.example.com/final", 307) : Any);
        using var page = Page.Open(network, engine: engine);

        var outcome = (await page.SendAsync("PUT", Home)).ShouldBeBlocked(FetchFailure.RedirectWithUserInfo);

        Assert.Equal((preflights, 1), (outcome.Preflights, outcome.Exchanges.Count - outcome.Preflights));
    }

    public static TheoryData<string, string, string> Values => new()
    {
        // Whether Chromium, Firefox and WebKit ask.
        { "accept", "caf\u00e9", "-F-" }, { "accept", "\u0080", "-F-" }, { "content-type", "text/plain; x=\u00e9", "-F-" }, { "content-type", "text/pl\u00e4in", "CFW" },
        { "accept-language", "\u00e9", "CFW" }, { "accept", "a\tb", "---" },
        { "range", "bytes=0-5", "---" }, { "range", "bytes=5-5", "---" }, { "range", "bytes=6-5", "CFW" }, { "range", "BYTES=0-5", "CF-" }, { "range", "bytes=+1-5", "CF-" }, { "range", "bytes=1-+5", "CF-" }, { "range", "bytes=+-5", "CFW" }, { "range", "bytes=1-+", "CFW" },
        { "range", "bytes=0-9223372036854775806", "---" }, { "range", "bytes=0-9223372036854775807", "C--" }, { "range", "bytes=9223372036854775807-", "C--" },
        { "range", "bytes=0-18446744073709551615", "C--" }, { "range", "bytes=18446744073709551615-", "C--" }, { "range", "bytes=0-18446744073709551616", "CFW" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Header_values(string name, string value, string asks)
    {
        foreach (var engine in Enum.GetValues<BrowserEngine>())
        {
            using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : Any);
            using var page = Page.Open(network, engine: engine);

            Assert.Equal(asks[(int)engine] == '-' ? 0 : 1, (await page.GetAsync(headers: (name, value))).ShouldBeReadable().Preflights);
            var isUtf8 = engine == WebKit && name == "content-type";
            Assert.Equal(isUtf8 ? value.Replace("\u00e9", "\u00c3\u00a9", StringComparison.Ordinal).Replace("\u00e4", "\u00c3\u00a4", StringComparison.Ordinal) : value, network.Requests[^1][name]);
        }
    }

    [Theory]
    [InlineData(Chromium, "x-a,x-b")]
    [InlineData(Firefox, "x-a,x-b,x-b")]
    [InlineData(WebKit, "x-a,x-b")]
    public async Task Firefox_names_a_header_as_often_as_it_was_set(BrowserEngine engine, string asked)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : Any);
        using var page = Page.Open(network, engine: engine);

        (await page.GetAsync(headers: [("x-b", "1"), ("x-a", "1"), ("X-B", "2")])).ShouldBeReadable();

        Assert.Equal(asked, network.Requests[0]["access-control-request-headers"]);
    }

    /// <summary>An empty body is a Content-Length of 0; no body is none.</summary>
    [Theory]
    [InlineData("GET", null)]
    [InlineData("POST", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", null)]
    [InlineData("PATCH", null)]
    [InlineData("CHICKEN", null)]
    public async Task Only_POST_and_PUT_say_that_they_have_no_body(string method, string? body)
    {
        using var network = new ScriptedNetwork(asked => asked.IsPreflight ? Granted : Any);
        using var page = Page.Open(network);

        (await page.SendAsync(method)).ShouldBeReadable();

        Assert.Equal((method, body), (network.Requests[^1].Method, network.Requests[^1].Body));
    }

    private static Answered To(string location, int status) => Any with { Status = status, Lines = [.. Any.Lines, "Location: " + location] };

    private static (string, string)[] Given(string headers) => headers switch
    {
        "a" => [("authorization", "x")],
        "j" => [("content-type", "application/json")],
        _ => [],
    };

    private static string Line(SentRequest asked) =>
        asked.IsPreflight ? $"OPTIONS:{asked["access-control-request-method"]}({asked["access-control-request-headers"]})"
        : asked.Method + (asked["origin"] switch { null => "", Page.Origin => "@page", _ => "@null" }) + (asked["content-type"] is null ? "" : "+json");
}
