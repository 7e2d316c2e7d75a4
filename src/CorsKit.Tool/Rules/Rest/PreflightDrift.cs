using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class PreflightDrift() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK112", Level.Error, "REST API: a MOCK OPTIONS disagrees with the app's policy")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The gateway answers the preflight and the app answers the request. Where the two differ, the browser stops at the stricter one, and the app's
            policy (several origins, patterns) is never asked.
            """,
        Fix = "Let the app answer OPTIONS, or write what \"corskit export --to sam-rest --preflight mock\" prints.",
        Paste = """
            # instead of Cors: the app answers preflights
            Events:
              Root:  { Type: Api, Properties: { Path: /, Method: ANY } }
              Proxy: { Type: Api, Properties: { Path: "/{proxy+}", Method: ANY } }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        if (app?.Rules is not { } rules)
        {
            yield break;
        }

        foreach (var preflights in AnsweredPreflights.Of(api))
        {
            var patterns = Drift.Inexpressible(rules, app.Definition!.Settings.AllowOrigins, takesSchemes: false).Where(item => item.Contains('*'))
                .Select(pattern => $"the policy allows {pattern}, the MOCK OPTIONS cannot");
            var differences = Drift.Between(rules, preflights.Cors, "the MOCK OPTIONS", isPreflightOnly: true).Concat(patterns).ToList();
            if (differences.Count > 0)
            {
                yield return new Fault(preflights.Written.Location, preflights.Written.Resource, $"{preflights.Owner} disagrees with the app: {string.Join("; ", differences)}.");
            }
        }
    }
}
