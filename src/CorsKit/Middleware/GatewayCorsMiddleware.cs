using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var metadata = endpoint?.Metadata.GetMetadata<ICorsMetadata>();
        if (metadata is not null)
        {
            context.Items[EndpointInvokedKey] = EndpointInvokedValue;
        }

        var policies = _policies.Current;
        if (!policies.Enabled || context.Response.HasStarted)
        {
            return next(context);
        }

        if (context.Features.Get<OriginVerdict>() is { } judged)
        {
            // An exception handler or a status code page runs the pipeline again. The verdict on what the client asked for
            // stands, whatever the error page's own policy; and a preflight still reaches no endpoint.
            return ReferenceEquals(judged, OriginVerdict.PreflightAnswered) ? Task.CompletedTask : next(context);
        }

        var headers = context.Request.Headers;
        var origins = headers.Origin;
        var isPreflight = origins.Count > 0 && HttpMethods.IsOptions(context.Request.Method) && headers.AccessControlRequestMethod.Count > 0;
        var isDisabled = metadata is IDisableCorsAttribute;
        var policy = isDisabled ? null : Select(policies, endpoint, metadata);
        if (isPreflight && (isDisabled || policy is not null))
        {
            context.Features.Set(OriginVerdict.PreflightAnswered);
            return AnswerPreflight(context, policy, metadata is not null);
        }

        if (policy is null)
        {
            context.Features.Set(OriginVerdict.Untouched);
            return next(context);
        }

        var verdict = policy.Policy.EvaluateOrigins(origins);
        context.Features.Set(verdict);
        if (!app.HasBoundary)
        {
            ResponseStamp.WriteWhenStarting(context);
        }

        Report(context, policy, verdict);
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
    private Task AnswerPreflight(HttpContext context, NamedPolicy? policy, bool hasMetadata)
    {
        var headers = context.Request.Headers;
        var verdict = policy is null ? new PreflightVerdict(OriginVerdict.Disabled, CorsReason.Disabled)
            : policy.Policy.EvaluatePreflight(
                policy.Policy.EvaluateOrigins(headers.Origin),
                headers.AccessControlRequestMethod.ToString(),
                headers.AccessControlRequestHeaders,
                requestedOnly: hasMetadata || app.Endpoints.AnyEndpointHasMetadata());
        var name = policy?.Name ?? NamedPolicy.Closed.Name;

        CorsResponseHeaders.Write(context.Response.Headers, verdict);
        _counter.Count(name, preflight: true, verdict.Reason);
        if (!verdict.IsAllowed && _logger.IsEnabled(LogLevel.Information))
        {
            Log.PreflightRefused(
                _logger,
                LogText.Clean(headers.AccessControlRequestMethod.ToString()),
                LogText.Clean(headers.Origin.ToString()),
                name,
                CorsReasonNames.Code(verdict.Reason),
                headers.AccessControlRequestHeaders.Count > 0 ? LogText.Clean(headers.AccessControlRequestHeaders.ToString()) : "none");
        }

        if (verdict.Origin.IsAllowed)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } statusPages)
        {
            statusPages.Enabled = false;
        }

        return app.Explains ? RefusalExplanation.WriteAsync(context, name, verdict.Reason) : Task.CompletedTask;
    }

    private void Report(HttpContext context, NamedPolicy policy, OriginVerdict verdict)
    {
        var origins = context.Request.Headers.Origin;
        var reason = origins.Count == 0 ? CorsReason.NoOrigin : verdict.Reason;
        _counter.Count(policy.Name, preflight: false, reason);
        if (reason is CorsReason.Allowed or CorsReason.NoOrigin)
        {
            return;
        }

        // A browser sends Origin with its own site's POST requests too; that is nobody's mistake.
        var isOwn = reason == CorsReason.OriginNotAllowed && OwnOrigin.Is(context.Request, origins);
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
