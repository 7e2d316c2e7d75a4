using System.Collections.Concurrent;
using CorsKit.Diagnostics;
using CorsKit.Origins;
using CorsKit.Selection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CorsKit.Sources;

/// <summary>
/// The sources of an app's policies. What they said outlives a reload, since it does not depend on a policy's settings; the
/// verdict that is made of it belongs to the policy of the request.
/// </summary>
internal sealed class OriginSources(IServiceProvider services, ILogger logger)
{
    /// <summary>Lambda gives a function 10 seconds to start.</summary>
    public static readonly TimeSpan WarmUpLimit = TimeSpan.FromSeconds(8);

    /// <summary>What is remembered is bounded in bytes only if tenants are, which come from requests; no store has longer keys.</summary>
    private const int MaxTenantLength = 1024;

    private readonly SelectionFailures _tenantFailures = new(logger, services.GetService<TimeProvider>() ?? TimeProvider.System);
    private readonly ConcurrentDictionary<(Type Source, string Policy), OriginLookup> _lookups = new();

    public IServiceProvider Services { get; } = services;

    public ILogger Logger { get; } = logger;

    public TimeProvider Time { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public OriginLookupCounter Counter { get; } = new(CorsMeter.Create(services));

    public OriginLookup this[SourcedPolicy policy] => policy.Lookup is { } known && known.IsOf(this) ? known
        : policy.Lookup = _lookups.GetOrAdd((policy.Source.Type, policy.Name), static (key, sources) => new OriginLookup(key.Policy, sources), this);

    /// <exception cref="InvalidOperationException">A source cannot be made.</exception>
    public static void Check(IReadOnlyList<SourcedPolicy> policies, IServiceProvider services)
    {
        if (services.GetService<IServiceProviderIsService>() is not { } registered)
        {
            return;
        }

        foreach (var policy in policies)
        {
            if (policy.Source.Rule is null && !registered.IsService(policy.Source.Type))
            {
                throw new InvalidOperationException(
                    $"The policy {policy.Name} asks {policy.Source.Type.Name} for origins, and the app's services do not know it. "
                    + $"Register it: builder.Services.AddSingleton<{policy.Source.Type.Name}>().");
            }
        }
    }

    /// <summary>
    /// The verdict on an origin that the policy does not list, where it has been evaluated before and the answer still holds: then it need not be
    /// taken apart again. Null where that is not so, or where only the request tells for whom the answer is.
    /// </summary>
    public OriginVerdict? FindVerdict(SourcedPolicy policy, string origin) =>
        policy.Source.Options.Tenant is null ? this[policy].FindRemembered(origin, null, policy.Policy)?.VerdictOf(policy.Policy) : null;

    /// <summary>Evaluates an origin that the policy's own list does not allow, and that its source may be asked about. Never fails, and allocates only to ask.</summary>
    /// <param name="context">The request.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="origin">The one value of Origin.</param>
    /// <param name="isKnown">Whether the policy knew that the source may be asked about the origin.</param>
    /// <param name="isPreflight">Whether the request is a preflight.</param>
    public ValueTask<OriginVerdict> EvaluateAsync(HttpContext context, SourcedPolicy policy, string origin, bool isKnown, bool isPreflight)
    {
        string? tenant = null;
        if (policy.Source.Options.Tenant is not null && (tenant = FindTenant(context, policy.Source.Options, isPreflight)) is not { Length: <= MaxTenantLength })
        {
            return new(OriginVerdict.NotAllowed);
        }

        if (this[policy].FindRemembered(origin, tenant) is not { } answer)
        {
            return AskAsync(policy, new OriginKey(origin, tenant));
        }

        if (tenant is not null && !isKnown)
        {
            policy.KnowToAsk(answer.Origin);
        }

        return new(answer.Evaluate(policy.Policy));
    }

    private async ValueTask<OriginVerdict> AskAsync(SourcedPolicy policy, OriginKey key) =>
        await this[policy].FindAsync(key, policy.Source).ConfigureAwait(false) switch
        {
            OriginFinding.Allowed => new OriginVerdict(policy.Policy, key.Origin),
            OriginFinding.Unverified => OriginVerdict.Unverified,
            _ => OriginVerdict.NotAllowed,
        };

    /// <summary>In the background: nobody waits for it.</summary>
    public async Task WarmUpAsync(IReadOnlyList<SourcedPolicy> policies)
    {
        foreach (var policy in policies)
        {
            var byTenant = new Dictionary<ValueTuple<string?>, HashSet<string>>();
            foreach (var (tenant, origin) in policy.Source.Options.Origins)
            {
                if (Origin.TryParse(origin, out var parsed) && policy.Source.MayAsk(parsed))
                {
                    (byTenant.TryGetValue(new(tenant), out var origins) ? origins : byTenant[new(tenant)] = []).Add(origin);
                }
            }

            foreach (var (tenant, origins) in byTenant)
            {
                await this[policy].WarmUpAsync(tenant.Item1, [.. origins], policy.Source).ConfigureAwait(false);
            }
        }
    }

    private string? FindTenant(HttpContext context, OriginSourceOptions options, bool isPreflight)
    {
        try
        {
            return options.Tenant!(new CorsRequest(context, options.Reads, isPreflight));
        }
#pragma warning disable CA1031 // Whatever the app's rule throws, the request is answered, and nothing is allowed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _tenantFailures.Report(exception);
            return null;
        }
    }
}
