using System.Globalization;

namespace CorsKit.Testing.Browsers;

/// <summary>
/// Chromium and WebKit: one preflight per URL, the last one. A request that it does not cover throws it away, and the next
/// preflight takes its place, so that two requests to one URL whose answers differ ask again and again.
/// Sources: Chromium's PreflightCache::CheckIfRequestCanSkipPreflight and PreflightResult; WebKit's
/// CrossOriginPreflightResultCache::canSkipPreflight and CrossOriginPreflightResultCacheItem::allowsRequest.
/// </summary>
internal sealed class LastPreflightCache(EngineDifferences engine, TimeProvider time) : PreflightCache(time)
{
    private readonly Dictionary<string, (PreflightGrant Grant, DateTimeOffset Expiry)> _entries = [];

    protected override bool ForgetsWhenRefused => false;

    /// <summary>Seen in WebKitGTK 2.50: after a refused PUT, a DELETE that the same answer allows goes without a preflight.</summary>
    protected override bool KeepsRefusals => engine.KeepsRefusedPreflights;

    protected override bool Finds(string url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(url, out var entry))
        {
            return false;
        }

        var isWildcard = !(engine.CachesCredentialsOfPreflight ? entry.Grant.WithCredentials : withCredentials);
        var allows = now < entry.Expiry
            && (entry.Grant.WithCredentials || !withCredentials)
            && entry.Grant.Refusal(method, unsafeNames, isWildcard, coversAuthorization: !engine.CachesCredentialsOfPreflight) is null;
        if (!allows)
        {
            _entries.Remove(url);
        }

        return allows;
    }

    protected override void Add(string url, PreflightGrant grant, DateTimeOffset expiry)
    {
        if (url.Length < engine.MaxCachedUrlLength)
        {
            _entries[url] = (grant, expiry);
        }
    }

    protected override void Forget(string url) => _entries.Remove(url);

    /// <summary>A signed integer, else five seconds; a negative one is as good as none.</summary>
    protected override long Seconds(string? maxAge)
    {
        var seconds = long.TryParse(maxAge, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given) ? given : DefaultSeconds;
        return Math.Min(seconds, engine.MaxPreflightAge);
    }
}
