using System.Security.Cryptography;
using System.Text;
using CorsKit.Authorizer;
using CorsKit;
using Microsoft.Extensions.Configuration;

namespace OrdersApi.Authorizer;

/// <summary>
/// Lets tenants in by their tokens, and tells the app whose policy holds. Lambda calls it as
/// <c>OrdersApi.Authorizer::OrdersApi.Authorizer.TenantAuthorizer::HandleAsync</c>.
/// </summary>
public sealed class TenantAuthorizer
{
    private readonly Dictionary<string, byte[]> _hashes = [];
    private readonly CorsAuthorizer _authorizer;

    public TenantAuthorizer()
        : this(new ConfigurationBuilder().AddEnvironmentVariables().Build())
    {
    }

    /// <param name="configuration">The policies as in the app, and the tokens: <c>Tenants:NAME = token</c>.</param>
    public TenantAuthorizer(IConfiguration configuration)
    {
        foreach (var tenant in configuration.GetSection("Tenants").GetChildren())
        {
            _hashes[tenant.Key] = Hash(tenant.Value!);
        }

        _authorizer = CorsAuthorizer.ByIdentity(AuthorizeAsync, options =>
        {
            options.Policies = GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors"));
            options.EnableSimpleResponses = configuration.GetValue("EnableSimpleResponses", false);
            options.RefuseForeignOrigins = configuration.GetValue("RefuseForeignOrigins", false); // only with an authorizer TTL of 0
        });
    }

    public Task<Stream> HandleAsync(Stream lambdaEvent) => _authorizer.HandleAsync(lambdaEvent);

    /// <summary>Stands in for a real identity provider, which would check a signed token.</summary>
    private ValueTask<AuthorizerDecision> AuthorizeAsync(AuthorizerIdentity caller, CancellationToken cancellationToken)
    {
        if (caller.BearerToken is not { } token)
        {
            return new(AuthorizerDecision.Unauthorized());
        }

        var hash = Hash(token);
        foreach (var (tenant, expected) in _hashes)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, expected))
            {
                return new(AuthorizerDecision.Allow(tenant).WithPolicy(tenant).With("tenant", tenant));
            }
        }

        return new(AuthorizerDecision.Deny());
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
