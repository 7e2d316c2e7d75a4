using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Middleware;

/// <summary>
/// Knows whether any endpoint of the app carries CORS metadata. It watches routing build its tables, since asking the
/// endpoint data source for the same endpoints would build all of them a second time, on the way to the first response.
/// </summary>
internal sealed class CorsMetadataObserver : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy
{
    private readonly Lazy<bool> _searched;
    private bool _watched;

    public CorsMetadataObserver(IServiceProvider services) => _searched = new(() => Search(services));

    /// <summary>Before every other policy, so that each endpoint is seen.</summary>
    public override int Order => int.MinValue;

    /// <summary>Whether an endpoint with CORS metadata was seen. Once true it stays so.</summary>
    public bool HasMetadata { get; private set; }

    /// <summary>Whether the middleware stands in front of routing, so that it sees no endpoint's metadata.</summary>
    public bool AreUnseen { get; set; }

    /// <summary>Where routing has not run before the middleware, it is asked for its endpoints after all.</summary>
    public bool AnyEndpointHasMetadata() => HasMetadata || (!_watched && _searched.Value);

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        _watched = true;
        foreach (var endpoint in endpoints)
        {
            HasMetadata |= MayHaveMetadata(endpoint);
        }

        return false;
    }

    // Never called: the policy applies to no endpoints.
    IReadOnlyList<PolicyNodeEdge> INodeBuilderPolicy.GetEdges(IReadOnlyList<Endpoint> endpoints) => [];

    PolicyJumpTable INodeBuilderPolicy.BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        throw new NotSupportedException();

    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        if (AreUnseen)
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

    /// <summary>
    /// Fails the request as routing itself would a little later, with an exception that says what to do: the framework's own
    /// advises to add UseCors.
    /// </summary>
    Task IEndpointSelectorPolicy.ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            // The first that is valid is the best.
            if (candidates.IsValidCandidate(i))
            {
                return candidates[i].Endpoint is var endpoint && endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null
                    ? throw new InvalidOperationException(UnseenMessage(endpoint))
                    : Task.CompletedTask;
            }
        }

        return Task.CompletedTask;
    }

    public static string UnseenMessage(Endpoint endpoint) =>
        $"app.UseGatewayCors() stands in front of app.UseRouting(), so that it cannot see the CORS policy of {endpoint.DisplayName ?? "an endpoint"}. " +
        "Move app.UseRouting() up: the order is app.UseRouting(), app.UseGatewayCors(), then everything else, app.UseHttpsRedirection() too.";

    /// <summary>What a dynamic endpoint (MapDynamicControllerRoute) leads to is known only when a request comes.</summary>
    private static bool MayHaveMetadata(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null || endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true };

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
