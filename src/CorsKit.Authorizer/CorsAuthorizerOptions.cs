using CorsKit.Diagnostics;
using CorsKit.Headers;
using Microsoft.Extensions.Logging;

namespace CorsKit.Authorizer;

/// <summary>The settings of an authorizer. Some must be those of the template, which the function cannot see.</summary>
public sealed class CorsAuthorizerOptions
{
    /// <summary>
    /// The policies by name, the same as the app's: <c>options.Policies = GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors"))</c>.
    /// Case does not count in the names; the default policy is called <c>default</c>. At least one. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, GatewayCorsPolicy> Policies { get; set; } = new Dictionary<string, GatewayCorsPolicy>();

    /// <summary>
    /// The request headers that are the authorizer's identity sources in the template, in the template's order; identity sources that are no
    /// headers come last there. An HTTP API says in the event what it remembers a decision by, and a request that does not match it at each position
    /// is denied. Never Origin, since requests without it would be turned away and remembered decisions multiplied. Default: Authorization.
    /// </summary>
    public IList<string> IdentitySources { get; set; } = ["Authorization"];

    /// <summary><c>EnableSimpleResponses</c> of an HTTP API's authorizer with payload format 2.0. Default: false, IAM policies.</summary>
    public bool EnableSimpleResponses { get; set; }

    /// <summary>
    /// Denies a caller that is let in but comes from an origin which its policy does not allow, before the app is invoked. Needs an
    /// authorizer TTL of 0 in the template: API Gateway remembers decisions by identity and would use that of one origin for all. The
    /// app decides about origins anyway. Default: false.
    /// </summary>
    public bool RefuseForeignOrigins { get; set; }

    /// <summary>
    /// The message of the exception that makes a REST API answer 401. AWS documents <c>Unauthorized</c> for other languages
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html); for .NET it is not
    /// documented. Default: Unauthorized.
    /// </summary>
    public string UnauthorizedMessage { get; set; } = "Unauthorized";

    /// <summary>Where refusals are explained. Default: null, the function's standard error, which Lambda puts into its log.</summary>
    public ILogger? Logger { get; set; }

    /// <exception cref="ArgumentException">There is none.</exception>
    internal Dictionary<string, GatewayCorsPolicy> ReadPolicies() => Policies is { Count: > 0 }
        ? new(Policies, StringComparer.OrdinalIgnoreCase)
        : throw new ArgumentException("The authorizer has no CORS policy. Write options.Policies = GatewayCorsPolicies.Load(configuration.GetSection(\"GatewayCors\")).");

    /// <exception cref="ArgumentException">An identity source cannot be one.</exception>
    internal string[] ReadIdentitySources()
    {
        string[] sources = [.. IdentitySources ?? []];
        if (sources.Length == 0)
        {
            throw new ArgumentException("IdentitySources is empty: name the header that the caller is known by, Authorization for example.");
        }

        foreach (var source in sources)
        {
            if (!HttpToken.IsToken(source ?? ""))
            {
                throw new ArgumentException($"The identity source \"{LogText.Clean(source)}\" is no header name. Write the name alone, without method.request.header or $request.header.");
            }

            if (source!.Equals("Origin", StringComparison.OrdinalIgnoreCase) || source.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException(
                    $"{source} must not be an identity source: API Gateway answers 401 to every request without it (same-origin GETs, other servers). Remove it here and in the template; the app decides about origins.");
            }
        }

        return sources;
    }
}
