using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Aws;
using CorsKit.Testing.Functions;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.RestApi;

/// <summary>
/// API Gateway, REST API, Lambda proxy integration
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html).
/// </summary>
internal sealed class RestApiFrontDoor : FunctionFrontDoor
{
    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html</summary>
    private static readonly string[] RemappedHeaders =
        ["Authorization", "Connection", "Content-MD5", "Date", "Max-Forwards", "Server", "User-Agent", "WWW-Authenticate"];

    /// <summary>With any other the response counts as malformed.</summary>
    private static readonly string[] ResponseMembers = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

    /// <summary>Of a method with its path, where authorization is enabled on it (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).</summary>
    private const int MaxArnLength = 1600;

    private readonly string _stage;
    private readonly RestApiSettings _settings;
    private readonly GatewayResponses _gatewayResponses;
    private readonly List<Route> _routes;

    public RestApiFrontDoor(LambdaFunction function, string stage, RestApiSettings settings)
        : base(function, settings.ApiMapping?.AddressOf(stage) ?? $"https://emulated.execute-api.eu-west-1.amazonaws.com/{stage}/", settings.IntegrationTimeout)
    {
        settings.Validate(stage);
        _stage = stage;
        _settings = settings;
        _gatewayResponses = new GatewayResponses(settings.GatewayResponses, settings.AssumedLowerCaseHeaderNames);
        _routes = [.. settings.Methods.Select(method => new Route(
            method, new RoutePattern(method.Resource), method.Throttling is { } limits ? new ThrottlingBucket(limits, settings.TimeProvider) : null))];
    }

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var answer = await RouteAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Add("x-amzn-RequestId", request.RequestId).Add("x-amz-apigw-id", "Emulated0000000=");
    }

    private protected override ProxyResponse Read(string response, ProxyRequest request)
    {
        using var document = JsonDocument.Parse(response);

        // Of several media types in Accept the first counts, and no Content-Type (https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html).
        var answer = EventV1.ReadForRestApi(document.RootElement, decodesBase64: IsBinary(request.FindAll("Accept")?.Split(',')[0])).Set("X-Amzn-Trace-Id", Trace(request));
        if (document.RootElement.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !ResponseMembers.Contains(name)) is { } stray)
        {
            throw new FormatException($"The function's response is no proxy response: a REST API takes no '{stray}' in it.");
        }

        foreach (var name in RemappedHeaders)
        {
            if (answer.Find(name) is { } value)
            {
                answer.Remove(header => header.Equals(name, StringComparison.OrdinalIgnoreCase));
                answer.Add("x-amzn-Remapped-" + name, value);
            }
        }

        return answer;
    }

    private protected override ProxyResponse Failed(FunctionFault fault, ProxyRequest request) => fault switch
    {
        FunctionFault.TimedOut => _gatewayResponses.Answer("INTEGRATION_TIMEOUT", "Endpoint request timed out", request),
        FunctionFault.Undecodable => _gatewayResponses.Answer("INTEGRATION_FAILURE", "Internal server error", request),
        _ => _gatewayResponses.Answer("INTEGRATION_FAILURE", "Internal server error", request, statusCode: 502),
    };

    private async Task<ProxyResponse> RouteAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        if (request.Body.Length > MaxGatewayRequestBytes)
        {
            return _gatewayResponses.Answer("REQUEST_TOO_LARGE", "Request Too Long", request);
        }

        if (request.HeaderBytes > MaxGatewayHeaderBytes)
        {
            return ProxyResponse.Message(_settings.AssumedHeadersTooLargeStatusCode, "Request Header Fields Too Large");
        }

        // Slashes in front count once: before the stage everywhere, behind it in what is matched.
        request = request with { Path = "/" + request.Path.TrimStart('/') };
        var mapping = _settings.ApiMapping?.Takes(request) == true ? _settings.ApiMapping : null;
        var below = mapping is null ? request.PathBelow(_stage) : mapping.PathBelow(request, _stage);
        if (below is null && mapping is not null)
        {
            return AnswerUnknownHost()!;
        }

        var path = below is null ? null : "/" + below.TrimStart('/');
        var sentPath = mapping is null ? path : request.Path;
        if (path is null || FindRoute(path, request.Method) is not { } route || (route.Method.IamAuthorization && !request.IsSigned))
        {
            return _gatewayResponses.Answer("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", request);
        }

        var parameters = route.Pattern.Match(path.TrimEnd('/'))!;
        var arn = $"arn:aws:execute-api:eu-west-1:123456789012:emulated/{_stage}/{request.Method}{path}";
        if (arn.Length > MaxArnLength && (route.Method.Authorizer is not null || route.Method.CognitoAuthorizer is not null || route.Method.IamAuthorization))
        {
            return ProxyResponse.Message(414, "Request URI too long");
        }

        var decision = route.Method.CognitoAuthorizer?.DecideAsUserPool(request, route.Method.AuthorizationScopes);
        if (decision is not (null or { Outcome: AuthorizerOutcome.Allowed }))
        {
            // The words of an expired token are those that users report.
            return decision.HasExpired ? _gatewayResponses.Answer("UNAUTHORIZED", "The incoming token has expired", request) : Refuse(AuthorizerOutcome.Unauthorized, request);
        }

        if (route.Method.Authorizer is { } authorizer)
        {
            decision = await authorizer.DecideAsync(
                request, "", arn, _ => Describe(EventV1.WriteForRestApi(request, _stage, sentPath!, route.Method.Resource, parameters, null), arn), cancellationToken).ConfigureAwait(false);
            if (decision.Outcome != AuthorizerOutcome.Allowed || !EventV1.CanCarry(decision.Context))
            {
                return Refuse(decision.Outcome == AuthorizerOutcome.Allowed ? AuthorizerOutcome.Misconfigured : decision.Outcome, request);
            }
        }

        return route.Method.ApiKeyRequired && !_settings.ApiKeys.Contains(request.Find("x-api-key")) ? _gatewayResponses.Answer("INVALID_API_KEY", "Forbidden", request)
            : route.Throttle?.TryTake() == false ? _gatewayResponses.Answer("THROTTLED", "Too Many Requests", request)
            : RequestValidation.FindProblem(route.Method, request, parameters) is { } problem ? _gatewayResponses.Answer(problem.Type, problem.Message, request)
            : route.Method.Mock is { } mock ? AnswerMock(mock, request)
            : await InvokeFunctionAsync(WriteEvent(request, sentPath!, route, parameters, decision), request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of the resources that take the path, the most specific that has the method: a greedy OPTIONS answers for a resource without one.</summary>
    private Route? FindRoute(string path, string httpMethod) => _routes
        .Where(route => (route.Method.HttpMethod == httpMethod || route.Method.HttpMethod == "ANY") && route.Pattern.Match(path) is not null)
        .OrderBy(route => route.Pattern.Rank, StringComparer.Ordinal)
        .ThenBy(route => route.Method.HttpMethod == "ANY")
        .FirstOrDefault();

    private ProxyResponse Refuse(AuthorizerOutcome outcome, ProxyRequest request) => outcome switch
    {
        AuthorizerOutcome.Unauthorized => _gatewayResponses.Answer("UNAUTHORIZED", "Unauthorized", request),
        AuthorizerOutcome.Denied => _gatewayResponses.Answer("ACCESS_DENIED", "User is not authorized to access this resource", request),
        AuthorizerOutcome.Failed => _gatewayResponses.Answer("AUTHORIZER_FAILURE", null, request),
        _ => _gatewayResponses.Answer("AUTHORIZER_CONFIGURATION_ERROR", null, request),
    };

    private JsonObject WriteEvent(ProxyRequest request, string path, Route route, Dictionary<string, string> parameters, AuthorizerDecision? decision)
    {
        var lambdaEvent = EventV1.WriteForRestApi(request, _stage, path, route.Method.Resource, parameters, decision);
        if (request.Body.Length > 0 && IsBinary(request.Find("Content-Type")))
        {
            lambdaEvent["body"] = request.BodyNode(isText: false);
            lambdaEvent["isBase64Encoded"] = true;
        }

        return lambdaEvent;
    }

    /// <summary>Whether a type is one of BinaryMediaTypes: <c>*/*</c> is every type and none, and a wildcard stands only at the right.</summary>
    private bool IsBinary(string? mediaType)
    {
        var type = mediaType?.Split(';')[0].Trim() ?? "";
        return _settings.BinaryMediaTypes.Any(binary => binary == "*/*" || (binary.Equals(type, StringComparison.OrdinalIgnoreCase) && !binary.StartsWith('*'))
            || (binary.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(binary[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The trace as X-Ray goes on with it: the client's parent and decision, or new ones.</summary>
    private static string Trace(ProxyRequest request) =>
        $"{request.TraceId}{(request.TraceId.Contains("Parent=", StringComparison.Ordinal) ? "" : $";Parent={request.RequestId.Replace("-", "", StringComparison.Ordinal)[^16..]};Sampled=0")};Lineage=1:00000000:0";

    private static JsonObject Describe(JsonObject lambdaEvent, string arn)
    {
        lambdaEvent.Remove("body");
        lambdaEvent.Remove("isBase64Encoded");
        lambdaEvent["type"] = "REQUEST";
        lambdaEvent["methodArn"] = arn;
        return lambdaEvent;
    }

    private ProxyResponse AnswerMock(MockIntegration mock, ProxyRequest request)
    {
        if (mock.NeverPassesThrough && !RequestValidation.IsJson(request))
        {
            return _gatewayResponses.Answer("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", request);
        }

        if (!mock.ConvertToText && _settings.BinaryMediaTypes.Contains("*/*"))
        {
            return _gatewayResponses.Answer("API_CONFIGURATION_ERROR", "Internal server error", request);
        }

        var answer = new ProxyResponse(mock.StatusCode);
        foreach (var (name, value) in mock.Headers)
        {
            answer.Add(name, value);
        }

        return answer.AddMissing("Content-Type", "application/json");
    }

    private sealed record Route(RestApiMethod Method, RoutePattern Pattern, ThrottlingBucket? Throttle);
}
