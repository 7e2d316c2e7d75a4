using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class ConfigurationDrift() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK202", Level.Error, "HTTP API: its CorsConfiguration disagrees with the app's policy")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            An HTTP API with a CORS configuration ignores the CORS headers of its function, so what the browser hears is the gateway's version alone: what only the
            app allows is refused, and what only the gateway allows is open.
            """,
        Fix = "Remove CorsConfiguration and let the app own CORS, or write what \"corskit export --to sam-http\" prints and set \"Enabled\": false.",
        Paste = """
            # the app as owner: no CorsConfiguration, and OPTIONS without authorizer
            Events:
              Everything: { Type: HttpApi }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (app?.Rules is { } rules && api.Cors is { } cors && Drift.Between(rules, cors, "the HTTP API") is { Count: > 0 } differences)
        {
            yield return new Fault(cors.Location, api.Id, $"The HTTP API {(app.WritesCors ? "ignores the app's policy and " : "")}disagrees with it: {string.Join("; ", differences)}.");
        }
    }
}
