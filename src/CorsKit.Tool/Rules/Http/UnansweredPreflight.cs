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
        api is { Cors: not null } or { IsWhole: false } ? [] : UnansweredPaths.Find(
            "route", hasSignOfCors: app is not null || api.Routes.Exists(route => route.Verb == RestMethod.Options),
            [.. from route in api.Routes
                group route by route.Path into path
                where api.PreflightOf(path.Key) is null
                let first = path.First()
                select new UnansweredPath(path.Key, first.Location, first.Resource, [.. path.Select(route => route.Request)])]);
}
