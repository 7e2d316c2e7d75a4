using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class RedirectedPreflight() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK507", Level.Note, "CloudFront: http is redirected to https, preflights too")
    {
        ConsoleMessage = Chromium.PreflightRedirect,
        Why = "A page that calls the API by http is redirected, and browsers follow no redirect of a preflight. Pages that call it by https notice nothing.",
        Fix = "Call the API by https; https-only makes the mistake plain.",
        Paste = """
            ViewerProtocolPolicy: https-only
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        if (behavior is { RefusesOptions: false, ViewerProtocolPolicy: { Text: "redirect-to-https" } policy })
        {
            yield return (policy.Location, $"The behavior {behavior.Path} redirects http to https; a preflight to an http URL fails there.");
        }
    }
}
