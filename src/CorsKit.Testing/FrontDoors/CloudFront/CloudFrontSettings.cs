namespace CorsKit.Testing;

/// <summary>
/// The cache behavior of a CloudFront distribution, as its template describes it. What begins with <c>Assumed</c> is not
/// documented by AWS: choose what your distribution shows.
/// </summary>
public sealed record CloudFrontSettings
{
    /// <summary><c>AllowedMethods</c>: GET and HEAD; these and OPTIONS; or all seven. Default: all seven.</summary>
    public IReadOnlyList<string> AllowedMethods { get; init; } = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

    /// <summary><c>CachedMethods</c>: GET and HEAD, or these and OPTIONS. Default: GET and HEAD.</summary>
    public IReadOnlyList<string> CachedMethods { get; init; } = ["GET", "HEAD"];

    /// <summary>What to do with requests over http. Default: to take them.</summary>
    public ViewerProtocolPolicy ViewerProtocolPolicy { get; init; }

    /// <summary>What is cached, and by which key. Default: <see cref="CachePolicy.CachingDisabled"/>.</summary>
    public CachePolicy CachePolicy { get; init; } = CachePolicy.CachingDisabled;

    /// <summary>
    /// What reaches the origin beside the cache key. Default: <see cref="OriginRequestPolicy.AllViewerExceptHostHeader"/>; null for
    /// none, where not even Origin reaches the function.
    /// </summary>
    public OriginRequestPolicy? OriginRequestPolicy { get; init; } = OriginRequestPolicy.AllViewerExceptHostHeader;

    /// <summary>What is done to the headers of responses. Default: nothing.</summary>
    public ResponseHeadersPolicy? ResponseHeadersPolicy { get; init; }

    /// <summary><c>OriginPath</c>, which comes before the path of each request. Default: the path of the origin's address, its stage.</summary>
    public string? OriginPath { get; init; }

    /// <summary><c>ErrorCachingMinTTL</c>: how long errors of the origin are cached at least. Default: 10 s.</summary>
    public TimeSpan ErrorCachingMinTtl { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the cache lives by. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether errors that CloudFront makes itself carry the headers of <see cref="ResponseHeadersPolicy"/>. Default: false.</summary>
    public bool AssumedErrorsCarryCors { get; init; }

    /// <exception cref="ArgumentException">CloudFront would refuse it.</exception>
    internal void Validate()
    {
        var problems = new List<string>();
        var allowed = AllowedMethods.Order().ToList();
        string[][] sets = [["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"], ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]];
        if (!sets.Any(allowed.SequenceEqual))
        {
            problems.Add("AllowedMethods is GET and HEAD, these and OPTIONS, or all of GET, HEAD, OPTIONS, PUT, PATCH, POST and DELETE.");
        }

        if (!sets.Take(2).Any(CachedMethods.Order().SequenceEqual) || CachedMethods.Except(AllowedMethods).Any())
        {
            problems.Add("CachedMethods is GET and HEAD, or these and OPTIONS, and among AllowedMethods.");
        }

        if (CachePolicy.MinTtl > CachePolicy.DefaultTtl || CachePolicy.DefaultTtl > CachePolicy.MaxTtl)
        {
            problems.Add("A cache policy's MinTtl is at most its DefaultTtl, and this at most its MaxTtl.");
        }

        if (OriginRequestPolicy?.Headers.Contains("Authorization", StringComparer.OrdinalIgnoreCase) == true)
        {
            problems.Add("An origin request policy cannot name Authorization: put it into the cache policy, or forward all headers.");
        }

        if (ErrorCachingMinTtl < TimeSpan.Zero || CachePolicy.MinTtl < TimeSpan.Zero)
        {
            problems.Add("A time to live is at least 0.");
        }

        foreach (var origin in ResponseHeadersPolicy?.AllowOrigins ?? [])
        {
            if (origin.LastIndexOf('*') is var star && star > 0 && !origin.Contains("://*.", StringComparison.Ordinal) && !origin.StartsWith("*.", StringComparison.Ordinal))
            {
                problems.Add($"A wildcard stands only leftmost in a host name, as in https://*.example.com; not so in '{origin}'.");
            }
        }

        FrontDoors.SettingsProblems.Throw("distribution", problems);
    }
}
