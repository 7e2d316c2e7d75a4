using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class OptionsNotAllowed() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK501", Level.Error, "CloudFront: a behavior that does not allow OPTIONS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = "AllowedMethods is GET and HEAD unless it is set, and CloudFront refuses every other method with 403 before the API sees it.",
        Fix = "Allow all seven methods, or GET, HEAD and OPTIONS.",
        Paste = """
            AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html",
    };

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        // Where nothing speaks of CORS, one note says it all (CK503).
        if (!IsWithoutSign(behavior, app) && behavior.RefusesOptions)
        {
            yield return (behavior.AllowedMethods?.Location ?? behavior.Location, $"The behavior {behavior.Path} does not allow OPTIONS.");
        }
    }
}
