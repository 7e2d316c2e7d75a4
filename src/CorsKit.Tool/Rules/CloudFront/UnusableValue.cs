using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class UnusableValue() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK509", Level.Error, "CloudFront: a response headers policy with a value that no browser accepts")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            CloudFront compares the page's origin with AccessControlAllowOrigins: an origin as a browser sends it, with a wildcard in the place of the leftmost label if need be.
            With credentials '*' is a wildcard nowhere.
            """,
        Fix = "Write origins as the browser sends them, and whole lists where credentials are allowed.",
        Paste = """
            CorsConfig:
              AccessControlAllowOrigins: { Items: [https://shop.example.com] }
              AccessControlAllowCredentials: true
            """,
        Source = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowOrigins.html",
    };

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        if (behavior.ResponseHeaders is not { Cors: var cors } policy)
        {
            yield break;
        }

        foreach (var origin in cors.AllowOrigins?.Items ?? [])
        {
            // CloudFront takes hosts without a scheme, for http and https.
            if (origin.Text is { } text and not "*" && HeaderValues.WhyNoOrigin(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", takesPatterns: true) is { } reason)
            {
                yield return (origin.Location, $"\"{text}\" of {policy.Name} {reason}");
            }
        }

        if (cors.WildcardsWithCredentials is { Count: > 0 } lists)
        {
            yield return (policy.Location, $"{Sentences.Begin(policy.Name)} has '*' in {Sentences.And([.. lists.Select(list => $"AccessControl{list}")])} and allows credentials.");
        }
    }
}
