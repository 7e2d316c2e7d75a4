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
            without authorizer on the same path comes first; OPTIONS /{proxy+} comes before $default only, after every path that is written out. It needs an
            integration, also where CorsConfiguration is set.
            """,
        Fix = "Add a route for OPTIONS on the same path, without authorizer and with the same integration.",
        Paste = """
            # SAM
            Preflight:
              Type: HttpApi
              Properties:
                ApiId: !Ref Api
                Path: "/{proxy+}"
                Method: OPTIONS
                Auth: { Authorizer: NONE }

            # CloudFormation
            PreflightRoute:
              Type: AWS::ApiGatewayV2::Route
              Properties:
                ApiId: !Ref Api
                RouteKey: "OPTIONS /{proxy+}"
                AuthorizationType: NONE
                Target: !Sub "integrations/${Integration}"
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        from route in api.Routes
        where route is { TakesOptions: true, Authorizer.ReadsQueryOnly: false } && !IsOpened(api, route)
        let path = route.Path == HttpRoute.Default ? "/{proxy+}" : route.Path
        select new Fault(route.Location, route.Resource, $"The route {route.Key} takes preflights too, and they have to pass {route.Authorizer!.Name}."
            + (route.Verb == RestMethod.Options ? "" : $" A route OPTIONS {path} without authorizer comes before it."));

    /// <summary>
    /// Whether an open route takes the preflights: OPTIONS on the very path. A greedy one comes after the path in full, and before
    /// $default.
    /// </summary>
    private static bool IsOpened(HttpApi api, HttpRoute guarded) => api.Routes.Exists(open =>
        open is { Verb: RestMethod.Options, Authorizer: null }
        && (open.Path == guarded.Path || (guarded.Path == HttpRoute.Default && open.Pattern.HasProxy) || (guarded.Pattern.HasProxy && open.Pattern.HasProxy && open.Pattern.Rank == guarded.Pattern.Rank)));
}
