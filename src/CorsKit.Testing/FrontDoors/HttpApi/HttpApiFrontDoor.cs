using System.Text.Json.Nodes;
using CorsKit.Testing.Authorizers;
using CorsKit.Testing.Aws;
using CorsKit.Testing.Functions;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.HttpApi;

/// <summary>
/// API Gateway, HTTP API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
/// </summary>
internal sealed class HttpApiFrontDoor : FunctionFrontDoor
{
    private const string DefaultStage = "$default";

    private readonly string _stage;
    private readonly HttpApiSettings _settings;
    private readonly ConfiguredCors? _cors;
    private readonly List<Route> _routes;

    public HttpApiFrontDoor(LambdaFunction function, string stage, HttpApiSettings settings)
        : base(function, settings.ApiMapping?.AddressOf(stage) ?? $"https://emulated.execute-api.eu-west-1.amazonaws.com/{(stage == DefaultStage ? "" : stage + "/")}", settings.IntegrationTimeout)
    {
        settings.Validate(stage);
        _stage = stage;
        _settings = settings;
        _cors = settings.CorsConfiguration is { } configuration ? new ConfiguredCors(configuration, isOfHttpApi: true) : null;
        _routes = [.. settings.Routes.Select(route => new Route(
            route, route.Pattern, route.Throttling is { } limits ? new ThrottlingBucket(limits, settings.TimeProvider) : null))];
    }

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var path = PathOf(request);
        var route = path is null ? null : FindRoute(path, request.Method);
        var answer = request.HeaderBytes > MaxGatewayHeaderBytes ? WithCors(ProxyResponse.Message(_settings.AssumedHeadersTooLargeStatusCode, "Request Header Fields Too Large"), request)
            : path is null && IsMapped(request) ? AnswerUnknownHost()!
            : path is null ? ProxyResponse.Message(404, "Not Found")
            : _cors is not null && request.IsPreflight ? await AnswerPreflightAsync(request, path, route, cancellationToken).ConfigureAwait(false)
            : route is null ? WithCors(ProxyResponse.Message(404, "Not Found"), request)
            : await AnswerRouteAsync(request, path, route, cancellationToken).ConfigureAwait(false);
        return answer.Add("apigw-requestid", "Emulated0000000=");
    }

    private protected override ProxyResponse Read(string response, ProxyRequest request)
    {
        var answer = _settings.PayloadFormatVersion == PayloadFormatVersion.V1 ? EventV1.ReadForHttpApi(response) : EventV2.ReadForHttpApi(response);
        if (_cors is null)
        {
            return answer;
        }

        // An app that leaves CORS to the API answers OPTIONS with 404 or 405, and the API's answer is not spoilt by it.
        if (request.IsPreflight && answer.StatusCode is < 200 or > 299)
        {
            return new ProxyResponse(_settings.AssumedPreflightStatusCode);
        }

        answer.Remove(ConfiguredCors.IsCorsHeader);
        AddCors(answer, OnActual(request));
        return answer;
    }

    private protected override ProxyResponse Failed(FunctionFault fault, ProxyRequest request) => WithCors(
        fault == FunctionFault.TimedOut ? ProxyResponse.Message(503, "Service Unavailable") : ProxyResponse.Message(500, "Internal Server Error"), request);

    private bool IsMapped(ProxyRequest request) => _settings.ApiMapping?.Takes(request) == true;

    /// <returns>The path within the API; null where the stage or the mapping key is missing.</returns>
    private string? PathOf(ProxyRequest request) => IsMapped(request) ? _settings.ApiMapping!.PathBelow(request, _stage)
        : _stage == DefaultStage ? request.Path : request.PathBelow(_stage);

    /// <summary>An authorizer on the route that catches OPTIONS stands before the API's own answer.</summary>
    private async Task<ProxyResponse> AnswerPreflightAsync(ProxyRequest request, string path, Route? route, CancellationToken cancellationToken)
    {
        var isOptionsRoute = route?.Configured.HttpMethod == "OPTIONS";
        var answer = route is not null && (route.Configured.HasAuthorizer || (isOptionsRoute && _settings.AssumedOptionsRouteIsInvoked))
            ? await AnswerRouteAsync(request, path, route, cancellationToken).ConfigureAwait(false)
            : new ProxyResponse(_settings.AssumedPreflightStatusCode);
        if (answer.StatusCode < 400)
        {
            answer.Remove(ConfiguredCors.IsCorsHeader);
            AddCors(answer, _cors!.OnPreflight(request));
        }

        return answer;
    }

    private async Task<ProxyResponse> AnswerRouteAsync(ProxyRequest request, string path, Route route, CancellationToken cancellationToken)
    {
        if (request.Body.Length > MaxGatewayRequestBytes)
        {
            return WithCors(ProxyResponse.Message(413, _settings.AssumedTooLargeMessage), request);
        }

        var parameters = route.Configured.IsDefault ? [] : route.Pattern.Match(path)!.ToDictionary(parameter => parameter.Key, parameter => Uri.UnescapeDataString(parameter.Value));
        var decision = route.Configured.JwtAuthorizer?.Decide(request, route.Configured.AuthorizationScopes);
        if (decision is { Outcome: not AuthorizerOutcome.Allowed, Challenge: { } challenge })
        {
            return WithCors(Refuse(decision.Outcome).Add("www-authenticate", challenge), request);
        }

        if (route.Configured.Authorizer is { } authorizer)
        {
            var arn = $"arn:aws:execute-api:eu-west-1:123456789012:emulated/{_stage}/{(route.Configured.IsDefault ? DefaultStage : request.Method + path)}";
            decision = await authorizer.DecideAsync(
                request, route.Configured.RouteKey, arn, identity => Describe(request, route, parameters, authorizer.PayloadFormatVersion, identity, arn), cancellationToken).ConfigureAwait(false);
            if (decision.Outcome != AuthorizerOutcome.Allowed)
            {
                return WithCors(Refuse(decision.Outcome), request);
            }
        }

        if (route.Throttle?.TryTake() == false)
        {
            return WithCors(ProxyResponse.Message(429, _settings.AssumedThrottledMessage), request);
        }

        var lambdaEvent = WriteEvent(request, route, parameters, _settings.PayloadFormatVersion, decision);
        return await InvokeFunctionAsync(lambdaEvent, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A route that names the method and all of the path, then a greedy one, then $default.</summary>
    private Route? FindRoute(string path, string httpMethod) => _routes
        .Where(route => route.Configured.IsDefault
            || ((route.Configured.HttpMethod == httpMethod || route.Configured.HttpMethod == "ANY") && route.Pattern.Match(path) is not null))
        .OrderBy(route => route.Configured.IsDefault)
        .ThenBy(route => route.Pattern.Rank, StringComparer.Ordinal)
        .ThenBy(route => route.Configured.HttpMethod == "ANY")
        .FirstOrDefault();

    private ProxyResponse Refuse(AuthorizerOutcome outcome) => outcome switch
    {
        AuthorizerOutcome.Unauthorized => ProxyResponse.Message(401, "Unauthorized"),
        AuthorizerOutcome.Denied => ProxyResponse.Message(403, _settings.AssumedForbiddenMessage),
        _ => ProxyResponse.Message(500, "Internal Server Error"),
    };

    private ProxyResponse WithCors(ProxyResponse answer, ProxyRequest request)
    {
        if (_cors is not null && _settings.AssumedErrorsCarryCors)
        {
            AddCors(answer, OnActual(request));
        }

        return answer;
    }

    /// <summary>OPTIONS that is no preflight gets no CORS headers (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).</summary>
    private IEnumerable<(string Name, string Value)> OnActual(ProxyRequest request) => request.Method == "OPTIONS" && !request.IsPreflight ? [] : _cors!.OnActual(request);

    private void AddCors(ProxyResponse answer, IEnumerable<(string Name, string Value)> headers)
    {
        foreach (var (name, value) in headers)
        {
            answer.Add(name, value);
        }

        // What a route's function answered to a preflight comes here twice.
        if (_settings.AssumedVaryOnOrigin && !answer.Headers.Contains(("vary", "origin")))
        {
            answer.Add("vary", "origin");
        }
    }

    private JsonObject WriteEvent(
        ProxyRequest request, Route route, Dictionary<string, string> parameters, PayloadFormatVersion version, AuthorizerDecision? decision)
    {
        if (version == PayloadFormatVersion.V2)
        {
            // Of a custom domain's path the mapping key is left out, and a named stage is put in.
            var inner = IsMapped(request) ? request with { Path = (_stage == DefaultStage ? "" : "/" + _stage) + PathOf(request) } : request;
            return EventV2.WriteForHttpApi(inner, _stage, route.Configured.RouteKey, parameters, decision);
        }

        // A named stage stays in the path.
        return EventV1.WriteForHttpApi(request, _stage, route.Configured.RouteKey, route.Configured.IsDefault ? DefaultStage : route.Pattern.Path, parameters, decision);
    }

    private JsonObject Describe(
        ProxyRequest request, Route route, Dictionary<string, string> parameters, PayloadFormatVersion version, string[] identity, string arn)
    {
        var description = WriteEvent(request, route, parameters, version, null);
        description.Remove("body");
        description.Remove("isBase64Encoded");
        description["type"] = "REQUEST";
        if (version == PayloadFormatVersion.V2)
        {
            description["routeArn"] = arn;
            description["identitySource"] = new JsonArray([.. identity.Select(source => JsonValue.Create(source))]);
        }
        else
        {
            description["methodArn"] = arn;
            description["identitySource"] = string.Join(',', identity);
            description["authorizationToken"] = string.Join(',', identity);
        }

        return description;
    }

    private sealed record Route(HttpApiRoute Configured, RoutePattern Pattern, ThrottlingBucket? Throttle);
}
