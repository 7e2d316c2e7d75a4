using System.Text.Json;

namespace CorsKit.Testing.Browsers;

/// <summary>What a response's headers, body and address give away about who made it.</summary>
internal sealed class Evidence(FetchExchange exchange)
{
    public int Status { get; } = exchange.Status ?? 0;

    public bool IsRestApi { get; } = exchange.ResponseHeader("x-amzn-ErrorType") is not null || exchange.ResponseHeader("x-amz-apigw-id") is not null;

    public bool IsHttpApi { get; } = exchange.ResponseHeader("apigw-requestid") is not null;

    public bool IsFunctionUrl { get; } = exchange.Url.Host.Contains(".lambda-url.", StringComparison.Ordinal) && exchange.Url.Host.EndsWith(".on.aws", StringComparison.Ordinal);

    /// <summary>A cache between page and API may have answered: an Age, or an X-Cache that reports a hit.</summary>
    public bool IsFromSharedCache { get; } = exchange.ResponseHeader("Age") is not null
        || exchange.ResponseHeader("X-Cache")?.Contains("hit", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A cache within the app may have answered: an Age without the signs of one between page and API.</summary>
    public bool MayBeFromAppsCache { get; } = exchange.ResponseHeader("Age") is not null
        && exchange.ResponseHeader("X-Cache") is null && exchange.ResponseHeader("Via") is null;

    /// <summary>ASP.NET Core's host filtering, which answers before anything else of the app does.</summary>
    public bool IsHostFiltering { get; } = exchange.Status == 400 && exchange.Body.Contains("Bad Request - Invalid Hostname", StringComparison.Ordinal);

    public bool VariesByOrigin { get; } =
        TokenList.Read(exchange.ResponseHeader("Vary"))?.Contains("origin", StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>
    /// The message of an error that API Gateway made itself; the function never answered. REST APIs say so with
    /// x-amzn-ErrorType, HTTP APIs only with their own words.
    /// </summary>
    public string? GatewayMessage { get; } = MessageOf(exchange);

    private static string? MessageOf(FetchExchange exchange)
    {
        if (exchange.Status is not >= 400 || OnlyMessage(exchange.Body) is not { } message)
        {
            return null;
        }

        var isGateways = exchange.ResponseHeader("x-amzn-ErrorType") is not null
            || message is "Missing Authentication Token" or "Endpoint request timed out"
            || (exchange.ResponseHeader("apigw-requestid") is not null && message is "Not Found" or "Unauthorized" or "Forbidden"
                or "Internal Server Error" or "Service Unavailable" or "Too Many Requests");
        return isGateways ? message : null;
    }

    /// <summary>The message of <c>{"message": "…"}</c>, where the body is that and nothing more (some gateway errors write Message).</summary>
    private static string? OnlyMessage(string body)
    {
        if (!body.StartsWith('{') || body.Length > 1024)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var properties = document.RootElement.EnumerateObject().ToList();
            return properties is [{ Name: "message" or "Message", Value.ValueKind: JsonValueKind.String } only] ? only.Value.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is JSON, and no text.
            return null;
        }
    }
}
