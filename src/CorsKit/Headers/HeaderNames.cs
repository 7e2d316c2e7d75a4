namespace CorsKit.Headers;

/// <summary>The header names that the Fetch standard treats specially, in lower case.</summary>
internal static class HeaderNames
{
    /// <summary>
    /// Browsers never let a page set these, so listing them says nothing
    /// (https://fetch.spec.whatwg.org/#forbidden-request-header; the X-…-Method names depend on their value).
    /// </summary>
    public static bool IsForbiddenInRequests(string name) => name switch
    {
        "accept-charset" or "accept-encoding" or "access-control-request-headers" or "access-control-request-method"
            or "connection" or "content-length" or "cookie" or "cookie2" or "date" or "dnt" or "expect" or "host"
            or "keep-alive" or "origin" or "referer" or "set-cookie" or "te" or "trailer" or "transfer-encoding"
            or "upgrade" or "via" => true,
        _ => name.StartsWith("proxy-", StringComparison.Ordinal) || name.StartsWith("sec-", StringComparison.Ordinal),
    };

    /// <summary>CORS headers that only a response carries.</summary>
    public static bool IsCorsResponseHeader(string name) => name is
        "access-control-allow-origin" or "access-control-allow-credentials" or "access-control-allow-methods"
        or "access-control-allow-headers" or "access-control-expose-headers" or "access-control-max-age";

    /// <summary>CORS headers that only a request carries.</summary>
    public static bool IsCorsRequestHeader(string name) => name is
        "origin" or "access-control-request-method" or "access-control-request-headers";

    /// <summary>https://fetch.spec.whatwg.org/#forbidden-response-header-name</summary>
    public static bool IsForbiddenInResponses(string name) => name is "set-cookie" or "set-cookie2";

    /// <summary>Every page may read these (https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name).</summary>
    public static bool IsSafelistedInResponses(string name) => name is
        "cache-control" or "content-language" or "content-length" or "content-type" or "expires" or "last-modified" or "pragma";
}
