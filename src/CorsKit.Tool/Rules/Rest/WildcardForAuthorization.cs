using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class WildcardForAuthorization() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK121", Level.Warning, "REST API: '*' stands for Authorization in the preflight's answer")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            The standard lets '*' in Access-Control-Allow-Headers stand for every header but authorization. Today's engines still let it, and warn in the console that they will not.
            """,
        Fix = "List authorization beside the wildcard, or list all headers.",
        Paste = """
            Cors:
              AllowHeaders: "'*,authorization'"
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from preflights in AnsweredPreflights.Of(api)
        let covered = RefusedRequests.Wildcards(preflights.Answer, preflights.Requests)
        where covered is not null
        select new Fault(preflights.Cors.AllowHeaders!.Location, preflights.Written.Resource, $"{preflights.Owner} allows '*', which does not cover {covered}.");
}
