using System.Text.Json;

namespace CorsKit.Testing;

/// <summary>A method of a resource of a REST API, on the function unless <see cref="Mock"/> answers it.</summary>
/// <param name="HttpMethod">A method, or ANY.</param>
/// <param name="Resource">The resource's path: <c>/orders/{id}</c>, <c>/{proxy+}</c>, which does not cover <c>/</c>.</param>
public sealed record RestApiMethod(string HttpMethod, string Resource)
{
    /// <summary>The authorizer, which a preflight cannot pass. Default: none.</summary>
    public GatewayAuthorizer? Authorizer { get; init; }

    /// <summary>
    /// A Cognito user pool as authorizer, in place of <see cref="Authorizer"/>. A token whose <c>token_use</c> is <c>access</c> needs
    /// <see cref="AuthorizationScopes"/>, and one with <c>id</c> passes only without
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html). Default: none.
    /// </summary>
    public JwtAuthorizer? CognitoAuthorizer { get; init; }

    /// <summary>Scopes of which a token for <see cref="CognitoAuthorizer"/> must have one; else 401. Default: none are asked for.</summary>
    public IReadOnlyList<string> AuthorizationScopes { get; init; } = [];

    /// <summary>
    /// Whether the method takes only signed requests (<c>AWS_IAM</c>); that they are signed is looked at, not by whom. Default: false.
    /// </summary>
    public bool IamAuthorization { get; init; }

    /// <summary>Whether a key of <see cref="RestApiSettings.ApiKeys"/> must come in x-api-key. Default: false.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>
    /// Parameters without which the answer is 400, as templates write them: <c>method.request.header.NAME</c>, without regard to case,
    /// <c>method.request.querystring.NAME</c>, <c>method.request.path.NAME</c>
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html). Default: none.
    /// </summary>
    public IReadOnlyList<string> RequiredParameters { get; init; } = [];

    /// <summary>
    /// The model of the request's body for application/json, as a check in code: where it says no, or the body is no JSON, the answer is 400.
    /// A body of another content type is not looked at. Default: none.
    /// </summary>
    public Func<JsonElement, bool>? RequestModel { get; init; }

    /// <summary>A MOCK integration, as the console's "Enable CORS" makes one for OPTIONS. Default: none.</summary>
    public MockIntegration? Mock { get; init; }

    /// <summary>Throttling of the method. Default: none.</summary>
    public Throttling? Throttling { get; init; }
}
