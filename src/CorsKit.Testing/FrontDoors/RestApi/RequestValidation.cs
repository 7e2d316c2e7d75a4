using System.Text.Json;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.RestApi;

/// <summary>What a REST API asks of a request before it goes on (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html).</summary>
internal static class RequestValidation
{
    private const string Header = "method.request.header.";
    private const string Query = "method.request.querystring.";
    private const string PathParameter = "method.request.path.";

    /// <returns>The name within header, query or path; null where it is neither.</returns>
    public static string? NameOf(string parameter) =>
        Array.Find([Header, Query, PathParameter], prefix => parameter.StartsWith(prefix, StringComparison.Ordinal) && parameter.Length > prefix.Length) is { } found ? parameter[found.Length..] : null;

    /// <summary>A request without Content-Type counts as JSON.</summary>
    public static bool IsJson(ProxyRequest request) =>
        (request.Find("Content-Type")?.Split(';')[0].Trim() is not { Length: > 0 } type) || type.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    /// <returns>The type of gateway response and its message; null where the request may go on.</returns>
    public static (string Type, string Message)? FindProblem(RestApiMethod method, ProxyRequest request, Dictionary<string, string> pathParameters)
    {
        var query = request.QueryPairs().Select(pair => pair.Key).ToList();
        var missing = method.RequiredParameters.Where(parameter => !IsThere(parameter)).Select(NameOf).ToList();
        return missing.Count > 0 ? ("BAD_REQUEST_PARAMETERS", $"Missing required request parameters: [{string.Join(", ", missing)}]")
            : method.RequestModel is { } model && IsJson(request) && !Fits(model, request.Body) ? ("BAD_REQUEST_BODY", "Invalid request body")
            : null;

        bool IsThere(string parameter) => parameter.StartsWith(Header, StringComparison.Ordinal) ? request.Find(NameOf(parameter)!) is not null
            : parameter.StartsWith(Query, StringComparison.Ordinal) ? query.Contains(NameOf(parameter)!)
            : pathParameters.ContainsKey(NameOf(parameter)!);
    }

    private static bool Fits(Func<JsonElement, bool> model, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return model(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The last three are what a JsonElement throws that is of another kind than a check expects, or lacks a property.
            return false;
        }
    }
}
