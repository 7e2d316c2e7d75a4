using System.Globalization;
using CorsKit.Configuration;
using CorsKit.Policies;
using CorsKit.Selection;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CorsKit.Middleware;

/// <summary>
/// Answers those who ask the framework for CORS policies (.NET 11's cross-site request forgery protection does) with the
/// equivalent <see cref="CorsPolicy"/>, and hands names that CorsKit does not know to the provider it replaces.
/// </summary>
internal sealed class GatewayCorsPolicyProvider(CorsServices cors, CorsPipeline pipeline, ICorsPolicyProvider replaced) : ICorsPolicyProvider
{
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var current = cors.Policies.Current;
        return policyName is not null ? Find(current, context, policyName)
            : context.GetEndpoint() is { } endpoint && EndpointPolicies.IsBypassed(endpoint) ? replaced.GetPolicyAsync(context, policyName)
            : current.Selection is { } selection ? SelectAsync(current, selection, context)
            : FindOwn(current, context);
    }

    /// <summary>The policy of UseGatewayCors. The default one may be wider than the request's own, and must not stand in for it.</summary>
    private Task<CorsPolicy?> FindOwn(PolicySet current, HttpContext context) =>
        pipeline.TryGetOwnPolicyName(out var name) ? Find(current, context, name) : Task.FromResult<CorsPolicy?>(RefuseAll());

    private async Task<CorsPolicy?> SelectAsync(PolicySet current, PolicySelection selection, HttpContext context)
    {
        var selected = await cors.Selector.SelectAsync(selection, current.SelectByName, context, isPreflight: false).ConfigureAwait(false);
        return ReferenceEquals(selected, NamedPolicy.RefuseAll) ? RefuseAll()
            : selected is null ? await FindOwn(current, context).ConfigureAwait(false)
            : await Find(current, context, ReferenceEquals(selected, current.Default) ? null : selected.Name).ConfigureAwait(false);
    }

    private static CorsPolicy RefuseAll() => new() { IsOriginAllowed = static _ => false };

    private Task<CorsPolicy?> Find(PolicySet current, HttpContext context, string? policyName)
    {
        foreach (var definition in current.Definitions)
        {
            if (string.Equals(definition.Name, policyName, StringComparison.OrdinalIgnoreCase))
            {
                var policy = definition.Name is null ? current.Default : current.TryFind(definition.Name, out var named) ? named : null;
                return Task.FromResult<CorsPolicy?>(Convert(definition, policy!.Policy));
            }
        }

        return replaced.GetPolicyAsync(context, policyName);
    }

    /// <summary>The provider that would be there without CorsKit; the framework's own where nobody registered one.</summary>
    public static ICorsPolicyProvider Create(ServiceDescriptor? replaced, IServiceProvider services) =>
        (replaced?.ImplementationInstance
            ?? replaced?.ImplementationFactory?.Invoke(services)
            ?? (replaced?.ImplementationType is { } type ? ActivatorUtilities.CreateInstance(services, type) : null)) as ICorsPolicyProvider
        ?? new DefaultCorsPolicyProvider(services.GetRequiredService<IOptions<CorsOptions>>());

    /// <summary>A new object each time: a CorsPolicy can be changed by whoever holds it.</summary>
    private static CorsPolicy Convert(PolicyDefinition definition, GatewayCorsPolicy compiled)
    {
        var rules = definition.Rules;
        var policy = new CorsPolicy
        {
            SupportsCredentials = rules.AllowCredentials,
            PreflightMaxAge = TimeSpan.FromSeconds(int.Parse(rules.MaxAge, CultureInfo.InvariantCulture)),
            IsOriginAllowed = origin => compiled.EvaluateOrigin(origin).IsAllowed,
        };
        Fill(policy.Origins, rules.AnyOrigin ? ["*"] : definition.Settings.AllowOrigins);
        Fill(policy.Methods, rules.AnyMethod ? ["*"] : rules.Methods);
        Fill(policy.Headers, rules.AnyHeader ? ["*"] : rules.Headers);
        Fill(policy.ExposedHeaders, rules.ExposeHeaders?.Split(',') ?? []);
        return policy;
    }

    private static void Fill(IList<string> list, IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            list.Add(item);
        }
    }
}
