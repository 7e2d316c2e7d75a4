using System.Security.Cryptography;
using System.Text;
using CorsKit;
using CorsKit.Authorizer;
using Microsoft.Extensions.Configuration;

namespace NamespaceOfApi.Authorizer;

/// <summary>Lets in who has the token. It stands in for an identity provider, which would check a signed one.</summary>
public sealed class TokenAuthorizer
{
    private readonly byte[] _expected;
    private readonly CorsAuthorizer _authorizer;

    /// <summary>Lambda's: the settings are those of template.yaml.</summary>
    public TokenAuthorizer()
        : this(new ConfigurationBuilder().AddEnvironmentVariables().Build())
    {
    }

    public TokenAuthorizer(IConfiguration configuration)
    {
        _expected = Hash(configuration["ApiToken"] ?? throw new InvalidOperationException("ApiToken is not set."));
        _authorizer = CorsAuthorizer.ByIdentity(AuthorizeAsync, options =>
        {
            options.Policies = GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors"));
#if (http)
            options.EnableSimpleResponses = true; // as in template.yaml
#endif
        });
    }

    public Task<Stream> HandleAsync(Stream lambdaEvent) => _authorizer.HandleAsync(lambdaEvent);

    private ValueTask<AuthorizerDecision> AuthorizeAsync(AuthorizerIdentity caller, CancellationToken cancellationToken) => new(
        caller.BearerToken is not { } token ? AuthorizerDecision.Unauthorized() // 401
        : CryptographicOperations.FixedTimeEquals(Hash(token), _expected) ? AuthorizerDecision.Allow("client")
        : AuthorizerDecision.Deny()); // 403

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
