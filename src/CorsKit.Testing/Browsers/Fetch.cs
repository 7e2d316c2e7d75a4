using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>One run of the Fetch standard's algorithm: https://fetch.spec.whatwg.org/#http-fetch</summary>
internal sealed class Fetch(PageRequest request, string origin, BrowserEngine engine, PreflightCache cache, Wire wire)
{
    private const int MaxRedirects = 20;

    // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.10
    private const int MaxKeepAliveBytes = 64 * 1024;

    private readonly EngineDifferences _engine = EngineDifferences.Of(engine);
    private readonly PageRequest _asMade = request;
    private readonly List<FetchExchange> _exchanges = [];

    private PageRequest _request = request;
    private int _redirects;

    // Once a request has been cross-origin, it stays so, even when it is redirected home (response tainting).
    private bool _isForeign;

    // https://fetch.spec.whatwg.org/#concept-request-tainted-origin
    private bool _isTainted;

    private bool _asksAgain = EngineDifferences.Of(engine).AsksForWhatWasUnsafe && RequestRules.UnsafeNames(request.Headers, EngineDifferences.Of(engine)).Count > 0;

    // Where the redirect that was followed may not have been, and only a preflight goes on.
    private CorsFault? _refused;

    // Set where the answer to a preflight is known and the request is sent whatever it said.
    private bool _isAsked;

    private FetchOptions Options => _request.Options;

    private bool IsCors => _isForeign && Options.Mode == RequestMode.Cors;

    private string Origin => _isTainted ? "null" : origin;

    private string PreflightOrigin => _engine.PreflightsAsPage ? origin : Origin;

    private List<string> UnsafeNames => RequestRules.UnsafeNames(_engine.AsksForOriginalHeaders ? _asMade.Headers : _request.Headers, _engine);

    /// <summary>Asks for permission, needed or not, and goes no further.</summary>
    public async Task<FetchOutcome> AskAsync(CancellationToken cancellationToken)
    {
        _isForeign = true;
        return await AskAsync(UnsafeNames, cancellationToken).ConfigureAwait(false) is { } refusal
            ? Blocked(refusal)
            : new FetchOutcome(_exchanges) { Status = _exchanges[^1].Status!.Value };
    }

    /// <summary>The request without a preflight, be it allowed or not: what comes back shows who writes which header.</summary>
    public Task<FetchOutcome> RunUnaskedAsync(CancellationToken cancellationToken)
    {
        _isAsked = true;
        return RunAsync(cancellationToken);
    }

    /// <summary>https://fetch.spec.whatwg.org/#concept-main-fetch</summary>
    public async Task<FetchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (_request.Url.Scheme == DataUrl.Scheme)
        {
            return ResponseFilter.OfData(_request, _engine) ?? Blocked(new(FetchFailure.Network, "net::ERR_INVALID_URL"));
        }

        if (Options.KeepAlive && _request.Body is { Length: > MaxKeepAliveBytes })
        {
            return Blocked(new(FetchFailure.Network, "net::ERR_FAILED", IsSilent: true));
        }

        while (true)
        {
            if (Refusal() is { } refusal)
            {
                return Blocked(refusal);
            }

            if (IsCors && !_isAsked && await PreflightAsync(cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return Blocked(refused);
            }

            if (_refused is { } postponed)
            {
                return Blocked(postponed);
            }

            var exchange = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (Check(exchange, out var target) is { } fault)
            {
                return Blocked(fault);
            }

            if (target is null || Options.Redirect == RequestRedirect.Manual)
            {
                return ResponseFilter.Of(exchange, _isForeign, _request, _exchanges, _engine);
            }

            _isTainted |= UrlOrigin.Of(target) != UrlOrigin.Of(_request.Url) && UrlOrigin.Of(_request.Url) != origin;
            _request = Redirect.Follow(_request, exchange.Status!.Value, target, _engine);
            _isAsked = false;
        }
    }

    /// <summary>Why nothing is sent to this URL.</summary>
    private CorsFault? Refusal()
    {
        if (_request.Url.Scheme == "blob")
        {
            // There are no Blobs here, so that every one of the page's own is gone (https://fetch.spec.whatwg.org/#scheme-fetch).
            return _request.Url.OriginalString.StartsWith($"blob:{origin}/", StringComparison.Ordinal)
                ? new(FetchFailure.Network, "net::ERR_FILE_NOT_FOUND")
                : new(FetchFailure.ModeNotAllowed, "URL scheme \"blob\" is not supported.");
        }

        if (!UrlOrigin.IsHttp(_request.Url))
        {
            // fetch() refuses at once what an XMLHttpRequest still sends.
            return _redirects > 0 ? new(FetchFailure.RedirectScheme, IsSilent: Options.Mode != RequestMode.Cors)
                : new(FetchFailure.InvalidRequest, IsSilent: _request.Url.Scheme == Uri.UriSchemeFtp);
        }

        _isForeign |= UrlOrigin.Of(_request.Url) != origin;
        if (_isForeign && Options.Mode == RequestMode.SameOrigin)
        {
            return new(FetchFailure.ModeNotAllowed, $"Request mode is \"same-origin\" but the URL's origin is not same as the request origin {origin}.", IsSilent: _redirects > 0);
        }

        if (_isForeign && Options is { Mode: RequestMode.NoCors, Redirect: not RequestRedirect.Follow })
        {
            return new(FetchFailure.ModeNotAllowed, "Request mode is \"no-cors\" but the redirect mode is not \"follow\".");
        }

        if (!_isAsked && BadPorts.Contain(_request.Url, _engine))
        {
            return new(FetchFailure.Network, BadPorts.Error);
        }

        return Options.Cache == RequestCache.OnlyIfCached && !_engine.SendsOnlyIfCached ? new(FetchFailure.Network, "net::ERR_CACHE_MISS") : null;
    }

    /// <summary>Whether the response may be used: shown to the page, or followed to where it redirects.</summary>
    private CorsFault? Check(FetchExchange exchange, out Uri? target)
    {
        CorsFault? fault = NetworkError(exchange) is { } error ? new(FetchFailure.Network, error) : null;
        target = fault is null && Redirect.Is(exchange, _engine) ? Redirect.Target(exchange, _engine, out fault) : null;
        if (fault is not null && !(Options.Redirect == RequestRedirect.Manual && Redirect.HasStatus(exchange) && Redirect.IsManual(exchange, fault.Value, _engine)))
        {
            return fault;
        }

        if (IsCors && CorsCheck.Run(exchange, Origin, _request.WithCredentials) is { } refusal)
        {
            cache.Blocked(_request.Url);
            return refusal;
        }

        // https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check; the value is compared byte by byte.
        if (_isForeign && Options.Mode == RequestMode.NoCors && UrlOrigin.Of(exchange.Url) != origin && exchange.ResponseHeader("Cross-Origin-Resource-Policy") == "same-origin")
        {
            return new(FetchFailure.ResourcePolicyNotAllowed, "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin");
        }

        return Options.Redirect switch
        {
            RequestRedirect.Follow => target is null ? null : CheckRedirect(target),
            RequestRedirect.Error when Redirect.HasStatus(exchange) && (target is not null || !_engine.NeedsLocationToRefuse) =>
                target is not null && CheckRedirect(target) is { IsSilent: false } refused ? refused
                : new(FetchFailure.RedirectNotAllowed, "net::ERR_FAILED", IsSilent: target is not null && !UrlOrigin.IsHttp(target)),
            RequestRedirect.Manual when target is not null && target.Scheme == Uri.UriSchemeFtp && _engine.RefusesFtp => new(FetchFailure.RedirectScheme, IsSilent: true),
            _ => null,
        };
    }

    private CorsFault? CheckRedirect(Uri target)
    {
        if (_redirects++ == MaxRedirects)
        {
            return new(FetchFailure.TooManyRedirects, "net::ERR_TOO_MANY_REDIRECTS");
        }

        if (!UrlOrigin.IsHttp(target) || target.UserInfo.Length == 0)
        {
            return null;
        }

        var isCors = Options.Mode == RequestMode.Cors && (_isForeign || UrlOrigin.Of(target) != origin);
        if (!isCors && (!_engine.ForbidsUserInfo || _request.IsXhr))
        {
            return null;
        }

        var refusal = new CorsFault(FetchFailure.RedirectWithUserInfo, IsSilent: !isCors);
        _refused = isCors && !_isForeign && _engine.AsksBeforeUserInfo ? refusal : null;
        return _refused is null ? refusal : null;
    }

    /// <summary>Asks for permission where the request needs it and no earlier answer gives it.</summary>
    private async Task<CorsFault?> PreflightAsync(CancellationToken cancellationToken)
    {
        var unsafeNames = UnsafeNames;
        var needsPermission = !FetchMethod.IsSafelisted(_request.Method) || unsafeNames.Count > 0 || _request.ForcesPreflight;
        if (!needsPermission && !_asksAgain)
        {
            return null;
        }

        _asksAgain = _engine.AsksAgain;
        return cache.Allows(_request.Url, _request.WithCredentials, _request.Method, unsafeNames)
            ? null
            : await AskAsync(unsafeNames, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CorsFault?> AskAsync(List<string> unsafeNames, CancellationToken cancellationToken)
    {
        var exchange = await SendPreflightAsync(unsafeNames, cancellationToken).ConfigureAwait(false);
        if (NetworkError(exchange) is { } error)
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
        if (Redirect.Is(exchange, _engine))
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

    private Task<FetchExchange> SendPreflightAsync(List<string> unsafeNames, CancellationToken cancellationToken) =>
        RecordAsync("OPTIONS", RequestHeaders.OfPreflight(_request.Method, unsafeNames, PreflightOrigin), null, withCookies: false, isPreflight: true, cancellationToken);

    private Task<FetchExchange> SendAsync(CancellationToken cancellationToken)
    {
        var hasOrigin = IsCors || !IsSafe(_request.Method) || (_engine.KeepsOrigin && !IsSafe(_asMade.Method) && !_request.HasLeft);
        var sent = !IsCors && _request.HasLeft && _engine.HidesOriginOnceLeft ? "null" : Origin;
        var headers = RequestHeaders.Of(_request, origin, hasOrigin ? sent : null, _engine);
        var withCookies = _request.WithCredentials || (Options.Credentials == RequestCredentials.SameOrigin && !_isForeign);
        return RecordAsync(_request.Method, headers, _request.Body, withCookies, isPreflight: false, cancellationToken);
    }

    private string? NetworkError(FetchExchange exchange) =>
        exchange.Status == 407 && _engine.RefusesProxyChallenges ? "net::ERR_UNEXPECTED_PROXY_AUTH" : exchange.NetworkError;

    private static bool IsSafe(string method) => method is "GET" or "HEAD";

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
            ConsoleMessage = fault.IsSilent ? null : ConsoleMessages.Of(fault, _exchanges is [.., { IsPreflight: true }], _asMade.Url, _request.Url, origin, _request.IsXhr ? "XMLHttpRequest" : "fetch"),
            Diagnosis = diagnosis?.Text,
            Fix = diagnosis?.Fix,
        };
    }
}
