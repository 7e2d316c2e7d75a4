using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class UnansweredPreflight() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK207", Level.Error, "HTTP API: nothing answers OPTIONS on a path that has other routes")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            Without CorsConfiguration a preflight is routed like any request, and where no route takes OPTIONS the answer is 404 {"message":"Not Found"}, which
            never reaches the app.
            """,
        Fix = "Route everything to the app ($default, or ANY and OPTIONS routes without authorizer), or configure CORS on the API.",
        Paste = """
            # SAM: an HttpApi event without path and method is $default
            Events:
              Everything: { Type: HttpApi }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        api is { Cors: not null } or { IsWhole: false } ? [] :
        from route in api.Routes
        group route by route.Path into path
        where !api.Routes.Exists(route => route.TakesOptions && route.Covers(path.Key))
        select new Fault(path.First().Location, path.First().Resource, $"{path.Key} has {string.Join(", ", path.Select(route => route.Verb))} and no route that takes OPTIONS.");
}
