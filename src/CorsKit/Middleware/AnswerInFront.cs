using CorsKit.Diagnostics;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>What answered a request in front of UseGatewayCors, as far as the response tells.</summary>
internal enum AnswerInFront
{
    HostFiltering,
    ShortCircuit,
    ODataBatch,
    HttpsRedirection,
    Challenge,
    Redirect,
    Authorization,
    HealthCheck,
    StaticFile,
    Cache,
    OtherCors,
    Other,
}

/// <summary>Tells what answered by the traces that it leaves, and what to do about it. Asked only when there is something to warn of.</summary>
internal static class AnswersInFront
{
    private const string ThenTheRest = "The order is: app.UseRouting(), if the app calls it, then app.UseGatewayCors(), then ";

    public static AnswerInFront Recognize(HttpContext context, IServiceProvider services, bool isPreflight)
    {
        var status = context.Response.StatusCode;
        var headers = context.Response.Headers;
        return status == StatusCodes.Status400BadRequest && IsFilteredHost(context.Request, services) ? AnswerInFront.HostFiltering
            : IsShortCircuit(context.GetEndpoint()) ? AnswerInFront.ShortCircuit
            : context.Request.Path.Value?.EndsWith("/$batch", StringComparison.OrdinalIgnoreCase) == true ? AnswerInFront.ODataBatch
            : status is >= 300 and < 400 and not StatusCodes.Status304NotModified ? RecognizeRedirect(context, services)
            : status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden ? AnswerInFront.Authorization
            : IsHealthCheck(headers) ? AnswerInFront.HealthCheck
            : headers.AcceptRanges == "bytes" && headers.LastModified.Count > 0 ? AnswerInFront.StaticFile
            : headers.Age.Count > 0 || status == StatusCodes.Status304NotModified ? AnswerInFront.Cache
            : isPreflight && status < 300 ? AnswerInFront.OtherCors
            : AnswerInFront.Other;
    }

    /// <summary>Whether what it was does not say enough, so that each status code is worth a warning of its own.</summary>
    public static bool IsToldByStatus(AnswerInFront answer) => answer is AnswerInFront.Redirect or AnswerInFront.Authorization or AnswerInFront.Other;

    public static string Fix(AnswerInFront answer, HttpContext context, bool isPreflight) => answer switch
    {
        AnswerInFront.HostFiltering =>
            $"Host filtering refused the host {LogText.Clean(context.Request.Host.Value)}: add it to AllowedHosts. Behind API Gateway it is the API's own domain name, or a custom one.",
        AnswerInFront.ShortCircuit => "The endpoint has ShortCircuit(), so that routing answers before any middleware runs: remove it.",
        AnswerInFront.ODataBatch =>
            "OData batching stands in front of UseRouting: call app.UseGatewayCors() before app.UseODataBatching(). If endpoints have policies of their own, leave it behind UseRouting " +
            "and add one for batches in front: app.UseWhen(context => context.Request.Path.Value!.EndsWith(\"/$batch\"), batch => batch.UseGatewayCors()).",
        AnswerInFront.HttpsRedirection =>
            (isPreflight ? "A browser follows no redirect of a preflight. " : "") +
            "Have the page call https://. " + ThenTheRest + "app.UseHttpsRedirection().",
        AnswerInFront.Challenge =>
            ThenTheRest + "authentication. Have it answer 401 instead of redirecting to a login (the event OnRedirectToLogin of cookie authentication): " +
            (isPreflight ? "a preflight carries no credentials, and a browser follows no redirect of it." : "a page that calls fetch() cannot log in."),
        AnswerInFront.Redirect when isPreflight => "A browser follows no redirect of a preflight. " + ThenTheRest + "what redirects, such as UseHttpsRedirection.",
        AnswerInFront.Redirect => "A browser follows a redirect only if it has CORS headers. " + ThenTheRest + "what redirects, such as UseHttpsRedirection.",
        AnswerInFront.Authorization =>
            (isPreflight ? "A preflight carries no credentials. " : "") + ThenTheRest + "UseAuthentication and UseAuthorization.",
        AnswerInFront.HealthCheck => "It looks like a health check: call app.UseGatewayCors() before app.UseHealthChecks().",
        AnswerInFront.StaticFile => "It is a static file: call app.UseGatewayCors() before app.UseStaticFiles() or app.UseFileServer().",
        AnswerInFront.Cache =>
            "A cache answered: call app.UseGatewayCors() before app.UseOutputCache() or app.UseResponseCaching(). What a cache in front keeps has no CORS headers.",
        AnswerInFront.OtherCors => "Other CORS middleware answered, UseCors perhaps: remove it, or call app.UseGatewayCors() before it.",
        _ => "Call app.UseGatewayCors() before whatever answered.",
    };

    private static AnswerInFront RecognizeRedirect(HttpContext context, IServiceProvider services)
    {
        var location = context.Response.Headers.Location.ToString();
        return !context.Request.IsHttps && location.StartsWith($"https://{context.Request.Host.Host}", StringComparison.OrdinalIgnoreCase) ? AnswerInFront.HttpsRedirection
            : context.Response.StatusCode == StatusCodes.Status302Found && AutomaticAuthorization.HasSchemes(services) ? AnswerInFront.Challenge
            : AnswerInFront.Redirect;
    }

    private static bool IsFilteredHost(HttpRequest request, IServiceProvider services)
    {
        if (!request.Host.HasValue || services.GetService<IOptionsMonitor<HostFilteringOptions>>()?.CurrentValue.AllowedHosts is not { Count: > 0 } allowed)
        {
            return false;
        }

        var patterns = new List<StringSegment>(allowed.Count);
        foreach (var host in allowed)
        {
            // Host filtering takes the addresses of all interfaces, as Kestrel listens on them, for any host.
            patterns.Add(host is "[::]" or "0.0.0.0" ? "*" : host);
        }

        return !HostString.MatchesAny(request.Host.Value, patterns);
    }

    /// <summary>Its metadata is internal to routing.</summary>
    private static bool IsShortCircuit(Endpoint? endpoint)
    {
        foreach (var item in endpoint?.Metadata ?? [])
        {
            if (item.GetType().Name == "ShortCircuitMetadata")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A status in plain text that nobody may keep, in the very words of HealthCheckMiddleware.</summary>
    private static bool IsHealthCheck(IHeaderDictionary headers) =>
        headers.ContentType == "text/plain" && headers.CacheControl == "no-store, no-cache" && headers.Pragma == "no-cache";
}
