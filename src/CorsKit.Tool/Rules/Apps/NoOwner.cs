using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.Apps;

internal sealed class NoOwner() : Rule(new RuleHelp("CK602", Level.Error, "App: CORS is switched off, and the front door does not do it either")
{
    Browser = Browser.NoHeader,
    Why = """
        "Enabled": false makes the app pass everything through, for a front door that owns CORS. A REST API never does (its Cors and MOCK methods answer preflights only,
        and responses of a proxy integration go through unchanged), an HTTP API and a Function URL only where it is configured there.
        """,
    Fix = "Set \"Enabled\" to true, or configure CORS on the front door where it can (\"corskit export\").",
    Paste = """
        "GatewayCors": { "Enabled": true, … }
        """,
    Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
})
{
    public override IEnumerable<Fault> Check(Architecture architecture, App? app)
    {
        if (app is not { WritesCors: false })
        {
            return [];
        }

        // CloudFront may be the owner, and answers nothing itself.
        var isWrittenByCloudFront = architecture.Distributions.Exists(distribution => distribution.Behaviors.Any(behavior => behavior.ResponseHeaders is not null));
        Fault Bare(Place place, string id, string what) => isWrittenByCloudFront
            ? new(place, id, $"The app's CORS is switched off ({app.Place}), and CloudFront adds the headers: it answers no preflight, so OPTIONS needs a 2xx from here.", Level.Note)
            : new(place, id, $"The app's CORS is switched off ({app.Place}), and {what}.");
        return architecture.RestApis.Where(api => api.Resources.Count > 0).Select(api => Bare(api.Place, api.Id, "a REST API puts no CORS headers on the app's responses"))
            .Concat(architecture.HttpApis.Where(api => api is { Cors: null, IsWhole: true }).Select(api => Bare(api.Place, api.Id, "this HTTP API has no CorsConfiguration")))
            .Concat(architecture.FunctionUrls.Where(url => url.Cors is null).Select(url => Bare(url.Place, url.Id, "this Function URL has no Cors")))
            .Concat(architecture.Listeners.Where(listener => listener is { IsWhole: true, Forwards: true, OverwrittenHeaders.Count: 0 })
                .Select(listener => Bare(listener.Place, listener.Id, "this listener writes no CORS headers")));
    }
}
