using CorsKit.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Middleware;

/// <summary>
/// Warns of responses to other origins that something placed before the middleware made, once for each kind: the browser's
/// message does not tell a redirect, a 401 or a cache in front from a missing policy.
/// </summary>
internal sealed class MisplacementWarning(CorsServices cors, CorsPipeline pipeline, IServiceProvider services)
{
    private readonly Lock _warning = new();
    private HashSet<(AnswerInFront Answer, int Status, bool IsPreflight)>? _warned;

    public void Check(HttpContext context, object? outcome)
    {
        // Only where UseGatewayCors stands in the main pipeline: outside a branch that uses it nothing is expected.
        if (!pipeline.IsUsedAtRoot || (outcome is not null && !ReferenceEquals(outcome, RequestMark.TooLate)))
        {
            return;
        }

        var origins = context.Request.Headers.Origin;
        if (origins.Count == 0)
        {
            return;
        }

        var isPreflight = HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0;
        if (!isPreflight && (SameOrigin.Is(context.Request, origins) || !IsUnreadable(context)))
        {
            return;
        }

        var status = context.Response.StatusCode;
        var answer = AnswersInFront.Recognize(context, services, isPreflight);

        // An app may set any number as the status; no more than a few hundred are told apart.
        var kind = (answer, AnswersInFront.IsToldByStatus(answer) ? Math.Clamp(status, 0, 600) : 0, isPreflight);
        lock (_warning)
        {
            if (!(_warned ??= []).Add(kind))
            {
                return;
            }
        }

        var path = LogText.Clean(context.Request.PathBase + context.Request.Path);
        var fix = AnswersInFront.Fix(answer, context, isPreflight);
        if (isPreflight)
        {
            Log.PreflightAnsweredBefore(cors.Logger, path, status, fix);
        }
        else
        {
            Log.ResponseMadeBefore(cors.Logger, path, status, fix);
        }
    }

    /// <summary>Whether a page asked with fetch() and cannot read the response. Forms and handshakes send Origin too; an app in front may have headers of its own.</summary>
    private static bool IsUnreadable(HttpContext context) =>
        context.Response.StatusCode is not (>= 100 and < 200)
        && context.Response.Headers.AccessControlAllowOrigin.Count == 0
        && context.Request.Headers["Sec-Fetch-Mode"] is var mode && (mode.Count == 0 || mode == "cors");
}
