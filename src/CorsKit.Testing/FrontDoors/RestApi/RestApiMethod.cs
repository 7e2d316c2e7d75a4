namespace CorsKit.Testing;

/// <summary>A method of a resource of a REST API, on the function unless <see cref="Mock"/> answers it.</summary>
/// <param name="HttpMethod">A method, or ANY.</param>
/// <param name="Resource">The resource's path: <c>/orders/{id}</c>, <c>/{proxy+}</c>, which does not cover <c>/</c>.</param>
public sealed record RestApiMethod(string HttpMethod, string Resource)
{
    /// <summary>The authorizer, which a preflight cannot pass. Default: none.</summary>
    public GatewayAuthorizer? Authorizer { get; init; }

    /// <summary>
    /// Whether the method takes only signed requests (<c>AWS_IAM</c>); that they are signed is looked at, not by whom. Default: false.
    /// </summary>
    public bool IamAuthorization { get; init; }

    /// <summary>Whether a key of <see cref="RestApiSettings.ApiKeys"/> must come in x-api-key. Default: false.</summary>
    public bool ApiKeyRequired { get; init; }

    /// <summary>A MOCK integration, as the console's "Enable CORS" makes one for OPTIONS. Default: none.</summary>
    public MockIntegration? Mock { get; init; }

    /// <summary>Throttling of the method. Default: none.</summary>
    public Throttling? Throttling { get; init; }
}
