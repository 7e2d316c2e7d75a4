namespace CorsKit.Policies;

/// <summary>What logs, metrics and explanations say for a <see cref="CorsReason"/>.</summary>
internal static class CorsReasonNames
{
    /// <summary>The closed set of values of the tag <c>corskit.result</c> and of the reason in logs.</summary>
    public static string Code(CorsReason reason) => reason switch
    {
        CorsReason.Allowed => "allowed",
        CorsReason.NoOrigin => "no-origin",
        CorsReason.OriginIsNull => "origin-is-null",
        CorsReason.OriginMalformed => "origin-malformed",
        CorsReason.OriginNotAllowed => "origin-not-allowed",
        CorsReason.SeveralOrigins => "several-origins",
        CorsReason.MethodNotAllowed => "method-not-allowed",
        CorsReason.HeaderNotAllowed => "header-not-allowed",
        CorsReason.OriginUnverified => "origin-unverified",
        _ => "disabled",
    };

    /// <summary>A sentence for a developer whose preflight was refused.</summary>
    public static string Describe(CorsReason reason) => reason switch
    {
        CorsReason.OriginIsNull => "The origin null can be sent by any site, so it is never allowed. Open the page from a server (http://localhost), not from a file or a sandboxed frame.",
        CorsReason.OriginMalformed => "The Origin header is not scheme://host[:port] in lower case, as browsers send it. Check the client that sends it.",
        CorsReason.OriginNotAllowed => "No item of AllowOrigins matches. Scheme, host and port must all match: add the origin exactly as it stands here.",
        CorsReason.OriginUnverified => "No item of AllowOrigins matches, and the policy's source of origins failed or took too long. Its error is in the log.",
        CorsReason.SeveralOrigins => "The request carries several Origin values; a browser sends one. Look for a proxy or client that adds another.",
        _ => "The endpoint has DisableGatewayCors (or DisableCors), or names a policy that does not exist.",
    };
}
