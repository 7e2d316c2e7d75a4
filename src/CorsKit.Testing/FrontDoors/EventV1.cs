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
    public static JsonObject Write(ProxyRequest request, string stage, string path, string resource, Dictionary<string, string> parameters, AuthorizerDecision? authorizer)
    {
        // The client's casing, without Content-Length and Connection.
        var headers = request.HeadersWithForwarding()
            .Where(header => !header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && !header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            .ToList();
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
            ["path"] = request.Path,
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

    /// <param name="response">The document.</param>
    /// <param name="defaultStatusCode">What a document without statusCode means; null where it must have one.</param>
    public static ProxyResponse Read(JsonElement response, int? defaultStatusCode = null)
    {
        // Headers and multi-value headers are merged, a pair that stands in both once; Content-Type is added where it is missing.
        var answer = ProxyResponse.Read(response, defaultStatusCode).AddHeaders(response).AddMultiValueHeaders(response);
        return answer.Find("Content-Type") is null ? answer.Add("Content-Type", "application/json") : answer;
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
