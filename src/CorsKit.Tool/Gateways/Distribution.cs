using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A CloudFront distribution: those of its behaviors that lead to an API.</summary>
/// <param name="Id">The resource of the template.</param>
/// <param name="Location">Where.</param>
/// <param name="ServesPages">Whether another behavior serves files, from S3: pages of the same origin need no CORS.</param>
/// <param name="Behaviors">Those that lead to an API.</param>
internal sealed record Distribution(string Id, Location Location, bool ServesPages, IReadOnlyList<CacheBehavior> Behaviors);

/// <param name="Path">Its path pattern; "default" for the default behavior.</param>
/// <param name="Location">Where.</param>
internal sealed record CacheBehavior(string Path, Location Location)
{
    /// <summary>Whether the API answers to its own host name only: API Gateway and Function URLs, not load balancers.</summary>
    public bool KnowsItsHost { get; init; }

    public ListSetting? AllowedMethods { get; init; }

    /// <summary>Whether it refuses preflights; GET and HEAD alone are allowed where nothing is said.</summary>
    public bool RefusesOptions => AllowedMethods is null or { IsComplete: true } && AllowedMethods?.Has("OPTIONS") != true;

    public ListSetting? CachedMethods { get; init; }

    public Setting? ViewerProtocolPolicy { get; init; }

    /// <summary>What the cache tells answers apart by; null where that cannot be read.</summary>
    public CacheKey? Key { get; init; }

    /// <summary>What reaches the API; null where that cannot be read.</summary>
    public ForwardedHeaders? Forwarded { get; init; }

    public ResponseHeadersPolicy? ResponseHeaders { get; init; }

    /// <summary>What functions at the edge do about CORS.</summary>
    public EdgeCors Edge { get; init; }

    /// <summary>Whether the API is a REST API that makes every response itself, each with the same CORS headers or none, whoever asks.</summary>
    public bool IgnoresOrigin { get; init; }

    /// <summary>What pages send to the API, where it is in the template.</summary>
    public IReadOnlyList<PageRequest> Requests { get; init; } = [];

    /// <summary>Whether anything here or at the APIs of the template speaks of CORS.</summary>
    public bool HasSignOfCors { get; init; }

    /// <summary>Whether CORS headers are written on the way out, so that what the API answers does not matter.</summary>
    public bool IsWrittenOnTheWay => Edge != EdgeCors.None || IgnoresOrigin || ResponseHeaders is { Overrides: true };
}

/// <summary>What CloudFront functions and Lambda@Edge of a behavior do about CORS.</summary>
internal enum EdgeCors
{
    None,

    /// <summary>One of them writes Access-Control-Allow-Origin.</summary>
    Writes,

    /// <summary>The code of one that sees responses is not in the template.</summary>
    Unread,
}

/// <param name="Location">Where it is said.</param>
/// <param name="Name">For messages: "CachingOptimized", "the cache policy ApiCache", "ForwardedValues".</param>
/// <param name="Caches">Whether anything is kept at all.</param>
/// <param name="Headers">The request headers in the key.</param>
internal sealed record CacheKey(Location Location, string Name, bool Caches, IReadOnlyCollection<string> Headers)
{
    public bool Has(string header) => Headers.Contains(header, StringComparer.OrdinalIgnoreCase);
}

/// <param name="Location">Where it is said.</param>
/// <param name="Name">For messages.</param>
/// <param name="All">Whether every header of the viewer is sent on, but those in <paramref name="Headers"/>; else only those.</param>
/// <param name="Headers">The exceptions, or the headers.</param>
internal sealed record ForwardedHeaders(Location Location, string Name, bool All, IReadOnlyCollection<string> Headers)
{
    public bool Has(string header) => Headers.Contains(header, StringComparer.OrdinalIgnoreCase) != All;
}

/// <param name="Location">Where it is said.</param>
/// <param name="Name">For messages.</param>
/// <param name="Overrides">Whether it replaces what the app sent.</param>
/// <param name="Cors">Its settings.</param>
internal sealed record ResponseHeadersPolicy(Location Location, string Name, bool Overrides, CorsConfiguration Cors);
