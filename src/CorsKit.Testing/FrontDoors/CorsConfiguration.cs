namespace CorsKit.Testing;

/// <summary>
/// The front door's own CORS: <c>CorsConfiguration</c> of an HTTP API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html), <c>Cors</c> of a Function URL
/// (https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors).
/// </summary>
public sealed record CorsConfiguration
{
    /// <summary>
    /// Origins or <c>*</c>; on an HTTP API also <c>https://*</c> and <c>http://*</c>, and origins are compared without regard to case. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary>Methods or <c>*</c>; a Function URL takes no OPTIONS. Without them no preflight passes. Default: none.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>Request header names or <c>*</c>. Without them a preflight passes only where it asks for no header. Default: none.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>Response header names or <c>*</c>. Default: none.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>Whether requests may carry credentials; not with the origin <c>*</c> on an HTTP API. Default: false.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary>How long a browser keeps the answer to a preflight, in seconds: up to 86400; on an HTTP API also -1. Default: not sent.</summary>
    public int? MaxAge { get; init; }
}
