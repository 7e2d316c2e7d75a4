using CorsKit.Testing.Aws;

namespace CorsKit.Testing;

/// <summary>
/// A cache policy (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-the-cache-key.html). What is
/// in the key also reaches the origin.
/// </summary>
public sealed record CachePolicy
{
    /// <summary>The managed policy CachingDisabled.</summary>
    public static CachePolicy CachingDisabled { get; } = new() { DefaultTtl = TimeSpan.Zero, MaxTtl = TimeSpan.Zero };

    /// <summary>The managed policy CachingOptimized, whose key has no Origin.</summary>
    public static CachePolicy CachingOptimized { get; } = new() { MinTtl = TimeSpan.FromSeconds(1) };

    /// <summary>The managed policy Elemental-MediaPackage, whose key has Origin.</summary>
    public static CachePolicy ElementalMediaPackage { get; } = new() { Headers = ManagedPolicies.ElementalMediaPackage.Headers };

    /// <summary>Names of the request headers in the key; their values count with their case. Default: none.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Whether the query is in the key. Default: false.</summary>
    public bool QueryStrings { get; init; }

    /// <summary>Whether the cookies are in the key. Default: false.</summary>
    public bool Cookies { get; init; }

    /// <summary>How long a response is cached at least, whatever its Cache-Control says. Default: 0.</summary>
    public TimeSpan MinTtl { get; init; }

    /// <summary>How long it is cached without Cache-Control and Expires. Default: a day.</summary>
    public TimeSpan DefaultTtl { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long it is cached at most. Default: a year.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromDays(365);
}
