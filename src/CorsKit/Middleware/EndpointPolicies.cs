using System.Runtime.CompilerServices;
using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CorsKit.Middleware;

/// <summary>
/// The policy that an endpoint's CORS metadata chooses, ours or ASP.NET Core's. It replaces the default and is never
/// merged with it.
/// </summary>
internal sealed class EndpointPolicies(ILogger logger)
{
    /// <summary>Endpoints come and go while an app runs, a reverse proxy's for example: only so many names are remembered.</summary>
    private const int MaxReportedNames = 100;

    private readonly ConditionalWeakTable<CorsPolicy, NamedPolicy> _compiled = [];
    private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The policy; null where the metadata names none, so that the middleware's own applies.</returns>
    public NamedPolicy? Find(PolicySet policies, Endpoint endpoint, ICorsMetadata metadata) => metadata switch
    {
        ICorsPolicyMetadata { Policy: var policy } => Compile(endpoint, policy),
        IEnableCorsAttribute { PolicyName: { } name } => policies.TryFind(name, out var policy) ? policy : Unknown(endpoint, name),
        _ => null,
    };

    /// <summary>Whether the endpoint owns its CORS: of all that its metadata says about CORS, BypassGatewayCors comes last.</summary>
    public static bool IsBypassed(Endpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        if (!BypassGatewayCorsAttribute.IsInUse || metadata.GetMetadata<BypassGatewayCorsAttribute>() is null)
        {
            return false;
        }

        // The last is the most specific, as GetMetadata has it.
        var last = metadata.Count - 1;
        while (metadata[last] is not (ICorsMetadata or BypassGatewayCorsAttribute))
        {
            last--;
        }

        return metadata[last] is BypassGatewayCorsAttribute;
    }

    /// <returns>What is wrong with the endpoint's metadata, or null.</returns>
    public static string? Validate(PolicySet policies, Endpoint endpoint) => endpoint.Metadata.GetMetadata<ICorsMetadata>() switch
    {
        _ when IsBypassed(endpoint) => null,
        ICorsPolicyMetadata { Policy: var policy } when !TryCompile(policy, out _, out var problems) =>
            $"{endpoint.DisplayName}: {problems}",
        IEnableCorsAttribute { PolicyName: { } name } metadata when !policies.TryFind(name, out _) =>
            $"{endpoint.DisplayName} names the policy \"{name}\", which does not exist. {policies.DescribeNames()}{AddCorsHint(metadata, name)}",
        _ => null,
    };

    private static string AddCorsHint(IEnableCorsAttribute metadata, string name) => metadata is GatewayCorsAttribute
        ? ""
        : $" A policy of AddCors does not count; take it over with AddPolicy(\"{name}\", policy => policy.FromCorsPolicy(…)).";

    private NamedPolicy Compile(Endpoint endpoint, CorsPolicy policy)
    {
        if (_compiled.TryGetValue(policy, out var known))
        {
            return known;
        }

        var isUsable = TryCompile(policy, out var compiled, out var problems);
        if (isUsable)
        {
            LowerCaseMethods.Warn(logger, $"of endpoint {endpoint.DisplayName}", policy.Methods);
        }
        else
        {
            Log.UnusableEndpointPolicy(logger, endpoint.DisplayName ?? "", problems);
        }

        return _compiled.GetValue(policy, _ => isUsable ? new NamedPolicy("(endpoint)", compiled!) : NamedPolicy.RefuseAll);
    }

    private static bool TryCompile(CorsPolicy policy, out GatewayCorsPolicy? compiled, out string problems)
    {
        var builder = new GatewayCorsPolicyBuilder().FromCorsPolicy(policy);
        if (GatewayCorsPolicy.TryCreate(builder.Settings, out compiled, out var found) && builder.Problems.Count == 0)
        {
            problems = "";
            return true;
        }

        problems = string.Join(Environment.NewLine, [.. builder.Problems, .. found]);
        return false;
    }

    private NamedPolicy Unknown(Endpoint endpoint, string name)
    {
        lock (_reported)
        {
            if (_reported.Count < MaxReportedNames && _reported.Add(name))
            {
                Log.UnknownPolicy(logger, endpoint.DisplayName ?? "", name);
            }
        }

        return NamedPolicy.RefuseAll;
    }
}
