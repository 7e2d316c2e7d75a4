using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using CorsKit.Selection;
using CorsKit.Sources;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>
/// Answers preflights, and evaluates every other request: the verdict is written to the response when it starts. The verdict
/// is made once, from the request's headers as they came in, and lies with the request's features, where it also tells
/// the boundary that the request came here.
/// </summary>
internal sealed class GatewayCorsMiddleware(CorsServices cors, CorsPipeline pipeline, string? policyName, RequestDelegate next)
{
    /// <summary>
    /// EndpointMiddleware throws for an endpoint with CORS metadata unless it finds this item. Set here for what was seen, and by
    /// <see cref="CorsMetadataObserver"/> for what need not be.
    /// </summary>
    public const string EndpointInvokedKey = "__CorsMiddlewareWithEndpointInvoked";

    private static readonly object EndpointInvokedValue = new();

    private readonly PolicyStore _policies = cors.Policies;
    private readonly RequestCounter _counter = cors.Counter;
    private readonly ILogger _logger = cors.Logger;
    private readonly EndpointPolicies _endpointPolicies = new(cors.Logger);

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
        var lastWord = LastWordResponseFeature.Find(features);
        if (!policies.Enabled || (!ResponseHeaderWriting.TellsOfStarting(pipeline) && (lastWord ?? features.GetResponse()).HasStarted))
        {
            return next(context);
        }

        if (features.GetOutcome(lastWord) is { } outcome)
        {
            // An exception handler or a status code page runs the pipeline again. The verdict on what the client asked for
            // stands, whatever the error page's own policy; and a preflight still reaches no endpoint. Or the response has
            // started, and there is nothing left to do.
            return outcome is PreflightAnswer ? Task.CompletedTask : next(context);
        }

        if (endpoint is not null && EndpointPolicies.IsBypassed(endpoint))
        {
            return PassOn(context, lastWord);
        }

        // Any other OPTIONS is a request like every other: https://fetch.spec.whatwg.org/#cors-preflight-request
        var info = new CorsRequestInfo(features.GetRequest(), metadata is not null, lastWord);
        if (metadata is IDisableCorsAttribute)
        {
            return info.IsPreflight ? Respond(context, null, OriginVerdict.Disabled, info) : PassOn(context, lastWord);
        }

        var policy = metadata is null ? null : _endpointPolicies.Find(policies, endpoint!, metadata);
        return policy is null && policies.Selection is { } selection
            ? SelectAsync(context, policies, selection, info)
            : Evaluate(context, policy ?? FindOwn(policies), info);
    }

    private async Task SelectAsync(HttpContext context, PolicySet policies, PolicySelection selection, CorsRequestInfo info)
    {
        DeclaredVary.WriteWhenStarting(context, selection.VaryOn(info.IsPreflight));
        var policy = await cors.Selector.SelectAsync(selection, policies.SelectByName, context, info.IsPreflight).ConfigureAwait(false);
        await Evaluate(context, policy ?? FindOwn(policies), info).ConfigureAwait(false);
    }

    private Task Evaluate(HttpContext context, NamedPolicy? policy, in CorsRequestInfo info) => policy switch
    {
        null => PassOn(context, info.LastWord),
        SourcedPolicy sourced => EvaluateWithSource(context, sourced, info),
        _ => Respond(context, policy, policy.Policy.EvaluateOrigins(info.Origins), info),
    };

    /// <summary>The list goes first: the source is asked only about a well-formed origin that is not in it.</summary>
    private Task EvaluateWithSource(HttpContext context, SourcedPolicy policy, in CorsRequestInfo info)
    {
        if (policy.Policy.FindListed(info.Origins) is { } listed)
        {
            return Respond(context, policy, listed, info);
        }

        var text = info.Origins[0] ?? "";
        if (cors.Sources.FindVerdict(policy, text) is { } remembered)
        {
            return Respond(context, policy, remembered, info);
        }

        var verdict = OriginVerdict.NotAllowed;
        var isKnown = policy.IsKnownToAsk(text);
        var mayAsk = isKnown;
        if (!isKnown)
        {
            verdict = policy.Policy.EvaluateUnlisted(text, out var origin);
            if (verdict.Reason != CorsReason.OriginNotAllowed)
            {
                return Respond(context, policy, verdict, info);
            }

            mayAsk = policy.Source.MayAsk(origin);
        }

        DeclaredVary.WriteWhenStarting(context, policy.Source.Options.Reads);
        if (!mayAsk)
        {
            return Respond(context, policy, verdict, info);
        }

        var asked = cors.Sources.EvaluateAsync(context, policy, text, isKnown, info.IsPreflight);
        return asked.IsCompletedSuccessfully ? Respond(context, policy, asked.Result, info) : AskSourceAsync(context, policy, asked, info);
    }

    private async Task AskSourceAsync(HttpContext context, SourcedPolicy policy, ValueTask<OriginVerdict> asked, CorsRequestInfo info) =>
        await Respond(context, policy, await asked.ConfigureAwait(false), info).ConfigureAwait(false);

    /// <summary>No policy applies, or the endpoint owns its CORS: seen, and left as it is.</summary>
    private Task PassOn(HttpContext context, LastWordResponseFeature? lastWord)
    {
        context.Features.SetOutcome(lastWord, RequestMark.Untouched);
        return next(context);
    }

    private Task Respond(HttpContext context, NamedPolicy? policy, OriginVerdict verdict, in CorsRequestInfo info)
    {
        if (!pipeline.HasBoundary)
        {
            ResponseHeaderWriting.WriteWhenStarting(context, boundary: null);
        }

        if (info.IsPreflight)
        {
            return verdict.IsAllowed ? AllowPreflight(context.Features, policy!, verdict, info) : RefusePreflight(context, policy, verdict, info);
        }

        // A refused origin is not blocked: the browser keeps the response from the page
        // (https://fetch.spec.whatwg.org/#concept-cors-check), and a 403 would break same-origin POSTs, which carry Origin too
        // (https://fetch.spec.whatwg.org/#origin-header).
        context.Features.SetOutcome(info.LastWord, verdict);

        if (IsWatched)
        {
            Report(context.Request, policy!, info.Origins, policy!.Policy.ReasonFor(info.Origins, verdict));
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
    /// A preflight ends here: it never reaches authentication, a redirect or the endpoint. It carries no credentials, and a
    /// browser goes on after an ok status only (https://fetch.spec.whatwg.org/#cors-preflight-fetch, steps 1 and 7). Its headers
    /// are written when the response starts, so that nothing in front has the last word.
    /// </summary>
    private Task AllowPreflight(IFeatureCollection features, NamedPolicy named, OriginVerdict origin, in CorsRequestInfo info)
    {
        // The answer is remembered for the URL and not for the method (https://fetch.spec.whatwg.org/#cors-preflight-cache): all
        // that the policy allows saves preflights, unless another method of the URL has another policy.
        var policy = named.Policy;
        var requestedOnly = info.HasMetadata || cors.Endpoints.AnyEndpointHasMetadata();
        (info.LastWord ?? features.GetResponse()).StatusCode = StatusCodes.Status204NoContent;
        if (!IsWatched && policy.NamesAll(requestedOnly))
        {
            features.SetAnswer(info.LastWord, origin, policy.FullAnswerFor(origin));
            return Task.CompletedTask;
        }

        // A method or header that is not allowed is no reason for another status: the browser compares, and its message then
        // names what is missing (https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7).
        var verdict = policy.EvaluatePreflight(origin, info.Method.ToString(), info.Headers.AccessControlRequestHeaders, requestedOnly);
        features.SetAnswer(info.LastWord, origin, policy.AnswerOf(verdict));
        ReportPreflight(info, named.Name, verdict.Reason);
        return Task.CompletedTask;
    }

    /// <summary>
    /// A status that is not ok, which fails the CORS-preflight fetch by itself, and no header that could be taken for
    /// permission (https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 8).
    /// </summary>
    private Task RefusePreflight(HttpContext context, NamedPolicy? policy, OriginVerdict origin, in CorsRequestInfo info)
    {
        var features = context.Features;
        features.SetOutcome(info.LastWord, PreflightAnswer.Refusal);
        (info.LastWord ?? features.GetResponse()).StatusCode = StatusCodes.Status403Forbidden;
        if (features.GetStatusCodePages() is { } statusPages)
        {
            statusPages.Enabled = false;
        }

        if (!IsWatched && !cors.Explains)
        {
            return Task.CompletedTask;
        }

        var name = policy?.Name ?? NamedPolicy.RefuseAll.Name;
        var reason = policy?.Policy.ReasonFor(info.Origins, origin) ?? origin.Reason;
        ReportPreflight(info, name, reason);
        return cors.Explains ? RefusalExplanation.WriteAsync(context, name, reason) : Task.CompletedTask;
    }

    private void ReportPreflight(in CorsRequestInfo info, string policy, CorsReason reason)
    {
        var headers = info.Headers.AccessControlRequestHeaders;
        _counter.Count(policy, preflight: true, CorsReasonNames.Code(reason));
        if (reason != CorsReason.Allowed && _logger.IsEnabled(LogLevel.Information))
        {
            Log.PreflightRefused(
                _logger,
                LogText.Clean(info.Method.ToString()),
                LogText.Clean(info.Origins.ToString()),
                policy,
                CorsReasonNames.Code(reason),
                headers.Count > 0 ? LogText.Clean(headers.ToString()) : "none");
        }
    }

    private void Report(HttpRequest request, NamedPolicy policy, StringValues origins, CorsReason reason)
    {
        _counter.Count(policy.Name, preflight: false, CorsReasonNames.Code(reason));
        if (reason is CorsReason.Allowed or CorsReason.NoOrigin)
        {
            return;
        }

        // A browser sends Origin with its own site's POST requests too, and checks nothing then: that is nobody's mistake
        // (https://fetch.spec.whatwg.org/#origin-header).
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

    /// <summary>
    /// A WebSocket handshake, which has Origin and knows no CORS check (https://websockets.spec.whatwg.org/#opening-handshake). A
    /// page can set no header whose name begins with Sec-; over HTTP/2 a handshake has no Upgrade.
    /// </summary>
    private static bool IsHandshake(IHeaderDictionary headers) => headers.SecWebSocketVersion.Count > 0;
}
