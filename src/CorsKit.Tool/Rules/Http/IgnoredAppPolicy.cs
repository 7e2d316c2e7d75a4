using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class IgnoredAppPolicy() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK201", Level.Note, "HTTP API: its CorsConfiguration makes the app's policy dead")
    {
        Why = """
            An HTTP API with a CORS configuration answers preflights itself and ignores the CORS headers of its function. The app's policy then does nothing,
            and whoever changes it wonders why. Here the two say the same, so that pages notice nothing yet.
            """,
        Fix = "Keep one owner: set \"Enabled\": false in the app's settings, or remove CorsConfiguration.",
        Paste = """
            "GatewayCors": { "Enabled": false, "AllowOrigins": [ … ] }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (app is { WritesCors: true, Rules: { } rules } && api.Cors is { } cors && Drift.Between(rules, cors, "").Count == 0)
        {
            yield return new Fault(cors.Location, api.Id, "The HTTP API ignores the CORS headers of the app; its configuration says what the app's policy says.");
        }
    }
}
