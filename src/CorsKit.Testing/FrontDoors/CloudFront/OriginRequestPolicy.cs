using CorsKit.Testing.Aws;

namespace CorsKit.Testing;

/// <summary>
/// An origin request policy: what reaches the origin without being in the cache key
/// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html).
/// </summary>
public sealed record OriginRequestPolicy
{
    /// <summary>The managed policy AllViewer. It forwards Host, which API Gateway and Function URLs answer with 403.</summary>
    public static OriginRequestPolicy AllViewer { get; } = new() { AllHeaders = true, QueryStrings = true, Cookies = true };

    /// <summary>The managed policy AllViewerExceptHostHeader, the one for an API.</summary>
    public static OriginRequestPolicy AllViewerExceptHostHeader { get; } = AllViewer with { ExceptHost = true };

    /// <summary>The managed policy CORS-CustomOrigin. It forwards Origin, but not what makes a preflight one.</summary>
    public static OriginRequestPolicy CorsCustomOrigin { get; } = new() { Headers = ManagedPolicies.CorsCustomOrigin.Headers };

    /// <summary>The managed policy CORS-S3Origin.</summary>
    public static OriginRequestPolicy CorsS3Origin { get; } = new() { Headers = ManagedPolicies.CorsS3Origin.Headers };

    /// <summary>Names of the headers that are forwarded. Default: none.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Whether every header of the viewer is. Default: false.</summary>
    public bool AllHeaders { get; init; }

    /// <summary>Whether Host is left out of <see cref="AllHeaders"/>. Default: false.</summary>
    public bool ExceptHost { get; init; }

    /// <summary>Whether the query is forwarded. Default: false.</summary>
    public bool QueryStrings { get; init; }

    /// <summary>Whether the cookies are. Default: false.</summary>
    public bool Cookies { get; init; }

    internal bool Forwards(string name) =>
        name.Equals("Host", StringComparison.OrdinalIgnoreCase) ? (AllHeaders && !ExceptHost) || Lists(name)
        : name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? Cookies
        : AllHeaders || Lists(name);

    private bool Lists(string name) => Headers.Contains(name, StringComparer.OrdinalIgnoreCase);
}
