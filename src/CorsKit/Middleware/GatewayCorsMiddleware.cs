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
        if (metadata is IDisableCorsAttribute)
        {
            return isPreflight ? Respond(context, null, OriginVerdict.Disabled, isPreflight, hasMetadata: true) : PassOn(context);
        }

        var policy = metadata is null ? null : _endpointPolicies.Find(policies, endpoint!, metadata);
        return policy is null && policies.Selection is { } selection
            ? SelectAsync(context, policies, selection, isPreflight, metadata is not null)
            : Judge(context, policy ?? FindOwn(policies), isPreflight, metadata is not null);
    }

    private async Task SelectAsync(HttpContext context, PolicySet policies, PolicySelection selection, bool isPreflight, bool hasMetadata)
    {
        DeclaredVary.WriteWhenStarting(context, selection.VaryOn(isPreflight));
        var policy = await app.Selector.SelectAsync(policies, selection, context, isPreflight).ConfigureAwait(false);
        await Judge(context, policy ?? FindOwn(policies), isPreflight, hasMetadata).ConfigureAwait(false);
    }

    private Task Judge(HttpContext context, NamedPolicy? policy, bool isPreflight, bool hasMetadata)
    {
        if (policy is null)
        {
            return PassOn(context);
        }

        var verdict = policy.Policy.EvaluateOrigins(context.Request.Headers.Origin);
        return policy.Source is not null && verdict.Reason == CorsReason.OriginNotAllowed
            ? AskSourceAsync(context, policy, isPreflight, hasMetadata)
            : Respond(context, policy, verdict, isPreflight, hasMetadata);
    }

    private async Task AskSourceAsync(HttpContext context, NamedPolicy policy, bool isPreflight, bool hasMetadata)
    {
        var verdict = await app.Sources.JudgeAsync(context, policy, context.Request.Headers.Origin.ToString(), isPreflight).ConfigureAwait(false);
        await Respond(context, policy, verdict, isPreflight, hasMetadata).ConfigureAwait(false);
    }

    /// <summary>No policy applies: seen, and left as it is.</summary>
    private Task PassOn(HttpContext context)
    {
        context.Features.Set(OriginVerdict.Untouched);
        return next(context);
    }

    private Task Respond(HttpContext context, NamedPolicy? policy, OriginVerdict verdict, bool isPreflight, bool hasMetadata)
    {
        if (isPreflight)
        {
            context.Features.Set(OriginVerdict.PreflightAnswered);
            return AnswerPreflight(context, policy, verdict, hasMetadata);
        }

        context.Features.Set(verdict);
        if (!app.HasBoundary)
        {
            ResponseStamp.WriteWhenStarting(context);
        }

        Report(context, policy!, verdict);
        return next(context);
    }

    /// <summary>
    /// The name given to UseGatewayCors, else the default, where neither the endpoint's metadata nor a selection names one;
    /// never by the path.
    /// </summary>
    private NamedPolicy? FindOwn(PolicySet policies) => policyName is null ? policies.Default
        : policies.TryFind(policyName, out var named) ? named
        : NamedPolicy.Closed;

    /// <summary>
    /// A preflight ends here: it never reaches authentication, a redirect or the endpoint
    /// (https://fetch.spec.whatwg.org/#cors-preflight-fetch: it carries no credentials, and only an ok status passes).
    /// </summary>
    private Task AnswerPreflight(HttpContext context, NamedPolicy? policy, OriginVerdict origin, bool hasMetadata)
    {
        var headers = context.Request.Headers;
        var verdict = policy is null ? new PreflightVerdict(origin, CorsReason.Disabled)
            : policy.Policy.EvaluatePreflight(
                origin,
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
