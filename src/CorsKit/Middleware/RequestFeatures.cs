using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit;

/// <summary>
/// What every request is asked for. The generic Get and Set of <see cref="IFeatureCollection"/> are generic interface
/// methods, which the runtime looks up anew at each call; the indexer is not. And since each feature that is set has
/// HttpContext look up all of its own again, the features are asked and not its properties.
/// </summary>
internal static class RequestFeatures
{
    /// <summary>The verdict on the request; null where it did not come to the middleware.</summary>
    public static OriginVerdict? GetVerdict(this IFeatureCollection features) => (OriginVerdict?)features[typeof(OriginVerdict)];

    public static void SetVerdict(this IFeatureCollection features, OriginVerdict verdict) => features[typeof(OriginVerdict)] = verdict;

    public static IHttpRequestFeature GetRequest(this IFeatureCollection features) => (IHttpRequestFeature)features[typeof(IHttpRequestFeature)]!;

    public static IHttpResponseFeature GetResponse(this IFeatureCollection features) => (IHttpResponseFeature)features[typeof(IHttpResponseFeature)]!;

    public static Endpoint? GetEndpoint(this IFeatureCollection features) => ((IEndpointFeature?)features[typeof(IEndpointFeature)])?.Endpoint;

    public static IStatusCodePagesFeature? GetStatusCodePages(this IFeatureCollection features) => (IStatusCodePagesFeature?)features[typeof(IStatusCodePagesFeature)];
}
