namespace CorsKit.Testing.Tests;

/// <summary>What an HTTP API does about CORS, and what it says itself.</summary>
public sealed class HttpApiTests
{
    private const string Function = "200\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: etag\nvary: Origin\nx-app: 1\nhi";
    private const string NotFound = "404\n{\"message\":\"Not Found\"}";
    private const string Unauthorized = "401\n{\"message\":\"Unauthorized\"}";
    private const string Preflight = "204\naccess-control-allow-credentials: true\naccess-control-allow-headers: content-type\naccess-control-allow-methods: GET,PUT\naccess-control-allow-origin: https://app.example\naccess-control-max-age: 300\n";

    private static readonly CorsConfiguration Cors = new()
    {
        AllowOrigins = ["https://app.example", "https://other.example"],
        AllowMethods = ["GET", "PUT"],
        AllowHeaders = ["content-type"],
        ExposeHeaders = ["x-own"],
        AllowCredentials = true,
        MaxAge = 300,
    };

    public static TheoryData<string[], string, string, string> Routes => new()
    {
        // Without CorsConfiguration a preflight is routed like any request.
        { ["$default"], "OPTIONS /orders", Function, "$default" },
        { ["GET /orders"], "OPTIONS /orders", NotFound, "" },
        { ["GET /orders"], "GET /orders", Function, "GET /orders" },
        { ["GET /orders", "$default"], "OPTIONS /orders", Function, "$default" },
        { ["ANY /{proxy+}"], "OPTIONS /", NotFound, "" },

        // All of the path, then greedy, then $default.
        { ["$default", "ANY /{proxy+}", "ANY /orders/{id}", "GET /orders/{id}"], "GET /orders/1", Function, "GET /orders/{id}" },
        { ["$default", "ANY /{proxy+}", "ANY /orders/{id}", "GET /orders/{id}"], "PUT /orders/1", Function, "ANY /orders/{id}" },
        { ["$default", "GET /{proxy+}", "PUT /orders/{id}"], "GET /orders/1", Function, "GET /{proxy+}" },
        { ["$default", "GET /{proxy+}", "PUT /orders/{id}"], "DELETE /orders/1", Function, "$default" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Without_CorsConfiguration_the_function_owns_CORS(string[] routes, string request, string expected, string routeKey)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.HttpApi(visitor.Function, settings: new() { Routes = [.. routes.Select(route => new HttpApiRoute(route))] });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, Visitor.Preflight()));
        Assert.Equal(routeKey, string.Concat(visitor.Events.Select(seen => seen.Text("routeKey"))));
    }

    public static TheoryData<string, string[], string> Configured => new()
    {
        // The API answers preflights itself, with its own headers or none.
        { "OPTIONS /orders", Visitor.Preflight(), Preflight },
        { "OPTIONS /no-such-route", Visitor.Preflight(), Preflight },
        { "OPTIONS /orders", Visitor.Preflight(origin: "https://other.example"), Preflight.Replace("app", "other", StringComparison.Ordinal) },
        { "OPTIONS /orders", Visitor.Preflight(origin: "https://evil.example"), "204\n" },
        { "OPTIONS /orders", Visitor.Preflight(method: "DELETE"), "204\n" },
        { "OPTIONS /orders", Visitor.Preflight(headers: "content-type,x-api-key"), "204\n" },
        { "OPTIONS /orders", Visitor.Preflight(headers: "Content-Type"), Preflight },
        { "OPTIONS /orders", [.. Visitor.Preflight(headers: "x-api-key"), "Access-Control-Request-Headers: content-type"], "204\n" },

        // The function's own headers are ignored; Vary is none of CORS's.
        { "GET /orders", ["Origin: https://app.example"], "200\naccess-control-allow-credentials: true\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: x-own\nvary: Origin\nx-app: 1\nhi" },
        { "GET /orders", ["Origin: https://evil.example"], "200\nvary: Origin\nx-app: 1\nhi" },
        { "GET /orders", [], "200\nvary: Origin\nx-app: 1\nhi" },

        // Not a preflight: it has a route or not.
        { "OPTIONS /orders", ["Origin: https://app.example"], NotFound },
        { "GET /no-such-route", ["Origin: https://app.example"], NotFound },
    };

    [Theory]
    [MemberData(nameof(Configured))]
    public async Task With_CorsConfiguration_the_API_owns_CORS(string request, string[] headers, string expected)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new() { Routes = [new("GET /orders")], CorsConfiguration = Cors });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, headers));
    }

    [Theory]
    [InlineData("OPTIONS", "200\nvary: Origin\nx-app: 1\nhi")]
    [InlineData("DELETE", "200\naccess-control-allow-credentials: true\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: x-own\nvary: Origin\nx-app: 1\nhi")]
    public async Task OPTIONS_that_is_no_preflight_gets_no_CORS_headers(string method, string expected)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new() { CorsConfiguration = Cors });

        Assert.Equal(expected, await Visitor.AskAsync(door, $"{method} /orders", "Origin: https://app.example"));
    }

    public static TheoryData<string[], string[], string, string> Wildcards => new()
    {
        { ["*"], ["*"], "https://anyone.example", "204\naccess-control-allow-headers: *\naccess-control-allow-methods: *\naccess-control-allow-origin: *\n" },
        { ["https://*"], ["*"], "https://anyone.example", "204\naccess-control-allow-headers: *\naccess-control-allow-methods: *\naccess-control-allow-origin: https://anyone.example\n" },
        { ["https://*"], ["*"], "http://anyone.example", "204\n" },

        // Letter case does not matter.
        { ["https://App.Example"], ["*"], "https://app.example", "204\naccess-control-allow-headers: *\naccess-control-allow-methods: *\naccess-control-allow-origin: https://app.example\n" },

        // A configuration of origins alone matches no preflight.
        { ["*"], [], "https://anyone.example", "204\n" },
    };

    [Theory]
    [MemberData(nameof(Wildcards))]
    public async Task Wildcards_are_sent_or_echoed(string[] origins, string[] methodsAndHeaders, string origin, string expected)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            CorsConfiguration = new() { AllowOrigins = origins, AllowMethods = methodsAndHeaders, AllowHeaders = methodsAndHeaders },
        });

        Assert.Equal(expected, await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight(origin: origin)));
    }

    [Theory]
    [InlineData("", "204\naccess-control-allow-headers: \naccess-control-allow-methods: PUT\naccess-control-allow-origin: *\n")]
    [InlineData("content-type", "204\n")]
    public async Task Without_AllowHeaders_only_a_preflight_that_asks_for_none_passes(string headers, string expected)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new() { CorsConfiguration = new() { AllowOrigins = ["*"], AllowMethods = ["PUT"] } });

        Assert.Equal(expected, await Visitor.AskAsync(door, "OPTIONS /orders", [.. Visitor.Preflight()[..2], .. headers.Length == 0 ? Array.Empty<string>() : [$"Access-Control-Request-Headers: {headers}"]]));
    }

    public static TheoryData<bool, string, string, string[], string> Authorized => new()
    {
        // An authorizer on $default or ANY catches OPTIONS, with CorsConfiguration or without …
        { false, "$default", "OPTIONS /orders", [], Unauthorized },
        { true, "$default", "OPTIONS /orders", [], Unauthorized },
        { true, "ANY /{proxy+}", "OPTIONS /orders", [], Unauthorized },

        // … and an open route for OPTIONS lets it through.
        { true, "$default;OPTIONS /{proxy+}", "OPTIONS /orders", [], Preflight.Replace("204", "200", StringComparison.Ordinal).TrimEnd('\n') + "\nvary: Origin\nx-app: 1\nhi" },
        { true, "GET /orders", "OPTIONS /orders", [], Preflight },
        { false, "$default", "GET /orders", ["Authorization: Bearer right"], Function },
        { false, "$default", "GET /orders", ["Authorization: Bearer wrong"], "403\n{\"message\":\"Forbidden\"}" },
    };

    [Theory]
    [MemberData(nameof(Authorized))]
    public async Task An_authorizer_stands_before_what_its_route_catches(bool configured, string routes, string request, string[] headers, string expected)
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Routes = [.. routes.Split(';').Select(key => new HttpApiRoute(key)
            {
                Authorizer = key.StartsWith("OPTIONS", StringComparison.Ordinal) ? null : GatewayAuthorizer.Bearer("right"),
            })],
            CorsConfiguration = configured ? Cors : null,
        });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, [.. Visitor.Preflight(), .. headers]));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "throw", "GET /orders", "500\n{\"message\":\"Internal Server Error\"}" },
        { "6 MB", "GET /orders", "500\n{\"message\":\"Internal Server Error\"}" },
        { "hang", "GET /orders", "503\n{\"message\":\"Service Unavailable\"}" },
        { "throttled", "GET /orders", "429\n{\"message\":\"Too Many Requests\"}" },
        { "too large", "PUT /orders", "413\n{\"message\":\"Request Entity Too Large\"}" },
        { "no route", "GET /nowhere", NotFound },
        { "no token", "GET /orders", Unauthorized },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_API_says_itself_carries_CORS_only_where_that_is_assumed(string fault, string request, string expected)
    {
        var settings = new HttpApiSettings
        {
            Routes = [new("ANY /orders") { Throttling = fault == "throttled" ? new(0) : null, Authorizer = fault == "no token" ? GatewayAuthorizer.Bearer("right") : null }],
            CorsConfiguration = Cors,
            IntegrationTimeout = fault == "hang" ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(30),
        };
        await using var bare = FrontDoor.HttpApi(new Visitor(fault).Function, settings: settings);
        await using var assumed = FrontDoor.HttpApi(new Visitor(fault).Function, settings: settings with { AssumedErrorsCarryCors = true });
        string[] headers = ["Origin: https://app.example", .. fault == "too large" ? new[] { "Body: 10485761" } : []];

        Assert.Equal(expected, await Visitor.AskAsync(bare, request, headers));
        Assert.Equal(
            expected.Insert(3, "\naccess-control-allow-credentials: true\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: x-own"),
            await Visitor.AskAsync(assumed, request, headers));
    }

    [Fact]
    public async Task An_assumed_Vary_stands_once_where_the_function_answered_the_preflight()
    {
        var visitor = new Visitor("""{"statusCode":204}""");
        await using var door = FrontDoor.HttpApi(visitor.Function, settings: new()
        {
            Routes = [new("OPTIONS /orders")],
            CorsConfiguration = new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] },
            AssumedVaryOnOrigin = true,
        });

        Assert.Equal("204\naccess-control-allow-headers: *\naccess-control-allow-methods: *\naccess-control-allow-origin: *\nvary: origin\n", await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()));
        Assert.Single(visitor.Events);
    }

    [Theory]
    [InlineData("""{"statusCode":405,"headers":{"allow":"PUT"}}""", "204")]
    [InlineData("""{"statusCode":200}""", "200")]
    public async Task A_route_for_OPTIONS_that_AWS_advises_does_not_spoil_preflights(string response, string status)
    {
        var visitor = new Visitor(response);
        await using var door = FrontDoor.HttpApi(visitor.Function, settings: new()
        {
            Routes = [new("$default") { Authorizer = GatewayAuthorizer.Bearer("right") }, new("OPTIONS /{proxy+}")],
            CorsConfiguration = new() { AllowOrigins = ["https://app.example"], AllowMethods = ["PUT"], AllowHeaders = ["content-type"] },
        });

        Assert.StartsWith($"{status}\naccess-control-allow-headers: content-type\naccess-control-allow-methods: PUT\n", await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()), StringComparison.Ordinal);
        Assert.Single(visitor.Events);
        Assert.StartsWith("401\n", await Visitor.AskAsync(door, "PUT /orders", "Origin: https://app.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_assumption_can_be_turned()
    {
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Routes = [new("OPTIONS /orders"), new("GET /orders") { Authorizer = GatewayAuthorizer.Bearer("right") }, new("PUT /orders") { Throttling = new(0) }],
            CorsConfiguration = new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] },
            AssumedPreflightStatusCode = 200,
            AssumedOptionsRouteIsInvoked = false,
            AssumedVaryOnOrigin = true,
            AssumedForbiddenMessage = "no",
            AssumedThrottledMessage = "slow down",
            AssumedTooLargeMessage = "too large",
        });

        Assert.Equal("200\naccess-control-allow-headers: *\naccess-control-allow-methods: *\naccess-control-allow-origin: *\nvary: origin\n", await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()));
        Assert.Equal("403\n{\"message\":\"no\"}", await Visitor.AskAsync(door, "GET /orders", "Authorization: wrong"));
        Assert.Equal("429\n{\"message\":\"slow down\"}", await Visitor.AskAsync(door, "PUT /orders"));
        Assert.Equal("413\n{\"message\":\"too large\"}", await Visitor.AskAsync(door, "PUT /orders", "Body: 10485761"));
    }

    [Fact]
    public async Task Payload_1_0_has_the_stage_in_its_path_and_an_authorizer_that_says_nothing()
    {
        var visitor = new Visitor(Visitor.OwnsCorsMultiValue);
        await using var door = FrontDoor.HttpApi(visitor.Function, stage: "beta", settings: new() { PayloadFormatVersion = PayloadFormatVersion.V1 });

        Assert.Equal(
            "200\naccess-control-allow-origin: https://app.example\nx-app: 1\nx-app: 2\nhi",
            await Visitor.AskAsync(door, "POST /orders", "Cookie: a=1; b=2", "Body: 3"));

        var seen = Assert.Single(visitor.Events);
        Assert.Equal("1.0", seen.Text("version"));
        Assert.Equal("/beta/orders", seen.Text("path"));
        Assert.Equal("a=1; b=2", seen.Text("headers", "Cookie"));
        Assert.Equal("""{"claims":null,"scopes":null}""", seen["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Fact]
    public void What_API_Gateway_would_refuse_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<ArgumentException>(() => FrontDoor.HttpApi(new Visitor("").Function, settings: new()
        {
            Routes = [new("GET"), new("GET orders"), new("GET /a"), new("GET /a"), new("GET /b") { Authorizer = new((_, _) => throw new InvalidOperationException()) { FunctionTimeout = TimeSpan.FromSeconds(11) } }],
            CorsConfiguration = new()
            {
                AllowOrigins = ["*", "https://*.example.com", "capacitor://localhost", "https:/", "https://app.example/"],
                AllowMethods = ["LIST"],
                AllowCredentials = true,
                MaxAge = 86401,
            },
            IntegrationTimeout = TimeSpan.FromSeconds(31),
        }));

        foreach (var problem in (string[])["'GET' cannot be", "'GET orders' cannot be", "GET /a is there twice", "allow-credentials is not supported if 'allow-origin' is *",
            "origin https://*.example.com:", "origin capacitor://localhost:", "origin https:/:", "origin https://app.example/:", "'LIST'", "not 86401", "50 ms to 30 s", "has 10 s"])
        {
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }
}
