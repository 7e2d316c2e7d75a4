using CorsKit.Origins;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.CloudFront;

internal sealed class UnusableValue() : BehaviorRule(Help)
{
    public static readonly RuleHelp Help = new("CK509", Level.Error, "CloudFront: a response headers policy with a value that no browser accepts, or that does not allow what the API needs")
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

    /// <summary>https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyAccessControlAllowMethods.html</summary>
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ALL"];

    protected override IEnumerable<(Location Location, string Message)> Check(CacheBehavior behavior, App? app)
    {
        if (behavior.ResponseHeaders is not { Cors: var cors } policy)
        {
            yield break;
        }

        foreach (var origin in cors.AllowOrigins?.Items ?? [])
        {
            if (origin.Text is { } text and not "*" && !text.Contains(',') && WhyUnusable(text) is { } reason)
            {
                yield return (origin.Location, $"\"{text}\" of {policy.Name} {reason}");
            }
        }

        foreach (var fault in CommaItems.Find(cors, "").Concat(ConfigurationValues.Find(cors, "", Methods, leastMaxAge: null)))
        {
            yield return (fault.Location, fault.Message);
        }

        if (cors.MaxAge is { Text: not null, Number: null } maxAge)
        {
            yield return (maxAge.Location, $"AccessControlMaxAgeSec of {policy.Name} is \"{maxAge.Text}\", and not a number of seconds.");
        }

        foreach (var refused in policy.Overrides ? Refusals(cors, behavior.Requests) : [])
        {
            yield return (policy.Location, $"{Sentences.Begin(policy.Name)} replaces what the API answers, and does not allow {refused}.");
        }

        if (cors.WildcardsWithCredentials is { Count: > 0 } lists)
        {
            yield return (policy.Location, $"{Sentences.Begin(policy.Name)} has '*' in {Sentences.And([.. lists.Select(list => $"AccessControl{list}")])} and allows credentials.");
        }
    }

    private static string? WhyUnusable(string text)
    {
        // CloudFront takes hosts without a scheme, for http and https.
        var item = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        return HeaderValues.WhyNoOrigin(item, takesPatterns: true)
            ?? (OriginPattern.TryParse(item, out _, out var pattern) && pattern is { Kind: PatternKind.Label }
                ? "has a wildcard inside a label, and CloudFront takes one as the leftmost label only." : null);
    }

    /// <summary>CloudFront writes out all methods for ALL. What only pages with a JSON body send may not be sent at all.</summary>
    private static IEnumerable<string> Refusals(CorsConfiguration cors, IReadOnlyList<PageRequest> requests)
    {
        var answer = new PreflightAnswer(cors with
        {
            AllowMethods = cors.AllowMethods is { } methods && methods.Has("ALL") ? methods with { Items = [.. Methods.Select(method => new Setting(methods.Location, method))] } : cors.AllowMethods,
        });
        var refused = new[] { RefusedRequests.Methods(answer, requests), RefusedRequests.Headers(answer, requests, out var isCertain) is { } headers && isCertain ? headers : null };
        return refused.OfType<string>();
    }
}
