using CorsKit.Policies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Middleware;

/// <summary>
/// What every request is asked for. The generic Get and Set of <see cref="IFeatureCollection"/> are generic interface
/// methods, which the runtime looks up anew at each call; the indexer is not. And since each feature that is set has
/// HttpContext look up all of its own again, the features are asked and not its properties.
/// </summary>
internal static class RequestFeatures
{
    /// <summary>
    /// What the response will say: the <see cref="OriginVerdict"/> on an actual request, the <see cref="PreflightAnswer"/> of a
    /// preflight, or a <see cref="RequestMark"/>; null where the request did not come to the middleware. All lie in one place, so
    /// that each response costs one look.
    /// </summary>
    public static object? GetOutcome(this IFeatureCollection features) => features[typeof(OriginVerdict)];

    public static void SetMark(this IFeatureCollection features, RequestMark mark) => features[typeof(OriginVerdict)] = mark;

    public static void SetVerdict(this IFeatureCollection features, OriginVerdict verdict) => features[typeof(OriginVerdict)] = verdict;

    /// <summary>The answer to a preflight from an allowed origin, and the verdict that goes with it.</summary>
    public static void SetAnswer(this IFeatureCollection features, OriginVerdict origin, PreflightAnswer answer)
    {
        if (answer.Origin is null)
        {
            features[typeof(PreflightAnswer)] = origin;
        }

        features[typeof(OriginVerdict)] = answer;
    }

    /// <summary>The answer to a preflight that is refused, for whatever reason.</summary>
    public static void SetRefusal(this IFeatureCollection features) => features[typeof(OriginVerdict)] = PreflightAnswer.Refusal;

    /// <summary>The verdict on the origin of a preflight.</summary>
    public static OriginVerdict GetPreflightOrigin(this IFeatureCollection features, PreflightAnswer answer) =>
        answer.Origin ?? (OriginVerdict)features[typeof(PreflightAnswer)]!;

    /// <summary>Whether a policy was applied to the request, so that its response is written by CorsKit.</summary>
    public static bool HasPolicy(this IFeatureCollection features) => features.GetOutcome() is PreflightAnswer or OriginVerdict;

    public static IHttpRequestFeature GetRequest(this IFeatureCollection features) => (IHttpRequestFeature)features[typeof(IHttpRequestFeature)]!;

    public static IHttpResponseFeature GetResponse(this IFeatureCollection features) => (IHttpResponseFeature)features[typeof(IHttpResponseFeature)]!;

    public static Endpoint? GetEndpoint(this IFeatureCollection features) => ((IEndpointFeature?)features[typeof(IEndpointFeature)])?.Endpoint;

    public static IStatusCodePagesFeature? GetStatusCodePages(this IFeatureCollection features) => (IStatusCodePagesFeature?)features[typeof(IStatusCodePagesFeature)];
}
