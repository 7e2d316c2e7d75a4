namespace CorsKit.Testing.Browsers;

/// <summary>
/// The preflights that one page need not repeat (https://fetch.spec.whatwg.org/#cors-preflight-cache), in the shape that
/// the engine gives it. How many entries an engine holds at most is not modeled.
/// </summary>
internal abstract class PreflightCache(TimeProvider time)
{
    protected const long DefaultSeconds = 5;

    private readonly Lock _lock = new();

    public static PreflightCache Of(BrowserEngine engine, TimeProvider time) =>
        EngineDifferences.Of(engine) is { MergesPreflights: true } merges ? new MergedPreflightCache(merges, time) : new LastPreflightCache(EngineDifferences.Of(engine), time);

    /// <summary>Whether the request may go without a preflight.</summary>
    public bool Allows(Uri url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames)
    {
        lock (_lock)
        {
            return Finds(url.AbsoluteUri, withCredentials, method, unsafeNames, time.GetUtcNow());
        }
    }

    /// <summary>Told of every answer to a preflight; <paramref name="grant"/> is null where it could not be read.</summary>
    public void Answered(Uri url, PreflightGrant? grant, bool isRefusal)
    {
        lock (_lock)
        {
            if (isRefusal && ForgetsWhenRefused)
            {
                Forget(url.AbsoluteUri);
            }

            if (grant is not null && (!isRefusal || KeepsRefusals) && Seconds(grant.MaxAge) is > 0 and var seconds)
            {
                Add(url.AbsoluteUri, grant, time.GetUtcNow().AddSeconds(seconds));
            }
        }
    }

    /// <summary>Told when an actual response failed the CORS check.</summary>
    public void Blocked(Uri url)
    {
        lock (_lock)
        {
            if (ForgetsWhenRefused)
            {
                Forget(url.AbsoluteUri);
            }
        }
    }

    /// <summary>Whether what is known of a URL is forgotten when it refuses something.</summary>
    protected abstract bool ForgetsWhenRefused { get; }

    /// <summary>Whether an answer is kept although it does not allow the request that it was asked for.</summary>
    protected abstract bool KeepsRefusals { get; }

    protected abstract bool Finds(string url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames, DateTimeOffset now);

    protected abstract void Add(string url, PreflightGrant grant, DateTimeOffset expiry);

    protected abstract void Forget(string url);

    /// <summary>How long to keep the answer, capped; 0 or less: not at all.</summary>
    protected abstract long Seconds(string? maxAge);
}
