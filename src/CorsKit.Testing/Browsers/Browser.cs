using CorsKit.Methods;
using CorsKit.Testing.Browsers;

namespace CorsKit.Testing;

/// <summary>
/// A page's <c>fetch()</c>: sends what a browser would send, and shows what the browser would show
/// (https://fetch.spec.whatwg.org/). It decides on preflights and caches them, checks every response, follows redirects, keeps
/// cookies, hides headers, and says in the words of Chromium's console, and in plainer ones, why a response is blocked.
/// </summary>
/// <remarks>
/// Where all engines leave the standard, so does this: <c>*</c> in Access-Control-Allow-Headers covers authorization.
/// Compared with Chromium 156, Firefox 153 and WebKitGTK 2.50. Not modeled: the SameSite rules of cookies (every cookie
/// counts as <c>SameSite=None</c>) and their partitioning; mixed content, content security policy and local network
/// access, which browsers check before CORS; the HTTP cache; <c>Cross-Origin-Resource-Policy: same-site</c>; <c>Sec-Fetch-*</c> and <c>Accept-Language</c>; <c>Referer</c> without
/// a <see cref="FetchOptions.ReferrerPolicy"/>; what an XMLHttpRequest makes of a <c>charset</c>; Blobs, service workers and other requests than those of <c>fetch()</c>;
/// the client hints that Chromium lets a page set without a preflight (<c>dpr</c>, <c>save-data</c> and the like); which
/// of several headers that are not allowed Chromium's console names. URLs are written as <see cref="Uri"/> writes them.
/// <see cref="SocketsHttpHandler"/> writes <c>PATCH</c> where a browser would send <c>patch</c>, and needs a
/// RequestHeaderEncodingSelector for values beyond ASCII; it adds <c>Content-Length: 0</c> to <c>PATCH</c>, to custom methods
/// and to whatever has a Content-Type or another content header, where there is no body and no browser does. Safe for concurrent use.
/// </remarks>
public sealed class Browser : IDisposable
{
    private readonly Uri _address;
    private readonly string _origin;
    private readonly BrowserEngine _engine;
    private readonly PreflightCache _cache;
    private readonly Wire _wire;

    /// <summary>Opens a page at an origin, with empty caches and no cookies.</summary>
    /// <param name="network">
    /// What carries the requests; it must neither follow redirects nor keep cookies
    /// (<c>new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }</c>). Disposed of with the browser.
    /// </param>
    /// <param name="address">The API's address, its stage included: paths are put behind it.</param>
    /// <param name="origin">The page's origin as browsers write it, <c>https://shop.example.com</c>; or <c>null</c> for an opaque one.</param>
    /// <param name="engine">Whose habits to have. Default: Chromium's.</param>
    /// <param name="time">Decides when a cached preflight expires. Default: the system's.</param>
    /// <exception cref="ArgumentException">The address is no http or https address, the origin is none, or the network follows redirects or keeps cookies.</exception>
    public Browser(HttpMessageHandler network, Uri address, string origin, BrowserEngine engine = BrowserEngine.Chromium, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(origin);
        if (!address.IsAbsoluteUri || !UrlOrigin.IsHttp(address) || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException(
                $"'{address}' is no address of an API: write scheme, host and, where there is one, the stage, as in https://api.example.com/prod.", nameof(address));
        }

        if (!UrlOrigin.IsSerialized(origin))
        {
            throw new ArgumentException(
                $"'{origin}' is no origin as a browser sends it: write scheme, host and, unless it is the scheme's own, port, in lower case and without a slash at the end, "
                + "as in https://shop.example.com; or null.",
                nameof(origin));
        }

        if (network is SocketsHttpHandler { AllowAutoRedirect: true } or HttpClientHandler { AllowAutoRedirect: true }
            or SocketsHttpHandler { UseCookies: true } or HttpClientHandler { UseCookies: true })
        {
            throw new ArgumentException("The network must leave redirects and cookies to the browser: set AllowAutoRedirect and UseCookies to false.", nameof(network));
        }

        _address = address;
        _origin = origin;
        _engine = engine;
        _cache = PreflightCache.Of(engine, time ?? TimeProvider.System);
        _wire = new Wire(network);
    }

    /// <summary>Opens a page that calls one API in process. There is no other host: its name is not resolved.</summary>
    /// <param name="api">A front door; paths are put behind its <see cref="IBrowserTarget.Address"/>.</param>
    /// <param name="origin">The page's origin as browsers write it, <c>https://shop.example.com</c>; or <c>null</c> for an opaque one.</param>
    /// <param name="engine">Whose habits to have. Default: Chromium's.</param>
    /// <param name="time">Decides when a cached preflight expires. Default: the system's.</param>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public Browser(IBrowserTarget api, string origin, BrowserEngine engine = BrowserEngine.Chromium, TimeProvider? time = null)
        : this(new TargetNetwork(api ?? throw new ArgumentNullException(nameof(api))), api.Address, origin, engine, time)
    {
    }

    /// <summary>How long one fetch may take, redirects and preflights included. Default: 100 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Does what <c>fetch(url, { method, credentials, headers, body })</c> does.</summary>
    /// <param name="method">The method. Six of them are put in upper case, as <c>fetch()</c> does; <c>patch</c> is not <c>PATCH</c>.</param>
    /// <param name="url">An absolute URL, or a path that is put behind the address: /orders/1 is https://x/prod/orders/1.</param>
    /// <param name="credentials"><c>credentials: 'include'</c>; else <c>'same-origin'</c>, as by default.</param>
    /// <param name="headers">What the page sets. Names that a page may not set are left out without a word, as browsers do.</param>
    /// <param name="body">Text; its content-type is text/plain;charset=UTF-8 unless the headers say another.</param>
    /// <param name="cancellationToken">Ends the fetch with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What the page sees. A blocked request or a network that fails is an outcome, not an exception.</returns>
    /// <exception cref="HttpRequestException">A body of more than 10 MB.</exception>
    /// <exception cref="TimeoutException">No end within <see cref="Timeout"/>.</exception>
    public Task<FetchOutcome> FetchAsync(
        HttpMethod method,
        string url,
        bool credentials = false,
        IEnumerable<(string Name, string Value)>? headers = null,
        string? body = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        return FetchAsync(url, new FetchOptions { Method = method.Method, Credentials = Of(credentials), Headers = headers ?? [], Body = body }, cancellationToken);
    }

    /// <summary>The same with a body of bytes, which has no content-type unless the headers say one.</summary>
    /// <inheritdoc cref="FetchAsync(HttpMethod, string, bool, IEnumerable{ValueTuple{string, string}}?, string?, CancellationToken)"/>
    public Task<FetchOutcome> FetchAsync(
        HttpMethod method,
        string url,
        byte[] body,
        bool credentials = false,
        IEnumerable<(string Name, string Value)>? headers = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(method);
        return FetchAsync(url, new FetchOptions { Method = method.Method, Credentials = Of(credentials), Headers = headers ?? [], Bytes = body }, cancellationToken);
    }

    /// <summary>Does what <c>fetch(url, options)</c> does, with all its options.</summary>
    /// <param name="url">An absolute URL, a <c>data:</c> URL, or a path that is put behind the address. There is no Blob that a <c>blob:</c> URL could stand for.</param>
    /// <param name="options">The options. Default of each: that of <c>fetch()</c>.</param>
    /// <param name="cancellationToken">Ends the fetch with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What the page sees. A request that is refused or blocked, or a network that fails, is an outcome, not an exception.</returns>
    /// <exception cref="ArgumentException">The options have both a text and bytes as the body.</exception>
    /// <exception cref="HttpRequestException">The response has a body of more than 10 MB.</exception>
    /// <exception cref="TimeoutException">No end within <see cref="Timeout"/>.</exception>
    public Task<FetchOutcome> FetchAsync(string url, FetchOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        if (options is { Body: not null, Bytes: not null })
        {
            throw new ArgumentException("A request has one body: set Body or Bytes.", nameof(options));
        }

        return RunAsync(url, options, isXhr: false, request => request, cancellationToken);
    }

    /// <summary>Does what an <c>XMLHttpRequest</c> does (https://xhr.spec.whatwg.org/#the-send()-method): a fetch in <c>cors</c> mode, save for what is said below.</summary>
    /// <param name="method">The method. The body of a GET or HEAD is left out.</param>
    /// <param name="url">An absolute URL, be it with user information, or a path that is put behind the address.</param>
    /// <param name="withCredentials"><c>withCredentials</c>. Default: false.</param>
    /// <param name="headers">What the page sets. Names that a page may not set are left out without a word.</param>
    /// <param name="body">Text; its content-type is text/plain;charset=UTF-8 unless the headers say another.</param>
    /// <param name="uploadListeners">
    /// Whether the page listens to <c>upload</c> before it sends, for a progress bar perhaps: the request then needs a preflight at another
    /// origin, be it a GET, which only Chromium does not ask for without a body (https://fetch.spec.whatwg.org/#use-cors-preflight-flag). Default: false.
    /// </param>
    /// <param name="cancellationToken">Ends the request with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What the page sees.</returns>
    /// <exception cref="HttpRequestException">The response has a body of more than 10 MB.</exception>
    /// <exception cref="TimeoutException">No end within <see cref="Timeout"/>.</exception>
    public Task<FetchOutcome> XmlHttpRequestAsync(
        HttpMethod method,
        string url,
        bool withCredentials = false,
        IEnumerable<(string Name, string Value)>? headers = null,
        string? body = null,
        bool uploadListeners = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(url);
        var sent = FetchMethod.Normalize(method.Method) is "GET" or "HEAD" ? null : body;
        var isForced = uploadListeners && (sent is not null || !EngineDifferences.Of(_engine).ForcesNoPreflightWithoutBody);
        var options = new FetchOptions { Method = method.Method, Credentials = Of(withCredentials), Headers = headers ?? [], Body = sent };
        return RunAsync(url, options, isXhr: true, request => request with { ForcesPreflight = isForced }, cancellationToken);
    }

    /// <summary>Disposes of the network.</summary>
    public void Dispose() => _wire.Dispose();

    private async Task<FetchOutcome> RunAsync(string url, FetchOptions options, bool isXhr, Func<PageRequest, PageRequest> change, CancellationToken cancellationToken)
    {
        if (PageRequest.Create(options, _address, url, _engine, isXhr, out var refusal) is not { } request)
        {
            return new FetchOutcome([]) { Failure = FetchFailure.InvalidRequest, ConsoleMessage = refusal };
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            return await new Fetch(change(request), _origin, _engine, _cache, _wire).RunAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested && limit.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.Url} did not end within {Timeout.TotalSeconds} seconds.", exception);
        }
    }

    private static RequestCredentials Of(bool credentials) => credentials ? RequestCredentials.Include : RequestCredentials.SameOrigin;
}
