using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class OriginNotForwarded() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK503", Level.Error, "CloudFront: Origin does not reach the API")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = "What the cache policy and the origin request policy do not name is not sent on. Without Origin the app sees no request of another origin, and writes no CORS headers.",
        Fix = "Put Origin into the cache policy where that caches; with CachingDisabled, use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac).",
        Paste = """
            # CachingDisabled
            CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
            # AllViewerExceptHostHeader
            OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html",
    };

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        // Where CloudFront writes the headers, the API need not know who asks.
        if (behavior is { Forwarded: { } forwarded, IsWrittenOnTheWay: false, ResponseHeaders: null } && !forwarded.Has("Origin"))
        {
            yield return (forwarded.Location, $"The behavior {behavior.Path} does not send Origin on to the API ({forwarded.Name})"
                + (IsWithoutSign(behavior, app) ? " and allows GET alone: pages of other origins cannot use it." : "."));
        }
    }
}
