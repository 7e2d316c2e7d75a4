using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class HostForwarded() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK505", Level.Error, "CloudFront: Host is forwarded to the API")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = "API Gateway and Function URLs know themselves by their own host name, and answer 403 to that of the distribution: every request fails, and without CORS headers.",
        Fix = "Use AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac) instead.",
        Paste = """
            # AllViewerExceptHostHeader
            OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html",
    };

    protected override bool HitsOwnPages => true;

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        if (behavior is { KnowsItsHost: true, Forwarded: { } forwarded } && forwarded.Has("Host"))
        {
            yield return (forwarded.Location, $"The behavior {behavior.Path} sends the viewer's Host on ({forwarded.Name}), to which the API answers 403.");
        }
    }
}
