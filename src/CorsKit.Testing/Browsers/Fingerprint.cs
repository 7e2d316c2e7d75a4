using System.Text.Json;

namespace CorsKit.Testing.Browsers;

/// <summary>What stands in front of a function, in the order in which a sign of one outweighs that of another.</summary>
internal enum FrontDoorKind
{
    Unknown,
    FunctionUrl,
    HttpApi,
    RestApi,
    LoadBalancer,
}

/// <summary>
/// What a response's headers, body and address give away about who made it
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html).
/// </summary>
internal sealed class Fingerprint
{
    private readonly FetchExchange _exchange;

    public Fingerprint(FetchExchange exchange)
    {
        _exchange = exchange;
        (Kind, Sign) = Recognize();
        CloudFrontSign = _exchange.Url.Host is var host && host.Contains(".execute-api.", StringComparison.Ordinal) && host.EndsWith(".amazonaws.com", StringComparison.Ordinal)
            ? null // an edge-optimized API is behind a CloudFront of its own, which nobody configures
            : Header("X-Cache", "cloudfront") ?? Header("Via", "CloudFront") ?? Header("x-amz-cf-id");
        GatewayMessage = MessageOf(exchange);
    }

    public FrontDoorKind Kind { get; }

    /// <summary>What gave the kind away; null where it is unknown.</summary>
    public string? Sign { get; }

    /// <summary>What gave CloudFront away; null where nothing did.</summary>
    public string? CloudFrontSign { get; }

    public int Status => _exchange.Status ?? 0;

    /// <summary>What API Gateway and Function URLs call an error of their own; HTTP APIs and load balancers do not.</summary>
    public string? ErrorType => _exchange.ResponseHeader("x-amzn-ErrorType");

    public bool IsRestApi => ErrorType is not null || _exchange.ResponseHeader("x-amz-apigw-id") is not null;

    public bool IsHttpApi => _exchange.ResponseHeader("apigw-requestid") is not null;

    public bool IsFunctionUrl => _exchange.Url.Host.Contains(".lambda-url.", StringComparison.Ordinal) && _exchange.Url.Host.EndsWith(".on.aws", StringComparison.Ordinal);

    /// <summary>A cache between page and API may have answered: an Age, or an X-Cache that reports a hit.</summary>
    public bool IsFromSharedCache => _exchange.ResponseHeader("Age") is not null
        || _exchange.ResponseHeader("X-Cache")?.Contains("hit", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A cache within the app may have answered: an Age without the signs of one between page and API.</summary>
    public bool MayBeFromAppsCache => _exchange.ResponseHeader("Age") is not null
        && _exchange.ResponseHeader("X-Cache") is null && _exchange.ResponseHeader("Via") is null;

    /// <summary>ASP.NET Core's host filtering, which answers before anything else of the app does.</summary>
    public bool IsHostFiltering => _exchange.Status == 400 && _exchange.Body.Contains("Bad Request - Invalid Hostname", StringComparison.Ordinal);

    public bool VariesByOrigin =>
        TokenList.Read(_exchange.ResponseHeader("Vary"))?.Contains("origin", StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>
    /// The message of an error that API Gateway made itself; the function never answered. REST APIs say so with
    /// x-amzn-ErrorType, HTTP APIs only with their own words.
    /// </summary>
    public string? GatewayMessage { get; }

    private (FrontDoorKind Kind, string? Sign) Recognize()
    {
        const string hostName = "its host name";
        return IsFunctionUrl ? (FrontDoorKind.FunctionUrl, hostName)
            : Header("apigw-requestid") is { } http ? (FrontDoorKind.HttpApi, http)
            : Header("x-amz-apigw-id") is { } rest ? (FrontDoorKind.RestApi, rest)

            // Its own answers, its cookies and its name; a response of its target carries no sign.
            : _exchange.Url.Host.EndsWith(".elb.amazonaws.com", StringComparison.Ordinal) ? (FrontDoorKind.LoadBalancer, hostName)
            : (Header("Server", "awselb") ?? Header("Set-Cookie", "AWSALB")) is { } balancer ? (FrontDoorKind.LoadBalancer, balancer)
            : (FrontDoorKind.Unknown, null);
    }

    private string? Header(string name, string part = "") =>
        _exchange.ResponseHeader(name)?.Contains(part, StringComparison.OrdinalIgnoreCase) == true
            ? $"the header {name}{(part.Length == 0 ? "" : $" with \"{part}\"")}" : null;

    private static string? MessageOf(FetchExchange exchange)
    {
        if (exchange.Status is not >= 400 || OnlyMessage(exchange.Body) is not { } message)
        {
            return null;
        }

        var isGateways = exchange.ResponseHeader("x-amzn-ErrorType") is not null
            || message is "Missing Authentication Token" or "Endpoint request timed out"

            // Of what is too large neither kind of API says so.
            || (exchange.Status is 413 or 414 or 431 && (exchange.ResponseHeader("apigw-requestid") ?? exchange.ResponseHeader("x-amz-apigw-id")) is not null)
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
