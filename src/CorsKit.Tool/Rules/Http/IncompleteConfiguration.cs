using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class IncompleteConfiguration() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK205", Level.Error, "HTTP API: AllowOrigins without AllowMethods or AllowHeaders")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            The preflight's method and headers are compared with the two lists, and an empty list matches none: with origins alone, no preflight is ever allowed.
            SAM's "CorsConfiguration: true" is such a configuration.
            """,
        Fix = "List both, or write '*' where no credentials are allowed.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com]
              AllowMethods: [GET, PUT]
              AllowHeaders: [content-type, authorization]
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (api.Cors is not { IsKnown: true, AllowOrigins: not null } cors)
        {
            yield break;
        }

        var missing = new List<string>();
        if (cors.AllowMethods is null or { IsComplete: true, Items.Count: 0 })
        {
            missing.Add(nameof(cors.AllowMethods));
        }

        if (cors.AllowHeaders is null or { IsComplete: true, Items.Count: 0 })
        {
            missing.Add(nameof(cors.AllowHeaders));
        }

        if (missing.Count > 0)
        {
            yield return new Fault(cors.Location, api.Id, $"AllowOrigins stands without {string.Join(" and ", missing)}, and so no preflight is allowed.");
        }
    }
}
