using System.Text;
using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>One run of the Fetch standard's algorithm: https://fetch.spec.whatwg.org/#http-fetch</summary>
internal sealed class Fetch(PageRequest request, string origin, BrowserEngine engine, PreflightCache cache, Wire wire)
{
    private const int MaxRedirects = 20;

    // Not in the headers of any browser that exists: some firewalls refuse requests that have none.
    public const string UserAgent = "Mozilla/5.0 (compatible; CorsKit.Testing)";

    private readonly EngineDifferences _engine = EngineDifferences.Of(engine);
    private readonly PageRequest _asMade = request;
    private readonly List<FetchExchange> _exchanges = [];

    private PageRequest _request = request;
    private int _redirects;

    // Once a request has been cross-origin, it stays so, even when it is redirected home (response tainting).
    private bool _isCors;

    // https://fetch.spec.whatwg.org/#concept-request-tainted-origin
    private bool _isTainted;

    private bool _asksAgain = EngineDifferences.Of(engine).AsksForWhatWasUnsafe && RequestRules.UnsafeNames(request.Headers, EngineDifferences.Of(engine)).Count > 0;

    // Where the redirect that was followed may not have been, and only a preflight goes on.
    private CorsFault? _refused;

    // Set where the answer to a preflight is known and the request is sent whatever it said.
    private bool _isAsked;

    private string Origin => _isTainted ? "null" : origin;

    private string PreflightOrigin => _engine.PreflightsAsPage ? origin : Origin;

    private List<string> UnsafeNames => RequestRules.UnsafeNames(_engine.AsksForOriginalHeaders ? _asMade.Headers : _request.Headers, _engine);

    /// <summary>Asks for permission, needed or not, and goes no further.</summary>
    public async Task<FetchOutcome> AskAsync(CancellationToken cancellationToken)
    {
        _isCors = true;
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

    public async Task<FetchOutcome> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!UrlOrigin.IsHttp(_request.Url))
            {
                return Blocked(new(FetchFailure.RedirectScheme));
            }

            if (BadPorts.Contain(_request.Url, _engine))
            {
                return Blocked(new(FetchFailure.Network, BadPorts.Error));
            }

            _isCors |= UrlOrigin.Of(_request.Url) != origin;
            if (_isCors && !_isAsked && await PreflightAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return Blocked(refusal);
            }

            if (_refused is { } refused)
            {
                return Blocked(refused);
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
            var followed = Redirect.Follow(_request, exchange.Status!.Value, target, _engine);
            _isAsked = false;
            _request = followed;
        }
    }

    /// <summary>Whether the response may be used: shown to the page, or followed to where it redirects.</summary>
    private CorsFault? Check(FetchExchange exchange, out Uri? target)
    {
        CorsFault? fault = exchange.NetworkError is { } error ? new(FetchFailure.Network, error) : null;
        target = fault is null && Redirect.Is(exchange, _engine) ? Redirect.Target(exchange, _engine, out fault) : null;
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

        var staysHome = !_isCors && UrlOrigin.Of(target) == origin;
        if (!UrlOrigin.IsHttp(target) || target.UserInfo.Length == 0 || (staysHome && !_engine.ForbidsUserInfoAtHome))
        {
            return null;
        }

        var refusal = new CorsFault(FetchFailure.RedirectWithUserInfo, IsSilent: staysHome);
        _refused = !_isCors && _engine.AsksBeforeUserInfo ? refusal : null;
        return _refused is null ? refusal : null;
    }

    /// <summary>Asks for permission where the request needs it and no earlier answer gives it.</summary>
    private async Task<CorsFault?> PreflightAsync(CancellationToken cancellationToken)
    {
        var unsafeNames = UnsafeNames;
        var needsPermission = !FetchMethod.IsSafelisted(_request.Method) || unsafeNames.Count > 0;
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
        List<KeyValuePair<string, string>> headers = [.. _request.Headers.Select(header => _engine.SendsContentTypeAsUtf8 && header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
            ? KeyValuePair.Create(header.Key, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(header.Value)))
            : header)];
        AddUnlessSet(headers, "Accept", "*/*");
        AddUnlessSet(headers, "User-Agent", UserAgent);
        if (_isCors || _request.Method is not ("GET" or "HEAD") || (_engine.KeepsOrigin && _asMade.Method is not ("GET" or "HEAD")))
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
            ConsoleMessage = fault.IsSilent ? null : ConsoleMessages.Of(fault, _exchanges is [.., { IsPreflight: true }], _asMade.Url, _request.Url, origin),
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
