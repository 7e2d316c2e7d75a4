using CorsKit.Policies;

namespace CorsKit;

/// <summary>
/// What a policy says about an origin, and the CORS headers that a response to an actual request carries. What it says
/// never changes; the one for an exact origin is made once with the policy and shared by all requests.
/// </summary>
public sealed class OriginVerdict
{
    internal static readonly OriginVerdict None = new(CorsReason.NoOrigin);
    internal static readonly OriginVerdict Null = new(CorsReason.OriginIsNull);
    internal static readonly OriginVerdict Malformed = new(CorsReason.OriginMalformed);
    internal static readonly OriginVerdict NotAllowed = new(CorsReason.OriginNotAllowed);
    internal static readonly OriginVerdict Several = new(CorsReason.SeveralOrigins);
    internal static readonly OriginVerdict Unverified = new(CorsReason.OriginUnverified);
    internal static readonly OriginVerdict Disabled = new(CorsReason.Disabled);

    /// <summary>Refused, for a reason that nobody has looked for yet: <see cref="GatewayCorsPolicy.ReasonFor"/>.</summary>
    internal static readonly OriginVerdict Unlisted = new(CorsReason.OriginNotAllowed);

    // The policy that allows, or the reason of a refusal: one field, since there may be a verdict for each of 100,000 origins.
    private readonly object _source;

    /// <summary>A refusal.</summary>
    private OriginVerdict(CorsReason reason) => _source = reason;

    /// <summary>Allowed.</summary>
    /// <param name="policy">The policy that allows.</param>
    /// <param name="allowOrigin">The origin, or <c>*</c>.</param>
    /// <param name="preflight">The answer to preflights, for a verdict that many requests share.</param>
    internal OriginVerdict(GatewayCorsPolicy policy, string allowOrigin, PreflightAnswer? preflight = null)
    {
        _source = policy;
        AllowOrigin = allowOrigin;
        Preflight = preflight;
    }

    /// <summary>Whether it is a policy that allows, and this one.</summary>
    internal bool IsOf(GatewayCorsPolicy policy) => ReferenceEquals(_source, policy);

    /// <summary>Whether a page of the origin may read the response.</summary>
    public bool IsAllowed => AllowOrigin is not null;

    /// <summary>Why the origin is refused, or <see cref="CorsReason.Allowed"/>.</summary>
    public CorsReason Reason => AllowOrigin is not null ? CorsReason.Allowed : (CorsReason)_source;

    /// <summary>The value of Access-Control-Allow-Origin: the origin, <c>*</c>, or null for no header.</summary>
    public string? AllowOrigin { get; }

    /// <summary>The value of Access-Control-Allow-Credentials: <c>true</c>, or null for no header.</summary>
    public string? AllowCredentials => _source is GatewayCorsPolicy { AllowsCredentials: true } ? "true" : null;

    /// <summary>The value of Access-Control-Expose-Headers, or null for no header.</summary>
    public string? ExposeHeaders => (_source as GatewayCorsPolicy)?.ExposeHeaders;

    /// <summary>
    /// What Vary must name: <c>Origin</c>, or null where every origin gets the same answer, <c>*</c>
    /// (https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches).
    /// </summary>
    public string? Vary => AllowOrigin == "*" ? null : "Origin";

    /// <summary>
    /// The answer that names all methods and headers: the policy's, until a preflight of this origin came, and then that of the
    /// origin itself, with which a response costs one look. Null for a verdict that one request has for itself.
    /// </summary>
    internal PreflightAnswer? Preflight { get; set; }
}
