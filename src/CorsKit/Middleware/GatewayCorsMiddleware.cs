using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CorsKit;

/// <summary>
/// Answers preflights, and evaluates every other request: the verdict is written to the response when it starts. The verdict
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
        if (!policies.Enabled || (!ResponseHeaderWriting.TellsOfStarting(app) && features.GetResponse().HasStarted))
        {
            return next(context);
        }

        if (features.GetOutcome() is { } outcome)
        {
            // An exception handler or a status code page runs the pipeline again. The verdict on what the client asked for
            // stands, whatever the error page's own policy; and a preflight still reaches no endpoint. Or the response has
            // started, and there is nothing left to do.
            return outcome is PreflightAnswer ? Task.CompletedTask : next(context);
        }

        var request = features.GetRequest();
        var origins = request.Headers.Origin;
        var method = origins.Count > 0 && HttpMethods.IsOptions(request.Method) ? request.Headers.AccessControlRequestMethod : default;
        var asked = new Asked(request.Headers, origins, method, metadata is not null);
        if (metadata is IDisableCorsAttribute)
        {
            return asked.IsPreflight ? Respond(context, null, OriginVerdict.Disabled, asked) : PassOn(context);
        }

        var policy = metadata is null ? null : _endpointPolicies.Find(policies, endpoint!, metadata);
        return policy is null && policies.Selection is { } selection
            ? SelectAsync(context, policies, selection, asked)
            : Evaluate(context, policy ?? FindOwn(policies), asked);
    }

    private async Task SelectAsync(HttpContext context, PolicySet policies, PolicySelection selection, Asked asked)
    {
        DeclaredVary.WriteWhenStarting(context, selection.VaryOn(asked.IsPreflight));
        var policy = await app.Selector.SelectAsync(policies, selection, context, asked.IsPreflight).ConfigureAwait(false);
        await Evaluate(context, policy ?? FindOwn(policies), asked).ConfigureAwait(false);
    }

    private Task Evaluate(HttpContext context, NamedPolicy? policy, in Asked asked)
    {
        if (policy is null)
        {
            return PassOn(context);
        }

        var verdict = policy.Policy.EvaluateOrigins(asked.Origins);
        return policy.Source is not null && policy.Policy.Explain(asked.Origins, verdict) == CorsReason.OriginNotAllowed
            ? AskSourceAsync(context, policy, asked)
            : Respond(context, policy, verdict, asked);
    }

    private async Task AskSourceAsync(HttpContext context, NamedPolicy policy, Asked asked)
    {
        var verdict = await app.Sources.EvaluateAsync(context, policy, asked.Origins.ToString(), asked.IsPreflight).ConfigureAwait(false);
        await Respond(context, policy, verdict, asked).ConfigureAwait(false);
    }

    /// <summary>No policy applies: seen, and left as it is.</summary>
    private Task PassOn(HttpContext context)
    {
        context.Features.SetVerdict(OriginVerdict.Untouched);
        return next(context);
    }

    private Task Respond(HttpContext context, NamedPolicy? policy, OriginVerdict verdict, in Asked asked)
    {
        if (!app.HasBoundary)
        {
            ResponseHeaderWriting.WriteWhenStarting(context, boundary: null);
        }

        if (asked.IsPreflight)
        {
            return verdict.IsAllowed ? AllowPreflight(context.Features, policy!, verdict, asked) : RefusePreflight(context, policy, verdict, asked);
        }

        context.Features.SetVerdict(verdict);

        if (IsWatched)
        {
            Report(context.Request, policy!, asked.Origins, policy!.Policy.Explain(asked.Origins, verdict));
        }

        return next(context);
    }

    /// <summary>
    /// The name given to UseGatewayCors, else the default, where neither the endpoint's metadata nor a selection names one;
    /// never by the path.
    /// </summary>
    private NamedPolicy? FindOwn(PolicySet policies) => policyName is null ? policies.Default
        : policies.TryFind(policyName, out var named) ? named
        : NamedPolicy.RefuseAll;

    /// <summary>
    /// A preflight ends here: it never reaches authentication, a redirect or the endpoint
    /// (https://fetch.spec.whatwg.org/#cors-preflight-fetch: it carries no credentials, and only an ok status passes). Its
    /// headers are written when the response starts, so that nothing in front has the last word.
    /// </summary>
    private Task AllowPreflight(IFeatureCollection features, NamedPolicy named, OriginVerdict origin, in Asked asked)
    {
        var policy = named.Policy;
        var requestedOnly = asked.HasMetadata || app.Endpoints.AnyEndpointHasMetadata();
        features.GetResponse().StatusCode = StatusCodes.Status204NoContent;
        if (!IsWatched && policy.NamesAll(requestedOnly))
        {
            features.SetAnswer(origin, policy.FullAnswer);
            return Task.CompletedTask;
        }

        var verdict = policy.EvaluatePreflight(origin, asked.Method.ToString(), asked.Headers.AccessControlRequestHeaders, requestedOnly);
        features.SetAnswer(origin, policy.AnswerOf(verdict));
        ReportPreflight(asked, named.Name, verdict.Reason);
        return Task.CompletedTask;
    }

    private Task RefusePreflight(HttpContext context, NamedPolicy? policy, OriginVerdict origin, in Asked asked)
    {
        context.Features.SetRefusal();
        context.Features.GetResponse().StatusCode = StatusCodes.Status403Forbidden;
        if (context.Features.GetStatusCodePages() is { } statusPages)
        {
            statusPages.Enabled = false;
        }

        if (!IsWatched && !app.Explains)
        {
            return Task.CompletedTask;
        }

        var name = policy?.Name ?? NamedPolicy.RefuseAll.Name;
        var reason = policy?.Policy.Explain(asked.Origins, origin) ?? origin.Reason;
        ReportPreflight(asked, name, reason);
        return app.Explains ? RefusalExplanation.WriteAsync(context, name, reason) : Task.CompletedTask;
    }

    private void ReportPreflight(in Asked asked, string policy, CorsReason reason)
    {
        var headers = asked.Headers.AccessControlRequestHeaders;
        _counter.Count(policy, preflight: true, reason);
        if (reason != CorsReason.Allowed && _logger.IsEnabled(LogLevel.Information))
        {
            Log.PreflightRefused(
                _logger,
                LogText.Clean(asked.Method.ToString()),
                LogText.Clean(asked.Origins.ToString()),
                policy,
                CorsReasonNames.Code(reason),
                headers.Count > 0 ? LogText.Clean(headers.ToString()) : "none");
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
        var isOwn = reason == CorsReason.OriginNotAllowed && SameOrigin.Is(request, origins);
        if (_logger.IsEnabled(isOwn ? LogLevel.Debug : LogLevel.Information))
        {
            var clean = LogText.Clean(origins.ToString());
            if (isOwn)
            {
                Log.SameOriginRefused(_logger, clean, policy.Name);
            }
            else if (IsHandshake(request.Headers))
            {
                Log.HandshakeNotRefused(_logger, clean, policy.Name, CorsReasonNames.Code(reason));
            }
            else
            {
                Log.OriginRefused(_logger, clean, policy.Name, CorsReasonNames.Code(reason));
            }
        }
    }

    /// <summary>A page can set no header whose name begins with Sec-; over HTTP/2 a handshake has no Upgrade.</summary>
    private static bool IsHandshake(IHeaderDictionary headers) => headers.SecWebSocketVersion.Count > 0;

    /// <summary>What the request asks of CORS, read once.</summary>
    private readonly struct Asked(IHeaderDictionary headers, StringValues origins, StringValues method, bool hasMetadata)
    {
        public IHeaderDictionary Headers { get; } = headers;

        public StringValues Origins { get; } = origins;

        /// <summary>Access-Control-Request-Method of a preflight, else nothing.</summary>
        public StringValues Method { get; } = method;

        /// <summary>Whether the request's endpoint has CORS metadata.</summary>
        public bool HasMetadata { get; } = hasMetadata;

        public bool IsPreflight => Method.Count > 0;
    }
}
