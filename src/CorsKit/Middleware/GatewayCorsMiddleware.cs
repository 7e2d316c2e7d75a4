using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CorsKit;

/// <summary>
/// Answers preflights, and judges every other request: the response is stamped by the verdict when it starts. The verdict
/// is made once, from the request's headers as they came in, and lies with the request's features, where it also tells
/// the boundary that the request came here.
/// </summary>
internal sealed class GatewayCorsMiddleware(GatewayCorsApp app, string? policyName, RequestDelegate next)
{
    /// <summary>EndpointMiddleware throws for an endpoint with CORS metadata unless it finds this item.</summary>
    private const string EndpointInvokedKey = "__CorsMiddlewareWithEndpointInvoked";

    private static readonly object EndpointInvokedValue = new();

    private readonly PolicyStore _policies = app.Policies;
    private readonly RequestCounter _counter = app.Counter;
    private readonly ILogger _logger = app.Logger;
    private readonly EndpointPolicies _endpointPolicies = new(app.Logger);

    /// <summary>Whether anybody will hear what a report says.</summary>
    private bool IsWatched => _counter.IsEnabled || _logger.IsEnabled(LogLevel.Information);

    public Task InvokeAsync(HttpContext context)
    {
        var features = context.Features;
        var endpoint = features.GetEndpoint();
        var metadata = endpoint?.Metadata.GetMetadata<ICorsMetadata>();
        if (metadata is not null)
        {
            context.Items[EndpointInvokedKey] = EndpointInvokedValue;
        }

        var policies = _policies.Current;
        if (!policies.Enabled || (!ResponseStamp.TellsOfStarting(app) && features.GetResponse().HasStarted))
        {
            return next(context);
        }

        if (features.GetVerdict() is { } judged)
        {
            // An exception handler or a status code page runs the pipeline again. The verdict on what the client asked for
            // stands, whatever the error page's own policy; and a preflight still reaches no endpoint. Or the response has
            // started, and there is nothing left to do.
            return ReferenceEquals(judged, OriginVerdict.PreflightAnswered) ? Task.CompletedTask : next(context);
        }

        var request = features.GetRequest();
        var origins = request.Headers.Origin;
        var requestMethod = origins.Count > 0 && HttpMethods.IsOptions(request.Method) ? request.Headers.AccessControlRequestMethod : default;
        var isDisabled = metadata is IDisableCorsAttribute;
        var policy = isDisabled ? null : Select(policies, endpoint, metadata);
        if (requestMethod.Count > 0 && (isDisabled || policy is not null))
        {
            var verdict = policy is null ? OriginVerdict.Disabled : policy.Policy.EvaluateOrigins(origins);
            features.SetVerdict(OriginVerdict.PreflightAnswered);
            return verdict.IsAllowed
                ? AllowPreflight(request.Headers, requestMethod, features.GetResponse(), policy!, verdict, metadata is not null)
                : RefusePreflight(context, features.GetResponse(), policy, verdict);
        }

        if (policy is null)
        {
            features.SetVerdict(OriginVerdict.Untouched);
            return next(context);
        }

        var actual = policy.Policy.EvaluateOrigins(origins);
        features.SetVerdict(actual);
        if (!app.HasBoundary)
        {
            ResponseStamp.WriteWhenStarting(context);
        }

        if (_counter.IsEnabled || _logger.IsEnabled(LogLevel.Information))
        {
            Report(context.Request, policy, origins, policy.Policy.Explain(origins, actual));
        }

        return next(context);
    }

    /// <summary>The endpoint's metadata, else the name given to UseGatewayCors, else the default; never the path.</summary>
    private NamedPolicy? Select(PolicySet policies, Endpoint? endpoint, ICorsMetadata? metadata)
    {
        if (metadata is not null && _endpointPolicies.Find(policies, endpoint!, metadata) is { } own)
        {
            return own;
        }

        return policyName is null ? policies.Default
            : policies.TryFind(policyName, out var named) ? named
            : NamedPolicy.Closed;
    }

    /// <summary>
    /// A preflight ends here: it never reaches authentication, a redirect or the endpoint
    /// (https://fetch.spec.whatwg.org/#cors-preflight-fetch: it carries no credentials, and only an ok status passes).
    /// </summary>
    private Task AllowPreflight(
        IHeaderDictionary request, StringValues method, IHttpResponseFeature response, NamedPolicy policy, OriginVerdict origin, bool hasMetadata)
    {
        var requestedOnly = hasMetadata || app.Endpoints.AnyEndpointHasMetadata();
        var isWatched = IsWatched;
        var verdict = !isWatched && policy.Policy.NamesAll(requestedOnly)
            ? policy.Policy.NameAll(origin)
            : policy.Policy.EvaluatePreflight(origin, method.ToString(), request.AccessControlRequestHeaders, requestedOnly);
        CorsResponseHeaders.Write(response.Headers, verdict);
        response.StatusCode = StatusCodes.Status204NoContent;
        if (isWatched)
        {
            ReportPreflight(request, policy.Name, verdict.Reason);
        }

        return Task.CompletedTask;
    }

    private Task RefusePreflight(HttpContext context, IHttpResponseFeature response, NamedPolicy? policy, OriginVerdict origin)
    {
        CorsResponseHeaders.Write(response.Headers, origin);
        response.StatusCode = StatusCodes.Status403Forbidden;
        if (context.Features.GetStatusCodePages() is { } statusPages)
        {
            statusPages.Enabled = false;
        }

        if (!IsWatched && !app.Explains)
        {
            return Task.CompletedTask;
        }

        var headers = context.Request.Headers;
        var name = policy?.Name ?? NamedPolicy.Closed.Name;
        var reason = policy?.Policy.Explain(headers.Origin, origin) ?? origin.Reason;
        ReportPreflight(headers, name, reason);
        return app.Explains ? RefusalExplanation.WriteAsync(context, name, reason) : Task.CompletedTask;
    }

    private void ReportPreflight(IHeaderDictionary headers, string policy, CorsReason reason)
    {
        _counter.Count(policy, preflight: true, reason);
        if (reason != CorsReason.Allowed && _logger.IsEnabled(LogLevel.Information))
        {
            Log.PreflightRefused(
                _logger,
                LogText.Clean(headers.AccessControlRequestMethod.ToString()),
                LogText.Clean(headers.Origin.ToString()),
                policy,
                CorsReasonNames.Code(reason),
                headers.AccessControlRequestHeaders.Count > 0 ? LogText.Clean(headers.AccessControlRequestHeaders.ToString()) : "none");
        }
    }

    private void Report(HttpRequest request, NamedPolicy policy, StringValues origins, CorsReason reason)
    {
        _counter.Count(policy.Name, preflight: false, reason);
        if (reason is CorsReason.Allowed or CorsReason.NoOrigin)
        {
            return;
        }

        // A browser sends Origin with its own site's POST requests too; that is nobody's mistake.
        var isOwn = reason == CorsReason.OriginNotAllowed && OwnOrigin.Is(request, origins);
        if (_logger.IsEnabled(isOwn ? LogLevel.Debug : LogLevel.Information))
        {
            var clean = LogText.Clean(origins.ToString());
            if (isOwn)
            {
                Log.OwnOriginRefused(_logger, clean, policy.Name);
            }
            else
            {
                Log.OriginRefused(_logger, clean, policy.Name, CorsReasonNames.Code(reason));
            }
        }
    }
}
