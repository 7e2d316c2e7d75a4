using Microsoft.AspNetCore.Http;

namespace CorsKit;

/// <summary>How far a request came with the middleware.</summary>
internal enum RequestReach
{
    /// <summary>The middleware was not reached, or is switched off.</summary>
    None,

    /// <summary>Reached; no policy applied, or a preflight was answered.</summary>
    Reached,

    /// <summary>A policy applied to an actual request: its response is stamped.</summary>
    PolicyApplied,
}

/// <summary>
/// Tells the boundary around the pipeline what the middleware did with a request. Nearly always the middleware runs on
/// the boundary's own stack, so a slot of the thread will do and nothing is allocated; only where something before the
/// middleware awaited is a feature set.
/// </summary>
internal readonly struct RequestMark
{
    [ThreadStatic]
    private static HttpContext? s_request;

    [ThreadStatic]
    private static RequestReach s_reach;

    private readonly HttpContext? _outerRequest;
    private readonly RequestReach _outerReach;

    private RequestMark(HttpContext? outerRequest, RequestReach outerReach)
    {
        _outerRequest = outerRequest;
        _outerReach = outerReach;
    }

    /// <summary>Called by the boundary before the pipeline; what it returns must <see cref="Leave"/> on the same stack.</summary>
    public static RequestMark Enter(HttpContext context)
    {
        var outer = new RequestMark(s_request, s_reach);
        s_request = context;
        s_reach = RequestReach.None;
        return outer;
    }

    /// <summary>How far the request came so far.</summary>
    public RequestReach Leave()
    {
        var reach = s_reach;
        s_request = _outerRequest;
        s_reach = _outerReach;
        return reach;
    }

    /// <summary>
    /// Whether the middleware surely sees the request for the first time. Where something awaited before, that cannot be
    /// told from a request that is re-executed.
    /// </summary>
    public static bool IsFresh(HttpContext context) => ReferenceEquals(s_request, context) && s_reach == RequestReach.None;

    /// <summary>Called by the middleware. The first mark stays, however often the request is re-executed.</summary>
    public static void Set(HttpContext context, RequestReach reach)
    {
        if (ReferenceEquals(s_request, context))
        {
            if (s_reach == RequestReach.None)
            {
                s_reach = reach;
            }
        }
        else if (Find(context) == RequestReach.None)
        {
            context.Features.Set(new Feature(reach));
        }
    }

    /// <summary>What the middleware left after the boundary's own stack was gone.</summary>
    public static RequestReach Find(HttpContext context) => context.Features.Get<Feature>()?.Reach ?? RequestReach.None;

    private sealed record Feature(RequestReach Reach);
}
