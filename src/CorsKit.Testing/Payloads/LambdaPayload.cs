using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CorsKit.Testing.Host.Internal;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Payloads;

/// <summary>
/// How a kind of event becomes a request and how the response becomes a document, as the function classes of
/// Amazon.Lambda.AspNetCoreServer 10.1.1 do it.
/// </summary>
internal abstract class LambdaPayload
{
    /// <summary>HTTP APIs and Function URLs send format 2.0, REST APIs 1.0, load balancers their own.</summary>
    public static LambdaPayload Of(JsonElement lambdaEvent)
    {
        if (lambdaEvent.ValueKind == JsonValueKind.Object && lambdaEvent.TryGetProperty("requestContext", out var context)
            && context.ValueKind == JsonValueKind.Object)
        {
            if (context.TryGetProperty("http", out _))
            {
                return new PayloadV2();
            }

            if (context.TryGetProperty("elb", out _))
            {
                return new PayloadAlb();
            }

            if (lambdaEvent.TryGetProperty("httpMethod", out _))
            {
                return new PayloadV1();
            }
        }

        throw new InvalidOperationException(
            "The event is no proxy event of API Gateway or a load balancer: it has neither requestContext.http (payload 2.0) nor requestContext.elb (load balancer) nor httpMethod and requestContext (payload 1.0).");
    }

    public abstract void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features);

    public abstract void WriteResponse(InvokeFeatures features, Utf8JsonWriter json);

    /// <summary>What a streaming function sends before its bytes: status and headers as they are now, members of the document.</summary>
    /// <exception cref="InvalidOperationException">The front door takes no streamed response.</exception>
    public virtual void WritePrelude(InvokeFeatures features, Utf8JsonWriter json) => throw new InvalidOperationException(
        "A load balancer takes no streamed response, and Amazon.Lambda.AspNetCoreServer has none for it: set EnableResponseStreaming to false for a function behind one.");

    /// <summary>The bytes that a streaming function sent. As text where they are, since a REST API decodes base64 by its binary media types alone.</summary>
    public static void WriteStreamedBody(byte[] body, Utf8JsonWriter json) => WriteBody(body, isBinary: !Utf8.IsValid(body), json);

    protected static string? Text(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    protected static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    protected static IEnumerable<JsonProperty> Entries(JsonElement parent) =>
        parent.ValueKind == JsonValueKind.Object ? parent.EnumerateObject() : [];

    /// <summary>Decodes a path, keeping '+' and an encoded slash as they are.</summary>
    protected static string DecodePath(string path) =>
        WebUtility.UrlDecode(path
            .Replace("+", "%2B", StringComparison.Ordinal)
            .Replace("%2F", "%252F", StringComparison.Ordinal)
            .Replace("%2f", "%252f", StringComparison.Ordinal));

    /// <summary>Whom an authorizer let through: authenticated, even where it tells nothing of them.</summary>
    protected static ClaimsPrincipal Authorized(IEnumerable<JsonProperty> claims) =>
        new(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Name, claim.Value.ToString())), "AuthorizerIdentity"));

    /// <summary>The values as the front door gives them: API Gateway decodes them, so that they are encoded again.</summary>
    protected static string ReadQuery(JsonElement lambdaEvent, Func<string?, string?> encode)
    {
        var query = new StringBuilder();
        var multi = Child(lambdaEvent, "multiValueQueryStringParameters");
        if (Entries(multi).Any())
        {
            foreach (var entry in Entries(multi))
            {
                foreach (var value in entry.Value.EnumerateArray())
                {
                    Append(entry.Name, value.GetString());
                }
            }
        }
        else
        {
            foreach (var entry in Entries(Child(lambdaEvent, "queryStringParameters")))
            {
                Append(entry.Name, entry.Value.GetString());
            }
        }

        return query.ToString();

        void Append(string name, string? value) =>
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(encode(value));
    }

    protected static void ReadHeaders(JsonElement lambdaEvent, InvokeFeatures features)
    {
        var multi = Child(lambdaEvent, "multiValueHeaders");
        if (Entries(multi).Any())
        {
            foreach (var header in Entries(multi))
            {
                features.RequestHeaders[header.Name] = new StringValues([.. header.Value.EnumerateArray().Select(value => value.GetString())]);
            }
        }
        else
        {
            foreach (var header in Entries(Child(lambdaEvent, "headers")))
            {
                features.RequestHeaders[header.Name] = header.Value.GetString();
            }
        }
    }

    protected static void ReadBody(JsonElement lambdaEvent, InvokeFeatures features)
    {
        if (Text(lambdaEvent, "body") is { Length: > 0 } body)
        {
            var bytes = Child(lambdaEvent, "isBase64Encoded").ValueKind == JsonValueKind.True
                ? Convert.FromBase64String(body)
                : Encoding.UTF8.GetBytes(body);
            features.RequestBody = new MemoryStream(bytes);
        }

        if (!features.RequestHeaders.ContainsKey("Content-Length"))
        {
            features.RequestHeaders.ContentLength = features.RequestBody.Length;
        }
    }

    protected static void ReadConnection(string? sourceIp, string? port, InvokeFeatures features)
    {
        if (IPAddress.TryParse(sourceIp, out var address))
        {
            features.RemoteIpAddress = address;
        }

        if (port is not null)
        {
            features.RemotePort = int.Parse(port, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Where API Gateway or a listener with mutual TLS passes on the client's certificate.</summary>
    protected static void ReadCertificate(JsonElement clientCert, InvokeFeatures features)
    {
        if (Text(clientCert, "clientCertPem") is { } pem)
        {
            features.ClientCertificate = X509Certificate2.CreateFromPem(pem);
        }
    }

    protected static int StatusCode(InvokeFeatures features) => features.StatusCode == 0 ? 200 : features.StatusCode;

    /// <summary>All but those that frame a message, which a streamed response does in its own way.</summary>
    protected static IEnumerable<KeyValuePair<string, StringValues>> StreamedHeaders(InvokeFeatures features) => features.ResponseHeaders.Where(header =>
        !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));

    protected static void WriteHeaderValues(IEnumerable<KeyValuePair<string, StringValues>> headers, Utf8JsonWriter json)
    {
        foreach (var (name, values) in headers)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Of a header with several values, the one that a payload looks at to tell text from bytes.</summary>
    protected static string? FirstValue(StringValues values) => values.Count == 0 ? null : values[0];

    /// <summary>Text goes as it is, other content types and compressed bodies in base64.</summary>
    protected static void WriteBody(InvokeFeatures features, Func<StringValues, string?> value, Utf8JsonWriter json)
    {
        // Also where the app disposed it, by completing its writer.
        if (features.ResponseBody is not MemoryStream buffer)
        {
            buffer = new MemoryStream();
            features.ResponseBody.Position = 0;
            features.ResponseBody.CopyTo(buffer);
        }

        var isBinary = IsCompressed(value(features.ResponseHeaders.ContentEncoding)) || IsBinary(value(features.ResponseHeaders.ContentType));
        WriteBody(buffer.TryGetBuffer(out var body) ? body : buffer.ToArray(), isBinary, json);
    }

    private static void WriteBody(ReadOnlySpan<byte> body, bool isBinary, Utf8JsonWriter json)
    {
        if (!isBinary && Utf8.IsValid(body))
        {
            json.WriteString("body", body);
        }
        else
        {
            json.WriteString("body", isBinary ? Convert.ToBase64String(body) : Encoding.UTF8.GetString(body));
        }

        json.WriteBoolean("isBase64Encoded", isBinary);
    }

    private static bool IsCompressed(string? encoding) => encoding is "gzip" or "deflate" or "br";

    private static bool IsBinary(string? contentType) => contentType?.Split(';')[0].Trim() is
        "application/octet-stream" or "image/png" or "image/gif" or "image/jpeg" or "image/jpg" or "image/x-icon"
        or "application/zip" or "application/pdf" or "application/x-protobuf" or "application/wasm";
}
