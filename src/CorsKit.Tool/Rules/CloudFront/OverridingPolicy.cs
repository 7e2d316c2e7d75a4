using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class OverridingPolicy() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK506", Level.Warning, "CloudFront: a response headers policy overrides the app's CORS headers")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = "With OriginOverride: true CloudFront replaces the CORS headers of the app by those of the policy, on cached and fresh answers: the app's policy does nothing.",
        Fix = "Set OriginOverride: false or remove CorsConfig, or set \"Enabled\": false in the app's settings; OPTIONS still needs a 2xx from behind.",
        Paste = """
            CorsConfig:
              OriginOverride: false
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    };

    /// <summary>Without the settings nobody knows whether the app writes any.</summary>
    protected override Level? LevelFor(App? app) => app is null ? Level.Note : null;

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        if (behavior.ResponseHeaders is { Overrides: true } policy && app is not { WritesCors: false })
        {
            yield return (policy.Location, $"The behavior {behavior.Path} replaces the app's CORS headers by those of {policy.Name}.");
        }
    }
}
