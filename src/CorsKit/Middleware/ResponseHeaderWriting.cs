using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Middleware;

/// <summary>
/// Has the headers written when the response starts, so that an exception handler's Clear cannot take them off. The
/// boundary around the pipeline asks for it before anything else runs: Kestrel calls back last-in first-out, so what is
/// asked for first has the last word.
/// </summary>
internal static class ResponseHeaderWriting
{
    private static readonly Func<object, Task> WriteHeaders = static state =>
    {
        var features = ((HttpContext)state).Features;
        Write(features, lastWord: null, features.GetOutcome(lastWord: null));
        return Task.CompletedTask;
    };

    /// <summary>
    /// Whether a response that started before there was a verdict has got <see cref="RequestMark.TooLate"/>, so that nobody
    /// need look. Amazon's host says that it has started before it calls back.
    /// </summary>
    public static bool TellsOfStarting(CorsPipeline pipeline) => pipeline.HasBoundary && !LastWordResponseFeature.IsInUse;

    /// <summary>Allocates nothing where the host runs callbacks last-in first-out: the callback is always the same, and the verdict lies with the request's features.</summary>
    /// <param name="context">The request.</param>
    /// <param name="boundary">Answers for callbacks of the app that throw, where the host lets it; null where there is none.</param>
    /// <returns>What stands before the host's response feature, where that is needed.</returns>
    public static LastWordResponseFeature? WriteWhenStarting(HttpContext context, ErrorBoundary? boundary)
    {
        var response = context.Features.GetResponse();
        if (LastWordResponseFeature.IsNeeded(response))
        {
            return LastWordResponseFeature.Install(context, response, boundary);
        }

        response.OnStarting(WriteHeaders, context);
        return null;
    }

    public static void Write(IFeatureCollection features, LastWordResponseFeature? lastWord, object? outcome)
    {
        switch (outcome)
        {
            case null:
                features.SetOutcome(lastWord, RequestMark.TooLate);
                break;
            case OriginVerdict verdict:
                CorsResponseHeaders.Write((lastWord ?? features.GetResponse()).Headers, verdict);
                break;
            case PreflightAnswer answer:
                CorsResponseHeaders.Write((lastWord ?? features.GetResponse()).Headers, features.GetPreflightOrigin(answer), answer);
                break;
        }
    }
}
