using System.Net;
using System.Security.Claims;
using System.Text.Json;
using CorsKit.Testing.Host.Internal;

namespace CorsKit.Testing.Payloads;

/// <summary>Payload format 1.0, of REST APIs (APIGatewayProxyFunction).</summary>
internal sealed class PayloadV1 : LambdaPayload
{
    public override void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features)
    {
        var context = Child(lambdaEvent, "requestContext");
        features.User = ReadUser(Child(context, "authorizer"));
        features.Method = Text(lambdaEvent, "httpMethod") ?? "";

        var path = ReadPath(lambdaEvent);
        features.QueryString = ReadQuery(lambdaEvent, WebUtility.UrlEncode);
        features.RawTarget = Text(lambdaEvent, "path") + features.QueryString;
        features.PathBase = ReadPathBase(Text(context, "path"), ref path);
        features.Path = DecodePath(path);

        ReadHeaders(lambdaEvent, features);
        if (!features.RequestHeaders.ContainsKey("Host"))
        {
            features.RequestHeaders.Host = $"apigateway-{Text(context, "apiId")}-{Text(context, "stage")}";
        }

        ReadBody(lambdaEvent, features);
        ReadConnection(
            Text(Child(context, "identity"), "sourceIp"),
            Text(Child(lambdaEvent, "headers"), "X-Forwarded-Port"),
            features);
        features.ConnectionId = Text(context, "connectionId")!;
        ReadCertificate(Child(Child(context, "identity"), "clientCert"), features);
    }

    public override void WriteResponse(InvokeFeatures features, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode", StatusCode(features));
        json.WriteStartObject("headers");
        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        WriteHeaderValues(features.ResponseHeaders, json);
        if (FirstValue(features.ResponseHeaders.ContentType) is null)
        {
            json.WriteStartArray("Content-Type");
            json.WriteNullValue();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        WriteBody(features, FirstValue, json);
        json.WriteEndObject();
    }

    public override void WritePrelude(InvokeFeatures features, Utf8JsonWriter json)
    {
        json.WriteNumber("statusCode", StatusCode(features));
        json.WriteStartObject("headers");
        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        WriteHeaderValues(StreamedHeaders(features), json);
        json.WriteEndObject();
    }

    /// <summary>The claims of a user pool, else every plain value of the authorizer's context.</summary>
    private static ClaimsPrincipal? ReadUser(JsonElement authorizer)
    {
        if (authorizer.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var claims = Entries(Child(authorizer, "claims")).Where(claim => claim.Value.ValueKind == JsonValueKind.String).ToList();
        return Authorized(claims.Count > 0
            ? claims
            : authorizer.EnumerateObject().Where(entry =>
                entry.Value.ValueKind != JsonValueKind.Null && !entry.Name.Equals("claims", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The resource with its parameters filled in, where it is a greedy one; else the path.</summary>
    private static string ReadPath(JsonElement lambdaEvent)
    {
        string? path = null;
        var parameters = Child(lambdaEvent, "pathParameters");
        if (Text(parameters, "proxy") is { } proxy && Text(lambdaEvent, "resource") is { Length: > 0 } resource)
        {
            path = resource.Replace("{proxy+}", proxy, StringComparison.Ordinal);
            foreach (var parameter in Entries(parameters).Where(parameter => !parameter.NameEquals("proxy")))
            {
                path = path.Replace($"{{{parameter.Name}}}", parameter.Value.GetString(), StringComparison.Ordinal);
            }
        }

        path = string.IsNullOrEmpty(path) ? Text(lambdaEvent, "path") ?? "/" : path;
        return path.StartsWith('/') ? path : "/" + path;
    }

    /// <summary>What requestContext.path has in front of the path: the stage, or a custom domain's base path.</summary>
    private static string ReadPathBase(string? contextPath, ref string path)
    {
        if (string.IsNullOrEmpty(contextPath))
        {
            return "";
        }

        if (path.EndsWith('/') && !contextPath.EndsWith('/'))
        {
            contextPath += "/";
        }
        else if (!path.EndsWith('/') && contextPath.EndsWith('/'))
        {
            path += "/";
        }

        return contextPath.EndsWith(path, StringComparison.Ordinal) ? contextPath[..^path.Length] : "";
    }
}
