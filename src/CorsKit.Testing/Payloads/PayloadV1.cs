using System.Net;
using System.Text;
using System.Text.Json;
using CorsKit.Testing.Internal;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Payloads;

/// <summary>Payload format 1.0, of REST APIs (APIGatewayProxyFunction).</summary>
internal sealed class PayloadV1 : LambdaPayload
{
    public override void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features)
    {
        var context = Child(lambdaEvent, "requestContext");
        var authorizer = Child(context, "authorizer");
        features.User = ReadUser(authorizer, Child(authorizer, "claims"));
        features.Method = Text(lambdaEvent, "httpMethod") ?? "";

        var path = ReadPath(lambdaEvent);
        features.QueryString = ReadQuery(lambdaEvent);
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
    }

    public override void WriteResponse(InvokeFeatures features, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("statusCode", features.StatusCode);
        json.WriteStartObject("headers");
        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        foreach (var (name, values) in features.ResponseHeaders)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        if (StringValues.IsNullOrEmpty(features.ResponseHeaders.ContentType))
        {
            json.WriteStartArray("Content-Type");
            json.WriteNullValue();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        WriteBody(features, json);
        json.WriteEndObject();
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

    private static string ReadQuery(JsonElement lambdaEvent)
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
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(WebUtility.UrlEncode(value));
    }

    private static void ReadHeaders(JsonElement lambdaEvent, InvokeFeatures features)
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
}
