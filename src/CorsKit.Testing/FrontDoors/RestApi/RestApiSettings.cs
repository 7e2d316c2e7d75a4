namespace CorsKit.Testing;

/// <summary>A REST API as its template describes it.</summary>
public sealed record RestApiSettings
{
    /// <summary>The methods. Default: <c>ANY /</c> and <c>ANY /{proxy+}</c>, both on the function.</summary>
    public IReadOnlyList<RestApiMethod> Methods { get; init; } = [new("ANY", "/"), new("ANY", "/{proxy+}")];

    /// <summary>
    /// Gateway responses by type: <c>DEFAULT_4XX</c>, <c>UNAUTHORIZED</c>, …
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html). Default: none, so
    /// that no answer of the gateway's own carries CORS headers.
    /// </summary>
    public IReadOnlyDictionary<string, GatewayResponse> GatewayResponses { get; init; } = new Dictionary<string, GatewayResponse>();

    /// <summary>Keys that methods with <see cref="RestApiMethod.ApiKeyRequired"/> take in the header x-api-key. Default: none.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>
    /// Content types that count as binary. <c>*/*</c> breaks a MOCK integration without <see cref="MockIntegration.ConvertToText"/>;
    /// request bodies of these types reach the function in base64, and a response that says isBase64Encoded is decoded where the first
    /// media type of Accept is one of them. A wildcard stands only at the right, as in <c>image/*</c>; <c>*/*</c> is also met without Accept
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html). Default: none.
    /// </summary>
    public IReadOnlyList<string> BinaryMediaTypes { get; init; } = [];

    /// <summary>
    /// A custom domain. To the function both paths of an event are then those of the domain, its mapping key included. Default: none.
    /// </summary>
    public ApiMapping? ApiMapping { get; init; }

    /// <summary>
    /// How long the function may take before the gateway answers 504; at least 50 ms. Default: 29 s
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).
    /// </summary>
    public TimeSpan IntegrationTimeout { get; init; } = TimeSpan.FromSeconds(29);

    /// <summary>What throttling lives by. Default: the system's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether <c>method.request.header.NAME</c> sees lower-case names, as a browser sends them over HTTP/2. Matching is
    /// case-sensitive; which casing arrives is not documented for every endpoint type. Default: false, the casing as received.
    /// </summary>
    public bool AssumedLowerCaseHeaderNames { get; init; }

    /// <summary>
    /// The status where the request line and the values of the headers have more than 10,240 bytes together
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html); 400 to 499. Default: 431.
    /// </summary>
    public int AssumedHeadersTooLargeStatusCode { get; init; } = 431;

    /// <exception cref="ArgumentException">API Gateway would refuse it.</exception>
    internal void Validate(string stage)
    {
        var problems = FrontDoors.SettingsProblems.OfStage(stage).Concat(Methods
            .Select(method => (method.Resource, Problem: new Aws.RoutePattern(method.Resource).FindProblem()))
            .Where(method => method.Problem is not null)
            .Select(method => $"The resource '{method.Resource}' cannot be: {method.Problem}."))
            .Concat(Methods.Select(method => FrontDoors.SettingsProblems.OfMethod(method.HttpMethod)).OfType<string>())
            .Concat(Methods.Select(method => FrontDoors.SettingsProblems.OfThrottling(method.Throttling)).OfType<string>())
            .Concat(Methods.GroupBy(method => (method.Resource, method.HttpMethod)).Where(group => group.Count() > 1)
                .Select(group => $"{group.Key.HttpMethod} {group.Key.Resource} is there twice."))
            .Concat(Methods.Where(method => method.Authorizer is not null && method.CognitoAuthorizer is not null)
                .Select(method => $"{method.HttpMethod} {method.Resource} has two authorizers; a method has one."))
            .Concat(FrontDoors.RestApi.GatewayResponses.FindProblems(GatewayResponses))
            .ToList();
        problems.AddRange(ApiMapping?.FindProblems() ?? []);
        foreach (var parameter in Methods.SelectMany(method => method.RequiredParameters).Where(parameter => FrontDoors.RestApi.RequestValidation.NameOf(parameter) is null))
        {
            problems.Add($"The parameter '{parameter}' is none of method.request.header.NAME, method.request.querystring.NAME and method.request.path.NAME.");
        }

        if (AssumedHeadersTooLargeStatusCode is < 400 or > 499)
        {
            problems.Add("AssumedHeadersTooLargeStatusCode is from 400 to 499.");
        }

        if (IntegrationTimeout < TimeSpan.FromMilliseconds(50))
        {
            problems.Add("IntegrationTimeout is at least 50 ms.");
        }

        FrontDoors.SettingsProblems.Throw("REST API", problems);
    }
}
