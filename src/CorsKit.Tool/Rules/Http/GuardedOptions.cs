using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class GuardedOptions() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK206", Level.Error, "HTTP API: an authorizer stands before OPTIONS")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = """
            $default and ANY take OPTIONS, and an authorizer on them refuses the preflight with 401, since browsers send it without credentials. A route for OPTIONS
            without authorizer comes before a greedy one and before $default. It needs an integration, also where CorsConfiguration is set.
            """,
        Fix = "Add the route OPTIONS /{proxy+} without authorizer, with the same integration.",
        Paste = """
            # SAM
            Preflight:
              Type: HttpApi
              Properties: { ApiId: !Ref Api, Path: "/{proxy+}", Method: OPTIONS, Auth: { Authorizer: NONE } }

            # CloudFormation
            PreflightRoute:
              Type: AWS::ApiGatewayV2::Route
              Properties: { ApiId: !Ref Api, RouteKey: "OPTIONS /{proxy+}", AuthorizationType: NONE, Target: !Sub "integrations/${Integration}" }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        from route in api.Routes
        where route is { TakesOptions: true, Authorizer: not null } && !api.Routes.Exists(open => IsOpenFor(open, route))
        select new Fault(route.Location, route.Resource, $"The route {route.Key} takes preflights too, and they have to pass {route.Authorizer!.Name}.");

    /// <summary>Whether an open OPTIONS route comes before the guarded one: on its path, or greedy, which $default comes after.</summary>
    private static bool IsOpenFor(HttpRoute open, HttpRoute guarded) =>
        open is { Verb: "OPTIONS", Authorizer: null }
        && (open.Covers(guarded.Path) || (guarded.Path == HttpRoute.Default && open.Path.EndsWith("+}", StringComparison.Ordinal)));
}
