namespace CorsKit.Testing;

/// <summary>
/// The CORS part of a response headers policy, which stands on responses to requests with Origin
/// (https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html).
/// </summary>
public sealed record ResponseHeadersPolicy
{
    /// <summary>The managed policy SimpleCORS.</summary>
    public static ResponseHeadersPolicy SimpleCors { get; } = new() { AllowOrigins = ["*"] };

    /// <summary>The managed policy CORS-With-Preflight.</summary>
    public static ResponseHeadersPolicy CorsWithPreflight { get; } = new()
    {
        AllowOrigins = ["*"],
        AllowMethods = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        ExposeHeaders = ["*"],
    };

    /// <summary><c>AccessControlAllowOrigins</c>: origins, hosts, <c>*</c>, or a leftmost <c>*.</c>. Default: none.</summary>
    public IReadOnlyList<string> AllowOrigins { get; init; } = [];

    /// <summary><c>AccessControlAllowMethods</c>, sent on preflights; <c>ALL</c> stands for all seven. Default: none.</summary>
    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary><c>AccessControlAllowHeaders</c>, sent on preflights. Default: none.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary><c>AccessControlExposeHeaders</c>. Default: none.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary><c>AccessControlAllowCredentials</c>. Default: false.</summary>
    public bool AllowCredentials { get; init; }

    /// <summary><c>AccessControlMaxAgeSec</c>, seconds. Default: not sent.</summary>
    public int? MaxAge { get; init; }

    /// <summary>Whether what the origin sent is replaced; else only what it lacks is added. Default: false, as in the managed policies.</summary>
    public bool OriginOverride { get; init; }
}
