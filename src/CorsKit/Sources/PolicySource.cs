using CorsKit.Origins;

namespace CorsKit;

/// <summary>The source that a policy asks for what its own list does not allow.</summary>
/// <param name="Type">The source, as the app's services know it.</param>
/// <param name="Options">Bounds, lifetimes and tenants.</param>
internal sealed record PolicySource(Type Type, OriginSourceOptions Options)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether the policy lets in no http origin: with credentials the rule of the list holds for the store too.</summary>
    public bool RefusesHttp { get; init; }

    /// <summary>A list refuses what can be no origin of a browser, and so does a source; its own words do not count.</summary>
    public bool MayAsk(string origin)
    {
        if (!Origin.TryParse(origin, out var parsed) || UnusableScheme.Is(parsed.Scheme))
        {
            return false;
        }

        return !RefusesHttp || !parsed.Scheme.SequenceEqual("http") || Host.IsLoopback(parsed.Host);
    }

    public bool SameAs(PolicySource? other) => other is not null && Type == other.Type
        && Options.MaxEntries == other.Options.MaxEntries && Options.AllowedLifetime == other.Options.AllowedLifetime
        && Options.RefusedLifetime == other.Options.RefusedLifetime && Options.GraceLifetime == other.Options.GraceLifetime
        && Options.Timeout == other.Options.Timeout && Options.RetryAfter == other.Options.RetryAfter;

    /// <summary>Everything that is wrong with it, beside the policy's other settings.</summary>
    public IEnumerable<PolicyProblem> Explain(GatewayCorsPolicySettings settings)
    {
        const string setting = nameof(GatewayCorsPolicyBuilder.AllowOriginsFrom);
        if (settings.AllowOrigins?.Contains("*") == true)
        {
            yield return new PolicyProblem(ProblemCode.SourceUnused, setting, "*",
                "The policy allows any origin, so its source would never be asked", "Remove the \"*\", or the source.");
        }

        foreach (var (name, value, least, most) in new (string, TimeSpan, TimeSpan, TimeSpan)[]
        {
            (nameof(Options.AllowedLifetime), Options.AllowedLifetime, TimeSpan.Zero, Day),
            (nameof(Options.RefusedLifetime), Options.RefusedLifetime, TimeSpan.Zero, Day),
            (nameof(Options.GraceLifetime), Options.GraceLifetime, TimeSpan.Zero, Day),
            (nameof(Options.Timeout), Options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10)),
            (nameof(Options.RetryAfter), Options.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        })
        {
            if (value < least || value > most)
            {
                yield return OutOfRange(name, FormattableString.Invariant($"{value:c}"), FormattableString.Invariant($"{least:c}"), FormattableString.Invariant($"{most:c}"));
            }
        }

        if (Options.MaxEntries is < 1 or > 1_000_000)
        {
            yield return OutOfRange(nameof(Options.MaxEntries), FormattableString.Invariant($"{Options.MaxEntries}"), "1", "1000000");
        }

        foreach (var problem in Options.Reads.Problems)
        {
            yield return PolicyDefinition.At(setting, problem);
        }

        if (Options.Reads.MissingOnPreflights is { } missing)
        {
            yield return new PolicyProblem(ProblemCode.TenantMissingOnPreflights, setting, null,
                $"The tenant is told by {missing}, which no preflight carries, so every preflight would be refused",
                "Tell it by the host, or by a header that a proxy adds to preflights too (onPreflights: true); or select a policy for each tenant with SelectPolicy.");
        }

        foreach (var (_, origin) in Options.Origins)
        {
            if (!OriginPattern.TryParse(origin, out var isExact, out _))
            {
                var problem = ItemFault.Find(nameof(settings.AllowOrigins), origin) ?? OriginFault.Explain(origin);
                yield return problem with { Setting = $"{setting}:{nameof(Options.WarmUp)}" };
            }
            else if (!isExact)
            {
                yield return new PolicyProblem(ProblemCode.Wildcard, $"{setting}:{nameof(Options.WarmUp)}", origin,
                    "A source is asked for exact origins", "List the origins, or add the pattern to AllowOrigins.");
            }
        }
    }

    private static PolicyProblem OutOfRange(string name, string value, string least, string most) =>
        new(ProblemCode.SourceBounds, $"{nameof(GatewayCorsPolicyBuilder.AllowOriginsFrom)}:{name}", value, "The value is out of range", $"Write one from {least} to {most}.");
}
