using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// The event of payload format 1.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
/// </summary>
internal static class EventV1
{
    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html</summary>
    private static readonly HashSet<string> DroppedByRestApi = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "WWW-Authenticate",
    };

    /// <summary>The path and its parameters as they were sent; some headers are dropped.</summary>
    public static JsonObject WriteForRestApi(ProxyRequest request, string stage, string path, string resource, Dictionary<string, string> parameters, AuthorizerDecision? authorizer) =>
        Write(request, request.HeadersWithForwarding().Where(header => !DroppedByRestApi.Contains(header.Name)), stage, path, request.Path, resource, parameters, authorizer);

    /// <summary>The path as it was sent, decoded in the context; always with a Content-Length, and with an authorizer that says nothing where there is none.</summary>
    public static JsonObject WriteForHttpApi(ProxyRequest request, string stage, string routeKey, string resource, Dictionary<string, string> parameters, AuthorizerDecision? authorizer)
    {
        var lambdaEvent = Write(request, request.HeadersWithLength().Where(header => !header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase)),
            stage, request.Path, request.DecodedPath, resource, parameters, authorizer);
        lambdaEvent.Insert(0, "version", "1.0");
        var context = lambdaEvent["requestContext"]!;
        if (authorizer?.Claims.ValueKind is null or JsonValueKind.Object)
        {
            context["authorizer"] = new JsonObject { ["claims"] = authorizer?.WriteClaims(EventV2.Several), ["scopes"] = authorizer?.WriteScopes() };
        }

        context["identity"]!["userAgent"] = request.UserAgent ?? "";
        context["resourceId"] = routeKey;
        if (request.Body.Length > 0 && !request.HasTextBody())
        {
            lambdaEvent["body"] = request.BodyNode(isText: false);
            lambdaEvent["isBase64Encoded"] = true;
        }

        return lambdaEvent;
    }

    private static JsonObject Write(
        ProxyRequest request, IEnumerable<(string Name, string[] Values)> sent, string stage, string path, string contextPath, string resource, Dictionary<string, string> parameters, AuthorizerDecision? authorizer)
    {
        // In the client's casing.
        var headers = sent.ToList();
        var query = request.QueryPairs().ToList();
        var context = new JsonObject
        {
            ["accountId"] = "123456789012",
            ["apiId"] = "emulated",
            ["domainName"] = request.Host,
            ["domainPrefix"] = request.Host.Split('.')[0],
            ["extendedRequestId"] = "Emulated0000000=",
            ["httpMethod"] = request.Method,
            ["identity"] = new JsonObject { ["sourceIp"] = request.SourceIp, ["userAgent"] = request.UserAgent },
            ["path"] = contextPath,
            ["protocol"] = request.Protocol,
            ["requestId"] = request.RequestId,
            ["requestTime"] = request.Time.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
            ["requestTimeEpoch"] = request.Time.ToUnixTimeMilliseconds(),
            ["resourceId"] = "emulated",
            ["resourcePath"] = resource,
            ["stage"] = stage,
        };
        if (authorizer is not null)
        {
            context["authorizer"] = WriteAuthorizer(authorizer);
        }

        return new JsonObject
        {
            ["resource"] = resource,
            ["path"] = path,
            ["httpMethod"] = request.Method,
            ["headers"] = Last(headers.Select(header => (header.Name, header.Values))),
            ["multiValueHeaders"] = All(headers.Select(header => (header.Name, header.Values))),
            ["queryStringParameters"] = query.Count == 0 ? null : Last(query.Select(pair => (pair.Key, pair.ToArray()))),
            ["multiValueQueryStringParameters"] = query.Count == 0 ? null : All(query.Select(pair => (pair.Key, pair.ToArray()))),
            ["pathParameters"] = parameters.Count == 0 ? null : Last(parameters.Select(parameter => (parameter.Key, new[] { parameter.Value }))),
            ["stageVariables"] = null,
            ["requestContext"] = context,
            ["body"] = request.BodyNode(isText: true),
            ["isBase64Encoded"] = false,
        };
    }

    /// <summary>Headers of both maps are sent, a pair that stands in both once, multi-value headers first.</summary>
    public static ProxyResponse ReadForRestApi(JsonElement response, bool decodesBase64) =>
        ProxyResponse.Read(response, defaultStatusCode: 200, decodesBase64).AddMultiValueHeaders(response).AddHeaders(response).AddMissing("Content-Type", "application/json");

    /// <summary>The same with multi-value headers last.</summary>
    public static ProxyResponse ReadForHttpApi(string response)
    {
        using var document = JsonDocument.Parse(response);
        return ProxyResponse.Read(document.RootElement).AddHeaders(document.RootElement).AddMultiValueHeaders(document.RootElement).AddMissing("Content-Type", EventV2.TextOfHttpApi);
    }

    /// <summary>A map that has room for one value each: the last.</summary>
    public static JsonObject Last(IEnumerable<(string Name, string[] Values)> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, values) in pairs)
        {
            map[name] = values[^1];
        }

        return map;
    }

    public static JsonObject All(IEnumerable<(string Name, string[] Values)> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, values) in pairs)
        {
            map[name] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        return map;
    }

    /// <summary>Text, numbers and booleans: no objects, no arrays.</summary>
    public static bool CanCarry(JsonElement context) => context.ValueKind != JsonValueKind.Object
        || context.EnumerateObject().All(entry => entry.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));

    /// <summary>The authorizer's context, with every value as text.</summary>
    private static JsonObject WriteAuthorizer(AuthorizerDecision decision)
    {
        if (decision.Claims.ValueKind == JsonValueKind.Object)
        {
            return new JsonObject { ["claims"] = decision.WriteClaims(values => string.Join(',', values)) };
        }

        var authorizer = new JsonObject { ["principalId"] = decision.PrincipalId };
        if (decision.Context.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in decision.Context.EnumerateObject())
            {
                authorizer[entry.Name] = entry.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? entry.Value.GetRawText() : entry.Value.ToString();
            }
        }

        return authorizer;
    }
}
