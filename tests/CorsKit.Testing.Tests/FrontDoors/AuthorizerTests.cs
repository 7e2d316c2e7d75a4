using System.Text;
using System.Text.Json.Nodes;
using CorsKit.Authorizer;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Testing.Tests;

/// <summary>Lambda authorizers as the gateways call them, believe them, and remember what they said.</summary>
public sealed class AuthorizerTests
{
    private readonly List<JsonObject> _asked = [];

    private Func<Stream, CancellationToken, Task<Stream>> Answering(string response) => async (lambdaEvent, cancel) =>
    {
        _asked.Add((JsonObject)(await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancel))!);
        return response.StartsWith("throw ", StringComparison.Ordinal)
            ? throw (response.StartsWith("throw wrapped ", StringComparison.Ordinal) ? new AggregateException(new InvalidOperationException(response[14..])) : new InvalidOperationException(response[6..]))
            : new MemoryStream(Encoding.UTF8.GetBytes(response));
    };

    private static string Policy(string effect, string resource, string context = "{}") =>
        $$"""{"principalId":"me","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"{{effect}}","Resource":"{{resource}}"}]},"context":{{context}}}""";

    public static TheoryData<string, string, string> Answers => new()
    {
        // The authorizer's response, then what a REST API and an HTTP API say.
        { Policy("Allow", "*"), "200", "200" },
        { Policy("Allow", "arn:aws:execute-api:*:*:emulated/*/GET/orders"), "200", "200" },
        { Policy("Allow", "arn:aws:execute-api:*:*:emulated/*/PUT/orders"), "403 {\"Message\":\"User is not authorized to access this resource\"}", "403 {\"message\":\"Forbidden\"}" },
        { Policy("Deny", "*"), "403 {\"Message\":\"User is not authorized to access this resource\"}", "403 {\"message\":\"Forbidden\"}" },
        { "throw Unauthorized", "401 {\"message\":\"Unauthorized\"}", "401 {\"message\":\"Unauthorized\"}" },
        { "throw wrapped Unauthorized", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" },
        { "throw unauthorized", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" },
        { "throw oops", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" },
        { "not json", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" },
        { """{"isAuthorized":true}""", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" }, // not enabled
        { "{}", "500 {\"message\":null}", "500 {\"message\":\"Internal Server Error\"}" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_gateway_answers_what_the_authorizer_says(string response, string rest, string http)
    {
        foreach (var (isRest, expected) in new[] { (true, rest), (false, http) })
        {
            var visitor = new Visitor("""{"statusCode":200}""");
            var authorizer = new GatewayAuthorizer(Answering(response));
            await using FrontDoor door = isRest
                ? FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("GET", "/orders") { Authorizer = authorizer }] })
                : FrontDoor.HttpApi(visitor.Function, settings: new() { Routes = [new("GET /orders") { Authorizer = authorizer }] });

            var answer = await Visitor.AskAsync(door, "GET /orders", "Authorization: token");

            Assert.Equal(expected, answer.Replace('\n', ' ').TrimEnd());
            Assert.Equal(expected == "200" ? 1 : 0, visitor.Events.Count);
        }

        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task A_REST_API_describes_the_request_and_hands_on_the_context_as_text()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function, settings: new()
        {
            Methods = [new("PUT", "/orders/{id}") { Authorizer = new(Answering(Policy("Allow", "*", """{"corsPolicy":"tenant","count":3,"flag":true}"""))) }],
        });

        await Visitor.AskAsync(door, "PUT /orders/1?q=1", "Authorization: token", "Body: 3");

        var asked = Assert.Single(_asked);
        Assert.Equal("REQUEST", asked.Text("type"));
        Assert.Equal("arn:aws:execute-api:eu-west-1:123456789012:emulated/prod/PUT/orders/1", asked.Text("methodArn"));
        Assert.Equal(("/orders/{id}", "1", "token"), (asked.Text("resource"), asked.Text("queryStringParameters", "q"), asked.Text("headers", "Authorization")));
        Assert.False(asked.ContainsKey("body"));
        Assert.Equal(
            """{"principalId":"me","corsPolicy":"tenant","count":"3","flag":"true"}""",
            Assert.Single(visitor.Events)["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Theory]
    [InlineData(PayloadFormatVersion.V2)]
    [InlineData(PayloadFormatVersion.V1)]
    public async Task An_HTTP_API_describes_the_request_in_either_format_and_hands_on_the_context(PayloadFormatVersion version)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.HttpApi(visitor.Function, settings: new()
        {
            Routes = [new("$default")
            {
                Authorizer = new(Answering("""{"isAuthorized":true,"context":{"corsPolicy":"tenant","list":[1]}}""")) { PayloadFormatVersion = version, EnableSimpleResponses = true },
            }],
        });

        await Visitor.AskAsync(door, "GET /orders", "Authorization: token");

        var asked = Assert.Single(_asked);
        Assert.Equal(version == PayloadFormatVersion.V2 ? ("2.0", "[\"token\"]") : ("1.0", "\"token\""), (asked.Text("version"), asked["identitySource"]!.ToJsonString()));
        Assert.Equal("arn:aws:execute-api:eu-west-1:123456789012:emulated/$default/$default", (string?)(asked["routeArn"] ?? asked["methodArn"]));
        Assert.Equal("""{"lambda":{"corsPolicy":"tenant","list":[1]}}""", Assert.Single(visitor.Events)["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Fact]
    public async Task A_missing_identity_source_is_401_without_asking()
    {
        await using var door = FrontDoor.RestApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Methods = [new("ANY", "/{proxy+}") { Authorizer = new(Answering(Policy("Allow", "*"))) { IdentitySources = ["Authorization", "X-Tenant"] } }],
        });

        Assert.StartsWith("401", await Visitor.AskAsync(door, "GET /orders", "Authorization: token"), StringComparison.Ordinal);
        Assert.StartsWith("401", await Visitor.AskAsync(door, "OPTIONS /orders", Visitor.Preflight()), StringComparison.Ordinal);
        Assert.Empty(_asked);
        Assert.StartsWith("200", await Visitor.AskAsync(door, "GET /orders", "Authorization: token", "X-Tenant: a"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method.request.querystring.token", "/orders?token=a", "200")]
    [InlineData("$request.querystring.token", "/orders?token=a", "200")]
    [InlineData("method.request.querystring.token", "/orders?Token=a", "401")]
    [InlineData("method.request.querystring.token", "/orders?token=", "401")]
    [InlineData("method.request.header.token", "/orders?token=a", "401")]
    public async Task An_identity_source_may_stand_in_the_query(string source, string target, string expected)
    {
        await using var door = FrontDoor.RestApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Methods = [new("ANY", "/{proxy+}") { Authorizer = new(Answering(Policy("Allow", "*"))) { IdentitySources = [source] } }],
        });

        Assert.StartsWith(expected, await Visitor.AskAsync(door, $"GET {target}"), StringComparison.Ordinal);
        Assert.Equal(expected == "200" ? 1 : 0, _asked.Count);
    }

    [Fact]
    public async Task Without_caching_the_function_may_be_asked_of_no_identity_where_that_is_assumed()
    {
        foreach (var isRequired in (bool[])[true, false])
        {
            await using var door = FrontDoor.RestApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
            {
                Methods = [new("ANY", "/{proxy+}") { Authorizer = new(Answering(Policy("Allow", "*"))) { ResultTtl = TimeSpan.Zero, AssumedIdentityIsRequiredWithoutCaching = isRequired } }],
            });

            Assert.StartsWith(isRequired ? "401" : "200", await Visitor.AskAsync(door, "GET /orders"), StringComparison.Ordinal);
        }

        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_REST_API_takes_no_structure_in_the_context()
    {
        await using var door = FrontDoor.RestApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Methods = [new("GET", "/orders") { Authorizer = new(Answering(Policy("Allow", "*", """{"list":[1]}"""))) { IdentitySources = ["method.request.header.Authorization"] } }],
        });

        Assert.Equal("500\n{\"message\":null}", await Visitor.AskAsync(door, "GET /orders", "Authorization: token"));
    }

    [Fact]
    public async Task An_HTTP_API_waits_ten_seconds_for_its_authorizer()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource();
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Routes = [new("$default")
            {
                Authorizer = new((_, _) =>
                {
                    asked.SetResult();
                    return new TaskCompletionSource<Stream>().Task;
                })
                { TimeProvider = time },
            }],
        });

        var answer = Visitor.AskAsync(door, "GET /orders", "Authorization: token");
        await asked.Task;
        while (!answer.IsCompleted)
        {
            // The wait begins a moment after the function was asked.
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Equal("500\n{\"message\":\"Internal Server Error\"}", await answer);
    }

    [Fact]
    public async Task A_result_is_used_again_for_the_same_identity_until_it_expires_whatever_the_route()
    {
        var time = new FakeTimeProvider();
        var authorizer = new GatewayAuthorizer(Answering(Policy("Allow", "*/GET/*"))) { ResultTtl = TimeSpan.FromSeconds(60), TimeProvider = time };
        await using var door = FrontDoor.RestApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Methods = [new("ANY", "/{proxy+}") { Authorizer = authorizer }],
        });

        async Task<string> AskAsync(string request, string token) => (await Visitor.AskAsync(door, request, $"Authorization: {token}"))[..3];

        Assert.Equal("200", await AskAsync("GET /orders", "a"));
        Assert.Equal("200", await AskAsync("GET /carts", "a"));

        // The remembered policy is asked again: one that allows GET alone refuses PUT.
        Assert.Equal("403", await AskAsync("PUT /orders", "a"));
        Assert.Single(_asked);
        Assert.Equal("200", await AskAsync("GET /orders", "b"));
        Assert.Equal(2, _asked.Count);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("200", await AskAsync("GET /orders", "a"));
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task The_route_key_as_identity_source_keeps_routes_apart_and_no_lifetime_asks_each_time()
    {
        var byRoute = new GatewayAuthorizer(Answering("""{"isAuthorized":true}""")) { IdentitySources = ["Authorization", GatewayAuthorizer.RouteKeySource], EnableSimpleResponses = true };
        var never = new GatewayAuthorizer(Answering("""{"isAuthorized":true}""")) { ResultTtl = TimeSpan.Zero, EnableSimpleResponses = true };
        await using var door = FrontDoor.HttpApi(new Visitor(Visitor.OwnsCors).Function, settings: new()
        {
            Routes = [new("GET /a") { Authorizer = byRoute }, new("GET /b") { Authorizer = byRoute }, new("GET /c") { Authorizer = never }],
        });

        foreach (var (path, asked) in new[] { ("/a", 1), ("/a", 1), ("/b", 2), ("/b", 2), ("/c", 3), ("/c", 4) })
        {
            Assert.StartsWith("200", await Visitor.AskAsync(door, "GET " + path, "Authorization: token"), StringComparison.Ordinal);
            Assert.Equal(asked, _asked.Count);
        }
    }

    /// <summary>What CorsKit.Authorizer allows by route is what the gateways let in: that route.</summary>
    [Fact]
    public async Task An_authorizer_by_route_opens_its_route_alone()
    {
        var visitor = new Visitor("""{"statusCode":200}""");
        var byRoute = CorsAuthorizer.ByRoute(
            (_, _) => new(AuthorizerDecision.Allow("me").ForRoutes("GET/orders")),
            options => options.Policies = new Dictionary<string, GatewayCorsPolicy> { ["default"] = GatewayCorsPolicy.Create(new() { AllowOrigins = ["https://app.example"] }) });
        var authorizer = new GatewayAuthorizer(byRoute.HandleAsync) { ResultTtl = TimeSpan.Zero };
        await using FrontDoor rest = FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("ANY", "/{proxy+}") { Authorizer = authorizer }] });
        await using FrontDoor http = FrontDoor.HttpApi(visitor.Function, settings: new() { Routes = [new("ANY /{proxy+}") { Authorizer = authorizer }] });

        foreach (var door in new[] { rest, http })
        {
            foreach (var (request, status) in new[] { ("GET /orders", "200"), ("PUT /orders", "403"), ("GET /orders/1", "403"), ("GET /admin", "403") })
            {
                Assert.StartsWith(status, await Visitor.AskAsync(door, request, "Authorization: token"), StringComparison.Ordinal);
            }
        }

        Assert.Equal(2, visitor.Events.Count);
    }
}
