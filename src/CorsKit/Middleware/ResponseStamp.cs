using Microsoft.AspNetCore.Http;

namespace CorsKit;

/// <summary>
/// Has the headers written when the response starts, so that an exception handler's Clear cannot take them off. The
/// boundary around the pipeline asks for it before anything else runs: Kestrel calls back last-in first-out, so what is
/// asked for first has the last word.
/// </summary>
internal static class ResponseStamp
{
    private static readonly Func<object, Task> WriteHeaders = static state =>
    {
        var features = ((HttpContext)state).Features;
        var verdict = features.GetVerdict();
        if (verdict is null)
        {
            features.SetVerdict(OriginVerdict.TooLate);
        }
        else if (verdict.IsStamped)
        {
            CorsResponseHeaders.Write(features.GetResponse().Headers, verdict);
        }

        return Task.CompletedTask;
    };

    /// <summary>
    /// Whether a response that started before there was a verdict has got <see cref="OriginVerdict.TooLate"/>, so that nobody
    /// need look. Amazon's host says that it has started before it calls back.
    /// </summary>
    public static bool TellsOfStarting(GatewayCorsApp app) => app.HasBoundary && !LastWordResponseFeature.IsInUse;

    /// <summary>Allocates nothing: the callback is always the same, and the verdict lies with the request's features.</summary>
    public static void WriteWhenStarting(HttpContext context)
    {
        var response = context.Features.GetResponse();
        if (LastWordResponseFeature.IsNeeded(response))
        {
            response = LastWordResponseFeature.Install(context, response);
        }

        response.OnStarting(WriteHeaders, context);
    }
}
