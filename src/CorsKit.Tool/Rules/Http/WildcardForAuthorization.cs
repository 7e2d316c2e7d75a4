using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class WildcardForAuthorization() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK212", Level.Warning, "HTTP API: '*' stands for Authorization in AllowHeaders")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            The standard lets '*' in Access-Control-Allow-Headers stand for every header but authorization. Today's engines still let it, and warn in the console that they will not.
            """,
        Fix = "List authorization beside the wildcard, or list all headers.",
        Paste = """
            CorsConfiguration:
              AllowHeaders: ["*", authorization]
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (api.Cors is { IsKnown: true, AllowHeaders: { } headers } cors && RefusedRequests.Wildcards(new PreflightAnswer(cors), api.PageRequests) is { } covered)
        {
            yield return new Fault(headers.Location, api.Id, $"AllowHeaders has '*', which does not cover {covered}.");
        }
    }
}
