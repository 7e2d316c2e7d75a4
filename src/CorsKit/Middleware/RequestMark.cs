namespace CorsKit.Middleware;

/// <summary>What the middleware leaves with a request in place of a verdict, so that whoever looks later writes no headers.</summary>
internal sealed class RequestMark
{
    /// <summary>No policy applies, CorsKit was off when the request came, or the endpoint owns its CORS: the request was seen, and left as it is.</summary>
    public static readonly RequestMark Untouched = new();

    /// <summary>The response had started before the request came to the middleware.</summary>
    public static readonly RequestMark TooLate = new();

    private RequestMark()
    {
    }
}
