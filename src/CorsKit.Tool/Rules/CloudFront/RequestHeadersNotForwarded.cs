using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class RequestHeadersNotForwarded() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK504", Level.Error, "CloudFront: Access-Control-Request-Method and -Headers do not reach the API")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            An OPTIONS without Access-Control-Request-Method is no preflight, and the app treats it as any request. The managed policy CORS-CustomOrigin sends Origin on,
            and not these two.
            """,
        Fix = "Use the managed origin request policy AllViewerExceptHostHeader (b689b0a8-53d0-40ab-baf2-68738e2966ac).",
        Paste = """
            # AllViewerExceptHostHeader
            OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html",
    };

    private static readonly string[] Names = ["Access-Control-Request-Method", "Access-Control-Request-Headers"];

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        // Where Origin is missing too, CK503 says all of it.
        if (behavior is { Forwarded: { } forwarded, Edge: EdgeCors.None, IgnoresOrigin: false } && forwarded.Has("Origin") && Names.Where(name => !forwarded.Has(name)).ToList() is { Count: > 0 } missing)
        {
            yield return (forwarded.Location, $"The behavior {behavior.Path} does not send {string.Join(" and ", missing)} on to the API ({forwarded.Name}).");
        }
    }
}
