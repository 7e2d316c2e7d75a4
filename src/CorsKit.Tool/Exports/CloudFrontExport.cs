using System.Globalization;
using CorsKit.Policies;
using CorsKit.Testing.Aws;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>A cache policy that tells origins apart, the origin request policy that goes with it, and on request a response headers policy.</summary>
internal static class CloudFrontExport
{
    public static Export Write(ExportRequest request)
    {
        var export = new Export();
        var responseHeaders = request.ResponseHeadersPolicy ? ResponseHeaders(request, export) : null;
        export.Comments.Add("The viewer's Host must not reach API Gateway: AllViewerExceptHostHeader leaves it out.");
        export.Comments.Add("DefaultTTL is 0: only what the app marks as cacheable is kept. For an API that keeps nothing use CachingDisabled instead of ApiCache.");
        var behavior = Tree.Map(
            ("TargetOriginId", Tree.Text("api")),
            ("ViewerProtocolPolicy", Tree.Text("https-only")),
            ("AllowedMethods", Tree.Texts(["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"])),
            ("CachePolicyId", Tree.Ref("ApiCache")),
            ("OriginRequestPolicyId", Tree.Text(ManagedPolicies.AllViewerExceptHostHeader.Id)),
            ("ResponseHeadersPolicyId", responseHeaders is null ? null : Tree.Ref("ApiHeaders")));
        var origin = Tree.Map(
            ("Id", Tree.Text("api")),
            ("DomainName", Tree.Ref("ApiHost")),
            ("CustomOriginConfig", Tree.Map(("OriginProtocolPolicy", Tree.Text("https-only")))));
        var config = Tree.Map(("Enabled", Tree.Flag(true)), ("Origins", Tree.List(origin)), ("DefaultCacheBehavior", behavior));
        var host = Tree.Map(("Type", Tree.Text("String")), ("Default", Tree.Text("abc123.execute-api.eu-west-1.amazonaws.com")));
        export.Root = Tree.Map(
            ("Parameters", Tree.Map(("ApiHost", host))),
            ("Resources", Tree.Map(
                ("ApiCache", CachePolicy(request.Rules)),
                ("ApiHeaders", responseHeaders),
                ("Distribution", Tree.Resource("AWS::CloudFront::Distribution", Tree.Map(("DistributionConfig", config)))))));
        return export;
    }

    /// <summary>What the answer depends on is in the key: the origin, and whoever is signed in.</summary>
    private static Node CachePolicy(PolicyRules rules)
    {
        var headers = rules.Headers.Contains("authorization") ? new[] { "Origin", "Authorization" } : ["Origin"];
        return Tree.Resource("AWS::CloudFront::CachePolicy", Tree.Map(("CachePolicyConfig", Tree.Map(
            ("Name", Tree.Text("api-by-origin")),
            ("MinTTL", Tree.Number(0)),
            ("DefaultTTL", Tree.Number(0)),
            ("MaxTTL", Tree.Number(31536000)),
            ("ParametersInCacheKeyAndForwardedToOrigin", Tree.Map(
                ("EnableAcceptEncodingGzip", Tree.Flag(true)),
                ("EnableAcceptEncodingBrotli", Tree.Flag(true)),
                ("HeadersConfig", Tree.Map(("HeaderBehavior", Tree.Text("whitelist")), ("Headers", Tree.Texts(headers)))),
                ("CookiesConfig", Tree.Map(("CookieBehavior", Tree.Text(rules.AllowCredentials ? "all" : "none")))),
                ("QueryStringsConfig", Tree.Map(("QueryStringBehavior", Tree.Text("all"))))))))));
    }

    private static Node ResponseHeaders(ExportRequest request, Export export)
    {
        var cors = ListedCors.Read(request, export, Front.CloudFront);
        if (request.AppWritesCors)
        {
            export.Comments.Add("OriginOverride is false since the app writes CORS headers: CloudFront adds them only where the app's are missing.");
        }
        else
        {
            export.Comments.Add("CloudFront adds headers and answers no preflight: what lies behind has to answer OPTIONS with 2xx.");
        }

        Node Items(IEnumerable<string> items) => Tree.Map(("Items", Tree.Texts(items)));
        return Tree.Resource("AWS::CloudFront::ResponseHeadersPolicy", Tree.Map(("ResponseHeadersPolicyConfig", Tree.Map(
            ("Name", Tree.Text("api-cors")),
            ("CorsConfig", Tree.Map(
                ("AccessControlAllowCredentials", Tree.Flag(cors.Credentials)),
                ("AccessControlAllowHeaders", Items(cors.Headers)),
                ("AccessControlAllowMethods", Items(cors.Methods)),
                ("AccessControlAllowOrigins", Items(cors.Origins)),
                ("AccessControlExposeHeaders", cors.Exposed.Count > 0 ? Items(cors.Exposed) : null),
                ("AccessControlMaxAgeSec", Tree.Number(int.Parse(request.Rules.MaxAge, CultureInfo.InvariantCulture))),
                ("OriginOverride", Tree.Flag(!request.AppWritesCors))))))), export.Metadata);
    }
}
