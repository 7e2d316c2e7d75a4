using System.Security.Cryptography;

namespace CorsKit.Testing.Tests;

/// <summary>Requests that API Gateway sends back before anything of the API runs: too long, of the wrong type, or without what a method asks for.</summary>
public sealed class RequestLimitTests
{
    private const string Answered = "200";

    /// <summary>Parameters and model of the method, the request, its headers, and the answer.</summary>
    public static TheoryData<string, string, string[], string, string> Validated => new()
    {
        { "method.request.header.x-tenant", "GET /orders/1", ["X-Tenant: a"], "", Answered },
        { "method.request.header.x-tenant", "GET /orders/1", [], "", "400 {\"message\":\"Missing required request parameters: [x-tenant]\"}" },
        { "method.request.header.x-tenant method.request.querystring.q method.request.path.other", "GET /orders/1", [], "", "400 {\"message\":\"Missing required request parameters: [x-tenant, q, other]\"}" },
        { "method.request.querystring.q method.request.path.id", "GET /orders/1?q=", [], "", Answered },
        { "method.request.querystring.q", "GET /orders/1?Q=1", [], "", "400 {\"message\":\"Missing required request parameters: [q]\"}" },

        // The model is asked of JSON alone, and of a request without body or content type too.
        { "model", "POST /orders/1", ["Content-Type: application/json"], """{"id":1}""", Answered },
        { "model", "POST /orders/1", ["Content-Type: application/json; charset=utf-8"], """{"name":1}""", "400 {\"message\":\"Invalid request body\"}" },
        { "model", "POST /orders/1", ["Content-Type: application/json"], "no json", "400 {\"message\":\"Invalid request body\"}" },
        { "model", "POST /orders/1", ["Content-Type: application/json"], "[1]", "400 {\"message\":\"Invalid request body\"}" },
        { "model", "POST /orders/1", ["Content-Type: text/plain"], "no json", Answered },
        { "model", "GET /orders/1", [], "", "400 {\"message\":\"Invalid request body\"}" },
    };

    [Theory]
    [MemberData(nameof(Validated))]
    public async Task A_REST_API_validates_requests(string asked, string request, string[] headers, string body, string expected)
    {
        var visitor = new Visitor("""{"statusCode":200}""");
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new()
        {
            Methods = [new("ANY", "/orders/{id}")
            {
                RequiredParameters = asked == "model" ? [] : asked.Split(' '),
                RequestModel = asked == "model" ? document => document.TryGetProperty("id", out _) : null,
            }],
        });

        Assert.Equal(expected, await AskAsync(door, request, headers, body));
        Assert.Equal(expected == Answered ? 1 : 0, visitor.Events.Count);
    }

    [Theory]
    [InlineData("REST", 1600, "200")]
    [InlineData("REST", 1601, "414 {\"message\":\"Request URI too long\"}")]
    [InlineData("REST Cognito", 1601, "414 {\"message\":\"Request URI too long\"}")]
    [InlineData("REST IAM", 1601, "414 {\"message\":\"Request URI too long\"}")]
    [InlineData("REST without authorization", 1601, "200")]
    [InlineData("HTTP", 1601, "200")]
    public async Task The_ARN_of_a_method_with_authorization_has_at_most_1600_bytes(string kind, int length, string expected)
    {
        using var key = RSA.Create(2048);
        var path = "/" + new string('a', length - "arn:aws:execute-api:eu-west-1:123456789012:emulated/prod/GET/".Length);
        var authorizer = GatewayAuthorizer.Bearer("right");
        var visitor = new Visitor("""{"statusCode":200}""");
        await using var door = kind == "HTTP" ? FrontDoor.HttpApi(visitor.Function, settings: new() { Routes = [new("ANY /{proxy+}") { Authorizer = authorizer }] })
            : FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("ANY", "/{proxy+}")
            {
                Authorizer = kind == "REST" ? authorizer : null,
                CognitoAuthorizer = kind == "REST Cognito" ? new("https://issuer.example", ["shop"], key) : null,
                IamAuthorization = kind == "REST IAM",
            }] });

        Assert.Equal(expected, await AskAsync(door, $"GET {path}", [$"Authorization: {(kind == "REST IAM" ? "AWS4-HMAC-SHA256 Credential=…" : "Bearer right")}"]));
    }

    [Theory]
    [InlineData("REST", 0, 200)]
    [InlineData("REST", 1, 431)]
    [InlineData("HTTP", 0, 200)]
    [InlineData("HTTP", 1, 431)]
    [InlineData("HTTP assumed", 1, 494)]
    [InlineData("REST assumed", 1, 494)]
    [InlineData("URL", 1, 200)]
    public async Task Request_line_and_header_values_have_at_most_10240_bytes(string kind, int more, int expected)
    {
        var visitor = new Visitor("""{"statusCode":200}""");
        var status = kind.EndsWith("assumed", StringComparison.Ordinal) ? 494 : 431;
        await using var door = kind.Split(' ')[0] switch
        {
            "REST" => FrontDoor.RestApi(visitor.Function, settings: new() { AssumedHeadersTooLargeStatusCode = status }),
            "HTTP" => FrontDoor.HttpApi(visitor.Function, settings: new() { AssumedHeadersTooLargeStatusCode = status }),
            _ => FrontDoor.FunctionUrl(visitor.Function),
        };
        var path = kind.StartsWith("REST", StringComparison.Ordinal) ? "/prod/orders" : "/orders";
        var taken = $"GET {path} HTTP/1.1".Length + door.Address.Host.Length;

        var answer = await AskAsync(door, "GET /orders", [$"x-long: {new string('a', 10_240 - taken + more)}"]);

        Assert.Equal(expected == 200 ? "200" : $"{expected} {{\"message\":\"Request Header Fields Too Large\"}}", answer);
        Assert.Equal(expected == 200 ? 1 : 0, visitor.Events.Count);
    }

    [Theory]
    [InlineData(true, "", "204")]
    [InlineData(true, "application/json", "204")]
    [InlineData(true, "text/plain", "415 {\"message\":\"Unsupported Media Type\"}")]
    [InlineData(false, "text/plain", "204")]
    public async Task A_MOCK_that_never_passes_through_takes_JSON_alone(bool never, string type, string expected)
    {
        await using var door = FrontDoor.RestApi(new Visitor("").Function, settings: new()
        {
            Methods = [new("OPTIONS", "/orders") { Mock = new(204, new Dictionary<string, string>()) { NeverPassesThrough = never } }],
        });

        Assert.Equal(expected, await AskAsync(door, "OPTIONS /orders", type.Length > 0 ? [$"Content-Type: {type}"] : []));
    }

    [Fact]
    public void What_cannot_be_asked_for_is_refused()
    {
        var rest = Assert.Throws<ArgumentException>(() => FrontDoor.RestApi(new Visitor("").Function, settings: new()
        {
            Methods = [new("GET", "/a") { RequiredParameters = ["x-tenant", "method.request.header."] }],
            AssumedHeadersTooLargeStatusCode = 500,
        }));
        var http = Assert.Throws<ArgumentException>(() => FrontDoor.HttpApi(new Visitor("").Function, settings: new() { AssumedHeadersTooLargeStatusCode = 399 }));

        foreach (var problem in (string[])["The parameter 'x-tenant'", "The parameter 'method.request.header.'", "from 400 to 499"])
        {
            Assert.Contains(problem, rest.Message, StringComparison.Ordinal);
        }

        Assert.Contains("from 400 to 499", http.Message, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(FrontDoor door, string request, string[] headers, string body = "")
    {
        using var client = door.CreateClient();
        using var message = new HttpRequestMessage(new HttpMethod(request.Split(' ')[0]), request.Split(' ')[1][1..]);
        if (body.Length > 0 || headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal)))
        {
            message.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        }

        foreach (var header in headers)
        {
            var (name, value) = (header.Split(": ", 2)[0], header.Split(": ", 2)[1]);
            Assert.True(name == "Content-Type" ? message.Content!.Headers.TryAddWithoutValidation(name, value) : message.Headers.TryAddWithoutValidation(name, value));
        }

        using var answer = await client.SendAsync(message, Visitor.Cancel);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Visitor.Cancel)}".TrimEnd();
    }
}
