using CorsKit.Tests.Hosts;

namespace CorsKit.Authorizer.Tests;

/// <summary>A remembered decision must not be wider than the one that was made: what it may depend on, and what it may allow.</summary>
public sealed class CacheSafetyTests : IDisposable
{
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_decision_by_identity_sees_the_identity_sources_whatever_their_casing()
    {
        var seen = new List<string?>();
        var authorizer = CorsAuthorizer.ByIdentity(
            (caller, _) =>
            {
                seen.AddRange([caller.BearerToken, caller.Header("AUTHORIZATION"), caller.Header("x-tenant")]);
                return new(AuthorizerDecision.Allow("me"));
            },
            Events.Options(_log));

        foreach (var lambdaEvent in Events.All)
        {
            seen.Clear();
            await Events.AskAsync(authorizer, lambdaEvent);
            Assert.Equal(["token", "Bearer token", "a"], seen);
        }
    }

    [Theory]
    [InlineData("Origin")]
    [InlineData("Host")]
    [InlineData("X-Other")]
    [InlineData("")]
    public async Task It_sees_nothing_else(string header)
    {
        foreach (var lambdaEvent in Events.All)
        {
            var log = new LogLines();
            var authorizer = CorsAuthorizer.ByIdentity((caller, _) => new(AuthorizerDecision.Allow(caller.Header(header) ?? "me")), Events.Options(log));

            Assert.Equal("The authorizer failed.", (await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, lambdaEvent))).Message);
            Assert.Contains("is read and is no identity source", Assert.Single(log.All).Exception!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Basic dXNlcg==", null)]
    [InlineData("bearer  x ", "x")]
    [InlineData("Bearer a b", "a b")]
    public async Task A_bearer_token_is_what_follows_the_scheme(string? header, string? token)
    {
        string? seen = "nothing was asked";
        var authorizer = CorsAuthorizer.ByIdentity(
            (caller, _) =>
            {
                seen = caller.BearerToken;
                return new(AuthorizerDecision.Deny());
            },
            Events.Options(_log, options => options.IdentitySources = ["Authorization"]));

        await Events.AskAsync(authorizer, Events.With(Events.Rest, json =>
        {
            json.Remove("multiValueHeaders");
            json["headers"]!["authorization"] = header;
        }));

        Assert.Equal(token, seen);
    }

    [Fact]
    public async Task Cookies_are_a_header_of_payload_2_too()
    {
        string? seen = null;
        var authorizer = CorsAuthorizer.ByIdentity(
            (caller, _) =>
            {
                seen = caller.Header("Cookie");
                return new(AuthorizerDecision.Allow("me"));
            },
            Events.Options(_log, options => options.IdentitySources = ["Cookie"]));

        await Events.AskAsync(authorizer, Events.With(Events.Http2, json => json["identitySource"] = new System.Text.Json.Nodes.JsonArray("a=1; b=2")));

        Assert.Equal("a=1; b=2", seen);
    }

    /// <summary>Which of two would be the key of the cache is not for a caller to play with.</summary>
    [Fact]
    public async Task Several_values_of_an_identity_source_are_denied()
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"));

        Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.With(Events.Rest, json => json["multiValueHeaders"]!["authorization"]!.AsArray().Add("Bearer other"))), StringComparison.Ordinal);
        Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.With(Events.Rest, json => json["multiValueHeaders"]!["Authorization"] = new System.Text.Json.Nodes.JsonArray("Bearer other"))), StringComparison.Ordinal);
        Assert.Contains("\"Deny\"", await Events.AskAsync(authorizer, Events.With(Events.Http1, json => json["headers"]!["AUTHORIZATION"] = "Bearer other")), StringComparison.Ordinal);
        Assert.Equal(3, _log.All.Count(line => line.Id == 104));
    }

    /// <summary>An HTTP API says what it remembers by: a header that is not among it must decide nothing.</summary>
    [Theory]
    [InlineData("""["Bearer token"]""", false)]
    [InlineData("""["a"]""", false)]
    [InlineData("""["Bearer token","aa"]""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""["a","Bearer token","GET /orders/{id}"]""", false)]
    [InlineData("""["GET /orders/{id}","Bearer token","a"]""", false)]
    [InlineData("""["Bearer token","a","GET /orders/{id}"]""", true)]
    [InlineData("\"Bearer token\"", false)]
    [InlineData("\"Bearer token,ab\"", false)]
    [InlineData("\"x,a,Bearer token\"", false)]
    [InlineData("\"x,Bearer token,a\"", false)]
    [InlineData("\"Bearer token,a,x\"", true)]
    [InlineData("null", true)]
    public async Task An_identity_source_that_the_template_lacks_denies(string identitySource, bool allowed)
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"));
        foreach (var lambdaEvent in new[] { Events.Http1, Events.Http2 })
        {
            var answer = await Events.AskAsync(authorizer, Events.With(lambdaEvent, json => json["identitySource"] = System.Text.Json.Nodes.JsonNode.Parse(identitySource)));
            Assert.Contains(allowed ? "\"Allow\"" : "\"Deny\"", answer, StringComparison.Ordinal);
        }

        Assert.Equal(allowed ? 0 : 2, _log.All.Count(line => line.Id == 105));
    }

    /// <summary>
    /// API Gateway invokes no authorizer for a request that lacks an identity source of the template: a header that is absent is none, and the decision
    /// about a caller without it would serve callers with it.
    /// </summary>
    [Fact]
    public async Task An_identity_source_that_the_request_lacks_denies_where_the_event_gives_others()
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"));
        foreach (var lambdaEvent in new[] { Events.Http1, Events.Http2 })
        {
            foreach (var header in new[] { "Authorization", "X-Tenant" })
            {
                var answer = await Events.AskAsync(authorizer, Events.With(lambdaEvent, json =>
                {
                    var headers = json["headers"]!.AsObject();
                    headers.Remove(headers.Single(entry => entry.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Key);
                }));
                Assert.Contains("\"Deny\"", answer, StringComparison.Ordinal);
            }
        }

        Assert.Equal(4, _log.All.Count(line => line.Id == 105));

        // A REST API, and an HTTP API without identity sources, tell nothing.
        Assert.Contains("\"Allow\"", await Events.AskAsync(authorizer, Events.With(Events.Http2, json =>
        {
            json["headers"]!.AsObject().Remove("x-tenant");
            json["identitySource"] = null;
        })), StringComparison.Ordinal);
    }

    /// <summary>Payload format 1.0 joins the values with commas: one that has a comma looks like two.</summary>
    [Theory]
    [InlineData("Bearer t,b", "Bearer t,b", false)]
    [InlineData("Bearer t", "Bearer t,b", true)]
    [InlineData("Bearer t", "b,Bearer t", false)]
    public async Task A_value_with_a_comma_is_not_taken_for_two_identities(string authorization, string identitySource, bool allowed)
    {
        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"), options => options.IdentitySources = ["Authorization"]);
        var answer = await Events.AskAsync(authorizer, Events.With(Events.Http1, json =>
        {
            json["headers"]!["Authorization"] = authorization;
            json["identitySource"] = identitySource;
        }));

        Assert.Contains(allowed ? "\"Allow\"" : "\"Deny\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_as_identity_source_is_refused_in_code_and_said_once_where_the_event_shows_it()
    {
        foreach (var source in new[] { "Origin", "ORIGIN", "Access-Control-Request-Method" })
        {
            var exception = Assert.Throws<ArgumentException>(() => Events.ByIdentity(_log, AuthorizerDecision.Deny(), options => options.IdentitySources = ["Authorization", source]));
            Assert.Contains("must not be an identity source", exception.Message, StringComparison.Ordinal);
        }

        foreach (var sources in new string[][] { [], [""], ["method.request.header Authorization"], ["X-Tenant", "a b"] })
        {
            Assert.Throws<ArgumentException>(() => Events.ByIdentity(_log, AuthorizerDecision.Deny(), options => options.IdentitySources = sources));
        }

        var authorizer = Events.ByIdentity(_log, AuthorizerDecision.Allow("me"));
        for (var i = 0; i < 2; i++)
        {
            await Events.AskAsync(authorizer, Events.With(Events.Http2, json => json["identitySource"]!.AsArray().Add(Events.Shop)));
            Assert.Single(_log.All, line => line.Id == 107);
        }
    }

    [Theory]
    [InlineData("GET/orders/1", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/orders/1")]
    [InlineData("GET/orders/*", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/orders/*")]
    [InlineData("*/carts", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*/carts")]
    [InlineData("GET/a:b", "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/a:b")]
    [InlineData("orders", null)]
    [InlineData("/orders", null)]
    [InlineData("", null)]
    [InlineData("GE T/orders", null)]
    [InlineData("GET/or\nders", null)]
    [InlineData("G*/orders", null)]
    public async Task A_decision_by_route_allows_what_it_names_in_this_API_and_stage(string route, string? resource)
    {
        var authorizer = CorsAuthorizer.ByRoute(
            (request, _) => new(AuthorizerDecision.Allow($"{request.Identity.BearerToken} {request.Method} {request.Path} {request.RouteKey}").ForRoutes(route)),
            Events.Options(_log));
        var answer = await Events.AskAsync(authorizer, Events.Rest);

        Assert.Contains(resource is null ? "\"Effect\":\"Deny\"" : $"\"Effect\":\"Allow\",\"Resource\":[\"{resource}\"]", answer, StringComparison.Ordinal);
        Assert.Equal(resource is not null, answer.Contains("token GET /orders/1 /orders/{id}", StringComparison.Ordinal));
        Assert.Contains(_log.All, line => line.Id == 108);
        Assert.Equal(resource is null ? 1 : 0, _log.All.Count(line => line.Id == 103));
    }

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-limits-table.html: 512 characters, the API's own among them.</summary>
    [Theory]
    [InlineData(512, "Allow")]
    [InlineData(513, "Deny")]
    public async Task A_resource_has_at_most_512_characters(int length, string effect)
    {
        var prefix = "arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/";
        var authorizer = CorsAuthorizer.ByRoute((_, _) => new(AuthorizerDecision.Allow("me").ForRoutes("GET/".PadRight(length - prefix.Length, 'a'))), Events.Options(_log));

        Assert.Contains($"\"Effect\":\"{effect}\"", await Events.AskAsync(authorizer, Events.Rest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_resource_of_a_request_is_that_request_alone()
    {
        var authorizer = CorsAuthorizer.ByRoute((request, _) => new(AuthorizerDecision.Allow("me").ForRoutes(request.Resource)), Events.Options(_log));

        foreach (var lambdaEvent in Events.All)
        {
            Assert.Contains("/GET/orders/1\"]", await Events.AskAsync(authorizer, lambdaEvent), StringComparison.Ordinal);
        }

        // A path that a client made a wildcard or a variable of.
        foreach (var path in new[] { "*", "order?", "${aws:username}" })
        {
            var hostile = Events.Rest.Replace("prod/GET/orders/1", $"prod/GET/{path}", StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, hostile));
        }
    }

    /// <summary>A simple response cannot say what it allows, so it is no more than yes for a request that is among the routes.</summary>
    [Theory]
    [InlineData("GET/orders/1", true)]
    [InlineData("GET/orders/*", true)]
    [InlineData("*/ord?rs/*", true)]
    [InlineData("GET/carts/*,GET/orders/1", true)]
    [InlineData("GET/carts/*", false)]
    [InlineData("POST/orders/1", false)]
    [InlineData("get/orders/1", false)]
    [InlineData("GET/orders/1?", false)]
    [InlineData("GET/orders", false)]
    public async Task A_simple_response_allows_no_more_than_the_routes_that_the_decision_names(string routes, bool allowed)
    {
        var authorizer = CorsAuthorizer.ByRoute(
            (_, _) => new(AuthorizerDecision.Allow("me").ForRoutes(routes.Split(','))), Events.Options(_log, options => options.EnableSimpleResponses = true));

        var answer = await Events.AskAsync(authorizer, Events.Http2);
        Assert.Equal(allowed ? """{"isAuthorized":true,"context":{"corsPolicy":"default"}}""" : """{"isAuthorized":false,"context":{}}""", answer);
    }

    [Fact]
    public async Task Each_kind_of_decision_is_held_to_its_rule()
    {
        // By identity: no routes. By route: its own, except in simple responses, which name none.
        Assert.Contains("\"Deny\"", await Events.AskAsync(Events.ByIdentity(_log, AuthorizerDecision.Allow("me").ForRoutes("GET/orders")), Events.Rest), StringComparison.Ordinal);
        var byRoute = CorsAuthorizer.ByRoute((_, _) => new(AuthorizerDecision.Allow("me")), Events.Options(_log, options => options.EnableSimpleResponses = true));
        Assert.Contains("\"Deny\"", await Events.AskAsync(byRoute, Events.Rest), StringComparison.Ordinal);
        Assert.Contains("\"isAuthorized\":true", await Events.AskAsync(byRoute, Events.Http2), StringComparison.Ordinal);
        Assert.Equal(2, _log.All.Count(line => line.Id == 103));
    }

    [Theory]
    [InlineData("claims")]
    [InlineData("Claims")]
    [InlineData("principalId")]
    [InlineData("corsPolicy")]
    [InlineData("")]
    [InlineData("twice")]
    public void Keys_of_the_context_that_are_taken_are_refused(string key)
    {
        var decision = AuthorizerDecision.Allow("me").With("twice", 1);

        Assert.ThrowsAny<ArgumentException>(() => decision.With(key, "x"));
        Assert.ThrowsAny<ArgumentException>(() => decision.With(key, 1));
        Assert.ThrowsAny<ArgumentException>(() => decision.With(key, true));
    }
}
