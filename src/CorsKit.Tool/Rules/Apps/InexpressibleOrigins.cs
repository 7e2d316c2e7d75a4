using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Apps;

internal sealed class InexpressibleOrigins() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK603", Level.Warning, "App: origins of the policy that the front door cannot express")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Where an HTTP API or a Function URL owns CORS, patterns (but https://* and http://* of an HTTP API) and origins of other schemes are known to the app's policy alone,
            which is not asked.
            """,
        Fix = "Let the app own CORS (remove the front door's configuration), or list http and https origins one by one.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com", "https://admin.example.com"]
            }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app)
    {
        if (app?.Rules is not { } rules)
        {
            return [];
        }

        var owners = model.HttpApis.Select(api => (api.Id, api.Cors, Name: "The HTTP API", TakesSchemes: true))
            .Concat(model.FunctionUrls.Select(url => (url.Id, url.Cors, Name: "The Function URL", TakesSchemes: false)));
        return from owner in owners
               where owner.Cors is { IsKnown: true } && owner.Cors.AllowOrigins?.Has("*") != true
               let items = Drift.Inexpressible(rules, app.Definition!.Settings.AllowOrigins, owner.TakesSchemes)
                   .Where(item => !owner.TakesSchemes || !Drift.IsCovered(owner.Cors.AllowOrigins, item)).ToList()
               where items.Count > 0
               select new Fault(owner.Cors.Location, owner.Id, $"{owner.Name} owns CORS here and does not know {string.Join(", ", items)}, which the policy allows.");
    }
}
