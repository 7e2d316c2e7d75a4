using CorsKit.Testing.Aws;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class RefusedOrigin() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK204", Level.Error, "HTTP API: an origin that the service refuses or that never matches")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            API Gateway takes http and https origins, '*', 'https://*' and 'http://*'. Partial wildcards (https://*.example.com) and other schemes
            (capacitor://localhost) are refused when the API is deployed, and an origin with a path or a slash at its end is none that a browser sends.
            """,
        Fix = "List plain http or https origins, or remove CorsConfiguration and let the app decide, which knows patterns and schemes.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com, http://localhost:3000]
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        from origin in api.Cors?.AllowOrigins?.Items ?? []
        where origin.Text is { } text && !CorsLimits.IsWildcardOfHttpApi(text) && !text.Contains(',')
        let reason = WhyRefused(origin.Text!)
        where reason is not null
        select new Fault(origin.Location, api.Id, $"\"{origin.Text}\" {reason}");

    private static string? WhyRefused(string origin) =>
        HeaderValues.WhyNoOrigin(origin, takesPatterns: true)
        ?? (origin.Contains('*') ? "is a partial wildcard, which API Gateway refuses."
            : Drift.IsWeb(origin) ? null
            : "is neither http nor https, which API Gateway refuses.");
}
