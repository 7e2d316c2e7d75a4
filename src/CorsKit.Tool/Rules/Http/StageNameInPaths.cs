using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class StageNameInPaths() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK209", Level.Warning, "HTTP API: the stage name begins the path of a route")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Amazon's ASP.NET Core host takes "/" and the stage's name off the front of a path, segment or not: with a stage named api, /apiary becomes ary, and where
            a path arrives without the stage, /api/orders becomes /orders. The app answers 404.
            """,
        Fix = "Use the stage $default, or a name that no path begins with.",
        Paste = """
            StageName: $default
            """,
        Source = "https://github.com/aws/aws-lambda-dotnet/tree/master/Libraries/src/Amazon.Lambda.AspNetCoreServer",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        from stage in api.Stages
        where stage.Name.Text is { Length: > 0 } name && name != HttpRoute.Default
        let route = api.Routes.Find(route => route.Path.StartsWith($"/{stage.Name.Text}", StringComparison.Ordinal))
        where route is not null
        select new Fault(stage.Name.Location, stage.Resource, $"The stage {stage.Name.Text} begins the path of the route {route.Key}, and Amazon's ASP.NET Core host cuts it off.");
}
