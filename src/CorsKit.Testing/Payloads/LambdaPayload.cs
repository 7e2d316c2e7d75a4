using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using CorsKit.Testing.Internal;

namespace CorsKit.Testing.Payloads;

/// <summary>
/// How a kind of event becomes a request and how the response becomes a document, as the function classes of
/// Amazon.Lambda.AspNetCoreServer 10.1.1 do it.
/// </summary>
internal abstract class LambdaPayload
{
    /// <summary>HTTP APIs and Function URLs send format 2.0, REST APIs 1.0.</summary>
    public static LambdaPayload Of(JsonElement lambdaEvent)
    {
        if (lambdaEvent.ValueKind == JsonValueKind.Object && lambdaEvent.TryGetProperty("requestContext", out var context)
            && context.ValueKind == JsonValueKind.Object)
        {
            if (context.TryGetProperty("http", out _))
            {
                return new PayloadV2();
            }

            if (lambdaEvent.TryGetProperty("httpMethod", out _))
            {
                return new PayloadV1();
            }
        }

        throw new InvalidOperationException(
            "The event is no proxy event of API Gateway: it has neither requestContext.http (payload 2.0) nor httpMethod and requestContext (payload 1.0).");
    }

    public abstract void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features);

    public abstract void WriteResponse(InvokeFeatures features, Utf8JsonWriter json);

    protected static string? Text(JsonElement parent, string name) =>
        Child(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    protected static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    protected static IEnumerable<JsonProperty> Entries(JsonElement parent) =>
        parent.ValueKind == JsonValueKind.Object ? parent.EnumerateObject() : [];

    /// <summary>Decodes a path, keeping '+' and an encoded slash as they are.</summary>
    protected static string DecodePath(string path) =>
        WebUtility.UrlDecode(path.Replace("+", "%2B", StringComparison.Ordinal).Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// What stands behind the authorizer: claims of a user pool, else every plain value of its context. The identity
    /// counts as authenticated even where there is none of either, as on Lambda.
    /// </summary>
    protected static ClaimsPrincipal? ReadUser(JsonElement authorizer, JsonElement claims)
    {
        if (authorizer.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var source = claims.ValueKind == JsonValueKind.Object && claims.EnumerateObject().Any() ? claims : authorizer;
        return new ClaimsPrincipal(new ClaimsIdentity(
            from entry in source.EnumerateObject()
            where entry.Value.ValueKind != JsonValueKind.Null && !entry.NameEquals("claims")
            select new Claim(entry.Name, entry.Value.ToString()),
            "AuthorizerIdentity"));
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

    /// <summary>Text goes as it is, other content types and compressed bodies in base64.</summary>
    protected static void WriteBody(InvokeFeatures features, Utf8JsonWriter json)
    {
        using var buffer = new MemoryStream();
        features.ResponseBody.Position = 0;
        features.ResponseBody.CopyTo(buffer);
        var isBinary = IsCompressed(features.ResponseHeaders.ContentEncoding.ToString()) || IsBinary(features.ResponseHeaders.ContentType.ToString());
        json.WriteString("body", isBinary ? Convert.ToBase64String(buffer.ToArray()) : Encoding.UTF8.GetString(buffer.ToArray()));
        json.WriteBoolean("isBase64Encoded", isBinary);
    }

    private static bool IsCompressed(string encoding) => encoding is "gzip" or "deflate" or "br";

    private static bool IsBinary(string contentType) => contentType.Split(';')[0].Trim() is
        "application/octet-stream" or "image/png" or "image/gif" or "image/jpeg" or "image/jpg" or "image/x-icon"
        or "application/zip" or "application/pdf" or "application/x-protobuf" or "application/wasm";
}
