using Microsoft.AspNetCore.Http;

namespace CorsKit;

/// <summary>
/// Warns of responses to other origins that something placed before the middleware made, once for each status code: the
/// browser's message does not tell a redirect or a 401 in front from a missing policy.
/// </summary>
internal sealed class MisplacementWarning(GatewayCorsApp app)
{
    private readonly bool[] _warnedOfPreflight = new bool[600];
    private readonly bool[] _warnedOfResponse = new bool[600];

    public void Check(HttpContext context)
    {
        // Only where UseGatewayCors stands in the main pipeline: outside a branch that uses it nothing is expected.
        if (!app.IsUsedAtRoot || (context.Features.GetOutcome() is { } outcome && !ReferenceEquals(outcome, OriginVerdict.TooLate)))
        {
            return;
        }

        var origins = context.Request.Headers.Origin;
        if (origins.Count == 0)
        {
            return;
        }

        var status = context.Response.StatusCode;
        var isPreflight = HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0;

        // Files and the like are served in front on purpose; an error or a redirect is what a page cannot make out.
        if (!isPreflight && (status is < StatusCodes.Status300MultipleChoices or StatusCodes.Status304NotModified || OwnOrigin.Is(context.Request, origins)))
        {
            return;
        }

        var warned = isPreflight ? _warnedOfPreflight : _warnedOfResponse;
        if (status >= warned.Length || warned[status])
        {
            return;
        }

        warned[status] = true;
        var path = LogText.Clean(context.Request.PathBase + context.Request.Path);
        if (isPreflight)
        {
            Log.PreflightAnsweredBefore(app.Logger, path, status, Remedy(status));
        }
        else
        {
            Log.ResponseMadeBefore(app.Logger, path, status, Remedy(status));
        }
    }

    private static string Remedy(int status) => status switch
    {
        < 300 => "Other CORS middleware answered, UseCors perhaps: remove it, or call app.UseGatewayCors() before it.",
        < 400 => "Call app.UseGatewayCors() before what redirects, such as UseHttpsRedirection: a browser follows no redirect of a preflight.",
        401 or 403 => "Call app.UseGatewayCors() before UseAuthentication and UseAuthorization: a preflight carries no credentials, and a page cannot read their answer otherwise.",
        _ => "Call app.UseGatewayCors() before whatever answered.",
    };
}
