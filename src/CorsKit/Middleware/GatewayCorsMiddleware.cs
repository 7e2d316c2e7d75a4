using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CorsKit;

/// <summary>
/// Answers preflights, and has the response to every other request stamped when it starts. The verdict is made once,
/// from the request's headers as they came in.
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

        var isReExecuted = MayBeReExecuted(context) && IsReExecuted(context, ref endpoint);
        if (isReExecuted)
        {
            metadata = endpoint?.Metadata.GetMetadata<ICorsMetadata>();
        }

        var headers = context.Request.Headers;
        var origins = headers.Origin;
        var isPreflight = origins.Count > 0 && HttpMethods.IsOptions(context.Request.Method) && headers.AccessControlRequestMethod.Count > 0;
        var isDisabled = metadata is IDisableCorsAttribute;
        var policy = isDisabled ? null : Select(policies, endpoint, metadata);
        if (policy is null && !(isDisabled && isPreflight))
        {
            Mark(context, RequestReach.Reached);
            return next(context);
        }

        if (isPreflight)
        {
            Mark(context, RequestReach.Reached);
            return AnswerPreflight(context, policy, metadata is not null);
        }

        var verdict = policy!.Policy.EvaluateOrigins(origins);
        Mark(context, RequestReach.PolicyApplied);
        WriteWhenStarting(context, verdict);
        if (!isReExecuted)
        {
            Report(context, policy, verdict);
        }

        return next(context);
    }

    /// <summary>Asked of every request, so it looks only at what costs nothing.</summary>
    private bool MayBeReExecuted(HttpContext context) =>
        context.Response.StatusCode >= StatusCodes.Status400BadRequest || (app.HasBoundary && !RequestMark.IsFresh(context));

    /// <summary>
    /// On a re-execution by an exception handler or status code page the endpoint is the error page's; the policy stays
    /// that of the endpoint which the client asked for.
    /// </summary>
    private static bool IsReExecuted(HttpContext context, ref Endpoint? endpoint)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is { } thrown)
        {
            endpoint = thrown.Endpoint;
            return true;
        }

        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { } refused)
        {
            endpoint = refused.Endpoint;
            return true;
        }

        return false;
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

        CorsResponseHeaders.Write(context.Response.Headers, verdict);
        _counter.Count(policy?.Name ?? NamedPolicy.Closed.Name, preflight: true, verdict.Reason);
        if (!verdict.IsAllowed && _logger.IsEnabled(LogLevel.Information))
        {
            Log.PreflightRefused(
                _logger,
                LogText.Clean(headers.AccessControlRequestMethod.ToString()),
                LogText.Clean(headers.Origin.ToString()),
                policy?.Name ?? NamedPolicy.Closed.Name,
                CorsReasonNames.Code(verdict.Reason),
                LogText.Clean(headers.AccessControlRequestHeaders.ToString()));
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

        return app.Explains ? RefusalExplanation.WriteAsync(context, verdict.Reason) : Task.CompletedTask;
    }

    /// <summary>
    /// OnStarting, so that an exception handler's Clear cannot take the headers off. For the same origin the callback is
    /// the same object, so that a request allocates nothing; a verdict of a pattern carries its request itself.
    /// </summary>
    private static void WriteWhenStarting(HttpContext context, OriginVerdict verdict)
    {
        var response = context.Features.GetRequiredFeature<IHttpResponseFeature>();
        if (LastWordResponseFeature.IsNeeded(response))
        {
            response = LastWordResponseFeature.Install(context, response);
        }

        if (verdict is MatchedOrigin matched)
        {
            matched.Request = context;
            response.OnStarting(static state => ((MatchedOrigin)state).WriteTo(((MatchedOrigin)state).Request!), matched);
        }
        else
        {
            response.OnStarting(verdict.StartingCallback ??= verdict.WriteTo, context);
        }
    }

    private void Mark(HttpContext context, RequestReach reach)
    {
        if (app.HasBoundary)
        {
            RequestMark.Set(context, reach);
        }
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
        var isOwn = reason == CorsReason.OriginNotAllowed && IsOwnOrigin(context.Request, origins.ToString());
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

    private static bool IsOwnOrigin(HttpRequest request, string origin) =>
        origin.Length == request.Scheme.Length + 3 + (request.Host.Value?.Length ?? 0)
        && origin.StartsWith(request.Scheme, StringComparison.OrdinalIgnoreCase)
        && origin.EndsWith(request.Host.Value ?? "", StringComparison.OrdinalIgnoreCase);
}
