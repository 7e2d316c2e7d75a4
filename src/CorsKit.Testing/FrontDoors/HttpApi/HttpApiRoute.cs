namespace CorsKit.Testing;

/// <summary>
/// A route of an HTTP API, on the function
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
/// </summary>
/// <param name="RouteKey"><c>$default</c>, or a method or ANY and a path: <c>GET /orders/{id}</c>, <c>ANY /{proxy+}</c>.</param>
public sealed record HttpApiRoute(string RouteKey)
{
    /// <summary>The authorizer. On <c>$default</c> and on ANY it stands before preflights too, which cannot pass it. Default: none.</summary>
    public GatewayAuthorizer? Authorizer { get; init; }

    /// <summary>
    /// A JWT authorizer, in place of <see cref="Authorizer"/>
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html). It stands before preflights as that does. Default: none.
    /// </summary>
    public JwtAuthorizer? JwtAuthorizer { get; init; }

    /// <summary>Scopes of which a token for <see cref="JwtAuthorizer"/> must have one, in <c>scope</c> or <c>scp</c>; else 403. Default: none are asked for.</summary>
    public IReadOnlyList<string> AuthorizationScopes { get; init; } = [];

    /// <summary>Throttling of the route. Default: none.</summary>
    public Throttling? Throttling { get; init; }

    internal bool IsDefault => RouteKey == "$default";

    internal string HttpMethod => IsDefault ? "ANY" : RouteKey.Split(' ')[0];

    internal Aws.RoutePattern Pattern => new(IsDefault ? "/{proxy+}" : RouteKey[(RouteKey.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    internal bool HasAuthorizer => Authorizer is not null || JwtAuthorizer is not null;

    internal string? FindProblem() => Authorizer is not null && JwtAuthorizer is not null ? "a route has one authorizer, and here are two"
        : IsDefault ? null
        : RouteKey.Split(' ') is not [{ Length: > 0 }, { Length: > 0 }] ? "it is $default, or a method or ANY, a space and a path"
        : Pattern.FindProblem();
}
