using CorsKit.Testing.Aws;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>An HTTP API: its CORS configuration, routes and stages.</summary>
internal sealed class HttpApi(string id, Location location)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public bool IsWhole { get; set; } = true;

    public CorsConfiguration? Cors { get; set; }

    public List<HttpRoute> Routes { get; } = [];

    public List<HttpStage> Stages { get; } = [];

    /// <summary>What pages send to its routes.</summary>
    public IEnumerable<PageRequest> PageRequests => Routes.Where(route => route.Verb != RestMethod.Options).Select(route => route.Request);

    /// <summary>The route that takes a preflight of the path: those of the path itself come first, then greedy ones, OPTIONS before ANY, $default last.</summary>
    public HttpRoute? PreflightOf(string path) => Routes.Where(route => route.TakesOptions && route.Covers(path))
        .OrderBy(route => route.Path == HttpRoute.Default).ThenBy(route => route.Path != path).ThenBy(route => route.Pattern.Rank, StringComparer.Ordinal)
        .ThenBy(route => route.Verb != RestMethod.Options).FirstOrDefault();
}

/// <summary>A route: <c>GET /orders</c>, or <c>$default</c>.</summary>
/// <param name="Verb">In upper case; ANY for any, and for $default.</param>
/// <param name="Path">$default, or a path.</param>
/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Location">Where.</param>
internal sealed record HttpRoute(string Verb, string Path, string Resource, Location Location)
{
    public const string Default = "$default";

    public Guard? Authorizer { get; init; }

    /// <summary>Whether it says itself that it wants no authorizer, in SAM's way, so that SAM adds none.</summary>
    public bool WantsNobody { get; init; }

    /// <summary>Whether a request model says that its body is JSON.</summary>
    public bool TakesJson { get; init; }

    /// <summary>What pages send to it.</summary>
    public PageRequest Request => PageRequest.Of(Verb, Path, TakesJson, Authorizer);

    public RoutePattern Pattern { get; } = new(Path);

    public string Key => Path == Default ? Default : $"{Verb} {Path}";

    public bool TakesOptions => Verb is "OPTIONS" or RestMethod.Any;

    /// <summary>
    /// Whether it takes requests for the path where no route names that path itself: routes with {proxy+} come after
    /// those in full, $default last (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
    /// </summary>
    public bool Covers(string path) => Path == path || Path == Default || Pattern.Covers(new RoutePattern(path));

    public static HttpRoute Parse(string key, string resource, Location location) => key.Split(' ', 2, StringSplitOptions.TrimEntries) switch
    {
        [var verb, var path] => new HttpRoute(verb.ToUpperInvariant(), path, resource, location),
        _ => new HttpRoute(RestMethod.Any, Default, resource, location),
    };
}

internal sealed record HttpStage(Setting Name, string Resource, Location Location, bool AutoDeploy);
