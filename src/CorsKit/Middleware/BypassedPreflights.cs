using CorsKit.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>
/// Where routing sends a preflight if endpoints of its path own their CORS. It belongs to the endpoint that the request it asks
/// for would reach (https://fetch.spec.whatwg.org/#cors-preflight-fetch). Routing goes by OPTIONS alone: a proxy behind the routes
/// of the app would answer for them, and the default policy for an endpoint that takes no OPTIONS. These edges come before
/// those that routing makes of methods.
/// </summary>
internal static class BypassedPreflights
{
    /// <summary>The edge of preflights that ask for a method which no endpoint names.</summary>
    private const string AnyMethod = "";

    /// <summary>The edge of all requests but preflights. That of a preflight is the method it asks for.</summary>
    private static readonly object NoPreflight = new();

    /// <summary>Whether the methods tell to which of the endpoints of a path a request goes.</summary>
    public static bool DependOnMethods(IReadOnlyList<Endpoint> endpoints)
    {
        var dependOnMethods = false;
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Metadata.GetMetadata<IDynamicEndpointMetadata>() is { IsDynamic: true })
            {
                return false;
            }

            dependOnMethods |= Methods(endpoint).Count > 0;
        }

        return dependOnMethods;
    }

    /// <param name="endpoints">Those of one path, the best first.</param>
    public static IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        var edges = new List<PolicyNodeEdge> { new(NoPreflight, endpoints), new(AnyMethod, PreflightsOf(AnyMethod, endpoints)) };
        foreach (var method in AllMethods(endpoints))
        {
            edges.Add(new PolicyNodeEdge(method, PreflightsOf(method, endpoints)));
        }

        return edges;
    }

    public static PolicyJumpTable BuildJumpTable(IReadOnlyList<PolicyJumpTableEdge> edges, PolicyStore policies)
    {
        var others = 0;
        var preflights = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var edge in edges)
        {
            if (edge.State is string method)
            {
                preflights.Add(method, edge.Destination);
            }
            else
            {
                others = edge.Destination;
            }
        }

        return new JumpTable(policies, others, preflights);
    }

    /// <summary>
    /// CORS metadata draws preflights to an endpoint that takes no OPTIONS. Where no middleware answers them, its handler must not
    /// run for them.
    /// </summary>
    /// <returns>What stands in for the endpoint, or the endpoint itself where it takes OPTIONS.</returns>
    public static Endpoint WithoutHandler(Endpoint endpoint) => endpoint is RouteEndpoint route && !Takes(endpoint, HttpMethods.Options)
        ? new RouteEndpoint(MethodNotAllowed([endpoint]), route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
        : endpoint;

    /// <returns>The method that a preflight asks for; nothing for any other request.</returns>
    public static StringValues RequestedMethod(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 ? request.Headers.AccessControlRequestMethod : default;

    /// <summary>As routing answers where no endpoint takes the method.</summary>
    private static RequestDelegate MethodNotAllowed(IReadOnlyList<Endpoint> endpoints)
    {
        var allow = string.Join(", ", AllMethods(endpoints));
        return context =>
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = allow;
            return Task.CompletedTask;
        };
    }

    /// <summary>
    /// Each endpoint that takes the method stands for its own preflights, under its own pattern, order and hosts, so that routing tells them
    /// apart as it does for the request. An endpoint that was made for OPTIONS of the very route goes before it.
    /// </summary>
    private static IReadOnlyList<Endpoint> PreflightsOf(string method, IReadOnlyList<Endpoint> endpoints)
    {
        var answering = new List<Endpoint>();
        foreach (var endpoint in endpoints)
        {
            if (IsForOptionsAlone(endpoint))
            {
                // It owns its CORS if either says so.
                answering.Add(FindBeside(endpoint, endpoints, other => !IsForOptionsAlone(other) && Takes(other, method) && EndpointPolicies.IsBypassed(other)) ? Bypass((RouteEndpoint)endpoint) : endpoint);
            }
            else if (Takes(endpoint, method) && !FindBeside(endpoint, endpoints, IsForOptionsAlone))
            {
                answering.Add(EndpointPolicies.IsBypassed(endpoint) ? Bypass((RouteEndpoint)endpoint) : AnsweredByPolicy(endpoint));
            }
        }

        return answering.Count > 0 ? answering : endpoints;
    }

    private static bool Takes(Endpoint endpoint, string method) => Methods(endpoint).Count == 0 || Names(endpoint, method);

    private static bool Names(Endpoint endpoint, string method)
    {
        foreach (var name in Methods(endpoint))
        {
            if (HttpMethods.Equals(name, method))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<string> Methods(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static SortedSet<string> AllMethods(IReadOnlyList<Endpoint> endpoints)
    {
        var methods = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in endpoints)
        {
            methods.UnionWith(Methods(endpoint));
        }

        return methods;
    }

    private static bool IsForOptionsAlone(Endpoint endpoint) => Methods(endpoint) is [var only] && HttpMethods.IsOptions(only);

    /// <summary>Whether there is such an endpoint of the very route; one that merely takes all paths below its own is of another.</summary>
    private static bool FindBeside(Endpoint endpoint, IReadOnlyList<Endpoint> endpoints, Func<Endpoint, bool> isMeant)
    {
        foreach (var other in endpoints)
        {
            if (isMeant(other) && endpoint is RouteEndpoint route && other is RouteEndpoint sibling
                && route.Order == sibling.Order && route.RoutePattern.InboundPrecedence == sibling.RoutePattern.InboundPrecedence)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// For preflights of an endpoint that owns its CORS: no policy applies, and it is found by OPTIONS, where CORS metadata of its own would
    /// have routing look for the requested method. Where it takes no OPTIONS, routing's 405 stands in for it.
    /// </summary>
    private static RouteEndpoint Bypass(RouteEndpoint endpoint) =>
        StandIn(endpoint, Takes(endpoint, HttpMethods.Options) ? endpoint.RequestDelegate! : MethodNotAllowed([endpoint]), new BypassGatewayCorsAttribute());

    /// <summary>For preflights of any other endpoint, which UseGatewayCors answers by its policy and which reach no handler.</summary>
    private static Endpoint AnsweredByPolicy(Endpoint endpoint) =>
        endpoint is not RouteEndpoint route || endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null || Takes(endpoint, HttpMethods.Options)
            ? endpoint
            : StandIn(route, MethodNotAllowed([endpoint]), null);

    private static RouteEndpoint StandIn(RouteEndpoint endpoint, RequestDelegate handler, object? metadata)
    {
        var all = new List<object>(endpoint.Metadata);
        if (metadata is not null)
        {
            all.Add(metadata);
        }

        if (Methods(endpoint).Count > 0)
        {
            all.Add(new HttpMethodMetadata([HttpMethods.Options]));
        }

        return new RouteEndpoint(handler, endpoint.RoutePattern, endpoint.Order, new EndpointMetadataCollection(all), endpoint.DisplayName);
    }

    private sealed class JumpTable(PolicyStore policies, int others, Dictionary<string, int> preflights) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext)
        {
            var method = RequestedMethod(httpContext.Request);
            return method.Count == 0 || !policies.Current.Enabled ? others
                : preflights.TryGetValue(method.ToString(), out var destination) ? destination
                : preflights[AnyMethod];
        }
    }
}
