namespace CorsKit.Tool.Gateways.Readers;

/// <summary>
/// The policies that CloudFront brings along, by id
/// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html, …-origin-request-policies.html
/// and …-response-headers-policies.html).
/// </summary>
internal static class ManagedPolicies
{
    public const string CachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
    public const string AllViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

    /// <returns>Its name, whether it caches, and the headers in its key that matter here; null for an id that is not known.</returns>
    public static (string Name, bool Caches, string[] Headers)? Cache(string id) => id switch
    {
        CachingDisabled => ("CachingDisabled", false, []),
        "658327ea-f89d-4fab-a63d-7e88639e58f6" => ("CachingOptimized", true, []),
        "b2884449-e4de-46a7-ac36-70bc7f1ddd6d" => ("CachingOptimizedForUncompressedObjects", true, []),
        "08627262-05a9-4f76-9ded-b50ca2e3a84f" => ("Elemental-MediaPackage", true, ["Origin"]),
        _ => null,
    };

    /// <returns>Its name, whether it sends on all headers but those that follow, or only those.</returns>
    public static (string Name, bool All, string[] Headers)? OriginRequest(string id) => id switch
    {
        "216adef6-5c7f-47e4-b989-5492eafa07d3" => ("AllViewer", true, []),
        "33f36d7e-f396-46d9-90e0-52428a34d9dc" => ("AllViewerAndCloudFrontHeaders-2022-06", true, []),
        AllViewerExceptHostHeader => ("AllViewerExceptHostHeader", true, ["Host"]),
        "59781a5b-3903-41f3-afcb-af62929ccde1" => ("CORS-CustomOrigin", false, ["Origin"]),
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf" => ("CORS-S3Origin", false, ["Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method"]),
        "acba4595-bd28-49b8-b9fe-13317c0390fa" => ("UserAgentRefererHeaders", false, ["User-Agent", "Referer"]),
        _ => null,
    };

    /// <summary>SecurityHeadersPolicy, which writes no CORS headers.</summary>
    public const string SecurityHeaders = "67f7725c-6f97-4210-82d7-5512b31e9d03";

    /// <returns>The name of one that writes CORS headers.</returns>
    public static string? ResponseHeaders(string id) => id switch
    {
        "60669652-455b-4ae9-85a4-c4c02393f86c" => "SimpleCORS",
        "5cc3b908-e619-4b99-88e5-2cf7f45965bd" => "CORS-With-Preflight",
        "e61eb60c-9c35-4d20-a928-2b84e02af89c" => "CORS-and-SecurityHeadersPolicy",
        "eaab4381-ed33-4a86-88ca-d9558dc6cd63" => "CORS-with-preflight-and-SecurityHeadersPolicy",
        _ => null,
    };
}
