using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Rules.Apps;

internal sealed class NoOwner() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK602", Level.Error, "App: CORS is switched off, and the front door does not do it either")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            "Enabled": false makes the app pass everything through, for a front door that owns CORS. A REST API never does (its Cors and MOCK methods answer preflights only,
            and responses of a proxy integration go through unchanged), an HTTP API and a Function URL only where it is configured there.
            """,
        Fix = "Set \"Enabled\" to true, or configure CORS on the front door where it can (\"corskit export\").",
        Paste = """
            "GatewayCors": { "Enabled": true, … }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app)
    {
        if (app is not { WritesCors: false })
        {
            return [];
        }

        // CloudFront may be the owner, and answers nothing itself.
        var isWrittenByCloudFront = model.Distributions.Exists(distribution => distribution.Behaviors.Any(behavior => behavior.ResponseHeaders is not null));
        Fault Bare(Location location, string id, string what) => isWrittenByCloudFront
            ? new(location, id, $"The app's CORS is switched off ({app.Location}), and CloudFront adds the headers: it answers no preflight, so OPTIONS needs a 2xx from here.", Level.Note)
            : new(location, id, $"The app's CORS is switched off ({app.Location}), and {what}.");
        return model.RestApis.Where(api => api.Resources.Count > 0).Select(api => Bare(api.Location, api.Id, "a REST API puts no CORS headers on the app's responses"))
            .Concat(model.HttpApis.Where(api => api is { Cors: null, IsWhole: true }).Select(api => Bare(api.Location, api.Id, "this HTTP API has no CorsConfiguration")))
            .Concat(model.FunctionUrls.Where(url => url.Cors is null).Select(url => Bare(url.Location, url.Id, "this Function URL has no Cors")))
            .Concat(model.Listeners.Where(listener => listener is { IsWhole: true, Forwards: true, OverwrittenHeaders.Count: 0 })
                .Select(listener => Bare(listener.Location, listener.Id, "this listener writes no CORS headers")));
    }
}
