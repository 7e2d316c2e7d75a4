namespace CorsKit.Testing;

/// <summary>
/// What a page passes to <c>fetch()</c>: the members of RequestInit with their defaults
/// (https://fetch.spec.whatwg.org/#requestinit). What <c>fetch()</c> refuses, such as the method TRACE or a PUT in
/// <c>no-cors</c> mode, is a <see cref="FetchFailure.InvalidRequest"/> and no exception.
/// </summary>
public sealed record FetchOptions
{
    /// <summary>Default: GET. Six methods are put in upper case; any other keeps its case (https://fetch.spec.whatwg.org/#concept-method-normalize).</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What the page sets. Default: nothing. Names that the mode does not let a page set are left out without a word, as browsers do.</summary>
    public IEnumerable<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A text, whose content-type is text/plain;charset=UTF-8 unless <see cref="Headers"/> say another. Default: none.</summary>
    public string? Body { get; init; }

    /// <summary>A body of bytes in place of <see cref="Body"/>; it has no content-type unless <see cref="Headers"/> say one. Default: none.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>Default: <see cref="RequestMode.Cors"/> (https://fetch.spec.whatwg.org/#concept-request-mode).</summary>
    public RequestMode Mode { get; init; }

    /// <summary>Default: <see cref="RequestCredentials.SameOrigin"/> (https://fetch.spec.whatwg.org/#concept-request-credentials-mode).</summary>
    public RequestCredentials Credentials { get; init; }

    /// <summary>Default: <see cref="RequestRedirect.Follow"/> (https://fetch.spec.whatwg.org/#concept-request-redirect-mode).</summary>
    public RequestRedirect Redirect { get; init; }

    /// <summary>
    /// Default: <see cref="RequestCache.Default"/> (https://fetch.spec.whatwg.org/#concept-request-cache-mode). There is no HTTP
    /// cache here: what is sent is what a browser sends whose cache is empty.
    /// </summary>
    public RequestCache Cache { get; init; }

    /// <summary>
    /// Decides on <c>Referer</c>, as of a page at the root of its origin, and on <c>Origin</c> of a request that is not CORS
    /// (https://fetch.spec.whatwg.org/#append-a-request-origin-header). Default: the page has none, so that browsers go by
    /// strict-origin-when-cross-origin, and <c>Referer</c> is not modeled.
    /// </summary>
    public ReferrerPolicy? ReferrerPolicy { get; init; }

    /// <summary>Whether the request outlives its page; its body then has at most 64 KiB (https://fetch.spec.whatwg.org/#request-keepalive-flag). Default: false.</summary>
    public bool KeepAlive { get; init; }
}

/// <summary>Whom a page may ask, and whether it gets to see the answer.</summary>
public enum RequestMode
{
    /// <summary><c>cors</c>: everyone, by the rules of CORS.</summary>
    Cors,

    /// <summary><c>no-cors</c>: everyone, with GET, HEAD or POST and a few headers; what another origin answers is opaque.</summary>
    NoCors,

    /// <summary><c>same-origin</c>: the page's own origin alone.</summary>
    SameOrigin,
}

/// <summary>To whom cookies go, and from whom they are kept.</summary>
public enum RequestCredentials
{
    /// <summary><c>same-origin</c>: the page's own origin.</summary>
    SameOrigin,

    /// <summary><c>include</c>: everyone; a CORS response then needs <c>Access-Control-Allow-Credentials</c>.</summary>
    Include,

    /// <summary><c>omit</c>: no one.</summary>
    Omit,
}

/// <summary>What becomes of a redirect.</summary>
public enum RequestRedirect
{
    /// <summary><c>follow</c>.</summary>
    Follow,

    /// <summary><c>error</c>: the fetch fails.</summary>
    Error,

    /// <summary><c>manual</c>: the page gets a response of the type <see cref="ResponseType.OpaqueRedirect"/>.</summary>
    Manual,
}

/// <summary>How a request uses the HTTP cache.</summary>
public enum RequestCache
{
    /// <summary><c>default</c>.</summary>
    Default,

    /// <summary><c>no-store</c>: not at all.</summary>
    NoStore,

    /// <summary><c>reload</c>: it is filled, and not read.</summary>
    Reload,

    /// <summary><c>no-cache</c>: what is in it is checked with the server.</summary>
    NoCache,

    /// <summary><c>force-cache</c>: what is in it will do, however old.</summary>
    ForceCache,

    /// <summary><c>only-if-cached</c>: nothing is sent. Only with <see cref="RequestMode.SameOrigin"/>.</summary>
    OnlyIfCached,
}

/// <summary>How much of the page's address a request tells: https://w3c.github.io/webappsec-referrer-policy/#referrer-policies</summary>
public enum ReferrerPolicy
{
    /// <summary><c>no-referrer</c>: nothing.</summary>
    NoReferrer,

    /// <summary><c>no-referrer-when-downgrade</c>: all, but nothing from https to http.</summary>
    NoReferrerWhenDowngrade,

    /// <summary><c>same-origin</c>: all, but nothing to other origins.</summary>
    SameOrigin,

    /// <summary><c>origin</c>: the origin.</summary>
    Origin,

    /// <summary><c>strict-origin</c>: the origin, but nothing from https to http.</summary>
    StrictOrigin,

    /// <summary><c>origin-when-cross-origin</c>: all to the page's origin, the origin to others.</summary>
    OriginWhenCrossOrigin,

    /// <summary><c>strict-origin-when-cross-origin</c>: the same, but nothing from https to http. The default of browsers.</summary>
    StrictOriginWhenCrossOrigin,

    /// <summary><c>unsafe-url</c>: all.</summary>
    UnsafeUrl,
}

/// <summary>What a response is to the page: https://fetch.spec.whatwg.org/#concept-response-type</summary>
public enum ResponseType
{
    /// <summary><c>cors</c>: another origin's, which lets the page read it, exposed headers alone.</summary>
    Cors,

    /// <summary><c>basic</c>: the page's own origin's, with all its headers.</summary>
    Basic,

    /// <summary><c>opaque</c>: another origin's in <c>no-cors</c> mode; the page sees status 0, no headers and no body.</summary>
    Opaque,

    /// <summary><c>opaqueredirect</c>: a redirect that was not followed; the page sees as little of it.</summary>
    OpaqueRedirect,

    /// <summary><c>error</c>: the fetch failed, and the page has no response.</summary>
    Error,
}
