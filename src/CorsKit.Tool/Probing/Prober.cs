using CorsKit.Policies;
using CorsKit.Testing;
using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Probing;

/// <summary>Sends one request after the other, as a browser would, and some as no browser does.</summary>
internal sealed class Prober : IDisposable
{
    // In the query of each URL, so that no cache has the answer already, and in no URL that anybody else asks for.
    private const string QueryName = "corskit-probe";

    private const int MostAllowedOrigins = 10;

    private readonly ProbeRequest _request;
    private readonly PolicyRules? _rules;
    private readonly Action<string> _asking;
    private readonly LimitedNetwork _network;
    private readonly Wire _wire;
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<ProbeStep> _steps = [];

    private int _urls;

    /// <param name="request">What to find out.</param>
    /// <param name="rules">The policy of the settings, or null.</param>
    /// <param name="asking">Told the title of each request before it is sent.</param>
    public Prober(ProbeRequest request, PolicyRules? rules, Action<string> asking)
    {
        _asking = asking;
        _rules = rules;
        _request = request;
        _network = new LimitedNetwork(request.TimeLimit, request.Url.Host);
        _wire = new Wire(_network);
    }

    public async Task<ProbeSteps> RunAsync(CancellationToken cancellationToken)
    {
        // The page comes first: should a cache ignore the query, it keeps the page's answer, which does the least harm.
        foreach (var named in _request.Methods)
        {
            await ProbeMethodAsync(named, cancellationToken).ConfigureAwait(false);
        }

        var safe = _request.SafeMethod;
        if (!_steps.Exists(step => step.Kind == ProbeStepKind.Actual))
        {
            // A page would send nothing; a safe request still shows who writes which header.
            await RunAsync(ProbeStepKind.Actual, $"{safe} in its place", safe, NextUrl(), _request.Origin, cancellationToken).ConfigureAwait(false);
        }

        if (_steps.TrueForAll(step => step.Status is null))
        {
            return new ProbeSteps(_request, _rules, _steps);
        }

        var method = _request.Methods[0];
        await RunAsync(ProbeStepKind.ForeignPreflight, $"preflight for {method} of an untrusted origin", method, NextUrl(), ProbeRequest.ForeignOrigin, cancellationToken).ConfigureAwait(false);
        await RunAsync(ProbeStepKind.UnknownMethod, "preflight for a method that nobody has", "CORSKIT", NextUrl(), _request.Origin, cancellationToken).ConfigureAwait(false);
        await ProbeCacheAsync(ProbeStepKind.PageFirst, [_request.Origin, ProbeRequest.ForeignOrigin, _request.Origin], cancellationToken).ConfigureAwait(false);
        if (!_steps.Exists(step => step is { Kind: ProbeStepKind.PageFirst, Fingerprint.IsFromSharedCache: true, Origin: ProbeRequest.ForeignOrigin }))
        {
            await ProbeCacheAsync(ProbeStepKind.UntrustedFirst, [ProbeRequest.ForeignOrigin, _request.Origin], cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(ProbeStepKind.NoOrigin, $"{safe} without Origin", safe, NextUrl(), null, cancellationToken).ConfigureAwait(false);
        await RunAsync(ProbeStepKind.Foreign, $"{safe} of an untrusted origin", safe, NextUrl(), ProbeRequest.ForeignOrigin, cancellationToken).ConfigureAwait(false);
        await RunAsync(ProbeStepKind.MissingPath, $"{safe} of a path that is not there", safe, MissingUrl(), _request.Origin, cancellationToken).ConfigureAwait(false);
        foreach (var origin in (_rules?.ExactOrigins ?? []).Where(origin => origin != _request.Origin).Distinct().Take(MostAllowedOrigins))
        {
            await RunAsync(ProbeStepKind.AllowedOrigin, $"preflight for {method} of an origin of the policy", method, NextUrl(), origin, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, origin) in _request.IsDeep ? ScannerOrigins.Around(_request.Origin) : [])
        {
            await SendAsync(ProbeStepKind.Scanner, $"{safe}, scanner: {name}", safe, NextUrl(), origin, cancellationToken).ConfigureAwait(false);
        }

        return new ProbeSteps(_request, _rules, _steps);
    }

    public void Dispose() => _wire.Dispose();

    private async Task ProbeMethodAsync(string method, CancellationToken cancellationToken)
    {
        var url = NextUrl();
        await RunAsync(ProbeStepKind.Preflight, $"preflight for {method}", method, url, _request.Origin, cancellationToken).ConfigureAwait(false);
        if (_steps[^1].Outcome.Readable || method is "GET" or "HEAD")
        {
            await RunAsync(ProbeStepKind.Actual, method, method, url, _request.Origin, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ProbeCacheAsync(ProbeStepKind kind, string[] origins, CancellationToken cancellationToken)
    {
        var (url, turn) = (NextUrl(), 0);
        foreach (var origin in origins)
        {
            var who = origin == _request.Origin ? "page" : "untrusted origin";
            await RunAsync(kind, $"{_request.SafeMethod} of one URL, {(++turn == 1 ? "first" : turn == 2 ? "then" : "again")} by the {who}", _request.SafeMethod, url, origin, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>By the rules of the browser. A request goes out whatever its preflight said, which is a step of its own.</summary>
    private async Task RunAsync(ProbeStepKind kind, string title, string method, Uri url, string origin, CancellationToken cancellationToken)
    {
        _asking(title);
        var cache = PreflightCache.Of(BrowserEngine.Chromium, TimeProvider.System);
        var fetch = new Fetch(Page(method, url), origin, BrowserEngine.Chromium, cache, _wire);
        var outcome = kind is ProbeStepKind.Preflight or ProbeStepKind.ForeignPreflight or ProbeStepKind.UnknownMethod or ProbeStepKind.AllowedOrigin
            ? await fetch.AskAsync(cancellationToken).ConfigureAwait(false)
            : await fetch.RunUnaskedAsync(cancellationToken).ConfigureAwait(false);
        Add(kind, title, origin, outcome, url);
    }

    /// <summary>As no browser does: without Origin, or with one that no page has.</summary>
    private async Task SendAsync(ProbeStepKind kind, string title, string method, Uri url, string? origin, CancellationToken cancellationToken)
    {
        _asking(title);
        List<KeyValuePair<string, string>> headers = [new("Accept", "*/*"), new("User-Agent", RequestHeaders.UserAgent), .. _request.Headers];
        if (origin is not null)
        {
            headers.Add(new("Origin", origin));
        }

        var exchange = await _wire.SendAsync(method, url, headers, null, withCookies: false, isPreflight: false, cancellationToken).ConfigureAwait(false);
        var fault = origin is null || exchange.Status is null ? null : CorsCheck.Run(exchange, origin, _request.WithCredentials);
        var outcome = new FetchOutcome([exchange])
        {
            Status = exchange.Status ?? 0,
            Failure = exchange.Status is null ? FetchFailure.Network : fault?.Failure,
            ConsoleMessage = fault is { } refusal ? ConsoleMessages.Of(refusal, isPreflight: false, url, url, origin!) : null,
        };
        Add(kind, title, origin, outcome, url);
    }

    private void Add(ProbeStepKind kind, string title, string? origin, FetchOutcome outcome, Uri url) => _steps.Add(new ProbeStep(kind, title, origin, outcome)
    {
        Problem = _network.Problem,
        ConsoleMessage = outcome.ConsoleMessage?.Replace(url.AbsoluteUri, kind == ProbeStepKind.MissingPath ? url.AbsoluteUri : _request.Url.AbsoluteUri, StringComparison.Ordinal),
    });

    private PageRequest Page(string method, Uri url) =>
        PageRequest.Create(
            new FetchOptions
            {
                Method = method,
                Headers = _request.Headers.Select(header => (header.Key, header.Value)),
                Credentials = _request.WithCredentials ? RequestCredentials.Include : RequestCredentials.SameOrigin,
            },
            url, url.AbsoluteUri, BrowserEngine.Chromium, isXhr: false, out var refusal)
        ?? throw new InvalidOperationException(refusal);

    private Uri NextUrl()
    {
        var query = _request.Url.Query is "" or "?" ? "?" : _request.Url.Query + "&";
        return new UriBuilder(_request.Url) { Query = $"{query}{QueryName}={_run}-{++_urls}" }.Uri;
    }

    private Uri MissingUrl() => new UriBuilder(_request.Url) { Path = $"{_request.Url.AbsolutePath.TrimEnd('/')}/{QueryName}-{_run}" }.Uri;
}
