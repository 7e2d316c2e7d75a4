using CorsKit.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Middleware;

/// <summary>
/// Knows whether any endpoint of the app carries CORS metadata. It watches routing build its tables, since asking the
/// endpoint data source for the same endpoints would build all of them a second time, on the way to the first response.
/// And it has its say where the metadata and the place of the middleware do not fit together.
/// </summary>
internal sealed class CorsMetadataObserver : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy
{
    private static readonly object LeftOut = new();

    private readonly IServiceProvider _services;
    private readonly Lazy<bool> _searched;
    private bool _watched;

    public CorsMetadataObserver(IServiceProvider services)
    {
        _services = services;
        _searched = new(() => Search(services));
    }

    /// <summary>Before every other policy, so that each endpoint is seen.</summary>
    public override int Order => int.MinValue;

    /// <summary>Whether an endpoint with CORS metadata was seen. Once true it stays so.</summary>
    public bool HasMetadata { get; private set; }

    /// <summary>Whether the middleware stands in front of routing, so that it sees no endpoint's metadata.</summary>
    public bool AreUnseen { get; set; }

    /// <summary>Whether the middleware stands in branches only, so that requests for some endpoints may not come to it.</summary>
    public bool MayBeLeftOut { get; set; }

    /// <summary>Where routing has not run before the middleware, it is asked for its endpoints after all.</summary>
    public bool AnyEndpointHasMetadata() => HasMetadata || (!_watched && _searched.Value);

    /// <summary>Whether the endpoint's metadata says anything about CORS.</summary>
    public static bool HasAny(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null || endpoint.Metadata.GetMetadata<BypassGatewayCorsAttribute>() is not null;

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        _watched = true;
        var areBypassed = false;
        foreach (var endpoint in endpoints)
        {
            HasMetadata |= MayHaveMetadata(endpoint);
            areBypassed |= EndpointPolicies.IsBypassed(endpoint);
        }

        return areBypassed && BypassedPreflights.DependOnMethods(endpoints);
    }

    IReadOnlyList<PolicyNodeEdge> INodeBuilderPolicy.GetEdges(IReadOnlyList<Endpoint> endpoints) => BypassedPreflights.GetEdges(endpoints);

    PolicyJumpTable INodeBuilderPolicy.BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        BypassedPreflights.BuildJumpTable(edges, _services.GetRequiredService<PolicyStore>());

    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        if (AreUnseen || MayBeLeftOut)
        {
            foreach (var endpoint in endpoints)
            {
                if (MayHaveMetadata(endpoint))
                {
                    return true;
                }
            }
        }

        return false;
    }

    Task IEndpointSelectorPolicy.ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (AreUnseen)
        {
            RefuseUnseen(candidates);
        }
        else
        {
            LetDisabledPass(httpContext, candidates);
        }

        return Task.CompletedTask;
    }

    public static string UnseenMessage(Endpoint endpoint) =>
        $"app.UseGatewayCors() stands in front of app.UseRouting(), so that it cannot see the CORS policy of {endpoint.DisplayName ?? "an endpoint"}. " +
        "Move app.UseRouting() up: the order is app.UseRouting(), app.UseGatewayCors(), then everything else, app.UseHttpsRedirection() too.";

    /// <summary>
    /// Fails the request as routing itself would a little later, with an exception that says what to do: the framework's own
    /// advises to add UseCors.
    /// </summary>
    private static void RefuseUnseen(CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            // The first that is valid is the best.
            if (candidates.IsValidCandidate(i))
            {
                if (HasAny(candidates[i].Endpoint))
                {
                    throw new InvalidOperationException(UnseenMessage(candidates[i].Endpoint));
                }

                return;
            }
        }
    }

    /// <summary>
    /// Routing runs no endpoint with CORS metadata that no CORS middleware has seen. Where UseGatewayCors stands in branches only,
    /// metadata that switches CORS off says what happens outside of them anyway. The exception stays for a policy, which would
    /// be ignored, and where the request has come to UseGatewayCors already: it did not see the metadata and applied its own policy.
    /// </summary>
    private static void LetDisabledPass(HttpContext context, CandidateSet candidates)
    {
        var items = context.Items;
        if (context.Features.GetOutcome() is null && SwitchCorsOff(candidates))
        {
            items.TryAdd(GatewayCorsMiddleware.EndpointInvokedKey, LeftOut);
            for (var i = 0; BypassedPreflights.RequestedMethod(context.Request).Count > 0 && i < candidates.Count; i++)
            {
                if (candidates.IsValidCandidate(i))
                {
                    candidates.ReplaceEndpoint(i, BypassedPreflights.WithoutHandler(candidates[i].Endpoint), candidates[i].Values);
                }
            }
        }
        else if (items.TryGetValue(GatewayCorsMiddleware.EndpointInvokedKey, out var value) && ReferenceEquals(value, LeftOut))
        {
            // An error page that the pipeline is run again for is no part of what was said before.
            items.Remove(GatewayCorsMiddleware.EndpointInvokedKey);
        }
    }

    /// <summary>Whether all do that have metadata: a policy that is asked later may take the best one out.</summary>
    private static bool SwitchCorsOff(CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i)
                && candidates[i].Endpoint is var endpoint
                && MayHaveMetadata(endpoint)
                && endpoint.Metadata.GetMetadata<ICorsMetadata>() is not IDisableCorsAttribute
                && !EndpointPolicies.IsBypassed(endpoint))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a dynamic endpoint (MapDynamicControllerRoute) leads to is known only when a request comes.</summary>
    private static bool MayHaveMetadata(Endpoint endpoint) =>
        HasAny(endpoint) || endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true };

    private static bool Search(IServiceProvider services)
    {
        foreach (var endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            if (MayHaveMetadata(endpoint))
            {
                return true;
            }
        }

        return false;
    }
}
