namespace CorsKit.Testing;

/// <summary>A response in the cache of a distribution.</summary>
/// <param name="Key">What it is found by: method, path, and what the cache policy names.</param>
/// <param name="StatusCode">Its status.</param>
/// <param name="Headers">Its headers as the origin sent them.</param>
/// <param name="Body">Its body as text.</param>
/// <param name="Stored">When it was stored.</param>
/// <param name="Expires">When it is fetched anew.</param>
public sealed record CachedResponse(
    string Key, int StatusCode, IReadOnlyList<(string Name, string Value)> Headers, string Body, DateTimeOffset Stored, DateTimeOffset Expires);
