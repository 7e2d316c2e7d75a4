using CorsKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CorsKit.Selection;

/// <summary>
/// Logs what the app's own code throws when it selects a policy or tells a tenant: once a minute at most, since every request may fail
/// alike, and those that are left out are counted.
/// </summary>
internal sealed class SelectionFailures(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset? _last;
    private long _unlogged;

    public void Report(Exception exception)
    {
        long unlogged;
        lock (_lock)
        {
            // A clock that was set back is no reason to be silent for long.
            var now = time.GetUtcNow();
            if (_last is { } last && now >= last && now - last < Interval)
            {
                _unlogged++;
                return;
            }

            (_last, unlogged, _unlogged) = (now, _unlogged, 0);
        }

        Log.SelectionFailed(logger, unlogged, exception);
    }
}
