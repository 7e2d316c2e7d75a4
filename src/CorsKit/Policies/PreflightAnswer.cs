namespace CorsKit.Policies;

/// <summary>
/// The headers of the answer to a preflight beside those of its origin. One object serves many requests, so that an answer
/// can wait for the start of the response without costing memory.
/// </summary>
/// <param name="allowMethods">Access-Control-Allow-Methods, or null.</param>
/// <param name="allowHeaders">Access-Control-Allow-Headers, or null.</param>
/// <param name="maxAge">Access-Control-Max-Age, or null.</param>
/// <param name="vary">What Vary names, or null.</param>
/// <param name="origin">The verdict on the origin; null where the answer serves several origins.</param>
internal sealed class PreflightAnswer(string? allowMethods, string? allowHeaders, string? maxAge, string? vary, OriginVerdict? origin = null)
{
    /// <summary>For every refused preflight: it names nothing.</summary>
    public static readonly PreflightAnswer Refusal = new(null, null, null, "Origin", OriginVerdict.NotAllowed);

    public OriginVerdict? Origin { get; } = origin;

    public string? AllowMethods { get; } = allowMethods;

    public string? AllowHeaders { get; } = allowHeaders;

    public string? MaxAge { get; } = maxAge;

    public string? Vary { get; } = vary;

    /// <summary>The same for one origin.</summary>
    public PreflightAnswer For(OriginVerdict origin) => new(AllowMethods, AllowHeaders, MaxAge, Vary, origin);

    public bool Says(in PreflightVerdict verdict) =>
        AllowMethods == verdict.AllowMethods && AllowHeaders == verdict.AllowHeaders && MaxAge == verdict.MaxAge && Vary == verdict.Vary;
}
