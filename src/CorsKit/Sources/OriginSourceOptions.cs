namespace CorsKit;

/// <summary>How long answers of a source hold, how many are remembered, and whose they are.</summary>
public sealed class OriginSourceOptions
{
    private readonly List<(string? Tenant, string Origin)> _warmUp = [];

    internal OriginSourceOptions()
    {
    }

    /// <summary>
    /// How many allowed origins are remembered, and as many refused ones, apart from each other so that nobody can push out
    /// whom you allow; one that was not used lately goes first. 1 to 1,000,000; an entry takes about 300 bytes and its text. Default: 10,000.
    /// </summary>
    public int MaxEntries { get; set; } = 10_000;

    /// <summary>How long an origin that is allowed is not asked for again: how late a withdrawal may be noticed. 0 to a day. Default: 5 minutes.</summary>
    public TimeSpan AllowedLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an origin that is refused is not asked for again. 0 to a day. Default: 1 minute.</summary>
    public TimeSpan RefusedLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long after <see cref="AllowedLifetime"/> an origin stays allowed while the source fails; every other origin is
    /// refused meanwhile. 0 to a day. Default: 10 minutes.
    /// </summary>
    public TimeSpan GraceLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long the source may take; what comes later is no answer. While 100 questions to it have not come back, timed out or not, no other is asked,
    /// and the origin is refused. 1 ms to 10 s. Default: 1 second.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a failure the source is not asked again for the same origin. 0 to a minute. Default: 1 second.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    internal Func<CorsRequest, string?>? Tenant { get; private set; }

    internal VaryBy Reads { get; } = new();

    internal IReadOnlyList<(string? Tenant, string Origin)> Origins => _warmUp;

    /// <summary>
    /// Tells tenants apart, so that an origin of one is not allowed at another. It runs on preflights too, so it reads what
    /// these carry: the host, or a header that a distribution or a proxy adds. To go by what an authorizer says, select a
    /// policy for each tenant instead.
    /// </summary>
    /// <param name="tenant">The tenant of a request. Null, more than 1,024 characters, or an exception, refuses whatever the policy's own list does not allow.</param>
    /// <param name="reads">Declares the headers that it reads.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tenant"/> is null.</exception>
    public OriginSourceOptions TenantFrom(Func<CorsRequest, string?> tenant, Action<VaryBy>? reads = null)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        Tenant = tenant;
        reads?.Invoke(Reads);
        return this;
    }

    /// <summary>Origins to ask for when the app starts, in the background, so that their first requests find an answer.</summary>
    /// <param name="origins">The origins.</param>
    /// <param name="tenant">Whose they are.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="origins"/> is null.</exception>
    public OriginSourceOptions WarmUp(IEnumerable<string> origins, string? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(origins);
        foreach (var origin in origins)
        {
            _warmUp.Add((tenant, origin));
        }

        return this;
    }
}
