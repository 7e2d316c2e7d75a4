using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Testing.Tests;

/// <summary>What CloudFront does to CORS in front of an API: what it forwards, what it caches, what it adds.</summary>
public sealed class CloudFrontTests
{
    private static readonly CachePolicy ADay = new();

    private int _answers;

    /// <summary>An app that owns CORS as CorsKit does, for any origin under .example, and counts.</summary>
    private async Task<Stream> Function(Stream lambdaEvent, CancellationToken cancel)
    {
        var seen = (await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancel))!;
        var origin = seen.Text("headers", "origin");
        var isPreflight = seen.Text("requestContext", "http", "method") == "OPTIONS" && seen["headers"]!["access-control-request-method"] is not null;
        var headers = new JsonObject { ["vary"] = "Origin", ["cache-control"] = seen.Text("headers", "x-cache-control") };
        if (origin is not null)
        {
            headers["access-control-allow-origin"] = origin;
        }

        var response = new JsonObject
        {
            ["statusCode"] = seen["headers"]!["x-status"] is { } status ? int.Parse((string)status!, null) : isPreflight ? 204 : 200,
            ["headers"] = headers,
            ["body"] = $"{++_answers} {seen["rawPath"]}?{seen["rawQueryString"]} {seen["headers"]!["host"]} {seen["headers"]!["user-agent"]}",
        };
        return new MemoryStream(Encoding.UTF8.GetBytes(response.ToJsonString()));
    }

    public static TheoryData<string, string, string> Forwarded => new()
    {
        { "AllViewerExceptHostHeader", "GET https://d1.cloudfront.net/orders?q=1", "200\naccess-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n1 /prod/orders?q=1 emulated.execute-api.eu-west-1.amazonaws.com test" },
        { "CORS-CustomOrigin", "GET https://d1.cloudfront.net/orders?q=1", "200\naccess-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n1 /prod/orders? emulated.execute-api.eu-west-1.amazonaws.com Amazon CloudFront" },

        // No policy: no Origin reaches the function, and so no CORS headers come back.
        { "none", "GET https://d1.cloudfront.net/orders?q=1", "200\nx-cache: Miss from cloudfront\n1 /prod/orders? emulated.execute-api.eu-west-1.amazonaws.com Amazon CloudFront" },

        // A preflight is one for the function only where its headers are forwarded.
        { "AllViewerExceptHostHeader", "OPTIONS https://d1.cloudfront.net/orders", "204\naccess-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n" },
        { "CORS-CustomOrigin", "OPTIONS https://d1.cloudfront.net/orders", "200\naccess-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n1 /prod/orders? emulated.execute-api.eu-west-1.amazonaws.com Amazon CloudFront" },
        { "CORS-S3Origin", "OPTIONS https://d1.cloudfront.net/orders", "204\naccess-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n" },

        // API Gateway does not know the viewer's host.
        { "AllViewer", "GET https://d1.cloudfront.net/orders", "403\nx-cache: Error from cloudfront\n{\"message\":\"Forbidden\"}" },
    };

    [Theory]
    [MemberData(nameof(Forwarded))]
    public async Task The_origin_request_policy_says_what_reaches_the_function(string policy, string request, string expected)
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function, stage: "prod"), new()
        {
            OriginRequestPolicy = policy switch
            {
                "AllViewer" => OriginRequestPolicy.AllViewer,
                "AllViewerExceptHostHeader" => OriginRequestPolicy.AllViewerExceptHostHeader,
                "CORS-CustomOrigin" => OriginRequestPolicy.CorsCustomOrigin,
                "CORS-S3Origin" => OriginRequestPolicy.CorsS3Origin,
                _ => null,
            },
        });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, [.. Visitor.Preflight(origin: "https://a.example"), "User-Agent: test"]));
    }

    [Fact]
    public async Task A_Function_URL_does_not_know_the_viewers_host()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.FunctionUrl(new Visitor(Visitor.OwnsCors).Function), new() { OriginRequestPolicy = OriginRequestPolicy.AllViewer });

        Assert.Equal("403\nx-cache: Error from cloudfront\n{\"Message\":null}", await Visitor.AskAsync(door, "GET /"));
    }

    [Fact]
    public async Task A_load_balancer_takes_the_viewers_host()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.LoadBalancer(new Visitor(Visitor.OwnsCors).Function), new() { OriginRequestPolicy = OriginRequestPolicy.AllViewer });

        Assert.StartsWith("200\n", await Visitor.AskAsync(door, "GET /"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Origin_in_the_key_one_origin_is_given_anothers_answer()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { CachePolicy = ADay });

        var first = await Visitor.AskAsync(door, "GET /orders", "Origin: https://a.example");
        var second = await Visitor.AskAsync(door, "GET /orders", "Origin: https://b.example");

        Assert.Contains("access-control-allow-origin: https://a.example\nvary: Origin\nx-cache: Miss from cloudfront\n1 ", first, StringComparison.Ordinal);
        Assert.Contains("access-control-allow-origin: https://a.example\nage: 0\nvary: Origin\nx-cache: Hit from cloudfront\n1 ", second, StringComparison.Ordinal);
        var cached = Assert.Single(door.Cache);
        Assert.Equal(("GET /orders", 200), (cached.Key, cached.StatusCode));
        Assert.Contains(("access-control-allow-origin", "https://a.example"), cached.Headers);
    }

    [Fact]
    public async Task With_Origin_in_the_key_each_has_its_own_and_the_case_of_its_value_counts()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { CachePolicy = ADay with { Headers = ["Origin"] }, OriginRequestPolicy = null });

        foreach (var origin in (string[])["https://a.example", "https://b.example", "https://A.example"])
        {
            Assert.Contains($"access-control-allow-origin: {origin}\nvary: Origin\nx-cache: Miss", await Visitor.AskAsync(door, "GET /orders", $"Origin: {origin}"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("access-control", await Visitor.AskAsync(door, "GET /orders"), StringComparison.Ordinal);
        Assert.Equal(["GET /orders\nOrigin: ", "GET /orders\nOrigin: https://A.example", "GET /orders\nOrigin: https://a.example", "GET /orders\nOrigin: https://b.example"], door.Cache.Select(entry => entry.Key));
    }

    public static TheoryData<string, string, string, bool> Methods => new()
    {
        { "GET,HEAD", "GET,HEAD", "OPTIONS /", false },
        { "GET,HEAD,OPTIONS", "GET,HEAD", "OPTIONS /", true },
        { "GET,HEAD,OPTIONS", "GET,HEAD", "PUT /", false },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task What_is_not_allowed_is_refused_by_CloudFront(string allowed, string cached, string request, bool isAnswered)
    {
        var settings = new CloudFrontSettings { AllowedMethods = allowed.Split(','), CachedMethods = cached.Split(','), ResponseHeadersPolicy = ResponseHeadersPolicy.SimpleCors };
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), settings);
        await using var assumed = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), settings with { AssumedErrorsCarryCors = true });

        Assert.StartsWith(isAnswered ? "204\n" : "403\nx-cache: Error from cloudfront\n", await Visitor.AskAsync(door, request, Visitor.Preflight()), StringComparison.Ordinal);
        Assert.StartsWith(isAnswered ? "204\n" : "403\naccess-control-allow-origin: *\nx-cache: Error from cloudfront\n", await Visitor.AskAsync(assumed, request, Visitor.Preflight()), StringComparison.Ordinal);
        Assert.Equal(isAnswered ? 2 : 0, _answers);
    }

    [Fact]
    public async Task Preflights_are_cached_only_where_OPTIONS_is_a_cached_method()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { CachePolicy = ADay, CachedMethods = ["GET", "HEAD", "OPTIONS"] });

        await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight(origin: "https://a.example"));

        Assert.Contains("allow-origin: https://a.example", await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight(origin: "https://b.example")), StringComparison.Ordinal);
        Assert.Equal("OPTIONS /orders", Assert.Single(door.Cache).Key);
    }

    [Theory]
    [InlineData(ViewerProtocolPolicy.AllowAll, "OPTIONS http://d1.cloudfront.net/a?b", "204")]
    [InlineData(ViewerProtocolPolicy.RedirectToHttps, "OPTIONS http://d1.cloudfront.net/a?b", "307\nlocation: https://d1.cloudfront.net/a?b\nx-cache: Redirect from cloudfront\n")]
    [InlineData(ViewerProtocolPolicy.RedirectToHttps, "GET http://d1.cloudfront.net/a", "301\nlocation: https://d1.cloudfront.net/a\nx-cache: Redirect from cloudfront\n")]
    [InlineData(ViewerProtocolPolicy.RedirectToHttps, "OPTIONS https://d1.cloudfront.net/a", "204")]
    [InlineData(ViewerProtocolPolicy.HttpsOnly, "GET http://d1.cloudfront.net/a", "403\nx-cache: Error from cloudfront\n")]
    public async Task Http_is_taken_redirected_or_refused(ViewerProtocolPolicy policy, string request, string expected)
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { ViewerProtocolPolicy = policy });

        Assert.StartsWith(expected, await Visitor.AskAsync(door, request, Visitor.Preflight()), StringComparison.Ordinal);
    }

    public static TheoryData<string, int, int, int> Lifetimes => new()
    {
        // Cache-Control, status, the policy's least seconds, seconds in the cache (0: not cached).
        { "", 200, 0, 86_400 },
        { "max-age=60", 200, 0, 60 },
        { "max-age=60, s-maxage=120", 200, 0, 120 },
        { "max-age=60", 200, 90, 90 },
        { "max-age=99999999", 200, 0, 31_536_000 },
        { "no-store", 200, 0, 0 },
        { "No-Store", 200, 0, 0 },
        { "private", 200, 1, 1 },
        { "", 404, 0, 10 },
        { "", 500, 0, 10 },
        { "max-age=60", 404, 0, 60 },
        { "", 401, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Lifetimes))]
    public async Task Responses_live_as_long_as_headers_and_policy_say(string cacheControl, int status, int least, int seconds)
    {
        var time = new FakeTimeProvider();
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { CachePolicy = ADay with { MinTtl = TimeSpan.FromSeconds(least) }, TimeProvider = time });

        async Task<bool> IsHitAsync() => (await Visitor.AskAsync(door, "GET /", $"X-Cache-Control: {cacheControl}", $"X-Status: {status}")).Contains("Hit from cloudfront", StringComparison.Ordinal);

        Assert.False(await IsHitAsync());
        if (seconds == 0)
        {
            Assert.False(await IsHitAsync());
            return;
        }

        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.True(await IsHitAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(door.Cache);
        Assert.False(await IsHitAsync());
        door.Invalidate();
        Assert.Empty(door.Cache);
    }

    [Theory]
    [InlineData("Sun, 01 Jan 2040 00:01:00 GMT", "Hit")]
    [InlineData("Sun, 01 Jan 2040 00:00:00 GMT", "Miss")]
    [InlineData("0", "Miss")]
    public async Task Without_CacheControl_Expires_counts(string expires, string expected)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var function = new Visitor($$"""{"statusCode":200,"headers":{"expires":"{{expires}}"},"body":"hi"}""");
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(function.Function), new() { CachePolicy = ADay, TimeProvider = time });

        await Visitor.AskAsync(door, "GET /");

        Assert.Contains($"x-cache: {expected} from cloudfront\nhi", await Visitor.AskAsync(door, "GET /"), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("x-cache: Miss from cloudfront\nhi", await Visitor.AskAsync(door, "GET /"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_HEAD_stored_is_not_given_to_GET()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new() { CachePolicy = ADay });

        await Visitor.AskAsync(door, "HEAD /orders");

        Assert.Contains("x-cache: Miss from cloudfront\n2 /orders", await Visitor.AskAsync(door, "GET /orders"), StringComparison.Ordinal);
        Assert.Equal(["GET /orders", "HEAD /orders"], door.Cache.Select(entry => entry.Key));
    }

    [Fact]
    public async Task ALL_stands_for_every_method()
    {
        var settings = new CloudFrontSettings { ResponseHeadersPolicy = new() { AllowOrigins = ["*"], AllowMethods = ["ALL"] } };
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), settings);

        var answer = await Visitor.AskAsync(door, "OPTIONS /", Visitor.Preflight());

        Assert.Contains("access-control-allow-methods: GET,DELETE,HEAD,OPTIONS,PATCH,POST,PUT\n", answer, StringComparison.Ordinal);
    }

    public static TheoryData<string, bool, string, string> Added => new()
    {
        { "https://*.example", false, "GET /", "access-control-allow-credentials: true\naccess-control-allow-origin: https://a.example\naccess-control-expose-headers: etag\nvary: Origin" },
        { "*.example", false, "GET /", "access-control-allow-credentials: true\naccess-control-allow-origin: https://a.example\naccess-control-expose-headers: etag\nvary: Origin" },
        { "*", true, "GET /", "access-control-allow-credentials: true\naccess-control-allow-origin: *\naccess-control-expose-headers: etag\nvary: Origin" },
        { "*", false, "GET /", "access-control-allow-credentials: true\naccess-control-allow-origin: https://a.example\naccess-control-expose-headers: etag\nvary: Origin" },
        { "https://b.example", true, "GET /", "access-control-allow-origin: https://a.example\nvary: Origin" },
        { "*", true, "OPTIONS /", "access-control-allow-credentials: true\naccess-control-allow-headers: x-a\naccess-control-allow-methods: PUT\naccess-control-allow-origin: *\naccess-control-expose-headers: etag\naccess-control-max-age: 60\nvary: Origin" },
    };

    [Theory]
    [MemberData(nameof(Added))]
    public async Task A_response_headers_policy_adds_what_is_missing_or_overrides(string pattern, bool overrides, string request, string expected)
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new()
        {
            ResponseHeadersPolicy = new()
            {
                AllowOrigins = [pattern],
                AllowMethods = ["PUT"],
                AllowHeaders = ["x-a"],
                ExposeHeaders = ["etag"],
                AllowCredentials = true,
                MaxAge = 60,
                OriginOverride = overrides,
            },
        });

        var answer = await Visitor.AskAsync(door, request, Visitor.Preflight(origin: "https://a.example"));

        Assert.Equal(expected, string.Join('\n', answer.Split('\n')[1..].TakeWhile(line => !line.StartsWith("x-cache", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_CloudFront_would_refuse_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<ArgumentException>(() => FrontDoor.CloudFront(FrontDoor.HttpApi(Function), new()
        {
            AllowedMethods = ["GET", "PUT"],
            CachedMethods = ["GET", "HEAD", "OPTIONS"],
            CachePolicy = new() { MinTtl = TimeSpan.FromDays(2) },
            OriginRequestPolicy = new() { Headers = ["authorization"] },
            ResponseHeadersPolicy = new() { AllowOrigins = ["https://a.*.example"] },
        }));

        foreach (var problem in (string[])["AllowedMethods is", "CachedMethods is", "MinTtl", "Authorization", "'https://a.*.example'"])
        {
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_forwarded_and_what_the_origin_answered_can_be_watched()
    {
        await using var door = FrontDoor.CloudFront(FrontDoor.HttpApi(Function, stage: "prod"), new()
        {
            CachePolicy = ADay,
            OriginRequestPolicy = OriginRequestPolicy.CorsS3Origin,
            ResponseHeadersPolicy = ResponseHeadersPolicy.SimpleCors with { OriginOverride = true },
        });
        var told = new List<FetchExchange>();
        door.OriginAnswered += told.Add;

        await Visitor.AskAsync(door, "GET https://d1.cloudfront.net/orders", "Origin: https://a.example", "x-trace: 1");
        var cached = await Visitor.AskAsync(door, "GET https://d1.cloudfront.net/orders", "Origin: https://a.example", "x-trace: 1");

        // The second came from the cache.
        Assert.Contains("x-cache: Hit from cloudfront", cached, StringComparison.Ordinal);
        Assert.Contains("access-control-allow-origin: *", cached, StringComparison.Ordinal);
        var exchange = Assert.Single(told);
        Assert.Equal(("GET", "https://emulated.execute-api.eu-west-1.amazonaws.com/prod/orders", false, (int?)200), (exchange.Method, exchange.Url.AbsoluteUri, exchange.IsPreflight, exchange.Status));
        Assert.Equal(["Origin", "Host", "X-Amz-Cf-Id", "Via", "User-Agent"], exchange.RequestHeaders.Select(header => header.Key));
        Assert.Contains(KeyValuePair.Create("access-control-allow-origin", "https://a.example"), exchange.ResponseHeaders);

        await Visitor.AskAsync(door, "OPTIONS https://d1.cloudfront.net/orders", Visitor.Preflight());
        Assert.True(told[^1].IsPreflight);
    }
}
