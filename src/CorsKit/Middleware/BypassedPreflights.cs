using CorsKit.Configuration;
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

    /// <summary>By the order of the endpoints and their methods alone: hosts and constraints come later, and are not asked.</summary>
    private static List<Endpoint> PreflightsOf(string method, IReadOnlyList<Endpoint> endpoints)
    {
        var owner = FirstToTake(method, endpoints);
        var isBypassed = owner is not null && EndpointPolicies.IsBypassed(owner);
        var answering = new List<Endpoint>();
        foreach (var endpoint in endpoints)
        {
            if (isBypassed && Takes(endpoint, HttpMethods.Options))
            {
                answering.Add(Bypass((RouteEndpoint)endpoint));
            }
            else if (!isBypassed && (owner is null || !EndpointPolicies.IsBypassed(endpoint) || IsOptionsOf(owner, endpoint)))
            {
                answering.Add(endpoint);
            }
        }

        if (answering.Count == 0)
        {
            answering.Add(new Endpoint(MethodNotAllowed(endpoints), new EndpointMetadataCollection(new BypassGatewayCorsAttribute()), "405 HTTP Method Not Supported"));
        }

        return answering;
    }

    private static Endpoint? FirstToTake(string method, IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (Takes(endpoint, method))
            {
                return endpoint;
            }
        }

        return null;
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

    /// <summary>Whether the endpoint was made for OPTIONS of the very route, and does not merely take those of all paths below its own.</summary>
    private static bool IsOptionsOf(Endpoint owner, Endpoint endpoint) =>
        Names(endpoint, HttpMethods.Options)
        && owner is RouteEndpoint route && endpoint is RouteEndpoint options
        && route.Order == options.Order && route.RoutePattern.InboundPrecedence == options.RoutePattern.InboundPrecedence;

    /// <summary>
    /// The endpoint for preflights of one that owns its CORS: no policy applies, and it is found by OPTIONS, where CORS metadata
    /// of its own would have routing look for the requested method.
    /// </summary>
    private static RouteEndpoint Bypass(RouteEndpoint endpoint)
    {
        var metadata = new List<object>(endpoint.Metadata) { new BypassGatewayCorsAttribute() };
        if (Methods(endpoint).Count > 0)
        {
            metadata.Add(new HttpMethodMetadata([HttpMethods.Options]));
        }

        return new RouteEndpoint(endpoint.RequestDelegate!, endpoint.RoutePattern, endpoint.Order, new EndpointMetadataCollection(metadata), endpoint.DisplayName);
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
