using System.Diagnostics.CodeAnalysis;
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
    /// that each response costs one look: in the feature that stands before the host's, or in one of its own.
    /// </summary>
    /// <param name="features">The request's features.</param>
    /// <param name="lastWord">What stands before the host's response feature; null where nothing does, or where the app has put something before it.</param>
    public static object? GetOutcome(this IFeatureCollection features, LastWordResponseFeature? lastWord) =>
        lastWord is not null ? lastWord.Outcome : features[typeof(OriginVerdict)];

    public static object? GetOutcome(this IFeatureCollection features) => features.GetOutcome(LastWordResponseFeature.Find(features));

    /// <summary>For who knows that something stands before the host's feature: where the app has put another before that, the middleware did not find it.</summary>
    public static object? FindOutcome(this IFeatureCollection features, LastWordResponseFeature? lastWord) => lastWord?.Outcome ?? features[typeof(OriginVerdict)];

    public static void SetOutcome(this IFeatureCollection features, LastWordResponseFeature? lastWord, object outcome)
    {
        if (lastWord is not null)
        {
            lastWord.Outcome = outcome;
        }
        else
        {
            features[typeof(OriginVerdict)] = outcome;
        }
    }

    /// <summary>The answer to a preflight from an allowed origin, and the verdict that goes with it.</summary>
    public static void SetAnswer(this IFeatureCollection features, LastWordResponseFeature? lastWord, OriginVerdict origin, PreflightAnswer answer)
    {
        if (answer.Origin is null)
        {
            features[typeof(PreflightAnswer)] = origin;
        }

        features.SetOutcome(lastWord, answer);
    }

    /// <summary>The verdict on the origin of a preflight.</summary>
    public static OriginVerdict GetPreflightOrigin(this IFeatureCollection features, PreflightAnswer answer) =>
        answer.Origin ?? (OriginVerdict)features[typeof(PreflightAnswer)]!;

    /// <summary>Whether a policy was applied to the request, so that its response is written by CorsKit.</summary>
    public static bool IsOfPolicy([NotNullWhen(true)] object? outcome) => outcome is PreflightAnswer or OriginVerdict;

    public static IHttpRequestFeature GetRequest(this IFeatureCollection features) => (IHttpRequestFeature)features[typeof(IHttpRequestFeature)]!;

    public static IHttpResponseFeature GetResponse(this IFeatureCollection features) => (IHttpResponseFeature)features[typeof(IHttpResponseFeature)]!;

    public static Endpoint? GetEndpoint(this IFeatureCollection features) => ((IEndpointFeature?)features[typeof(IEndpointFeature)])?.Endpoint;

    public static IStatusCodePagesFeature? GetStatusCodePages(this IFeatureCollection features) => (IStatusCodePagesFeature?)features[typeof(IStatusCodePagesFeature)];
}
