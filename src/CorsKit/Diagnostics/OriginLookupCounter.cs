using System.Diagnostics.Metrics;

namespace CorsKit.Diagnostics;

/// <summary>How a lookup ended.</summary>
internal enum OriginLookupResult
{
    Remembered,
    Allowed,
    Refused,

    /// <summary>The source failed, and the last good answer still counts.</summary>
    Grace,
    TimedOut,
    Failed,

    /// <summary>Too many questions are without an answer, so this one was not asked.</summary>
    NotAsked,
}

/// <summary>The counter <c>corskit.origin.lookups</c> (unit <c>{lookup}</c>); requests that wait for the same answer are one lookup.</summary>
internal sealed class OriginLookupCounter(Meter meter)
{
    private readonly Counter<long> _lookups = meter.CreateCounter<long>("corskit.origin.lookups", "{lookup}", "Origins that were looked up in a source, or in what is remembered of it.");

    public void Count(string policy, OriginLookupResult result)
    {
        if (_lookups.Enabled)
        {
            _lookups.CountOne(new("corskit.policy", policy), new("corskit.result", Code(result)));
        }
    }

    private static string Code(OriginLookupResult result) => result switch
    {
        OriginLookupResult.Remembered => "remembered",
        OriginLookupResult.Allowed => "allowed",
        OriginLookupResult.Refused => "refused",
        OriginLookupResult.Grace => "grace",
        OriginLookupResult.TimedOut => "timeout",
        OriginLookupResult.NotAsked => "not-asked",
        _ => "error",
    };
}
