using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
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
    /// <summary>What an HTTP API calls a function's response without Content-Type, in either format.</summary>
    public const string TextOfHttpApi = "text/plain; charset=utf-8";

    private const string DefaultStage = "$default";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Name, string[] Values)[] Tls = [("x-amzn-tls-version", ["TLSv1.3"]), ("x-amzn-tls-cipher-suite", ["TLS_AES_128_GCM_SHA256"])];

    public static JsonObject WriteForHttpApi(ProxyRequest request, string stage, string routeKey, Dictionary<string, string> parameters, AuthorizerDecision? authorizer)
    {
        // A percent-encoded slash is a slash to the app (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
        var lambdaEvent = Write(request, request.HeadersWithLength(), request.DecodedPath, stage, routeKey, "123456789012");
        if (parameters.Count > 0)
        {
            lambdaEvent["pathParameters"] = EventV1.Last(parameters.Select(parameter => (parameter.Key, new[] { parameter.Value })));
        }

        if (authorizer is not null)
        {
            lambdaEvent["requestContext"]!["authorizer"] = authorizer.Claims.ValueKind == JsonValueKind.Object
                ? new JsonObject { ["jwt"] = new JsonObject { ["claims"] = authorizer.WriteClaims(Several), ["scopes"] = authorizer.WriteScopes() } }
                : new JsonObject { ["lambda"] = authorizer.Context.ValueKind == JsonValueKind.Object ? JsonObject.Create(authorizer.Context.Clone()) : null };
        }

        return lambdaEvent;
    }

    /// <summary>The raw path as it was sent; the cookies stay in the headers too; the client's connection is described and its header dropped.</summary>
    public static JsonObject WriteForFunctionUrl(ProxyRequest request)
    {
        var headers = request.HeadersWithForwarding().Where(header => !header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase));
        var lambdaEvent = Write(request, request.Scheme == "https" ? headers.Concat(Tls) : headers, request.Path, DefaultStage, DefaultStage, "anonymous");
        if (request.Find("Cookie") is { } cookies)
        {
            lambdaEvent["headers"]!["cookie"] = cookies;
        }

        return lambdaEvent;
    }

    /// <summary>A claim with several values.</summary>
    public static string Several(IEnumerable<string> values) => $"[{string.Join(' ', values)}]";

    /// <summary>Without a status code the document as it was written, JSON or not, is the body of a 200.</summary>
    public static ProxyResponse ReadForHttpApi(string response)
    {
        try
        {
            using var document = JsonDocument.Parse(response);
            return IsProxyResponse(document.RootElement) ? Read(document.RootElement).AddMissing("Content-Type", TextOfHttpApi)
                : Infer(document.RootElement.ValueKind == JsonValueKind.String ? document.RootElement.GetString()! : response);
        }
        catch (JsonException)
        {
            return Infer(response);
        }
    }

    /// <summary>Without a status code the document, compacted, is the body of a 200.</summary>
    public static ProxyResponse ReadForFunctionUrl(JsonElement response) =>
        IsProxyResponse(response) ? Read(response, takesAnyBody: true).AddMissing("Content-Type", "application/json")
            : Infer(response.ValueKind == JsonValueKind.String ? response.GetString()! : JsonSerializer.Serialize(response, Compact));

    private static bool IsProxyResponse(JsonElement response) => response.ValueKind == JsonValueKind.Object && response.TryGetProperty("statusCode", out _);

    private static ProxyResponse Infer(string body) => new ProxyResponse(200) { Body = Encoding.UTF8.GetBytes(body) }.Add("Content-Type", "application/json");

    private static ProxyResponse Read(JsonElement response, bool takesAnyBody = false)
    {
        var answer = ProxyResponse.Read(response, takesAnyBody: takesAnyBody).AddHeaders(response);
        if (response.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            foreach (var cookie in cookies.EnumerateArray())
            {
                answer.Add("Set-Cookie", cookie);
            }
        }

        return answer;
    }

    private static JsonObject Write(ProxyRequest request, IEnumerable<(string Name, string[] Values)> headers, string rawPath, string stage, string routeKey, string account)
    {
        var lambdaEvent = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = routeKey,
            ["rawPath"] = rawPath,
            ["rawQueryString"] = request.Query,
        };
        if (request.Find("Cookie") is { } cookies)
        {
            lambdaEvent["cookies"] = new JsonArray([.. cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(cookie => JsonValue.Create(cookie))]);
        }

        // Lower case; several values joined with a comma; cookies apart.
        lambdaEvent["headers"] = EventV1.Last(
            from header in headers
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
                ["path"] = request.DecodedPath,
                ["protocol"] = request.Protocol,
                ["sourceIp"] = request.SourceIp,
                ["userAgent"] = request.UserAgent ?? "",
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
