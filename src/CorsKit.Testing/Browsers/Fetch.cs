using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>One run of the Fetch standard's algorithm: https://fetch.spec.whatwg.org/#http-fetch</summary>
internal sealed class Fetch(PageRequest request, string origin, BrowserEngine engine, PreflightCache cache, Wire wire)
{
    private const int MaxRedirects = 20;

    // Not in the headers of any browser that exists: some firewalls refuse requests that have none.
    public const string UserAgent = "Mozilla/5.0 (compatible; CorsKit.Testing)";

    private readonly Uri _initialUrl = request.Url;
    private readonly List<FetchExchange> _exchanges = [];

    private PageRequest _request = request;
    private int _redirects;

    // Once a request has been cross-origin, it stays so, even when it is redirected home (response tainting).
    private bool _isCors;

    // https://fetch.spec.whatwg.org/#concept-request-tainted-origin
    private bool _isTainted;

    // Firefox and WebKit ask again after a redirect if they have asked before, though the request may need it no more.
    private bool _asksAgain;

    // Set where the answer to a preflight is known and the request is sent whatever it said.
    private bool _isAsked;

    // WebKit still asks for the authorization that the redirect takes away.
    private IReadOnlyList<KeyValuePair<string, string>>? _askedFor;

    private string Origin => _isTainted ? "null" : origin;

    // Firefox 153 asks in the page's name although the request that follows goes out as null.
    private string PreflightOrigin => engine == BrowserEngine.Firefox ? origin : Origin;

    /// <summary>Asks for permission, needed or not, and goes no further.</summary>
    public async Task<FetchOutcome> AskAsync(CancellationToken cancellationToken)
    {
        _isCors = true;
        return await AskAsync(RequestRules.UnsafeNames(_request.Headers), cancellationToken).ConfigureAwait(false) is { } refusal
            ? Blocked(refusal)
            : new FetchOutcome(_exchanges) { Status = _exchanges[^1].Status!.Value };
    }

    /// <summary>The request without a preflight, be it allowed or not: what comes back shows who writes which header.</summary>
    public Task<FetchOutcome> RunUnaskedAsync(CancellationToken cancellationToken)
    {
        _isAsked = true;
        return RunAsync(cancellationToken);
    }

    public async Task<FetchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!UrlOrigin.IsHttp(_request.Url))
            {
                return Blocked(new(FetchFailure.RedirectScheme));
            }

            _isCors |= UrlOrigin.Of(_request.Url) != origin;
            if (_isCors && !_isAsked && await PreflightAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return Blocked(refusal);
            }

            var exchange = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (Check(exchange, out var target) is { } fault)
            {
                return Blocked(fault);
            }

            if (target is null)
            {
                return ResponseFilter.Readable(exchange, _isCors, _request.WithCredentials, _exchanges);
            }

            _isTainted |= UrlOrigin.Of(target) != UrlOrigin.Of(_request.Url) && UrlOrigin.Of(_request.Url) != origin;
            var followed = Redirect.Follow(_request, exchange.Status!.Value, target, engine);
            _isAsked = false;
            _askedFor = engine == BrowserEngine.WebKit && followed.Method == _request.Method ? _askedFor ?? _request.Headers : null;
            _request = followed;
        }
    }

    /// <summary>Whether the response may be used: shown to the page, or followed to where it redirects.</summary>
    private CorsFault? Check(FetchExchange exchange, out Uri? target)
    {
        CorsFault? fault = exchange.NetworkError is { } error ? new(FetchFailure.Network, error) : null;
        target = fault is null && Redirect.Is(exchange, engine) ? Redirect.Target(exchange, engine, out fault) : null;
        if (fault is not null)
        {
            return fault;
        }

        if (_isCors && CorsCheck.Run(exchange, Origin, _request.WithCredentials) is { } refusal)
        {
            cache.Blocked(_request.Url);
            return refusal;
        }

        return target is null ? null : CheckRedirect(target);
    }

    private CorsFault? CheckRedirect(Uri target)
    {
        if (_redirects++ == MaxRedirects)
        {
            return new(FetchFailure.TooManyRedirects, "net::ERR_TOO_MANY_REDIRECTS");
        }

        // The standard forbids it to cross-origin requests, Chromium to all.
        var mayHaveUserInfo = engine != BrowserEngine.Chromium && !_isCors && UrlOrigin.Of(target) == origin;
        return UrlOrigin.IsHttp(target) && target.UserInfo.Length > 0 && !mayHaveUserInfo ? new(FetchFailure.RedirectWithUserInfo) : null;
    }

    /// <summary>Asks for permission where the request needs it and no earlier answer gives it.</summary>
    private async Task<CorsFault?> PreflightAsync(CancellationToken cancellationToken)
    {
        var unsafeNames = RequestRules.UnsafeNames(_askedFor ?? _request.Headers);
        var needsPermission = !FetchMethod.IsSafelisted(_request.Method) || unsafeNames.Count > 0;
        if (!needsPermission && !_asksAgain)
        {
            return null;
        }

        _asksAgain = engine != BrowserEngine.Chromium;
        return cache.Allows(_request.Url, _request.WithCredentials, _request.Method, unsafeNames)
            ? null
            : await AskAsync(unsafeNames, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CorsFault?> AskAsync(List<string> unsafeNames, CancellationToken cancellationToken)
    {
        var exchange = await SendPreflightAsync(unsafeNames, cancellationToken).ConfigureAwait(false);
        if (exchange.NetworkError is { } error)
        {
            return new(FetchFailure.Network, error);
        }

        var refusal = CheckPreflight(exchange, unsafeNames, out var grant);
        cache.Answered(_request.Url, grant, isRefusal: refusal is not null);
        return refusal;
    }

    private CorsFault? CheckPreflight(FetchExchange exchange, List<string> unsafeNames, out PreflightGrant? grant)
    {
        grant = null;
        if (Redirect.Is(exchange, engine))
        {
            return new(FetchFailure.PreflightRedirect);
        }

        // The credentials that count are those of the request to come: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        if (CorsCheck.Run(exchange, PreflightOrigin, _request.WithCredentials) is { } fault)
        {
            return fault;
        }

        if (exchange.Status is not (>= 200 and <= 299))
        {
            return new(FetchFailure.PreflightStatus);
        }

        // The standard makes an exception of authorization; no engine does yet (Chromium 156 waits for an enterprise policy,
        // Firefox for network.cors_preflight.authorization_covered_by_wildcard, WebKit does not know it).
        return PreflightGrant.TryRead(exchange, _request.WithCredentials, out grant)
            ?? grant!.Refusal(_request.Method, unsafeNames, isWildcard: !_request.WithCredentials, coversAuthorization: true);
    }

    private Task<FetchExchange> SendPreflightAsync(List<string> unsafeNames, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("Accept", "*/*"), new("Access-Control-Request-Method", _request.Method), new("Origin", PreflightOrigin), new("User-Agent", UserAgent),
        ];
        if (unsafeNames.Count > 0)
        {
            headers.Add(new("Access-Control-Request-Headers", string.Join(',', unsafeNames)));
        }

        return RecordAsync("OPTIONS", headers, null, withCookies: false, isPreflight: true, cancellationToken);
    }

    private Task<FetchExchange> SendAsync(CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> headers = [.. _request.Headers];
        AddUnlessSet(headers, "Accept", "*/*");
        AddUnlessSet(headers, "User-Agent", UserAgent);
        if (_isCors || _request.Method is not ("GET" or "HEAD"))
        {
            headers.Add(new("Origin", Origin));
        }

        var withCookies = _request.WithCredentials || !_isCors;
        return RecordAsync(_request.Method, headers, _request.Body, withCookies, isPreflight: false, cancellationToken);
    }

    private async Task<FetchExchange> RecordAsync(
        string method, List<KeyValuePair<string, string>> headers, byte[]? body, bool withCookies, bool isPreflight, CancellationToken cancellationToken)
    {
        var exchange = await wire.SendAsync(method, _request.Url, headers, body, withCookies, isPreflight, cancellationToken).ConfigureAwait(false);
        _exchanges.Add(exchange);
        return exchange;
    }

    private FetchOutcome Blocked(CorsFault fault)
    {
        var diagnosis = Diagnosis.Of(fault, _exchanges, origin, _request);
        return new FetchOutcome(_exchanges)
        {
            Failure = fault.Failure,
            ConsoleMessage = ConsoleMessages.Of(fault, _exchanges[^1].IsPreflight, _initialUrl, _request.Url, origin),
            Diagnosis = diagnosis?.Text,
            Fix = diagnosis?.Fix,
        };
    }

    private static void AddUnlessSet(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        if (FetchExchange.Combined(headers, name) is null)
        {
            headers.Add(new(name, value));
        }
    }
}
