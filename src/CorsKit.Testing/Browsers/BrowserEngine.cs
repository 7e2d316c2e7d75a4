namespace CorsKit.Testing;

/// <summary>
/// Whose habits a <see cref="Browser"/> has where the engines differ, above all the preflight cache: its shape, and the
/// longest time that <c>Access-Control-Max-Age</c> can ask for; and which requests are asked for anew after a redirect. All three let <c>Access-Control-Allow-Headers: *</c> cover
/// <c>authorization</c> in a request without credentials, which the standard does not: list it all the same.
/// </summary>
public enum BrowserEngine
{
    /// <summary>
    /// Chrome, Edge and others: one cached preflight per URL, at most 7200 seconds
    /// (services/network/cors/preflight_cache.cc and preflight_result.cc).
    /// </summary>
    Chromium,

    /// <summary>
    /// Methods and headers cached one by one, separately with and without credentials, at most 86400 seconds; a cached
    /// <c>*</c> covers nothing (netwerk/protocol/http/nsCORSListenerProxy.cpp).
    /// </summary>
    Firefox,

    /// <summary>
    /// Safari: one cached preflight per URL, at most 600 seconds (Source/WebCore/loader/CrossOriginPreflightResultCache.cpp).
    /// </summary>
    WebKit,
}
