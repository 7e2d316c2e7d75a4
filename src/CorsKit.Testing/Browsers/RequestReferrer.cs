namespace CorsKit.Testing.Browsers;

/// <summary>What a request tells of the page that makes it, beside the Origin of CORS.</summary>
internal static class RequestReferrer
{
    /// <summary>Null where none is sent: https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer</summary>
    public static string? Of(ReferrerPolicy? policy, string origin, Uri url)
    {
        // Opaque origins and those of apps have no referrer; the page is at the root of its origin, so that its URL tells no more than that.
        if (policy is null || !Uri.TryCreate(origin, UriKind.Absolute, out var page) || !UrlOrigin.IsHttp(page))
        {
            return null;
        }

        var isTold = policy switch
        {
            ReferrerPolicy.NoReferrer => false,
            ReferrerPolicy.SameOrigin => UrlOrigin.Of(url) == origin,
            ReferrerPolicy.NoReferrerWhenDowngrade or ReferrerPolicy.StrictOrigin or ReferrerPolicy.StrictOriginWhenCrossOrigin => !IsDowngrade(page, url),
            _ => true,
        };
        return isTold ? origin + "/" : null;
    }

    /// <summary>Whether a request that is not CORS hides its origin: https://fetch.spec.whatwg.org/#append-a-request-origin-header</summary>
    public static bool HidesOrigin(ReferrerPolicy? policy, string origin, Uri url) => policy switch
    {
        ReferrerPolicy.NoReferrer => true,
        ReferrerPolicy.SameOrigin => UrlOrigin.Of(url) != origin,
        null or ReferrerPolicy.NoReferrerWhenDowngrade or ReferrerPolicy.StrictOrigin or ReferrerPolicy.StrictOriginWhenCrossOrigin =>
            Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsDowngrade(page, url),
        _ => false,
    };

    private static bool IsDowngrade(Uri page, Uri url) => page.Scheme == Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttps;
}
