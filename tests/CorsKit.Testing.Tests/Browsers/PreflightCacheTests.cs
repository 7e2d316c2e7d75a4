namespace CorsKit.Testing.Tests.Browsers;

/// <summary>How long and for what an engine remembers a preflight, as Chromium 156, Firefox 153 and WebKitGTK 2.50 do; the caps are their sources'.</summary>
public sealed class PreflightCacheTests
{
    private const BrowserEngine C = BrowserEngine.Chromium;
    private const BrowserEngine F = BrowserEngine.Firefox;
    private const BrowserEngine W = BrowserEngine.WebKit;

    /// <summary>Engine, Access-Control-Max-Age (none: null), for how many seconds the answer is good.</summary>
    public static TheoryData<BrowserEngine, string?, int> Ages => new()
    {
        { C, null, 5 }, { F, null, 5 }, { W, null, 5 },
        { C, "", 5 }, { F, "", 5 }, { W, "", 5 },
        { C, "0", 0 }, { F, "0", 0 }, { W, "0", 0 },
        { C, "-1", 0 }, { F, "-1", 0 }, { W, "-1", 0 },
        { C, "100", 100 }, { F, "100", 100 }, { W, "100", 100 },
        { C, "00100", 100 }, { F, "00100", 100 }, { W, "00100", 100 },
        { C, "+100", 100 }, { F, "+100", 0 }, { W, "+100", 100 },
        { C, "abc", 5 }, { F, "abc", 0 }, { W, "abc", 5 },
        { C, "1.5", 5 }, { F, "1.5", 0 }, { W, "1.5", 5 },
        { C, "100, 100", 5 }, { F, "100, 100", 0 }, { W, "100, 100", 5 },
        { C, "7200", 7200 }, { F, "7200", 7200 }, { W, "7200", 600 },
        { C, "86400", 7200 }, { F, "86400", 86400 }, { W, "86400", 600 },
        { C, "100000", 7200 }, { F, "100000", 86400 }, { W, "100000", 600 },
        { C, "9999999999999999999999", 5 }, { F, "9999999999999999999999", 86400 }, { W, "9999999999999999999999", 5 },
    };

    [Theory]
    [MemberData(nameof(Ages))]
    public async Task Age(BrowserEngine engine, string? age, int seconds)
    {
        var clock = new SetClock();
        using var network = new ScriptedNetwork(age is null ? Page.Granted : Page.Granted.With("Access-Control-Max-Age: " + age), Page.Ok);
        using var page = Page.Open(network, engine: engine, time: clock);

        Assert.Equal(1, (await page.SendAsync("PUT")).Preflights);
        clock.Pass(Math.Max(0, seconds - 1));
        Assert.Equal(seconds == 0 ? 1 : 0, (await page.SendAsync("PUT")).Preflights);
        clock.Pass(1);
        Assert.Equal(1, (await page.SendAsync("PUT")).Preflights);
    }

    /// <summary>
    /// Engine, what the preflights allow (one for all, or one after another), the fetches (a header after a colon, "+" with
    /// credentials, "!" the actual response fails, "?" another URL), which of them preflight.
    /// </summary>
    public static TheoryData<BrowserEngine, string, string, string> Sequences => new()
    {
        // One answer serves what it lists, whoever asked for it.
        { C, "PUT,DELETE", "PUT DELETE PUT", "1 0 0" }, { F, "PUT,DELETE", "PUT DELETE PUT", "1 0 0" }, { W, "PUT,DELETE", "PUT DELETE PUT", "1 0 0" },
        { C, "PUT/x-a,x-b", "GET:x-a GET:x-b PUT:x-b", "1 0 0" }, { F, "PUT/x-a,x-b", "GET:x-a GET:x-b PUT:x-b", "1 0 0" },

        // Chromium and WebKit keep the last answer only; Firefox adds them up.
        { C, "PUT|DELETE|PUT", "PUT DELETE PUT PUT", "1 1 1 0" }, { W, "PUT|DELETE|PUT", "PUT DELETE PUT PUT", "1 1 1 0" }, { F, "PUT|DELETE|PUT", "PUT DELETE PUT PUT", "1 1 0 0" },

        // A refused request: the old answer is thrown away, and WebKit keeps the new one all the same.
        { C, "PUT", "PUT PATCH PUT", "1 1 1" }, { W, "PUT", "PUT PATCH PUT", "1 1 0" }, { F, "PUT", "PUT PATCH PUT", "1 1 1" },
        { C, "PUT/x-a", "GET:x-a GET:x-c GET:x-a", "1 1 1" }, { W, "PUT/x-a", "GET:x-a GET:x-c GET:x-a", "1 1 0" }, { F, "PUT/x-a", "GET:x-a GET:x-c GET:x-a", "1 1 1" },
        { C, "DELETE", "PUT DELETE DELETE", "1 1 0" }, { W, "DELETE", "PUT DELETE DELETE", "1 0 0" }, { F, "DELETE", "PUT DELETE DELETE", "1 1 0" },
        { C, "PUT|PUT;", "PUT PATCH PUT", "1 1 1" }, { W, "PUT|PUT;", "PUT PATCH PUT", "1 1 1" }, { F, "PUT|PUT;", "PUT PATCH PUT", "1 1 1" },

        // An answer with credentials serves requests without them in Chromium and WebKit; never the other way round.
        { C, "PUT", "PUT+ PUT PUT+", "1 0 0" }, { W, "PUT", "PUT+ PUT PUT+", "1 0 0" }, { F, "PUT", "PUT+ PUT PUT+", "1 1 0" },
        { C, "PUT", "PUT PUT+ PUT", "1 1 0" }, { W, "PUT", "PUT PUT+ PUT", "1 1 0" }, { F, "PUT", "PUT PUT+ PUT", "1 1 0" },

        // Wildcards: a name to Firefox's cache; to Chromium what they were to the preflight; to WebKit what they are to the request.
        { C, "*/*", "PUT:x-a DELETE:x-b", "1 0" }, { W, "*/*", "PUT:x-a DELETE:x-b", "1 0" }, { F, "*/*", "PUT:x-a DELETE:x-b PUT:x-a", "1 1 1" },
        { C, "*,PUT", "PUT+ DELETE", "1 1" }, { W, "*,PUT", "PUT+ DELETE", "1 0" },
        { C, "*/*", "PUT:authorization PUT:authorization PUT:x-a", "1 1 0" }, { W, "*/*", "PUT:authorization PUT:authorization", "1 0" },

        // HEAD needs no permission, but Firefox's cache looks for it.
        { C, "PUT/x-a", "HEAD:x-a HEAD:x-a", "1 0" }, { W, "PUT/x-a", "HEAD:x-a HEAD:x-a", "1 0" }, { F, "PUT/x-a", "HEAD:x-a HEAD:x-a", "1 1" },
        { F, "PUT,HEAD/x-a", "HEAD:x-a HEAD:x-a", "1 0" },

        // By URL, query included; requests that need no permission change nothing.
        { C, "PUT", "PUT PUT? PUT PUT?", "1 1 0 0" }, { F, "PUT", "PUT PUT? PUT PUT?", "1 1 0 0" }, { W, "PUT", "PUT PUT? PUT PUT?", "1 1 0 0" },
        { C, "PUT", "PUT GET POST PUT", "1 0 0 0" }, { W, "PUT", "PUT GET POST PUT", "1 0 0 0" },

        // Only Firefox forgets when the response itself fails the check.
        { C, "PUT", "PUT PUT! PUT", "1 0 0" }, { W, "PUT", "PUT PUT! PUT", "1 0 0" }, { F, "PUT", "PUT PUT! PUT", "1 0 1" },
        { F, "PUT", "PUT+ PUT!+ PUT+", "1 0 1" },

        // GET and POST are never listed, and need no place in the cache.
        { F, "PUT/x-a", "GET:x-a POST:x-a", "1 0" },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public async Task Shape(BrowserEngine engine, string answers, string fetches, string preflights)
    {
        var grants = answers.Split('|').Select(Grant).ToList();
        var asked = 0;
        var actual = Page.Ok;
        using var network = new ScriptedNetwork(request => request.IsPreflight ? grants[Math.Min(asked++, grants.Count - 1)] : actual);
        using var page = Page.Open(network, engine: engine, time: new SetClock());

        var seen = new List<int>();
        foreach (var fetch in fetches.Split(' '))
        {
            actual = fetch.Contains('!', StringComparison.Ordinal) ? Page.NoCors : Page.Ok;
            var parts = fetch.TrimEnd('+', '!', '?').Split(':');
            (string, string)[] headers = parts.Length == 2 ? [(parts[1], "1")] : [];
            var url = fetch.Contains('?', StringComparison.Ordinal) ? "/orders?q" : "/orders";
            seen.Add((await page.SendAsync(parts[0], url, credentials: fetch.Contains('+', StringComparison.Ordinal), headers: headers)).Preflights);
        }

        Assert.Equal(preflights, string.Join(' ', seen));
    }

    [Theory]
    [InlineData(C, 1024, 1)]
    [InlineData(C, 1023, 0)]
    [InlineData(F, 1024, 0)]
    [InlineData(W, 1024, 0)]
    public async Task Chromium_remembers_no_URL_of_1024_bytes(BrowserEngine engine, int length, int preflights)
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Max-Age: 100"), Page.Ok);
        using var page = Page.Open(network, engine: engine);
        var url = "/orders?" + new string('a', length - (Page.Api + "/orders?").Length);

        Assert.Equal(1, (await page.SendAsync("PUT", url)).Preflights);
        Assert.Equal(preflights, (await page.SendAsync("PUT", url)).Preflights);
    }

    [Fact]
    public async Task Pages_do_not_share_what_they_remember()
    {
        using var network = new ScriptedNetwork(Page.Granted.With("Access-Control-Max-Age: 100"), Page.Ok);
        using var first = Page.Open(network);
        using var second = Page.Open(network);

        Assert.Equal((1, 1), ((await first.SendAsync("PUT")).Preflights, (await second.SendAsync("PUT")).Preflights));
    }

    /// <summary>Whatever the order, nobody skips a preflight that no earlier, unexpired answer for the URL would have allowed.</summary>
    [Theory]
    [InlineData(C)]
    [InlineData(F)]
    [InlineData(W)]
    public async Task No_request_goes_unasked_that_nobody_allowed(BrowserEngine engine)
    {
        string[] methods = ["GET", "PUT", "DELETE", "PATCH"];
        string[] names = ["x-a", "x-b", "authorization"];
        var random = new Random(20260101);
        for (var run = 0; run < 60; run++)
        {
            var clock = new SetClock();
            var now = 0;
            var granted = new List<(int Until, HashSet<string> Methods, HashSet<string> Headers)>();
            using var network = new ScriptedNetwork(asked =>
            {
                if (!asked.IsPreflight)
                {
                    return Page.Ok;
                }

                var grant = (Until: now + random.Next(0, 20), Methods: Some(methods, random), Headers: Some(names, random));
                granted.Add(grant);
                return new Answered(
                    204, "", Page.Allow, Page.AllowCredentials, $"Access-Control-Max-Age: {grant.Until - now}",
                    $"Access-Control-Allow-Methods: {string.Join(',', grant.Methods)}", $"Access-Control-Allow-Headers: {string.Join(',', grant.Headers)}");
            });
            using var page = Page.Open(network, engine: engine, time: clock);

            for (var step = 0; step < 40; step++)
            {
                var method = methods[random.Next(methods.Length)];
                var headers = Some(names, random).Select(name => (name, "1")).ToArray();
                var outcome = await page.SendAsync(method, credentials: random.Next(2) == 0, headers: headers);
                if (outcome.Preflights == 0 && (method != "GET" || headers.Length > 0))
                {
                    var fresh = granted.Where(grant => grant.Until > now).ToList();
                    Assert.True(method == "GET" || fresh.Exists(grant => grant.Methods.Contains(method)), $"{method} at {now}, run {run}");
                    Assert.All(headers, header => Assert.Contains(fresh, grant => grant.Headers.Contains(header.name)));
                }

                var pause = random.Next(0, 6);
                now += pause;
                clock.Pass(pause);
            }

            Assert.Contains(network.Requests, asked => !asked.IsPreflight);
        }
    }

    private static HashSet<string> Some(string[] all, Random random) => [.. all.Where(_ => random.Next(2) == 0)];

    private static Answered Grant(string methodsAndHeaders)
    {
        var parts = methodsAndHeaders.Split('/');
        return new Answered(
            204, "", Page.Allow, Page.AllowCredentials, "Access-Control-Max-Age: 100",
            "Access-Control-Allow-Methods: " + parts[0], "Access-Control-Allow-Headers: " + (parts.Length > 1 ? parts[1] : ""));
    }
}
