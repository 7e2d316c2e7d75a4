using System.Text;
using System.Text.Json.Nodes;
using CorsKit.Tests.Hosts;

namespace CorsKit.Authorizer.Tests;

/// <summary>Events in the shape of each front door, and the answers to them.</summary>
internal static class Events
{
    public const string Shop = "https://shop.example.com";

    /// <summary>A REST API's: the client's casing, several values apart.</summary>
    public const string Rest = """
        {"type":"REQUEST","methodArn":"arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/orders/1","resource":"/orders/{id}","path":"/orders/1","httpMethod":"GET",
         "headers":{"authorization":"Bearer token","Host":"abc123.execute-api.eu-west-1.amazonaws.com","origin":"https://shop.example.com","X-Tenant":"a"},
         "multiValueHeaders":{"authorization":["Bearer token"],"Host":["abc123.execute-api.eu-west-1.amazonaws.com"],"origin":["https://shop.example.com"],"X-Tenant":["a"]},
         "queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"id":"1"},"stageVariables":null,
         "requestContext":{"accountId":"123456789012","apiId":"abc123","httpMethod":"GET","path":"/prod/orders/1","resourcePath":"/orders/{id}","stage":"prod","identity":{"sourceIp":"203.0.113.7"}}}
        """;

    /// <summary>An HTTP API's with payload format 1.0: identity sources as text.</summary>
    public const string Http1 = """
        {"version":"1.0","type":"REQUEST","methodArn":"arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/GET/orders/1","identitySource":"Bearer token,a","authorizationToken":"Bearer token,a",
         "resource":"/orders/{id}","path":"/orders/1","httpMethod":"GET",
         "headers":{"Authorization":"Bearer token","origin":"https://shop.example.com","x-tenant":"a"},"queryStringParameters":{},"pathParameters":{"id":"1"},"stageVariables":{},
         "requestContext":{"accountId":"123456789012","apiId":"abc123","httpMethod":"GET","stage":"$default"}}
        """;

    /// <summary>An HTTP API's with payload format 2.0: names in lower case, identity sources as a list.</summary>
    public const string Http2 = """
        {"version":"2.0","type":"REQUEST","routeArn":"arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/GET/orders/1","identitySource":["Bearer token","a"],
         "routeKey":"GET /orders/{id}","rawPath":"/orders/1","rawQueryString":"","cookies":["a=1","b=2"],
         "headers":{"authorization":"Bearer token","origin":"https://shop.example.com","x-tenant":"a"},
         "requestContext":{"accountId":"123456789012","apiId":"abc123","http":{"method":"GET","path":"/orders/1"},"routeKey":"GET /orders/{id}","stage":"$default"},"pathParameters":{"id":"1"}}
        """;

    public static readonly string[] All = [Rest, Http1, Http2];

    /// <summary>One of the events with something changed.</summary>
    public static string With(string lambdaEvent, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(lambdaEvent)!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    /// <summary>The same with another Origin, or none, wherever it stands.</summary>
    public static string From(string lambdaEvent, params string[] origins) => With(lambdaEvent, json =>
    {
        json["headers"]!.AsObject().Remove("origin");
        json["multiValueHeaders"]?.AsObject().Remove("origin");
        if (origins.Length > 0)
        {
            json["headers"]!["origin"] = json.ContainsKey("multiValueHeaders") ? origins[^1] : string.Join(',', origins);
            if (json["multiValueHeaders"] is JsonObject several)
            {
                several["origin"] = new JsonArray([.. origins.Select(origin => JsonValue.Create(origin))]);
            }
        }
    });

    public static async Task<string> AskAsync(CorsAuthorizer authorizer, string lambdaEvent)
    {
        await using var answer = await authorizer.HandleAsync(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The settings of most tests: a default policy for the shop, one for a partner, and a log.</summary>
    public static Action<CorsAuthorizerOptions> Options(LogLines log, Action<CorsAuthorizerOptions>? configure = null) => options =>
    {
        options.Policies = Policies(("default", Shop), ("partner", "https://partner.example"), ("open", "*"));
        options.IdentitySources = ["Authorization", "X-Tenant"];
        options.Logger = log.CreateLogger("CorsKit.Authorizer");
        configure?.Invoke(options);
    };

    public static Dictionary<string, GatewayCorsPolicy> Policies(params (string Name, string Origin)[] policies) =>
        policies.ToDictionary(policy => policy.Name, policy => GatewayCorsPolicy.Create(new GatewayCorsPolicySettings { AllowOrigins = [policy.Origin] }));

    public static CorsAuthorizer ByIdentity(LogLines log, AuthorizerDecision decision, Action<CorsAuthorizerOptions>? configure = null) =>
        CorsAuthorizer.ByIdentity((_, _) => new(decision), Options(log, configure));
}
