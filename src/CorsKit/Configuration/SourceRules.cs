using CorsKit.Diagnostics;
using CorsKit.Origins;
using CorsKit.Policies;
using CorsKit.Sources;

namespace CorsKit.Configuration;

/// <summary>What a policy's source may be set to.</summary>
internal static class SourceRules
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Everything that is wrong with it, beside the policy's other settings.</summary>
    public static IEnumerable<PolicyProblem> Validate(PolicySource source, GatewayCorsPolicySettings settings)
    {
        const string setting = nameof(GatewayCorsPolicyBuilder.AllowOriginsFrom);
        var options = source.Options;
        if (settings.AllowOrigins?.Contains("*") == true)
        {
            yield return new PolicyProblem(ProblemCode.SourceUnused, setting, "*",
                "The policy allows any origin, so its source would never be asked", "Remove the \"*\", or the source.");
        }

        foreach (var (name, value, least, most) in new (string, TimeSpan, TimeSpan, TimeSpan)[]
        {
            (nameof(options.AllowedLifetime), options.AllowedLifetime, TimeSpan.Zero, Day),
            (nameof(options.RefusedLifetime), options.RefusedLifetime, TimeSpan.Zero, Day),
            (nameof(options.GraceLifetime), options.GraceLifetime, TimeSpan.Zero, Day),
            (nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10)),
            (nameof(options.RetryAfter), options.RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
        })
        {
            if (value < least || value > most)
            {
                yield return OutOfRange(name, FormattableString.Invariant($"{value:c}"), FormattableString.Invariant($"{least:c}"), FormattableString.Invariant($"{most:c}"));
            }
        }

        if (options.MaxEntries is < 1 or > 1_000_000)
        {
            yield return OutOfRange(nameof(options.MaxEntries), FormattableString.Invariant($"{options.MaxEntries}"), "1", "1000000");
        }

        foreach (var problem in options.Reads.Problems)
        {
            yield return problem.At(setting);
        }

        if (options.Reads.MissingOnPreflights is { } missing)
        {
            yield return new PolicyProblem(ProblemCode.TenantMissingOnPreflights, setting, null,
                $"The tenant is told by {missing}, which no preflight carries, so every preflight would be refused",
                "Tell it by the host, or by a header that a proxy adds to preflights too (onPreflights: true); or select a policy for each tenant with SelectPolicy.");
        }

        foreach (var (_, origin) in options.Origins)
        {
            if (!OriginPattern.TryParse(origin, out var isExact, out _))
            {
                yield return new PolicyProblem($"{setting}:{nameof(options.WarmUp)}", origin, ItemFault.Find(nameof(settings.AllowOrigins), origin) ?? OriginFault.Find(origin));
            }
            else if (!isExact)
            {
                yield return new PolicyProblem(ProblemCode.Wildcard, $"{setting}:{nameof(options.WarmUp)}", origin,
                    "A source is asked for exact origins", "List the origins, or add the pattern to AllowOrigins.");
            }
        }
    }

    private static PolicyProblem OutOfRange(string name, string value, string least, string most) =>
        new(ProblemCode.SourceBounds, $"{nameof(GatewayCorsPolicyBuilder.AllowOriginsFrom)}:{name}", value, "The value is out of range", $"Write one from {least} to {most}.");
}
