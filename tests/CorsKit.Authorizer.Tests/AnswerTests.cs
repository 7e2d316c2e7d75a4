using System.Text.Json.Nodes;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Authorizer.Tests;

/// <summary>Event in, answer out, letter by letter.</summary>
public sealed class AnswerTests : IDisposable
{
    private const string RestApi = "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*";
    private const string HttpApi = "arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/*";

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    private static string Policy(string principal, string effect, string resource, string context) =>
        """{"principalId":"PRINCIPAL","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"EFFECT","Resource":["RESOURCE"]}]},"context":CONTEXT}"""
            .Replace("PRINCIPAL", principal, StringComparison.Ordinal).Replace("EFFECT", effect, StringComparison.Ordinal)
            .Replace("RESOURCE", resource, StringComparison.Ordinal).Replace("CONTEXT", context, StringComparison.Ordinal);

    public static TheoryData<string, bool, string, string> Allowed => new()
    {
        { Events.Rest, false, "me", Policy("me", "Allow", RestApi, """{"corsPolicy":"default"}""") },
        { Events.Rest, true, "me", Policy("me", "Allow", RestApi, """{"corsPolicy":"default"}""") }, // no simple responses there
        { Events.Http1, false, "me", Policy("me", "Allow", HttpApi, """{"corsPolicy":"default"}""") },
        { Events.Http1, true, "me", Policy("me", "Allow", HttpApi, """{"corsPolicy":"default"}""") },
        { Events.Http2, false, "me", Policy("me", "Allow", HttpApi, """{"corsPolicy":"default"}""") },
        { Events.Http2, true, "me", """{"isAuthorized":true,"context":{"corsPolicy":"default"}}""" },
        { Events.Http2, true, "partner", """{"isAuthorized":true,"context":{"corsPolicy":"partner","plan":"gold","seats":5,"trial":false}}""" },
        { Events.Rest, false, "partner", Policy("me", "Allow", RestApi, """{"corsPolicy":"partner","plan":"gold","seats":5,"trial":false}""") },
        { Events.Rest, false, "deny", Policy("anonymous", "Deny", RestApi, "{}") },
        { Events.Http2, false, "deny", Policy("anonymous", "Deny", HttpApi, "{}") },
        { Events.Http2, true, "deny", """{"isAuthorized":false,"context":{}}""" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task A_decision_becomes_the_answer_of_each_front_door(string lambdaEvent, bool simple, string decision, string answer)
    {
        var authorizer = Events.ByIdentity(
            _log,
            decision switch
            {
                "deny" => AuthorizerDecision.Deny(),
                "partner" => AuthorizerDecision.Allow("me").WithPolicy("partner").With("plan", "gold").With("seats", 5).With("trial", false),
                _ => AuthorizerDecision.Allow("me"),
            },
            options => options.EnableSimpleResponses = simple);

        // The same for every origin and none: API Gateway would use one answer for all of them.
        foreach (var seen in new[] { lambdaEvent, Events.From(lambdaEvent), Events.From(lambdaEvent, "https://evil.example"), Events.From(lambdaEvent, "null"), Events.From(lambdaEvent, "a", "b") })
        {
            Assert.Equal(answer, await Events.AskAsync(authorizer, seen));
        }

        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task Unauthorized_is_an_exception_of_that_message_and_nothing_else()
    {
        foreach (var (message, lambdaEvent) in from message in new[] { "Unauthorized", "other words" } from lambdaEvent in Events.All select (message, lambdaEvent))
        {
            var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Unauthorized(), options => options.UnauthorizedMessage = message);
            var exception = await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, lambdaEvent));
            Assert.Equal((message, null), (exception.Message, exception.InnerException));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_apps_code_throws_is_logged_and_does_not_get_out(bool simple)
    {
        foreach (var lambdaEvent in Events.All)
        {
            var log = new LogLines();
            var authorizer = CorsAuthorizer.ByIdentity((_, _) => throw new IOException("the password is 123"), Events.Options(log, options => options.EnableSimpleResponses = simple));

            var exception = await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, lambdaEvent));
            Assert.Equal(("The authorizer failed.", null), (exception.Message, exception.InnerException));
            Assert.IsType<IOException>(Assert.Single(log.All, line => line.Id == 102).Exception);
        }
    }

    public static TheoryData<string, string, string> Malformed
    {
        get
        {
            static string Change(string lambdaEvent, string name, JsonNode? value) => Events.With(lambdaEvent, json => json[name] = value);
            var cases = new TheoryData<string, string, string>
            {
                { "empty", "", "cut off" },
                { "text", "hello", "cut off" },
                { "null", "null", "it is empty" },
                { "a list", "[]", "not of the shape" },
                { "an object", "{}", "none of an authorizer of type REQUEST" },
                { "a proxy event", Events.With(Events.Rest, json => json.Remove("type")), "none of an authorizer of type REQUEST" },
                { "a TOKEN event", """{"type":"TOKEN","authorizationToken":"Bearer token","methodArn":"arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/orders"}""", "set the authorizer's type to REQUEST" },
                { "an S3 event", """{"Records":[{"s3":{}}]}""", "none of an authorizer of type REQUEST" },
                { "a later format", Change(Events.Http2, "version", "3.0"), "neither 1.0 nor 2.0" },
                { "a format that is a number", Change(Events.Http2, "version", 2.0), "not of the shape" },
                { "no ARN", Events.With(Events.Rest, json => json.Remove("methodArn")), "methodArn is missing" },
                { "no route ARN", Events.With(Events.Http2, json => json.Remove("routeArn")), "routeArn is missing" },
                { "headers as a list", Change(Events.Rest, "headers", new JsonArray()), "not of the shape" },
                { "a header as a number", Events.With(Events.Rest, json => json["headers"]!["x"] = 1), "not of the shape" },
                { "values as text", Events.With(Events.Rest, json => json["multiValueHeaders"]!["x"] = "1"), "not of the shape" },
                { "a name twice", Events.Rest.Replace("\"type\":\"REQUEST\"", "\"type\":\"REQUEST\",\"type\":\"REQUEST\"", StringComparison.Ordinal), "not of the shape" },
                { "half a character as the identity", Change(Events.Http2, "identitySource", "HALF").Replace("HALF", "\\ud800", StringComparison.Ordinal), "identitySource is no text" },
                { "more after it", Events.Rest + "{}", "not of the shape" },
            };
            foreach (var arn in new[]
            {
                "", "orders", "arn:aws:s3:::bucket/key", "arn:aws:execute-api:eu-west-1:123456789012", "arn:aws:execute-api:eu-west-1:123456789012:abc123",
                "arn:aws:execute-api:eu-west-1:123456789012:abc123/", "arn:aws:execute-api:eu-west-1:123456789012:*/prod/GET/", "arn:aws:execute-api:eu-west-1:123456789012:abc123/*/GET/",
                "arn:aws:execute-api:*:123456789012:abc123/prod/GET/", "arn:aws:execute-api:eu-west-1:*:abc123/prod/GET/", "arn:aws:execute-api:eu-west-1:1?:abc123/prod/GET/",
                "arn:*:execute-api:eu-west-1:123456789012:abc123/prod/GET/", "ARN:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/",
            })
            {
                cases.Add($"the ARN '{arn}'", Change(Events.Rest, "methodArn", arn), "methodArn is missing or none");
            }

            foreach (var length in new[] { 1, 100, 300, 500, 700 })
            {
                cases.Add($"cut at {length}", Events.Rest[..length], "cut off");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_event_is_denied_with_a_reason_in_the_log(string name, string lambdaEvent, string reason)
    {
        Assert.NotEmpty(name);
        foreach (var simple in new[] { false, true })
        {
            var log = new LogLines();
            var authorizer = Events.ByIdentity(log, AuthorizerDecision.Allow("me"), options => options.EnableSimpleResponses = simple);

            Assert.Equal(simple ? """{"isAuthorized":false,"context":{}}""" : Policy("anonymous", "Deny", "*", "{}"), await Events.AskAsync(authorizer, lambdaEvent));
            var line = Assert.Single(log.All);
            Assert.Equal(101, line.Id.Id);
            Assert.Contains(reason, line.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer", line.Text, StringComparison.Ordinal);
            Assert.Null(line.Exception);
        }
    }

    /// <summary>Method, path, route and resource, as an event of each front door has them; nothing of what it lacks.</summary>
    [Theory]
    [InlineData("REST", "GET|/orders/1|/orders/{id}|GET/orders/1")]
    [InlineData("1.0", "GET|/orders/1|/orders/{id}|GET/orders/1")]
    [InlineData("2.0", "GET|/orders/1|GET /orders/{id}|GET/orders/1")]
    [InlineData("REST, bare", "|||")]
    [InlineData("2.0, bare", "|||")]
    public async Task A_decision_by_route_is_told_of_the_request(string kind, string expected)
    {
        var lambdaEvent = kind[0] switch { 'R' => Events.Rest, '1' => Events.Http1, _ => Events.Http2 };
        if (kind.EndsWith("bare", StringComparison.Ordinal))
        {
            lambdaEvent = Events.With(lambdaEvent, json =>
            {
                foreach (var name in new[] { "httpMethod", "path", "rawPath", "resource", "routeKey", "requestContext", "headers", "multiValueHeaders", "cookies", "identitySource" })
                {
                    json.Remove(name);
                }

                var arn = json.ContainsKey("routeArn") ? "routeArn" : "methodArn";
                json[arn] = json[arn]!.GetValue<string>().Replace("/GET/orders/1", "", StringComparison.Ordinal);
            });
        }

        var told = "";
        var authorizer = CorsAuthorizer.ByRoute(
            (request, _) =>
            {
                told = $"{request.Method}|{request.Path}|{request.RouteKey}|{request.Resource}";
                return new(AuthorizerDecision.Deny());
            },
            Events.Options(_log));

        Assert.Equal(Policy("anonymous", "Deny", kind[0] == 'R' ? RestApi : HttpApi, "{}"), await Events.AskAsync(authorizer, lambdaEvent));
        Assert.Equal(expected, told);
    }

    /// <summary>A list of values goes before the one value, and an empty list is none; payload format 2.0 has cookies apart.</summary>
    [Theory]
    [InlineData("""{"multiValueHeaders":{"cookie":["a=1"]},"headers":{"cookie":"b=2"}}""", "a=1")]
    [InlineData("""{"multiValueHeaders":{"cookie":null},"headers":{"cookie":"b=2"}}""", "b=2")]
    [InlineData("""{"multiValueHeaders":{"cookie":[null]},"headers":{"Cookie":"b=2"}}""", "b=2")]
    [InlineData("""{"headers":{"cookie":null}}""", null)]
    [InlineData("""{"headers":null}""", null)]
    [InlineData("""{"cookies":["a=1","b=2"],"headers":{"cookie":"c=3"}}""", "a=1; b=2")]
    [InlineData("""{"cookies":[],"headers":{"cookie":"c=3"}}""", "c=3")]
    public async Task A_header_is_read_wherever_the_event_has_it(string headers, string? value)
    {
        var told = "";
        var authorizer = CorsAuthorizer.ByIdentity(
            (identity, _) =>
            {
                told = identity.Header("Cookie");
                return new(AuthorizerDecision.Deny());
            },
            Events.Options(_log, options => options.IdentitySources = ["cookie"]));

        await Events.AskAsync(authorizer, Events.With(Events.Rest, json =>
        {
            json.Remove("multiValueHeaders");
            foreach (var (name, part) in JsonNode.Parse(headers)!.AsObject())
            {
                json[name] = part?.DeepClone();
            }
        }));
        Assert.Equal(value, told);
    }

    [Theory]
    [InlineData("unknown", "names the CORS policy \"unknown\", which does not exist. The policies are: default, partner, open.")]
    [InlineData("un\r\nknown", "names the CORS policy \"un??known\"")]
    [Trait("Check", "C11")]
    public async Task A_policy_that_does_not_exist_lets_nobody_in(string policy, string reason)
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me").WithPolicy(policy));

        Assert.Equal(Policy("anonymous", "Deny", RestApi, "{}"), await Events.AskAsync(authorizer, Events.Rest));
        Assert.Contains(reason, Assert.Single(_log.All, line => line.Id == 103).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_default_policy_and_a_named_one_the_app_is_told_none()
    {
        var authorizer = CorsAuthorizer.ByIdentity((_, _) => new(AuthorizerDecision.Allow("me")), options => options.Policies = Events.Policies(("partner", "https://partner.example")));

        Assert.Equal(Policy("me", "Allow", RestApi, "{}"), await Events.AskAsync(authorizer, Events.Rest));
    }

    [Theory]
    [InlineData("https://shop.example.com", null, true)]
    [InlineData("https://evil.example", null, false)]
    [InlineData("https://partner.example", null, false)]
    [InlineData("https://partner.example", "partner", true)]
    [InlineData("null", null, false)]
    [InlineData("", null, false)]
    [InlineData("https://shop.example.com/", null, false)]
    [InlineData("https://evil.example", "open", true)]
    [InlineData(null, null, true)]
    public async Task RefuseForeignOrigins_denies_what_the_callers_policy_refuses(string? origin, string? policy, bool allowed)
    {
        var decision = AuthorizerDecision.Allow("me");
        var authorizer = Events.ByIdentity(_log, policy is null ? decision : decision.WithPolicy(policy), options => options.RefuseForeignOrigins = true);
        foreach (var lambdaEvent in Events.All)
        {
            var answer = await Events.AskAsync(authorizer, origin is null ? Events.From(lambdaEvent) : Events.From(lambdaEvent, origin));
            Assert.Contains(allowed ? "\"Effect\":\"Allow\"" : "\"Effect\":\"Deny\"", answer, StringComparison.Ordinal);
            Assert.Equal(allowed, answer.Contains($"\"corsPolicy\":\"{policy ?? "default"}\"", StringComparison.Ordinal));
        }

        Assert.Equal(allowed ? 0 : 3, _log.All.Count(line => line.Id == 106));
    }

    [Fact]
    public async Task Several_origins_are_no_browsers_and_a_caller_without_a_policy_has_no_origin_of_its_own()
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"), options => options.RefuseForeignOrigins = true);
        foreach (var lambdaEvent in Events.All)
        {
            Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.From(lambdaEvent, Events.Shop, Events.Shop)), StringComparison.Ordinal);
        }

        authorizer = CorsAuthorizer.ByIdentity((_, _) => new(AuthorizerDecision.Allow("me")), options =>
        {
            options.Policies = Events.Policies(("partner", "https://partner.example"));
            options.RefuseForeignOrigins = true;
        });
        Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.From(Events.Rest, "https://partner.example")), StringComparison.Ordinal);
        Assert.Contains("\"Allow\"", await Events.AskAsync(authorizer, Events.From(Events.Rest)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policies_are_those_of_a_configuration_section_as_in_the_app()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("GatewayCors:AllowOrigins", Events.Shop), new("GatewayCors:Policies:partner:AllowOrigins", "https://partner.example")]).Build();
        var authorizer = CorsAuthorizer.ByIdentity((_, _) => new(AuthorizerDecision.Allow("me").WithPolicy("Partner")), options =>
        {
            options.Policies = GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors"));
            options.RefuseForeignOrigins = true;
        });

        Assert.Contains("\"Allow\"", await Events.AskAsync(authorizer, Events.From(Events.Rest, "https://partner.example")), StringComparison.Ordinal);
        Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.Rest), StringComparison.Ordinal);

        var exception = Assert.Throws<OptionsValidationException>(() => CorsAuthorizer.ByIdentity((_, _) => default, options => options.Policies = GatewayCorsPolicies.Load(configuration.GetSection("Missing"))));
        Assert.StartsWith("CORS001", Assert.Single(exception.Failures), StringComparison.Ordinal);
        Assert.StartsWith("The authorizer has no CORS policy. Write options.Policies = ", Assert.Throws<ArgumentException>(() => CorsAuthorizer.ByIdentity((_, _) => default, _ => { })).Message, StringComparison.Ordinal);
    }
}
