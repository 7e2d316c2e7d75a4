namespace CorsKit.Testing.Aws;

/// <summary>A cache policy that CloudFront brings along.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Caches">Whether it caches at all.</param>
/// <param name="Headers">The request headers in its key, as far as CORS goes.</param>
internal sealed record ManagedCachePolicy(string Id, string Name, bool Caches, string[] Headers);

/// <summary>An origin request policy that CloudFront brings along.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="All">Whether it sends on all headers but those that follow, or only those.</param>
/// <param name="Headers">The headers.</param>
internal sealed record ManagedOriginRequestPolicy(string Id, string Name, bool All, string[] Headers);

/// <summary>A response headers policy that CloudFront brings along.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="WritesCors">Whether it writes CORS headers: for any origin, and only where the origin server sent none.</param>
internal sealed record ManagedResponseHeadersPolicy(string Id, string Name, bool WritesCors);

/// <summary>
/// The policies that CloudFront brings along
/// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html, …-origin-request-policies.html
/// and …-response-headers-policies.html).
/// </summary>
internal static class ManagedPolicies
{
    public static readonly ManagedCachePolicy CachingDisabled = new("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled", false, []);
    public static readonly ManagedCachePolicy CachingOptimized = new("658327ea-f89d-4fab-a63d-7e88639e58f6", "CachingOptimized", true, []);
    public static readonly ManagedCachePolicy ElementalMediaPackage = new("08627262-05a9-4f76-9ded-b50ca2e3a84f", "Elemental-MediaPackage", true, ["Origin"]);

    public static readonly ManagedOriginRequestPolicy AllViewer = new("216adef6-5c7f-47e4-b989-5492eafa07d3", "AllViewer", true, []);
    public static readonly ManagedOriginRequestPolicy AllViewerExceptHostHeader = new("b689b0a8-53d0-40ab-baf2-68738e2966ac", "AllViewerExceptHostHeader", true, ["Host"]);
    public static readonly ManagedOriginRequestPolicy CorsCustomOrigin = new("59781a5b-3903-41f3-afcb-af62929ccde1", "CORS-CustomOrigin", false, ["Origin"]);
    public static readonly ManagedOriginRequestPolicy CorsS3Origin =
        new("88a5eaf4-2fd4-4709-b370-b4c650ea3fcf", "CORS-S3Origin", false, ["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"]);

    public static IReadOnlyList<ManagedCachePolicy> Cache { get; } =
    [
        CachingDisabled, CachingOptimized, ElementalMediaPackage,
        new("b2884449-e4de-46a7-ac36-70bc7f1ddd6d", "CachingOptimizedForUncompressedObjects", true, []),

        // Host in the key is sent on too, which API Gateway and Function URLs answer with 403.
        new("83da9c7e-98b4-4e11-a168-04f0df8e2c65", "UseOriginCacheControlHeaders", true, ["Host", "Origin"]),
        new("4cc15a8a-d715-48a4-82b8-cc0b614638fe", "UseOriginCacheControlHeaders-QueryStrings", true, ["Host", "Origin"]),
        new("2e54312d-136d-493c-8eb9-b001f22f67d2", "Amplify", true, ["Authorization", "Host"]),
    ];

    public static IReadOnlyList<ManagedOriginRequestPolicy> OriginRequest { get; } =
    [
        AllViewer, AllViewerExceptHostHeader, CorsCustomOrigin, CorsS3Origin,
        new("33f36d7e-f396-46d9-90e0-52428a34d9dc", "AllViewerAndCloudFrontHeaders-2022-06", true, []),
        new("acba4595-bd28-49b8-b9fe-13317c0390fa", "UserAgentRefererHeaders", false, ["User-Agent", "Referer"]),
        new("bf0718e1-ba1e-49d1-88b1-f726733018ae", "HostHeaderOnly", false, ["Host"]),
        new("775133bc-15f2-49f9-abea-afb2e0bf67d2", "Elemental-MediaTailor-PersonalizedManifests", false, ["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"]),
    ];

    public static IReadOnlyList<ManagedResponseHeadersPolicy> ResponseHeaders { get; } =
    [
        new("60669652-455b-4ae9-85a4-c4c02393f86c", "SimpleCORS", true),
        new("5cc3b908-e619-4b99-88e5-2cf7f45965bd", "CORS-With-Preflight", true),
        new("e61eb60c-9c35-4d20-a928-2b84e02af89c", "CORS-and-SecurityHeadersPolicy", true),
        new("eaab4381-ed33-4a86-88ca-d9558dc6cd63", "CORS-with-preflight-and-SecurityHeadersPolicy", true),
        new("67f7725c-6f97-4210-82d7-5512b31e9d03", "SecurityHeadersPolicy", false),
    ];
}
