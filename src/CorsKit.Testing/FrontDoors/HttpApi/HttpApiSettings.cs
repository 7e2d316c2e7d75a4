namespace CorsKit.Testing;

/// <summary>
/// An HTTP API as its template describes it. What begins with <c>Assumed</c> is not documented by AWS: choose what your API
/// shows.
/// </summary>
public sealed record HttpApiSettings
{
    /// <summary>The routes. Default: <c>$default</c> on the function.</summary>
    public IReadOnlyList<HttpApiRoute> Routes { get; init; } = [new("$default")];

    /// <summary>
    /// CORS of the API itself: it answers preflights, and the function's own CORS headers are ignored. Default: none, the
    /// function owns CORS.
    /// </summary>
    public CorsConfiguration? CorsConfiguration { get; init; }

    /// <summary>
    /// A custom domain. Its mapping key is not in the paths of payload format 2.0, and is in the path of 1.0. Default: none.
    /// </summary>
    public ApiMapping? ApiMapping { get; init; }

    /// <summary>The payload format. Default: 2.0.</summary>
    public PayloadFormatVersion PayloadFormatVersion { get; init; } = PayloadFormatVersion.V2;

    /// <summary>
    /// How long the function may take before the API answers 503; 50 ms to 30 s. Default: 30 s
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
    /// </summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What throttling lives by. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The status of a preflight's answer under <see cref="CorsConfiguration"/>. Default: 204.</summary>
    public int AssumedPreflightStatusCode { get; init; } = 204;

    /// <summary>
    /// Whether answers of the API itself (401, 403, 404, 429, 500, 503) carry the headers of <see cref="CorsConfiguration"/>.
    /// Default: false, so that tests do not rely on it.
    /// </summary>
    public bool AssumedErrorsCarryCors { get; init; }

    /// <summary>
    /// Whether a preflight under <see cref="CorsConfiguration"/> invokes the function where a route for OPTIONS itself exists;
    /// a status of its own that is no 2xx is then replaced by <see cref="AssumedPreflightStatusCode"/>. Default: true.
    /// </summary>
    public bool AssumedOptionsRouteIsInvoked { get; init; } = true;

    /// <summary>Whether answers under <see cref="CorsConfiguration"/> carry <c>Vary: origin</c>. Default: false.</summary>
    public bool AssumedVaryOnOrigin { get; init; }

    /// <summary>The message of a 403 after an authorizer denied. Default: Forbidden.</summary>
    public string AssumedForbiddenMessage { get; init; } = "Forbidden";

    /// <summary>The message of a 429. Default: Too Many Requests.</summary>
    public string AssumedThrottledMessage { get; init; } = "Too Many Requests";

    /// <summary>The message of a 413. Default: Request Entity Too Large.</summary>
    public string AssumedTooLargeMessage { get; init; } = "Request Entity Too Large";

    /// <summary>
    /// The status where the request line and the values of the headers have more than 10,240 bytes together
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html); 400 to 499. Default: 431.
    /// </summary>
    public int AssumedHeadersTooLargeStatusCode { get; init; } = 431;

    /// <exception cref="ArgumentException">API Gateway would refuse it.</exception>
    internal void Validate(string stage)
    {
        var problems = (stage == "$default" ? [] : FrontDoors.SettingsProblems.OfStage(stage)).Concat(Routes
            .Select(route => (route.RouteKey, Problem: route.FindProblem()))
            .Where(route => route.Problem is not null)
            .Select(route => $"The route key '{route.RouteKey}' cannot be: {route.Problem}."))
            .Concat(Routes.Select(route => FrontDoors.SettingsProblems.OfMethod(route.HttpMethod)).OfType<string>())
            .Concat(Routes.Select(route => FrontDoors.SettingsProblems.OfThrottling(route.Throttling)).OfType<string>())
            .Concat(Routes.GroupBy(route => route.RouteKey).Where(group => group.Count() > 1).Select(group => $"The route {group.Key} is there twice."))
            .Concat(CorsConfiguration is { } cors ? FrontDoors.ConfiguredCors.FindProblemsOnHttpApi(cors) : [])
            .ToList();
        if (Routes.Any(route => route.Authorizer?.FunctionTimeout > TimeSpan.FromSeconds(10)))
        {
            problems.Add("An authorizer of an HTTP API has 10 s.");
        }

        problems.AddRange(ApiMapping?.FindProblems() ?? []);
        if (ApiMapping is { HasStage: false })
        {
            problems.Add("An API mapping of an HTTP API names the stage.");
        }

        if (AssumedHeadersTooLargeStatusCode is < 400 or > 499)
        {
            problems.Add("AssumedHeadersTooLargeStatusCode is from 400 to 499.");
        }

        if (IntegrationTimeout < TimeSpan.FromMilliseconds(50) || IntegrationTimeout > TimeSpan.FromSeconds(30))
        {
            problems.Add("IntegrationTimeout is from 50 ms to 30 s.");
        }

        FrontDoors.SettingsProblems.Throw("HTTP API", problems);
    }
}
