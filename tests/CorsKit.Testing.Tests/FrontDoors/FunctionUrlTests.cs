namespace CorsKit.Testing.Tests;

/// <summary>What a Function URL does about CORS, and what it says itself.</summary>
public sealed class FunctionUrlTests
{
    private const string Function = "200\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: etag\nvary: Origin\nx-app: 1\nhi";
    private const string Forbidden = "403\n{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}";

    private static readonly CorsConfiguration AnyOrigin = new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["content-type"] };

    [Fact]
    public async Task Without_Cors_the_function_owns_it()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.FunctionUrl(visitor.Function);

        Assert.Equal(Function, await Visitor.AskAsync(door, "OPTIONS /orders", [.. Visitor.Preflight(), "Cookie: a=1; b=2"]));

        var seen = Assert.Single(visitor.Events);
        Assert.Equal(("$default", "$default", "anonymous"), (seen.Text("routeKey"), seen.Text("requestContext", "stage"), seen.Text("requestContext", "accountId")));
        Assert.Equal(("a=1; b=2", "[\"a=1\",\"b=2\"]"), (seen.Text("headers", "cookie"), seen["cookies"]!.ToJsonString()));
    }

    public static TheoryData<string, bool, string> Doubled => new()
    {
        // Both owners speak, and the browser hears two values.
        { "GET /orders", false, Function.Replace("200\n", "200\naccess-control-allow-origin: https://app.example\n", StringComparison.Ordinal).Replace("origin: https://app.example\naccess-control-expose", "origin: *\naccess-control-expose", StringComparison.Ordinal) },
        { "GET /orders", true, Function.Replace("200\n", "200\naccess-control-allow-origin: https://app.example\n", StringComparison.Ordinal) },

        // A preflight is answered with the configured headers alone.
        { "OPTIONS /orders", false, "200\naccess-control-allow-headers: content-type\naccess-control-allow-methods: *\naccess-control-allow-origin: *\n" },
        { "OPTIONS /orders", true, "200\naccess-control-allow-headers: content-type\naccess-control-allow-methods: *\naccess-control-allow-origin: https://app.example\n" },
    };

    [Theory]
    [MemberData(nameof(Doubled))]
    public async Task With_Cors_there_are_two_owners(string request, bool echoed, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.FunctionUrl(visitor.Function, new() { Cors = AnyOrigin, AssumedAnyOriginIsEchoed = echoed });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, Visitor.Preflight()));
        Assert.Equal(request.StartsWith("GET", StringComparison.Ordinal) ? 1 : 0, visitor.Events.Count);
    }

    public static TheoryData<bool, bool, string, string[], string> Signatures => new()
    {
        { false, true, "OPTIONS /", [], Forbidden },
        { true, true, "OPTIONS /", [], "200\naccess-control-allow-headers: content-type\naccess-control-allow-methods: *\naccess-control-allow-origin: *\n" },
        { true, false, "OPTIONS /", [], Forbidden },
        { true, true, "GET /", [], Forbidden },
        { false, true, "GET /", ["Authorization: AWS4-HMAC-SHA256 Credential=…"], Function },
    };

    [Theory]
    [MemberData(nameof(Signatures))]
    public async Task With_IAM_a_preflight_passes_only_where_that_is_assumed(bool configured, bool exempt, string request, string[] headers, string expected)
    {
        await using var door = FrontDoor.FunctionUrl(new Visitor(Visitor.OwnsCors).Function, new()
        {
            IamAuthorization = true,
            Cors = configured ? AnyOrigin : null,
            AssumedPreflightNeedsNoSignature = exempt,
        });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, [.. Visitor.Preflight(), .. headers]));
    }

    [Theory]
    [InlineData("https://app.example", "https://app.example", true)]
    [InlineData("https://*", "https://app.example", false)] // documented for HTTP APIs alone
    [InlineData("https://App.example", "https://app.example", false)]
    public async Task An_origin_is_compared_as_it_stands(string configured, string origin, bool passes)
    {
        await using var door = FrontDoor.FunctionUrl(new Visitor(Visitor.OwnsCors).Function, new() { Cors = AnyOrigin with { AllowOrigins = [configured] } });

        Assert.Equal(
            passes ? $"200\naccess-control-allow-headers: content-type\naccess-control-allow-methods: *\naccess-control-allow-origin: {origin}\n" : "200\n",
            await Visitor.AskAsync(door, "OPTIONS /", Visitor.Preflight(origin: origin)));
    }

    [Theory]
    [InlineData(true, "200\n")]
    [InlineData(false, "200\naccess-control-allow-origin: *\n")]
    public async Task Without_lists_a_preflight_passes_only_where_that_is_assumed(bool needsAllLists, string expected)
    {
        await using var door = FrontDoor.FunctionUrl(new Visitor(Visitor.OwnsCors).Function, new() { Cors = new() { AllowOrigins = ["*"] }, AssumedPreflightNeedsAllLists = needsAllLists });

        Assert.Equal(expected, await Visitor.AskAsync(door, "OPTIONS /", Visitor.Preflight()));
    }

    [Theory]
    [InlineData("throw", "502\nInternal Server Error")]
    [InlineData("6 MB", "502\nInternal Server Error")]
    [InlineData("hang", "504\n{\"Message\":\"Gateway Timeout\"}")]
    [InlineData("throttled", "429\n{\"Message\":\"Rate Exceeded.\"}")]
    [InlineData("too large", "413\n{\"Message\":\"Request Entity Too Large\"}")]
    public async Task What_the_URL_says_itself_carries_CORS_only_where_that_is_assumed(string fault, string expected)
    {
        var settings = new FunctionUrlSettings
        {
            Cors = AnyOrigin,
            FunctionTimeout = TimeSpan.FromMilliseconds(fault == "hang" ? 50 : 30_000),
            ReservedConcurrency = fault == "throttled" ? 0 : null,
        };
        await using var bare = FrontDoor.FunctionUrl(new Visitor(fault).Function, settings);
        await using var assumed = FrontDoor.FunctionUrl(new Visitor(fault).Function, settings with { AssumedErrorsCarryCors = true });
        string[] headers = ["Origin: https://app.example", .. fault == "too large" ? new[] { "Body: 6291557" } : []];

        Assert.Equal(expected, await Visitor.AskAsync(bare, "PUT /orders", headers));
        Assert.Equal(expected.Insert(3, "\naccess-control-allow-origin: *"), await Visitor.AskAsync(assumed, "PUT /orders", headers));
    }

    [Fact]
    public void What_Lambda_would_refuse_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<ArgumentException>(() => FrontDoor.FunctionUrl(new Visitor("").Function, new()
        {
            Cors = new() { AllowOrigins = ["*", ""], AllowMethods = ["OPTIONS"], AllowHeaders = [.. Enumerable.Repeat("x", 101)], MaxAge = -1 },
            FunctionTimeout = TimeSpan.FromSeconds(901),
            ReservedConcurrency = -1,
        }));

        foreach (var problem in (string[])["'OPTIONS' is none", "AllowHeaders has 101 items", "AllowOrigins has 0 characters", "from 0 to 86400 s, not -1", "at most 900 s", "ReservedConcurrency"])
        {
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }
}
