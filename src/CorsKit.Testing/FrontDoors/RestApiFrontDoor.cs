using System.Globalization;
using System.Text.Json;

namespace CorsKit.Testing.FrontDoors;

/// <summary>
/// API Gateway, REST API, Lambda proxy integration
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
/// </summary>
internal sealed class RestApiFrontDoor(Func<Stream, CancellationToken, Task<Stream>> function, string stage) : FrontDoor(function)
{
    private protected override ProxyResponse NoRoute =>
        Identified(ProxyResponse.Message(403, "Missing Authentication Token").Add("x-amzn-ErrorType", "MissingAuthenticationTokenException"));

    private protected override ProxyResponse FunctionFailed =>
        Identified(ProxyResponse.Message(502, "Internal server error").Add("x-amzn-ErrorType", "InternalServerErrorException"));

    private protected override bool TryWriteEvent(ProxyRequest request, Utf8JsonWriter json)
    {
        var prefix = "/" + stage;
        if (!request.Path.StartsWith(prefix, StringComparison.Ordinal) || (request.Path.Length > prefix.Length && request.Path[prefix.Length] != '/'))
        {
            return false;
        }

        var path = request.Path.Length > prefix.Length ? request.Path[prefix.Length..] : "/";
        var resource = path == "/" ? "/" : "/{proxy+}";

        json.WriteStartObject();
        json.WriteString("resource", resource);
        json.WriteString("path", path);
        json.WriteString("httpMethod", request.Method);
        WriteHeaders(request, json);
        WriteQuery(request, json);
        if (path == "/")
        {
            json.WriteNull("pathParameters");
        }
        else
        {
            json.WriteStartObject("pathParameters");
            json.WriteString("proxy", path[1..]);
            json.WriteEndObject();
        }

        json.WriteNull("stageVariables");
        WriteContext(request, json, resource);
        request.WriteBody(json, isText: true);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Headers and multi-value headers are merged; Content-Type is added where it is missing.</summary>
    private protected override ProxyResponse ReadResponse(JsonElement response)
    {
        var answer = ProxyResponse.Read(response);
        if (response.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                answer.AddHeader(header.Name, header.Value);
            }
        }

        if (response.TryGetProperty("multiValueHeaders", out var multi) && multi.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in multi.EnumerateObject())
            {
                // Not an array: the exception makes it a malformed response.
                foreach (var value in header.Value.EnumerateArray())
                {
                    answer.AddHeader(header.Name, value);
                }
            }
        }

        if (!answer.Has("Content-Type"))
        {
            answer.Add("Content-Type", "application/json");
        }

        return Identified(answer);
    }

    private static ProxyResponse Identified(ProxyResponse response) =>
        response.Add("x-amzn-RequestId", Guid.NewGuid().ToString()).Add("x-amz-apigw-id", "Emulated0000000=");

    /// <summary>The client's casing; the last value in headers, all in multiValueHeaders; no Content-Length or Connection.</summary>
    private static void WriteHeaders(ProxyRequest request, Utf8JsonWriter json)
    {
        var headers = request.Headers
            .Where(header => !header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                && !header.Name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            .Concat(request.ForwardingHeaders().Select(header => (header.Name, Values: new[] { header.Value })))
            .ToList();

        json.WriteStartObject("headers");
        foreach (var (name, values) in headers)
        {
            json.WriteString(name, values[^1]);
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        foreach (var (name, values) in headers)
        {
            WriteArray(json, name, values);
        }

        json.WriteEndObject();
    }

    private static void WriteQuery(ProxyRequest request, Utf8JsonWriter json)
    {
        var pairs = request.QueryPairs().GroupBy(pair => pair.Name, pair => pair.Value).ToList();
        if (pairs.Count == 0)
        {
            json.WriteNull("queryStringParameters");
            json.WriteNull("multiValueQueryStringParameters");
            return;
        }

        json.WriteStartObject("queryStringParameters");
        foreach (var pair in pairs)
        {
            json.WriteString(pair.Key, pair.Last());
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueQueryStringParameters");
        foreach (var pair in pairs)
        {
            WriteArray(json, pair.Key, pair);
        }

        json.WriteEndObject();
    }

    private void WriteContext(ProxyRequest request, Utf8JsonWriter json, string resource)
    {
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", "123456789012");
        json.WriteString("apiId", "emulated");
        json.WriteString("domainName", request.Host);
        json.WriteString("domainPrefix", request.Host.Split('.')[0]);
        json.WriteString("extendedRequestId", "Emulated0000000=");
        json.WriteString("httpMethod", request.Method);
        json.WriteStartObject("identity");
        json.WriteString("sourceIp", request.SourceIp);
        json.WriteString("userAgent", request.UserAgent);
        json.WriteEndObject();
        json.WriteString("path", request.Path);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("requestId", request.RequestId);
        json.WriteString("requestTime", request.Time.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        json.WriteNumber("requestTimeEpoch", request.Time.ToUnixTimeMilliseconds());
        json.WriteString("resourceId", "emulated");
        json.WriteString("resourcePath", resource);
        json.WriteString("stage", stage);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
