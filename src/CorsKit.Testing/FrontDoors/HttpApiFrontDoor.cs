using System.Globalization;
using System.Text.Json;

namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// API Gateway, HTTP API, payload format 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
/// </summary>
internal sealed class HttpApiFrontDoor(Func<Stream, CancellationToken, Task<Stream>> function, string stage) : FrontDoor(function)
{
    private const string DefaultStage = "$default";

    private protected override ProxyResponse NoRoute => Identified(ProxyResponse.Message(404, "Not Found"));

    private protected override ProxyResponse FunctionFailed => Identified(ProxyResponse.Message(500, "Internal Server Error"));

    private protected override bool TryWriteEvent(ProxyRequest request, Utf8JsonWriter json)
    {
        var prefix = "/" + stage;
        if (stage != DefaultStage
            && (!request.Path.StartsWith(prefix, StringComparison.Ordinal) || (request.Path.Length > prefix.Length && request.Path[prefix.Length] != '/')))
        {
            return false;
        }

        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", DefaultStage);
        json.WriteString("rawPath", request.Path);
        json.WriteString("rawQueryString", request.Query);
        WriteCookies(request, json);
        WriteHeaders(request, json);
        WriteQuery(request, json);
        WriteContext(request, json);
        if (request.Body.Length > 0)
        {
            request.WriteBody(json, IsText(request.Find("Content-Type")));
        }
        else
        {
            json.WriteBoolean("isBase64Encoded", false);
        }

        json.WriteEndObject();
        return true;
    }

    private protected override ProxyResponse ReadResponse(JsonElement response)
    {
        // Without a status code the document itself is the body of a 200.
        if (response.ValueKind != JsonValueKind.Object || !response.TryGetProperty("statusCode", out _))
        {
            var inferred = JsonSerializer.SerializeToElement(new { statusCode = 200, body = response.ToString() });
            return Identified(ProxyResponse.Read(inferred).Add("Content-Type", "application/json"));
        }

        var answer = ProxyResponse.Read(response);
        if (response.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                answer.AddHeader(header.Name, header.Value);
            }
        }

        if (response.TryGetProperty("cookies", out var cookies) && cookies.ValueKind == JsonValueKind.Array)
        {
            foreach (var cookie in cookies.EnumerateArray())
            {
                answer.AddHeader("Set-Cookie", cookie);
            }
        }

        return Identified(answer);
    }

    private static ProxyResponse Identified(ProxyResponse response) => response.Add("apigw-requestid", "Emulated0000000=");

    private static void WriteCookies(ProxyRequest request, Utf8JsonWriter json)
    {
        if (request.Find("Cookie") is { } cookies)
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Lower case; several values joined with a comma; cookies apart.</summary>
    private static void WriteHeaders(ProxyRequest request, Utf8JsonWriter json)
    {
        json.WriteStartObject("headers");
        foreach (var (name, values) in request.Headers)
        {
            if (!name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            {
                json.WriteString(name.ToLowerInvariant(), string.Join(',', values));
            }
        }

        foreach (var (name, value) in request.ForwardingHeaders())
        {
            json.WriteString(name.ToLowerInvariant(), value);
        }

        json.WriteEndObject();
    }

    private static void WriteQuery(ProxyRequest request, Utf8JsonWriter json)
    {
        var pairs = request.QueryPairs().GroupBy(pair => pair.Name, pair => pair.Value).ToList();
        if (pairs.Count > 0)
        {
            json.WriteStartObject("queryStringParameters");
            foreach (var pair in pairs)
            {
                json.WriteString(pair.Key, string.Join(',', pair));
            }

            json.WriteEndObject();
        }
    }

    private void WriteContext(ProxyRequest request, Utf8JsonWriter json)
    {
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", "123456789012");
        json.WriteString("apiId", "emulated");
        json.WriteString("domainName", request.Host);
        json.WriteString("domainPrefix", request.Host.Split('.')[0]);
        json.WriteStartObject("http");
        json.WriteString("method", request.Method);
        json.WriteString("path", request.Path);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("sourceIp", request.SourceIp);
        json.WriteString("userAgent", request.UserAgent);
        json.WriteEndObject();
        json.WriteString("requestId", request.RequestId);
        json.WriteString("routeKey", DefaultStage);
        json.WriteString("stage", stage);
        json.WriteString("time", request.Time.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", request.Time.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static bool IsText(string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim() ?? "";
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type is "" or "application/json" or "application/javascript" or "application/xml";
    }
}
