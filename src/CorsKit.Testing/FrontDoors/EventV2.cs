using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// The event of payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
/// </summary>
internal static class EventV2
{
    private const string DefaultStage = "$default";

    public static JsonObject WriteForHttpApi(ProxyRequest request, string stage, string routeKey, Dictionary<string, string> parameters, AuthorizerDecision? authorizer)
    {
        var lambdaEvent = Write(request, stage, routeKey, "123456789012");
        if (parameters.Count > 0)
        {
            lambdaEvent["pathParameters"] = EventV1.Last(parameters.Select(parameter => (parameter.Key, new[] { parameter.Value })));
        }

        if (authorizer is not null)
        {
            lambdaEvent["requestContext"]!["authorizer"] = new JsonObject
            {
                ["lambda"] = authorizer.Context.ValueKind == JsonValueKind.Object ? JsonObject.Create(authorizer.Context.Clone()) : null,
            };
        }

        return lambdaEvent;
    }

    /// <summary>A Function URL leaves the cookies in the headers too.</summary>
    public static JsonObject WriteForFunctionUrl(ProxyRequest request)
    {
        var lambdaEvent = Write(request, DefaultStage, DefaultStage, "anonymous");
        if (request.Find("Cookie") is { } cookies)
        {
            lambdaEvent["headers"]!["cookie"] = cookies;
        }

        return lambdaEvent;
    }

    public static ProxyResponse Read(JsonElement response)
    {
        // Without a status code the document itself is the body of a 200.
        if (response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("statusCode", out _))
        {
            var inferred = JsonSerializer.SerializeToElement(new { statusCode = 200, body = response.ToString() });
            return ProxyResponse.Read(inferred).Add("Content-Type", "application/json");
        }

        var answer = ProxyResponse.Read(response).AddHeaders(response);
        if (response.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            foreach (var cookie in cookies.EnumerateArray())
            {
                answer.Add("Set-Cookie", cookie);
            }
        }

        return answer;
    }

    private static JsonObject Write(ProxyRequest request, string stage, string routeKey, string account)
    {
        var lambdaEvent = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = routeKey,
            ["rawPath"] = request.Path,
            ["rawQueryString"] = request.Query,
        };
        if (request.Find("Cookie") is { } cookies)
        {
            lambdaEvent["cookies"] = new JsonArray([.. cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(cookie => JsonValue.Create(cookie))]);
        }

        // Lower case; several values joined with a comma; cookies apart.
        lambdaEvent["headers"] = EventV1.Last(
            from header in request.HeadersWithForwarding()
            where !header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
            select (header.Name.ToLowerInvariant(), new[] { string.Join(',', header.Values) }));
        var query = request.QueryPairs().ToList();
        if (query.Count > 0)
        {
            lambdaEvent["queryStringParameters"] = EventV1.Last(query.Select(pair => (pair.Key, new[] { string.Join(',', pair) })));
        }

        lambdaEvent["requestContext"] = new JsonObject
        {
            ["accountId"] = account,
            ["apiId"] = "emulated",
            ["domainName"] = request.Host,
            ["domainPrefix"] = request.Host.Split('.')[0],
            ["http"] = new JsonObject
            {
                ["method"] = request.Method,
                ["path"] = request.Path,
                ["protocol"] = request.Protocol,
                ["sourceIp"] = request.SourceIp,
                ["userAgent"] = request.UserAgent,
            },
            ["requestId"] = request.RequestId,
            ["routeKey"] = routeKey,
            ["stage"] = stage,
            ["time"] = request.Time.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture),
            ["timeEpoch"] = request.Time.ToUnixTimeMilliseconds(),
        };
        if (request.Body.Length > 0)
        {
            lambdaEvent["body"] = request.BodyNode(request.HasTextBody());
        }

        lambdaEvent["isBase64Encoded"] = request.Body.Length > 0 && !request.HasTextBody();
        return lambdaEvent;
    }
}
