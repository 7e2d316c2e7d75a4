namespace CorsKit.Testing;

/// <summary>A response in the cache of a distribution.</summary>
public sealed record CachedResponse
{
    /// <summary>What it is found by: method, path, and what the cache policy names.</summary>
    public required string Key { get; init; }

    /// <summary>Its status.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Its headers as the origin sent them.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Its body as text.</summary>
    public required string Body { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset Stored { get; init; }

    /// <summary>When it is fetched anew.</summary>
    public required DateTimeOffset Expires { get; init; }
}
