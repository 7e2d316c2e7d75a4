namespace CorsKit.Testing.Browsers;

/// <summary>
/// The preflights that one page need not repeat (https://fetch.spec.whatwg.org/#cors-preflight-cache), in the shape that
/// the engine gives it. How many entries an engine holds at most is not modelled.
/// </summary>
internal abstract class PreflightCache(TimeProvider time)
{
    protected const long DefaultSeconds = 5;

    private readonly Lock _lock = new();

    public static PreflightCache Of(BrowserEngine engine, TimeProvider time) =>
        engine == BrowserEngine.Firefox ? new MergedPreflightCache(time) : new LastPreflightCache(engine, time);

    /// <summary>Whether the request may go without a preflight.</summary>
    public bool Allows(Uri url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames)
    {
        lock (_lock)
        {
            return Finds(url.AbsoluteUri, withCredentials, method, unsafeNames, time.GetUtcNow());
        }
    }

    public void Store(Uri url, PreflightGrant grant)
    {
        if (Seconds(grant.MaxAge) is not (> 0 and var seconds))
        {
            return;
        }

        lock (_lock)
        {
            Add(url.AbsoluteUri, grant, time.GetUtcNow().AddSeconds(seconds));
        }
    }

    /// <summary>Told when an actual response failed the CORS check.</summary>
    public void Blocked(Uri url)
    {
        lock (_lock)
        {
            Forget(url.AbsoluteUri);
        }
    }

    protected abstract bool Finds(string url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames, DateTimeOffset now);

    protected abstract void Add(string url, PreflightGrant grant, DateTimeOffset expiry);

    protected abstract void Forget(string url);

    /// <summary>How long to keep the answer, capped; 0 or less: not at all.</summary>
    protected abstract long Seconds(string? maxAge);
}
