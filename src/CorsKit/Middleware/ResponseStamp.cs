using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

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
        if (features.Get<OriginVerdict>() is { IsStamped: true } verdict)
        {
            CorsResponseHeaders.Write(features.Get<IHttpResponseFeature>()!.Headers, verdict);
        }

        return Task.CompletedTask;
    };

    /// <summary>Allocates nothing: the callback is always the same, and the verdict lies with the request's features.</summary>
    public static void WriteWhenStarting(HttpContext context)
    {
        var response = context.Features.Get<IHttpResponseFeature>()!;
        if (LastWordResponseFeature.IsNeeded(response))
        {
            response = LastWordResponseFeature.Install(context, response);
        }

        response.OnStarting(WriteHeaders, context);
    }
}
