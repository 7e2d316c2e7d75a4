using System.Text.Json;
using CorsKit.Testing.Host.Internal;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Payloads;

/// <summary>Payload format 2.0, of HTTP APIs (APIGatewayHttpApiV2ProxyFunction).</summary>
internal sealed class PayloadV2 : LambdaPayload
{
    public override void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features)
    {
        var context = Child(lambdaEvent, "requestContext");
        var http = Child(context, "http");
        var authorizer = Child(context, "authorizer");

        // The context of a Lambda authorizer is not mapped: such an identity is authenticated and has no claims.
        features.User = authorizer.ValueKind == JsonValueKind.Object ? Authorized(Entries(Child(Child(authorizer, "jwt"), "claims"))) : null;

        features.Method = Text(http, "method") ?? "";
        features.QueryString = Text(lambdaEvent, "rawQueryString") is { Length: > 0 } query ? "?" + query : null!;
        features.RawTarget = Text(lambdaEvent, "rawPath") + features.QueryString;
        features.Path = DecodePath(Text(http, "path") ?? "/");
        if (!features.Path.StartsWith('/'))
        {
            features.Path = "/" + features.Path;
        }

        // No look at a segment boundary: the stage "api" turns /apiary into "ary", as on Lambda.
        if (Text(context, "stage") is { Length: > 0 } stage && features.Path.StartsWith("/" + stage, StringComparison.Ordinal))
        {
            features.PathBase = "/" + stage;
            features.Path = features.Path[features.PathBase.Length..];
        }

        foreach (var header in Entries(Child(lambdaEvent, "headers")))
        {
            // Split and not trimmed: "a, b" reaches the app as "a" and " b".
            features.RequestHeaders[header.Name] = new StringValues(header.Value.GetString()?.Split(','));
        }

        if (!features.RequestHeaders.ContainsKey("Host"))
        {
            features.RequestHeaders.Host = Text(context, "domainName");
        }

        if (Child(lambdaEvent, "cookies") is { ValueKind: JsonValueKind.Array } cookies)
        {
            features.RequestHeaders.Cookie = string.Join("; ", cookies.EnumerateArray().Select(cookie => cookie.GetString()));
        }

        ReadBody(lambdaEvent, features);
        ReadConnection(Text(http, "sourceIp"), Text(Child(lambdaEvent, "headers"), "X-Forwarded-Port"), features);
        ReadCertificate(Child(Child(context, "authentication"), "clientCert"), features);
    }

    public override void WriteResponse(InvokeFeatures features, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode", StatusCode(features));
        var hasType = !StringValues.IsNullOrEmpty(features.ResponseHeaders.ContentType);
        json.WriteStartObject("headers");
        foreach (var (name, values) in features.ResponseHeaders)
        {
            if (!name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) && (hasType || name != "Content-Type"))
            {
                json.WriteString(name, string.Join(',', values.ToArray()));
            }
        }

        if (!hasType)
        {
            json.WriteNull("Content-Type");
        }

        json.WriteEndObject();
        WriteCookies(features, json);
        WriteBody(features, values => values.ToString(), json);
        json.WriteEndObject();
    }

    /// <summary>Joined with a space after the comma, which buffered responses leave out.</summary>
    public override void WritePrelude(InvokeFeatures features, Utf8JsonWriter json)
    {
        json.WriteNumber("statusCode", StatusCode(features));
        json.WriteStartObject("headers");
        foreach (var (name, values) in StreamedHeaders(features))
        {
            if (!name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                json.WriteString(name, string.Join(", ", values.ToArray()));
            }
        }

        json.WriteEndObject();
        WriteCookies(features, json);
    }

    private static void WriteCookies(InvokeFeatures features, Utf8JsonWriter json)
    {
        if (features.ResponseHeaders.SetCookie is { Count: > 0 } cookies)
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in cookies)
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
        }
    }
}
