using System.Diagnostics.CodeAnalysis;
using CorsKit.Headers;
using CorsKit.Methods;
using CorsKit.Origins;
using CorsKit.Policies;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CorsKit;

/// <summary>
/// Who may do what: a policy, compiled from <see cref="GatewayCorsPolicySettings"/> and immutable from then on. It
/// knows no HTTP framework; it maps a request's headers to a verdict. Safe for concurrent use.
/// </summary>
public sealed class GatewayCorsPolicy
{
    private const string RequestMethodAndHeaders = "Access-Control-Request-Method, Access-Control-Request-Headers";

    private readonly OriginIndex<OriginVerdict> _origins;
    private readonly OriginVerdict? _any;
    private readonly AllowedMethods _methods;
    private readonly AllowedHeaders _headers;
    private readonly string _maxAge;

    // The last answer that named what was requested: browsers ask for the same again and again.
    private PreflightAnswer? _lastAnswer;

    internal GatewayCorsPolicy(PolicyRules rules)
    {
        AllowsCredentials = rules.AllowCredentials;
        ExposeHeaders = rules.ExposeHeaders;
        _methods = new AllowedMethods(rules.Methods, rules.AnyMethod);
        _headers = new AllowedHeaders(rules.Headers, rules.AnyHeader);
        _maxAge = rules.MaxAge;
        FullAnswer = new PreflightAnswer(_methods.All, _headers.All, _maxAge, rules.AnyOrigin ? null : "Origin");
        _any = rules.AnyOrigin ? new OriginVerdict(this, "*", FullAnswer) : null;
        _origins = OriginIndex<OriginVerdict>.Create(rules.ExactOrigins, rules.OriginPatterns, origin => new OriginVerdict(this, origin, FullAnswer));
    }

    /// <summary>A policy that refuses every origin; settings cannot say that, since they must allow one.</summary>
    internal static GatewayCorsPolicy RefuseAll { get; } = new(new PolicyRules(new GatewayCorsPolicySettings()));

    internal bool AllowsCredentials { get; }

    internal string? ExposeHeaders { get; }

    /// <summary>Compiles a policy.</summary>
    /// <param name="settings">Read once; changing it later changes nothing.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="OptionsValidationException">
    /// The settings have problems; <see cref="OptionsValidationException.Failures"/> has an entry for each.
    /// </exception>
    public static GatewayCorsPolicy Create(GatewayCorsPolicySettings settings)
    {
        if (TryCreate(settings, out var policy, out var problems))
        {
            return policy;
        }

        var failures = new List<string>(problems.Count);
        foreach (var problem in problems)
        {
            failures.Add(problem.ToString());
        }

        throw new OptionsValidationException(Options.DefaultName, typeof(GatewayCorsPolicySettings), failures);
    }

    /// <summary>Compiles a policy, or tells every problem at once.</summary>
    /// <param name="settings">Read once; changing it later changes nothing.</param>
    /// <param name="policy">The policy; null where there are problems.</param>
    /// <param name="problems">All problems; empty where there is a policy.</param>
    /// <returns>Whether there is a policy.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    public static bool TryCreate(
        GatewayCorsPolicySettings settings,
        [NotNullWhen(true)] out GatewayCorsPolicy? policy,
        out IReadOnlyList<PolicyProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return TryCompile(new PolicyRules(settings), out policy, out problems);
    }

    internal static bool TryCompile(PolicyRules rules, [NotNullWhen(true)] out GatewayCorsPolicy? policy, out IReadOnlyList<PolicyProblem> problems)
    {
        problems = rules.Problems;
        policy = problems.Count == 0 ? new GatewayCorsPolicy(rules) : null;
        return policy is not null;
    }

    /// <summary>Evaluates the Origin header of an actual request.</summary>
    /// <param name="origin">The header's value as it came, or null where the request has none.</param>
    /// <returns>The verdict, with the reason of a refusal.</returns>
    public OriginVerdict EvaluateOrigin(string? origin)
    {
        // One answer for everyone, whatever was sent: it can be cached without regard to Origin.
        if (_any is not null)
        {
            return _any;
        }

        if (origin is null)
        {
            return OriginVerdict.None;
        }

        return _origins.TryFindExact(origin, out var verdict) ? verdict : EvaluateUnlisted(origin, out _);
    }

    /// <summary>Evaluates a preflight: an OPTIONS request with Origin and Access-Control-Request-Method.</summary>
    /// <param name="origin">The one value of Origin, as it came.</param>
    /// <param name="method">The value of Access-Control-Request-Method, as it came.</param>
    /// <param name="headers">The lines of Access-Control-Request-Headers, split and padded as they came; may be empty.</param>
    /// <param name="requestedOnly">
    /// Whether the answer names only what was requested and is allowed, instead of all the policy has. Browsers remember
    /// what is named for the URL, whatever the method (https://fetch.spec.whatwg.org/#cors-preflight-cache), so this must
    /// be set where another policy may govern another method of the same URL.
    /// </param>
    /// <returns>The verdict, with the headers of the answer.</returns>
    public PreflightVerdict EvaluatePreflight(string? origin, string? method, StringValues headers, bool requestedOnly = false) =>
        EvaluatePreflight(EvaluateOrigin(origin), method, headers, requestedOnly);

    /// <summary>
    /// Evaluates the Origin header as a server may see it: none, one, or several values, which no browser sends. The fast
    /// path: where no pattern has to be matched, an origin that is not listed is not even parsed, and the verdict is
    /// <see cref="OriginVerdict.Unlisted"/>; <see cref="ReasonFor"/> then tells why.
    /// </summary>
    internal OriginVerdict EvaluateOrigins(StringValues origins)
    {
        if (origins.Count != 1 || _any is not null)
        {
            return _any ?? (origins.Count == 0 ? OriginVerdict.None : OriginVerdict.Several);
        }

        var origin = origins[0] ?? "";
        return _origins.TryFindExact(origin, out var verdict) ? verdict
            : _origins.HasPatterns ? EvaluateUnlisted(origin, out _)
            : OriginVerdict.Unlisted;
    }

    /// <summary>The same for a policy with a source: the verdict, or null where the patterns, and then the source, have to look at the origin.</summary>
    internal OriginVerdict? FindListed(StringValues origins) =>
        origins.Count != 1 || _any is not null ? EvaluateOrigins(origins)
            : _origins.TryFindExact(origins[0] ?? "", out var verdict) ? verdict
            : null;

    /// <summary>The true reason of a verdict on these values of the header.</summary>
    internal CorsReason ReasonFor(StringValues origins, OriginVerdict verdict) =>
        ReferenceEquals(verdict, OriginVerdict.Unlisted) ? EvaluateUnlisted(origins[0] ?? "", out _).Reason
        : origins.Count == 0 ? CorsReason.NoOrigin
        : verdict.Reason;

    /// <summary>
    /// Whether every preflight from an allowed origin is answered with all methods and headers, so that only the reason
    /// depends on what it asks for.
    /// </summary>
    internal bool NamesAll(bool requestedOnly) => !(requestedOnly || (AllowsCredentials && (_methods.Any || _headers.All is ['*', ..])));

    /// <summary>The answer that names all methods and headers.</summary>
    internal PreflightAnswer FullAnswer { get; }

    /// <summary>The same for an origin that the policy allows: made once for a verdict that many requests share.</summary>
    internal PreflightAnswer FullAnswerFor(OriginVerdict origin) => origin.Preflight switch
    {
        null => FullAnswer,
        { Origin: null } => origin.Preflight = FullAnswer.For(origin),
        var own => own,
    };

    /// <summary>The answer that a verdict of this policy on an allowed origin leads to.</summary>
    internal PreflightAnswer AnswerOf(in PreflightVerdict verdict)
    {
        if (FullAnswer.Says(verdict))
        {
            return FullAnswerFor(verdict.Origin);
        }

        var last = _lastAnswer;
        if (last?.Says(verdict) != true)
        {
            _lastAnswer = last = new PreflightAnswer(verdict.AllowMethods, verdict.AllowHeaders, verdict.MaxAge, verdict.Vary);
        }

        return last;
    }

    internal PreflightVerdict EvaluatePreflight(OriginVerdict verdict, string? method, StringValues headers, bool requestedOnly)
    {
        if (!verdict.IsAllowed)
        {
            return new PreflightVerdict(verdict, verdict.Reason);
        }

        // With credentials a `*` is no wildcard: https://fetch.spec.whatwg.org/#http-new-header-syntax
        var listMethod = requestedOnly || (AllowsCredentials && _methods.Any);
        var listHeaders = requestedOnly || (AllowsCredentials && _headers.All is ['*', ..]);

        var allowedMethod = _methods.Find(method);
        bool allowsHeaders;
        var allowHeaders = _headers.All;
        if (listHeaders)
        {
            allowHeaders = _headers.AllowedOf(headers, out allowsHeaders);
        }
        else
        {
            allowsHeaders = _headers.AllowsAll(headers);
        }

        // The order of https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7.
        var reason = allowedMethod is null && !FetchMethod.IsSafelisted(method) ? CorsReason.MethodNotAllowed
            : allowsHeaders ? CorsReason.Allowed
            : CorsReason.HeaderNotAllowed;
        return new PreflightVerdict(verdict, reason)
        {
            AllowMethods = listMethod ? allowedMethod : _methods.All,
            AllowHeaders = allowHeaders,
            MaxAge = _maxAge,
            Vary = !(listMethod || listHeaders) ? verdict.Vary
                : verdict.Vary is null ? RequestMethodAndHeaders
                : "Origin, " + RequestMethodAndHeaders,
        };
    }

    /// <summary>Evaluates an origin that is not listed.</summary>
    /// <param name="origin">The one value of the header.</param>
    /// <param name="parsed">The origin taken apart, where the verdict is <see cref="OriginVerdict.NotAllowed"/>.</param>
    internal OriginVerdict EvaluateUnlisted(string origin, out Origin parsed)
    {
        if (!Origin.TryParse(origin, out parsed))
        {
            return origin == "null" ? OriginVerdict.Null : origin.Contains(',') ? OriginVerdict.Several : OriginVerdict.Malformed;
        }

        return _origins.MatchesPattern(parsed) ? new OriginVerdict(this, origin) : OriginVerdict.NotAllowed;
    }
}
