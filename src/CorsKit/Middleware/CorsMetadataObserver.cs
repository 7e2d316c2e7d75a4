using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit;

/// <summary>
/// Knows whether any endpoint of the app carries CORS metadata. It watches routing build its tables, since asking the
/// endpoint data source for the same endpoints would build all of them a second time, on the way to the first response.
/// </summary>
internal sealed class CorsMetadataObserver(IServiceProvider services) : MatcherPolicy, INodeBuilderPolicy
{
    private bool _watched;
    private bool? _searched;

    /// <summary>Before every other policy, so that each endpoint is seen.</summary>
    public override int Order => int.MinValue;

    /// <summary>Whether an endpoint with CORS metadata was seen. Once true it stays so.</summary>
    public bool HasMetadata { get; private set; }

    /// <summary>Where routing has not run before the middleware, it is asked for its endpoints after all.</summary>
    public bool AnyEndpointHasMetadata() => HasMetadata || (!_watched && (_searched ??= Search()));

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        _watched = true;
        foreach (var endpoint in endpoints)
        {
            HasMetadata |= endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null;
        }

        return false;
    }

    // Never called: the policy applies to no endpoints.
    IReadOnlyList<PolicyNodeEdge> INodeBuilderPolicy.GetEdges(IReadOnlyList<Endpoint> endpoints) => [];

    PolicyJumpTable INodeBuilderPolicy.BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) =>
        throw new NotSupportedException();

    private bool Search()
    {
        foreach (var endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            if (endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null)
            {
                return true;
            }
        }

        return false;
    }
}
