using CorsKit.Authorizer.Events;

namespace CorsKit.Authorizer;

/// <summary>Who calls what, for an authorizer whose decisions are not remembered.</summary>
public sealed class AuthorizerRoute
{
    private readonly AuthorizerEvent _event;

    internal AuthorizerRoute(AuthorizerEvent lambdaEvent, AuthorizerIdentity identity)
    {
        _event = lambdaEvent;
        Identity = identity;
    }

    /// <summary>Who calls.</summary>
    public AuthorizerIdentity Identity { get; }

    /// <summary>The method, such as GET.</summary>
    public string Method => _event.Method;

    /// <summary>The path as the front door has it; with payload format 2.0 the stage leads it, unless that is <c>$default</c>.</summary>
    public string Path => _event.RequestPath;

    /// <summary>The route of an HTTP API, such as <c>GET /orders/{id}</c>; the path of the resource of a REST API, such as <c>/orders/{id}</c>.</summary>
    public string RouteKey => _event.RouteKey ?? _event.Resource ?? "";

    /// <summary>This method and path, for <see cref="AuthorizerDecision.ForRoutes"/>.</summary>
    /// <exception cref="InvalidOperationException">The path has a <c>*</c>, a <c>?</c> or a <c>${</c>, which would stand for something else than this request.</exception>
    public string Resource => _event.Arn.Tail.AsSpan().ContainsAny('*', '?') || _event.Arn.Tail.Contains("${", StringComparison.Ordinal)
        ? throw new InvalidOperationException("The path of the request has a wildcard or a policy variable in it, so a policy cannot name it alone.")
        : _event.Arn.Tail;
}
