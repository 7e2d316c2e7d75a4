namespace CorsKit.Policies;

/// <summary>
/// The headers of the answer to a preflight that do not depend on which of the allowed origins sent it. One object serves
/// many requests, so that an answer can wait for the start of the response without costing memory.
/// </summary>
internal sealed class PreflightAnswer(string? allowMethods, string? allowHeaders, string? maxAge, string? vary)
{
    /// <summary>For every refused preflight: it names nothing.</summary>
    public static readonly PreflightAnswer Refusal = new(null, null, null, "Origin");

    public string? AllowMethods { get; } = allowMethods;

    public string? AllowHeaders { get; } = allowHeaders;

    public string? MaxAge { get; } = maxAge;

    public string? Vary { get; } = vary;

    public bool Says(in PreflightVerdict verdict) =>
        AllowMethods == verdict.AllowMethods && AllowHeaders == verdict.AllowHeaders && MaxAge == verdict.MaxAge && Vary == verdict.Vary;
}
