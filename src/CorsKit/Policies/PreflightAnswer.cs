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
/// <param name="shared">The one that serves the others; null where this is it.</param>
internal sealed class PreflightAnswer(string? allowMethods, string? allowHeaders, string? maxAge, string? vary, OriginVerdict? origin = null, PreflightAnswer? shared = null)
{
    /// <summary>Written, an answer takes some 500 bytes, and a policy may have 100,000 origins: those that come first have theirs kept.</summary>
    private const int MostWritten = 100;

    // How many were kept of the origins that this one serves.
    private int _written;

    /// <summary>For every refused preflight: it names nothing.</summary>
    public static readonly PreflightAnswer Refusal = new(null, null, null, "Origin", OriginVerdict.NotAllowed);

    public OriginVerdict? Origin { get; } = origin;

    public string? AllowMethods { get; } = allowMethods;

    public string? AllowHeaders { get; } = allowHeaders;

    public string? MaxAge { get; } = maxAge;

    public string? Vary { get; } = vary;

    /// <summary>The whole response as its host takes it, kept by whoever wrote it; nobody may change it any more.</summary>
    public object? Written { get; private set; }

    /// <summary>The same for one origin.</summary>
    public PreflightAnswer For(OriginVerdict origin) => new(AllowMethods, AllowHeaders, MaxAge, Vary, origin, this);

    /// <returns>Whether it is kept, so that the next response need not be written: only the answer for one origin says all of it.</returns>
    public bool TryKeep(object written)
    {
        ref var count = ref (shared ?? this)._written;
        if (Origin is null || Volatile.Read(ref count) >= MostWritten || Interlocked.Increment(ref count) > MostWritten)
        {
            return false;
        }

        Written = written;
        return true;
    }

    public bool Says(in PreflightVerdict verdict) =>
        AllowMethods == verdict.AllowMethods && AllowHeaders == verdict.AllowHeaders && MaxAge == verdict.MaxAge && Vary == verdict.Vary;
}
