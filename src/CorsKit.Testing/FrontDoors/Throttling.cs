namespace CorsKit.Testing;

/// <summary>
/// The throttling of a method or route (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
/// A burst of 0 throttles every request.
/// </summary>
/// <param name="BurstLimit">Requests that may come at once; at least 0.</param>
/// <param name="RateLimit">Requests a second that may come after; at least 0.</param>
public sealed record Throttling(int BurstLimit, double RateLimit = 0);
