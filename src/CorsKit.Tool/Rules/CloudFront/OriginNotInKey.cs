using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class OriginNotInKey() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK502", Level.Error, "CloudFront: answers are cached without Origin in the key")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The cache hands the answer that one origin got to the next, and the "Vary: Origin" of the app does not help: CloudFront takes names it does not forward by
            the cache policy out of Vary. An origin request policy forwards Origin and does not put it into the key.
            """,
        Fix = "Put Origin into the cache policy, or use CachingDisabled for the API; \"corskit export --to cloudfront\" writes both policies.",
        Paste = """
            ApiCachePolicy:
              Type: AWS::CloudFront::CachePolicy
              Properties:
                CachePolicyConfig:
                  Name: api-by-origin
                  MinTTL: 0
                  DefaultTTL: 0
                  MaxTTL: 31536000
                  ParametersInCacheKeyAndForwardedToOrigin:
                    EnableAcceptEncodingGzip: true
                    EnableAcceptEncodingBrotli: true
                    HeadersConfig:
                      HeaderBehavior: whitelist
                      Headers: [Origin, Authorization]
                    CookiesConfig: { CookieBehavior: none }
                    QueryStringsConfig: { QueryStringBehavior: all }
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html",
    };

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        // One answer for every origin may be kept for everybody, and one whose CORS headers are replaced on the way out.
        // Where Origin does not reach the API, no answer differs by it, and that is another finding.
        if (behavior is { Key: { Caches: true } key, IsWrittenOnTheWay: false } && !IsWithoutSign(behavior, app) && !key.Has("Origin") && app?.Rules is not { AnyOrigin: true }
            && behavior.Forwarded?.Has("Origin") != false)
        {
            yield return (key.Location, $"The behavior {behavior.Path} caches by {key.Name}, which does not tell origins apart.");
        }
    }
}
