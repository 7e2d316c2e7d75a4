namespace CorsKit.Testing;

/// <summary>What a distribution does with requests over http.</summary>
public enum ViewerProtocolPolicy
{
    /// <summary><c>allow-all</c>: it takes them.</summary>
    AllowAll,

    /// <summary><c>redirect-to-https</c>: it redirects, which no preflight survives.</summary>
    RedirectToHttps,

    /// <summary><c>https-only</c>: it answers 403.</summary>
    HttpsOnly,
}
