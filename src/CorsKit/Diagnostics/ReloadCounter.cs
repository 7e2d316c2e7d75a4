using System.Diagnostics.Metrics;

namespace CorsKit.Diagnostics;

/// <summary>What became of a change of the configuration.</summary>
internal enum ReloadResult
{
    Applied,

    /// <summary>Something else in the configuration changed.</summary>
    Unchanged,

    /// <summary>It has problems, or lacks a policy that is needed.</summary>
    Refused,

    /// <summary>It could not be read.</summary>
    Failed,
}

/// <summary>The counter <c>corskit.policy.reloads</c> (unit <c>{reload}</c>).</summary>
internal sealed class ReloadCounter(Meter meter)
{
    private readonly Counter<long> _reloads = meter.CreateCounter<long>("corskit.policy.reloads", "{reload}", "Changes of the configuration, by what became of them.");

    public void Count(ReloadResult result) => _reloads.CountOne(new KeyValuePair<string, object?>("corskit.result", Code(result)));

    private static string Code(ReloadResult result) => result switch
    {
        ReloadResult.Applied => "applied",
        ReloadResult.Unchanged => "unchanged",
        ReloadResult.Refused => "refused",
        _ => "failed",
    };
}
