using System.Net;
using System.Text.Json.Nodes;

namespace CorsKit.AmazonLambda.Tests.Comparison;

/// <summary>What sends events, each in its own way.</summary>
public enum Sender
{
    RestApi,
    HttpApi,
    HttpApiPayload1,
    FunctionUrl,
    LoadBalancer,
    LoadBalancerMultiValue,
}

/// <summary>One request as each front door would describe it to its function.</summary>
internal sealed record LambdaEvent(string Path = "/orders")
{
    public string Method { get; init; } = "GET";

    public string Stage { get; init; } = "prod";

    public (string Name, string[] Values)[] Headers { get; init; } = [];

    public (string Name, string Value)[] Query { get; init; } = [];

    public string[] Cookies { get; init; } = [];

    public string? Body { get; init; }

    public bool IsBase64Encoded { get; init; }

    /// <summary>requestContext.authorizer, JSON.</summary>
    public string? Authorizer { get; init; }

    public string For(Sender sender) => (sender switch
    {
        Sender.RestApi => Payload1("/" + Stage + Path, "/{proxy+}"),
        Sender.HttpApiPayload1 => Payload1(Path, "/{proxy+}"),
        Sender.HttpApi => Payload2(Stage, "/" + Stage + Path),
        Sender.FunctionUrl => Payload2("$default", Path),
        _ => LoadBalancer(sender == Sender.LoadBalancerMultiValue),
    }).ToJsonString();

    private JsonObject Payload1(string contextPath, string resource) => new()
    {
        ["resource"] = resource,
        ["path"] = WebUtility.UrlDecode(Path),
        ["httpMethod"] = Method,
        ["headers"] = Single(AllHeaders("Host", "X-Forwarded-Port")),
        ["multiValueHeaders"] = Multi(AllHeaders("Host", "X-Forwarded-Port")),
        ["queryStringParameters"] = Query.Length == 0 ? null : Single(QueryValues(decode: true)),
        ["multiValueQueryStringParameters"] = Query.Length == 0 ? null : Multi(QueryValues(decode: true)),
        ["pathParameters"] = Path == "/" ? null : new JsonObject { ["proxy"] = Path[1..] },
        ["stageVariables"] = null,
        ["requestContext"] = new JsonObject
        {
            ["path"] = contextPath,
            ["stage"] = Stage,
            ["apiId"] = "abc",
            ["httpMethod"] = Method,
            ["connectionId"] = null,
            ["identity"] = new JsonObject { ["sourceIp"] = "203.0.113.7" },
            ["authorizer"] = Authorizer is null ? null : JsonNode.Parse(Authorizer),
        },
        ["body"] = Body,
        ["isBase64Encoded"] = IsBase64Encoded,
    };

    private JsonObject Payload2(string stage, string rawPath) => new()
    {
        ["version"] = "2.0",
        ["routeKey"] = "$default",
        ["rawPath"] = rawPath,
        ["rawQueryString"] = string.Join('&', Query.Select(pair => $"{pair.Name}={pair.Value}")),
        ["cookies"] = Cookies.Length == 0 ? null : new JsonArray([.. Cookies.Select(cookie => JsonValue.Create(cookie))]),
        ["headers"] = new JsonObject(AllHeaders("host", "x-forwarded-port")
            .Where(header => header.Name != "cookie")
            .Select(header => KeyValuePair.Create<string, JsonNode?>(header.Name.ToLowerInvariant(), string.Join(',', header.Values)))),
        ["requestContext"] = new JsonObject
        {
            ["stage"] = stage,
            ["domainName"] = "abc.execute-api.eu-west-1.amazonaws.com",
            ["http"] = new JsonObject { ["method"] = Method, ["path"] = rawPath, ["sourceIp"] = "203.0.113.7" },
            ["authorizer"] = Authorizer is null ? null : JsonNode.Parse(Authorizer),
        },
        ["body"] = Body,
        ["isBase64Encoded"] = IsBase64Encoded,
    };

    private JsonObject LoadBalancer(bool hasSeveralValues)
    {
        (string Name, string[] Values)[] headers = [.. AllHeaders("host", "x-forwarded-port"), ("x-forwarded-proto", ["https"]), ("x-forwarded-for", ["203.0.113.7"])];
        return new JsonObject
        {
            ["requestContext"] = new JsonObject { ["elb"] = new JsonObject { ["targetGroupArn"] = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/0" } },
            ["httpMethod"] = Method,
            ["path"] = Path,
            [hasSeveralValues ? "multiValueQueryStringParameters" : "queryStringParameters"] = hasSeveralValues ? Multi(QueryValues(decode: false)) : Single(QueryValues(decode: false)),
            [hasSeveralValues ? "multiValueHeaders" : "headers"] = hasSeveralValues ? Multi(headers) : Single(headers),
            ["body"] = Body ?? "",
            ["isBase64Encoded"] = IsBase64Encoded,
        };
    }

    private (string Name, string[] Values)[] AllHeaders(string host, string port) =>
    [
        (host, ["abc.execute-api.eu-west-1.amazonaws.com"]),
        (port, ["443"]),
        .. Cookies.Length == 0 ? [] : new[] { ("cookie", new[] { string.Join("; ", Cookies) }) },
        .. Headers,
    ];

    private IEnumerable<(string Name, string[] Values)> QueryValues(bool decode) =>
        from pair in Query
        group decode ? WebUtility.UrlDecode(pair.Value) : pair.Value by pair.Name into parameter
        select (parameter.Key, parameter.ToArray());

    private static JsonObject Single(IEnumerable<(string Name, string[] Values)> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Name, pair.Values[^1])));

    private static JsonObject Multi(IEnumerable<(string Name, string[] Values)> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Name, new JsonArray([.. pair.Values.Select(value => JsonValue.Create(value))]))));
}
