namespace CorsKit;

/// <summary>
/// What a policy says about a preflight, and the headers of the answer. Where the origin is allowed these are complete
/// even if the method or a header is not: the browser compares, and its message then names what is missing.
/// </summary>
public readonly struct PreflightVerdict
{
    internal PreflightVerdict(OriginVerdict origin, CorsReason reason)
    {
        Origin = origin;
        Reason = reason;
        Vary = "Origin";
    }

    /// <summary>The verdict about the origin; its headers but ExposeHeaders are part of the answer.</summary>
    public OriginVerdict Origin { get; }

    /// <summary>The first reason, in the order in which a browser checks, or <see cref="CorsReason.Allowed"/>.</summary>
    public CorsReason Reason { get; internal init; }

    /// <summary>Whether the browser will go on to the actual request.</summary>
    public bool IsAllowed => Reason == CorsReason.Allowed;

    /// <summary>The value of Access-Control-Allow-Methods, or null for no header.</summary>
    public string? AllowMethods { get; internal init; }

    /// <summary>The value of Access-Control-Allow-Headers, or null for no header.</summary>
    public string? AllowHeaders { get; internal init; }

    /// <summary>The value of Access-Control-Max-Age in seconds, or null for no header.</summary>
    public string? MaxAge { get; internal init; }

    /// <summary>What Vary must name: the request headers that the answer depends on, or null where there is none.</summary>
    public string? Vary { get; internal init; }
}
