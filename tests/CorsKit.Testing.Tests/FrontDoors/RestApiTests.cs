namespace CorsKit.Testing.Tests;

/// <summary>What a REST API does about CORS, and what it says itself.</summary>
public sealed class RestApiTests
{
    private const string MissingToken = "403\n{\"message\":\"Missing Authentication Token\"}";
    private const string Answered = "200\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: etag\nvary: Origin\nx-app: 1\nhi";

    private static readonly Dictionary<string, string> CorsHeaders = new() { ["Access-Control-Allow-Origin"] = "'*'" };

    public static TheoryData<string[], string, string> Routes => new()
    {
        // The function's headers go through; a greedy resource does not cover the root.
        { ["ANY /{proxy+}"], "GET /orders", Answered },
        { ["ANY /{proxy+}"], "OPTIONS /orders/1", Answered },
        { ["ANY /{proxy+}"], "GET /", MissingToken },
        { ["ANY /"], "GET /", Answered },
        { ["ANY /"], "GET /orders", MissingToken },

        // A resource without OPTIONS refuses preflights, unless a less specific one that takes the path has it.
        { ["GET /orders"], "GET /orders", Answered },
        { ["GET /orders"], "OPTIONS /orders", MissingToken },
        { ["GET /orders", "ANY /{proxy+}"], "OPTIONS /orders", Answered },
        { ["POST /orders", "OPTIONS /{proxy+}"], "OPTIONS /orders", Answered },
        { ["POST /orders", "OPTIONS /{proxy+}"], "GET /orders", MissingToken },
        { ["POST /orders", "OPTIONS /{id}", "ANY /{proxy+}"], "OPTIONS /orders", Answered },
        { ["GET /orders", "OPTIONS /orders"], "OPTIONS /orders", Answered },
        { ["GET /orders/{id}", "ANY /{proxy+}"], "OPTIONS /orders/1", Answered },
        { ["GET /orders/{id}", "OPTIONS /orders"], "OPTIONS /orders/1", MissingToken },
        { ["GET /orders/{id}", "ANY /{proxy+}"], "OPTIONS /orders/1/lines", Answered },
        { ["GET /orders/new", "ANY /orders/{id}"], "PUT /orders/new", Answered },
        { ["GET /orders/new", "GET /orders/{id}"], "PUT /orders/new", MissingToken },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Only_a_method_of_the_resource_lets_a_request_through(string[] methods, string request, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [.. methods.Select(Method)] });

        Assert.Equal(expected, await Visitor.AskAsync(door, request, Visitor.Preflight()));
        Assert.Equal(expected == Answered ? 1 : 0, visitor.Events.Count);
    }

    [Fact]
    public async Task Parameters_and_the_resource_reach_the_function()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [Method("GET /shops/{shop}/{rest+}")] });

        await Visitor.AskAsync(door, "GET /shops/a%20b/orders/1");

        Assert.Equal("/shops/{shop}/{rest+}", visitor.Events[0].Text("resource"));
        Assert.Equal("""{"shop":"a%20b","rest":"orders/1"}""", visitor.Events[0]["pathParameters"]!.ToJsonString());
    }

    public static TheoryData<string, string[], string> Guards => new()
    {
        // An authorizer, a key or a signature on OPTIONS is what no preflight brings.
        { "authorizer", [], "401\n{\"message\":\"Unauthorized\"}" },
        { "authorizer", ["Authorization: Bearer wrong"], "403\n{\"Message\":\"User is not authorized to access this resource\"}" },
        { "authorizer", ["Authorization: Bearer right"], Answered },
        { "api key", [], "403\n{\"message\":\"Forbidden\"}" },
        { "api key", ["x-api-key: key"], Answered },
        { "iam", [], MissingToken },
        { "iam", ["Authorization: Bearer right"], MissingToken },
        { "iam", ["Authorization: AWS4-HMAC-SHA256 Credential=…"], Answered },
        { "throttling", [], "429\n{\"message\":\"Too Many Requests\"}" },
        { "size", ["Body: 10485761"], "413\n{\"message\":\"Request Too Long\"}" },
        { "size", ["Body: 10485760"], Answered },
    };

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task A_guard_answers_before_the_function_and_without_CORS_headers(string guard, string[] headers, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [Guarded(guard)], ApiKeys = ["key"] });

        Assert.Equal(expected, await Visitor.AskAsync(door, "OPTIONS /orders", [.. Visitor.Preflight(), .. headers]));
        Assert.Equal(expected == Answered ? 1 : 0, visitor.Events.Count);
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "throw", "502", "Internal server error" },
        { """{"statusCode":200,"headers":{"access-control-allow-origin":"*"},"multiValueHeaders":{"x":"no array"}}""", "502", "Internal server error" },
        { "hang", "504", "Endpoint request timed out" },
        { "6 MB", "502", "Internal server error" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_the_function_does_wrong_the_gateway_says_without_CORS_headers_unless_its_responses_have_them(string response, string status, string message)
    {
        var settings = new RestApiSettings { IntegrationTimeout = TimeSpan.FromMilliseconds(response == "hang" ? 50 : 29_000) };
        await using var bare = FrontDoor.RestApi(new Visitor(response).Function, settings: settings);
        await using var repaired = FrontDoor.RestApi(new Visitor(response).Function, settings: settings with
        {
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_5XX"] = new(CorsHeaders) },
        });

        Assert.Equal($$"""{{status}}{{'\n'}}{"message": "{{message}}"}""", await Visitor.AskAsync(bare, "GET /orders", "Origin: https://app.example"));
        Assert.Equal(
            $$"""{{status}}{{'\n'}}access-control-allow-origin: *{{'\n'}}{"message": "{{message}}"}""",
            await Visitor.AskAsync(repaired, "GET /orders", "Origin: https://app.example"));
    }

    public static TheoryData<string, string, string> Responses => new()
    {
        // A default holds for every type of its class …
        { "DEFAULT_4XX", "UNAUTHORIZED", "401\naccess-control-allow-origin: *\nx-seen: https://app.example\n{\"message\":\"Unauthorized\"}" },
        { "DEFAULT_4XX", "THROTTLED", "429\naccess-control-allow-origin: *\nx-seen: https://app.example\n{\"message\":\"Too Many Requests\"}" },
        { "DEFAULT_5XX", "UNAUTHORIZED", "401\n{\"message\":\"Unauthorized\"}" },

        // … but not for one that is configured itself, nor for a body that is too large.
        { "DEFAULT_4XX,UNAUTHORIZED without headers", "UNAUTHORIZED", "401\n{\"message\":\"Unauthorized\"}" },
        { "UNAUTHORIZED", "UNAUTHORIZED", "401\naccess-control-allow-origin: *\nx-seen: https://app.example\n{\"message\":\"Unauthorized\"}" },
        { "DEFAULT_4XX", "REQUEST_TOO_LARGE", "413\n{\"message\":\"Request Too Long\"}" },

        // A status on a default is that of every type.
        { "DEFAULT_4XX with status 400", "UNAUTHORIZED", "400\naccess-control-allow-origin: *\nx-seen: https://app.example\n{\"message\":\"Unauthorized\"}" },
        { "DEFAULT_4XX with template", "UNAUTHORIZED", "401\naccess-control-allow-origin: *\nx-seen: https://app.example\nUNAUTHORIZED \"Unauthorized\"" },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Gateway_responses_shape_what_the_gateway_says(string configured, string type, string expected)
    {
        var headers = new Dictionary<string, string>(CorsHeaders)
        {
            ["x-seen"] = "method.request.header.Origin",
            ["x-other-casing"] = "method.request.header.origin", // case-sensitive: there is none
        };
        var responses = configured.Split(',').ToDictionary(
            entry => entry.Split(' ')[0],
            entry => new GatewayResponse(entry.EndsWith("without headers", StringComparison.Ordinal) ? new Dictionary<string, string>() : headers)
            {
                StatusCode = entry.EndsWith("400", StringComparison.Ordinal) ? 400 : null,
                Template = entry.EndsWith("template", StringComparison.Ordinal) ? "$context.error.responseType $context.error.messageString" : null,
            });
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new()
        {
            Methods = [Guarded(type switch { "THROTTLED" => "throttling", "REQUEST_TOO_LARGE" => "size", _ => "authorizer" })],
            GatewayResponses = responses,
        });

        string[] body = type == "REQUEST_TOO_LARGE" ? ["Body: 10485761"] : [];
        Assert.Equal(expected, await Visitor.AskAsync(door, "PUT /orders", ["Origin: https://app.example", .. body]));
        Assert.Empty(visitor.Events);
    }

    [Fact]
    public async Task A_mapping_of_Origin_sees_the_casing_that_arrives()
    {
        var responses = new Dictionary<string, GatewayResponse>
        {
            ["DEFAULT_4XX"] = new(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "method.request.header.Origin", ["x-id"] = "method.request.querystring.id" }),
        };
        await using var door = FrontDoor.RestApi(new Visitor("").Function, settings: new() { Methods = [], GatewayResponses = responses, AssumedLowerCaseHeaderNames = true });

        Assert.Equal("403\nx-id: 7\n{\"message\":\"Missing Authentication Token\"}", await Visitor.AskAsync(door, "GET /orders?id=7", "Origin: https://app.example"));
    }

    [Theory]
    [InlineData(false, false, "204\naccess-control-allow-origin: *\n")]
    [InlineData(true, false, "500\n{\"message\": \"Internal server error\"}")]
    [InlineData(true, true, "204\naccess-control-allow-origin: *\n")]
    public async Task A_mock_answers_preflights_unless_every_body_is_binary(bool binary, bool convertToText, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new()
        {
            Methods = [Method("OPTIONS /orders") with { Mock = new(204, new Dictionary<string, string> { ["access-control-allow-origin"] = "*" }) { ConvertToText = convertToText } }],
            BinaryMediaTypes = binary ? ["*/*"] : [],
        });

        Assert.Equal(expected, await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()));
        Assert.Empty(visitor.Events);
    }

    [Fact]
    public async Task Some_headers_come_back_under_another_name()
    {
        var visitor = new Visitor("""{"statusCode":401,"headers":{"www-authenticate":"Bearer"}}""");
        await using var door = FrontDoor.RestApi(visitor.Function);
        using var client = door.CreateClient();

        using var response = await client.GetAsync(new Uri("orders", UriKind.Relative), Visitor.Cancel);

        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal("Bearer", Assert.Single(response.Headers.GetValues("x-amzn-Remapped-WWW-Authenticate")));
    }

    [Fact]
    public async Task Binary_media_types_reach_the_function_in_base64()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new() { BinaryMediaTypes = ["*/*"] });

        await Visitor.AskAsync(door, "POST /orders", "Body: 3");

        Assert.Equal(("AAAA", true), (visitor.Events[0].Text("body"), (bool)visitor.Events[0]["isBase64Encoded"]!));
    }

    [Fact]
    public void What_API_Gateway_would_refuse_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<ArgumentException>(() => FrontDoor.RestApi(new Visitor("").Function, "prod/", settings: new()
        {
            Methods = [new("get", "/lower") { Throttling = new(-1) }, Method("GET orders"), Method("GET /{proxy+}/x"), Method("GET /a{b}"), Method("PUT /a"), Method("PUT /a")],
            GatewayResponses = new Dictionary<string, GatewayResponse>
            {
                ["DEFAULT_4xx"] = new(CorsHeaders),
                ["UNAUTHORIZED"] = new(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*", ["gatewayresponse.header.Vary"] = "'Origin'" }) { StatusCode = 200 },
            },
            IntegrationTimeout = TimeSpan.FromMilliseconds(49),
        }));

        foreach (var problem in (string[])["The stage 'prod/'", "The method 'get'", "not -1 and 0", "'orders'", "'/{proxy+}/x'", "'/a{b}'", "PUT /a is there twice", "'DEFAULT_4xx' is no type", "The status 200", "in single quotes, '*'", "'gatewayresponse.header.Vary' in UNAUTHORIZED is no header's name", "at least 50 ms"])
        {
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }

    private static RestApiMethod Method(string line) => new(line.Split(' ')[0], line.Split(' ')[1]);

    private static RestApiMethod Guarded(string guard) => new("ANY", "/{proxy+}")
    {
        Authorizer = guard == "authorizer" ? GatewayAuthorizer.Bearer("right") : null,
        ApiKeyRequired = guard == "api key",
        IamAuthorization = guard == "iam",
        Throttling = guard == "throttling" ? new(0) : null,
    };
}
