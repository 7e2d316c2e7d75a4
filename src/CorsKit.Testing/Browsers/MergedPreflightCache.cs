using System.Globalization;

namespace CorsKit.Testing.Browsers;

/// <summary>
/// Firefox, and nearly the standard: each method and each header of a URL is kept by itself, with its own expiry, and
/// separately with and without credentials. A cached <c>*</c> is only a name, and HEAD is looked up like PUT.
/// Source: nsPreflightCache::CacheEntry::CheckRequest and nsCORSPreflightListener::AddResultToCache.
/// </summary>
internal sealed class MergedPreflightCache(EngineDifferences engine, TimeProvider time) : PreflightCache(time)
{
    private readonly Dictionary<(string Url, bool WithCredentials), Entry> _entries = [];

    /// <summary>Seen in Firefox 153, for preflights and for responses.</summary>
    protected override bool ForgetsWhenRefused => true;

    protected override bool KeepsRefusals => false;

    protected override bool Finds(string url, bool withCredentials, string method, IReadOnlyList<string> unsafeNames, DateTimeOffset now) =>
        _entries.TryGetValue((url, withCredentials), out var entry)
        && (method is "GET" or "POST" || IsFresh(entry.Methods, method, now))
        && unsafeNames.All(name => IsFresh(entry.Headers, name, now));

    protected override void Add(string url, PreflightGrant grant, DateTimeOffset expiry)
    {
        if (!_entries.TryGetValue((url, grant.WithCredentials), out var entry))
        {
            _entries[(url, grant.WithCredentials)] = entry = new Entry();
        }

        foreach (var method in grant.Methods)
        {
            entry.Methods[method] = expiry;
        }

        foreach (var name in grant.Headers)
        {
            entry.Headers[name] = expiry;
        }
    }

    protected override void Forget(string url)
    {
        _entries.Remove((url, true));
        _entries.Remove((url, false));
    }

    /// <summary>Digits only; no header is five seconds, anything else is not cached.</summary>
    protected override long Seconds(string? maxAge) =>
        string.IsNullOrEmpty(maxAge) ? DefaultSeconds
        : !maxAge.All(char.IsAsciiDigit) ? 0
        : long.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, engine.MaxPreflightAge)
        : engine.MaxPreflightAge;

    private static bool IsFresh(Dictionary<string, DateTimeOffset> expiries, string name, DateTimeOffset now) =>
        expiries.TryGetValue(name, out var expiry) && now < expiry;

    private sealed class Entry
    {
        public Dictionary<string, DateTimeOffset> Methods { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, DateTimeOffset> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
