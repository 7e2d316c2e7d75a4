using System.IO.Enumeration;
using System.Text.Json;
using CorsKit.Authorizer.Events;
using CorsKit.Authorizer.Responses;
using CorsKit.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CorsKit.Authorizer;

/// <summary>
/// A Lambda authorizer of type REQUEST, for REST APIs and HTTP APIs of both payload formats: event in, answer out. The app's own
/// code decides about the caller; this adds the caller's CORS policy to what the app is handed (<c>corsPolicy</c>), and keeps
/// answers such that API Gateway may remember them. Whatever it cannot make sense of it denies. Safe for concurrent use.
/// </summary>
/// <remarks>
/// What the template must have besides: no authorizer on OPTIONS, since a preflight carries no credentials; gateway responses
/// with CORS headers on a REST API, or the page cannot read its 401 and 403; Origin never among the identity sources.
/// </remarks>
public sealed class CorsAuthorizer
{
    /// <summary>The key of the authorizer's context under which the app finds the name of the caller's policy.</summary>
    public const string PolicyKey = "corsPolicy";

    private const string DefaultPolicy = "default";
    private const string Nobody = "anonymous";

    private readonly Func<AuthorizerEvent, AuthorizerIdentity, CancellationToken, ValueTask<AuthorizerDecision>> _decide;
    private readonly bool _byRoute;
    private readonly Dictionary<string, GatewayCorsPolicy> _policies;
    private readonly string[] _identitySources;
    private readonly bool _simple;
    private readonly bool _refusesForeignOrigins;
    private readonly string _unauthorizedMessage;
    private readonly ILogger _logger;
    private int _saidOrigin;

    private CorsAuthorizer(
        Func<AuthorizerEvent, AuthorizerIdentity, CancellationToken, ValueTask<AuthorizerDecision>> decide, bool byRoute, Action<CorsAuthorizerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new CorsAuthorizerOptions();
        configure(options);
        _decide = decide;
        _byRoute = byRoute;
        _policies = options.ReadPolicies();
        _identitySources = options.ReadIdentitySources();
        _simple = options.EnableSimpleResponses;
        _refusesForeignOrigins = options.RefuseForeignOrigins;
        _unauthorizedMessage = options.UnauthorizedMessage;
        _logger = options.Logger ?? StandardError.Logger;
        if (byRoute)
        {
            Log.NeedsNoCache(_logger, nameof(ByRoute));
        }

        if (_refusesForeignOrigins)
        {
            Log.NeedsNoCache(_logger, nameof(options.RefuseForeignOrigins));
        }
    }

    /// <summary>
    /// Decides by who calls alone, so that API Gateway may remember the decision for any route and any origin: what is allowed is
    /// the whole API and stage.
    /// </summary>
    /// <param name="authorize">The app's own decision. An exception is logged, and lets nobody in.</param>
    /// <param name="configure">Policies, identity sources and the form of the answer.</param>
    /// <returns>The authorizer, to be made once for all events of a function.</returns>
    /// <exception cref="OptionsValidationException">The section that <see cref="CorsAuthorizerOptions.Policies"/> is loaded from has problems.</exception>
    /// <exception cref="ArgumentException">There is no policy, or an identity source cannot be one.</exception>
    public static CorsAuthorizer ByIdentity(
        Func<AuthorizerIdentity, CancellationToken, ValueTask<AuthorizerDecision>> authorize, Action<CorsAuthorizerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(authorize);
        return new((_, identity, cancel) => authorize(identity, cancel), byRoute: false, configure);
    }

    /// <summary>
    /// Decides by who calls what. Needs an authorizer TTL of 0 in the template: a decision that is remembered would be used for
    /// other routes of the same caller. What is allowed is what the decision names with
    /// <see cref="AuthorizerDecision.ForRoutes"/>; a simple response, which can name nothing, holds for the one request, and only if
    /// that is among the routes that the decision names, where it names any.
    /// </summary>
    /// <param name="authorize">The app's own decision. An exception is logged, and lets nobody in.</param>
    /// <param name="configure">Policies, identity sources and the form of the answer.</param>
    /// <returns>The authorizer, to be made once for all events of a function.</returns>
    /// <exception cref="OptionsValidationException">The section that <see cref="CorsAuthorizerOptions.Policies"/> is loaded from has problems.</exception>
    /// <exception cref="ArgumentException">There is no policy, or an identity source cannot be one.</exception>
    public static CorsAuthorizer ByRoute(
        Func<AuthorizerRoute, CancellationToken, ValueTask<AuthorizerDecision>> authorize, Action<CorsAuthorizerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(authorize);
        return new((lambdaEvent, identity, cancel) => authorize(new AuthorizerRoute(lambdaEvent, identity), cancel), byRoute: true, configure);
    }

    /// <summary>Answers one event.</summary>
    /// <param name="lambdaEvent">The event, JSON.</param>
    /// <param name="cancellationToken">Handed on to the decision.</param>
    /// <returns>The answer, JSON: an IAM policy, or a simple response.</returns>
    /// <exception cref="Exception">
    /// The decision was <see cref="AuthorizerDecision.Unauthorized"/>, with the configured message; or it failed, which API Gateway
    /// answers with 500 and, other than a denial, does not remember. Nothing of the app's own exception is in it.
    /// </exception>
    public async Task<Stream> HandleAsync(Stream lambdaEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lambdaEvent);
        var (read, fault) = await AuthorizerEvent.ReadAsync(lambdaEvent, cancellationToken).ConfigureAwait(false);
        if (read is null)
        {
            Log.ForeignEvent(_logger, fault);
            return _simple ? Write(new SimpleResponse(false, [])) : Write(new IamResponse(Nobody, PolicyDocument.Of("Deny", ["*"]), []));
        }

        var decision = await DecideAsync(read, cancellationToken).ConfigureAwait(false);
        if (decision.Effect == AuthorizerEffect.Unauthorized)
        {
            throw new AuthorizerException(_unauthorizedMessage);
        }

        var isSimple = read.IsV2 && _simple;
        var isAllowed = decision.Effect == AuthorizerEffect.Allow;
        if (isSimple && isAllowed && !IsAmong(decision.Routes, read.Arn.Tail))
        {
            Log.OtherRoute(_logger);
            (decision, isAllowed) = (AuthorizerDecision.Deny(), false);
        }

        var context = decision.Context(isAllowed ? PolicyOf(decision) : null);
        return isSimple
            ? Write(new SimpleResponse(isAllowed, context))
            : Write(new IamResponse(decision.Principal ?? Nobody, PolicyDocument.Of(isAllowed ? "Allow" : "Deny", Resources(read, decision)), context));
    }

    /// <summary>The app's decision where it can be taken at its word; else a denial, with the reason in the log.</summary>
    private async ValueTask<AuthorizerDecision> DecideAsync(AuthorizerEvent read, CancellationToken cancellationToken)
    {
        if (!HasOneIdentity(read))
        {
            return AuthorizerDecision.Deny();
        }

        AuthorizerDecision decision;
        try
        {
            decision = await _decide(read, new AuthorizerIdentity(read, _identitySources), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException("The decision is null.");
        }
#pragma warning disable CA1031 // Whatever the app's code throws, nobody is let in and nothing of it gets out.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.DecisionFailed(_logger, exception);
            throw new AuthorizerException("The authorizer failed.");
        }

        if (decision.Effect == AuthorizerEffect.Allow && FindMisuse(read, decision) is { } mistake)
        {
            Log.Misused(_logger, mistake);
            return AuthorizerDecision.Deny();
        }

        return decision.Effect == AuthorizerEffect.Allow && _refusesForeignOrigins && IsForeign(read, decision) ? AuthorizerDecision.Deny() : decision;
    }

    private bool HasOneIdentity(AuthorizerEvent read)
    {
        for (var i = 0; i < _identitySources.Length; i++)
        {
            var source = _identitySources[i];
            var values = read.HeaderValues(source);
            if (values.Count > 1)
            {
                Log.AmbiguousIdentity(_logger, source);
                return false;
            }

            // API Gateway turns a request away that lacks an identity source, so one that is absent here is none of the template: the
            // decision about a caller without it would be used for callers with it.
            if (values is [var value] ? !read.HasIdentity(i, value) : read.GivesIdentity)
            {
                Log.IdentityNotInTemplate(_logger, source);
                return false;
            }
        }

        // Where the gateway says what the identity is, the mistake shows; it lets nobody in, so it is no reason to deny.
        if (read.HeaderValues("Origin") is [var origin] && read.IsAmongIdentity(origin)
            && Interlocked.Exchange(ref _saidOrigin, 1) == 0)
        {
            Log.OriginIsIdentitySource(_logger);
        }

        return true;
    }

    private string? FindMisuse(AuthorizerEvent read, AuthorizerDecision decision)
    {
        if (decision.PolicyName is { } name && !_policies.ContainsKey(name))
        {
            return $"the decision names the CORS policy \"{LogText.Clean(name)}\", which does not exist. The policies are: {string.Join(", ", _policies.Keys)}.";
        }

        if (!_byRoute)
        {
            return decision.Routes.Count > 0 ? "a decision by identity holds for every route, so it must not name any: use CorsAuthorizer.ByRoute." : null;
        }

        if (decision.Routes.Count == 0 && !(read.IsV2 && _simple))
        {
            return "a decision by route names what it allows: call ForRoutes.";
        }

        foreach (var route in decision.Routes)
        {
            if (!read.Arn.TryJoin(route, out _))
            {
                return $"the route \"{LogText.Clean(route)}\" is not METHOD/path, or too long for a policy (512 characters with the API's own).";
            }
        }

        return null;
    }

    private bool IsForeign(AuthorizerEvent read, AuthorizerDecision decision)
    {
        var origins = read.HeaderValues("Origin");
        if (origins.Count == 0)
        {
            return false;
        }

        var policy = PolicyOf(decision);
        var origin = string.Join(',', origins);
        var reason = policy is null ? CorsReason.OriginNotAllowed : _policies[policy].EvaluateOrigin(origin).Reason;
        if (reason == CorsReason.Allowed)
        {
            return false;
        }

        Log.ForeignOrigin(_logger, LogText.Clean(origin), policy ?? "(none)", reason);
        return true;
    }

    /// <summary>By the caller alone, never by where a page comes from: the app is told the same for every origin.</summary>
    private string? PolicyOf(AuthorizerDecision decision) =>
        decision.PolicyName ?? (_policies.ContainsKey(DefaultPolicy) ? DefaultPolicy : null);

    private List<string> Resources(AuthorizerEvent read, AuthorizerDecision decision)
    {
        if (!_byRoute || decision.Effect != AuthorizerEffect.Allow)
        {
            return [read.Arn.Everything];
        }

        var resources = new List<string>();
        foreach (var route in decision.Routes)
        {
            if (read.Arn.TryJoin(route, out var resource))
            {
                resources.Add(resource);
            }
        }

        return resources;
    }

    /// <summary>What API Gateway does with the resources of a policy, and cannot do with a simple response, which names none.</summary>
    private static bool IsAmong(IReadOnlyList<string> routes, string request) =>
        routes.Count == 0 || routes.Any(route => FileSystemName.MatchesSimpleExpression(route, request, ignoreCase: false));

    private static MemoryStream Write(IamResponse response) => new(JsonSerializer.SerializeToUtf8Bytes(response, ResponseJson.Default.IamResponse));

    private static MemoryStream Write(SimpleResponse response) => new(JsonSerializer.SerializeToUtf8Bytes(response, ResponseJson.Default.SimpleResponse));
}
