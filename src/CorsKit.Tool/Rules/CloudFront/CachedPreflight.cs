using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class CachedPreflight() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK508", Level.Error, "CloudFront: OPTIONS is cached without the preflight's headers in the key")
    {
        ConsoleMessage = Chromium.MethodNotAllowed,
        Why = "With OPTIONS in CachedMethods the answer to one preflight is handed to the next, of another origin, method or set of headers, unless these are in the key.",
        Fix = "Take OPTIONS out of CachedMethods, or put Origin, Access-Control-Request-Method and Access-Control-Request-Headers into the cache policy.",
        Paste = """
            CachedMethods: [GET, HEAD]
            """,
        Source = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/header-caching.html",
    };

    private static readonly string[] Names = ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"];

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        // One answer for every preflight of a path may be kept for all.
        if (behavior is { CachedMethods: { } cached, Key: { Caches: true } key, IgnoresOrigin: false } && cached.Has("OPTIONS") && Names.Where(name => !key.Has(name)).ToList() is { Count: > 0 } missing)
        {
            yield return (cached.Location, $"The behavior {behavior.Path} caches OPTIONS by {key.Name}, without {string.Join(", ", missing)}.");
        }
    }
}
