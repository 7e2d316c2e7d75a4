using CorsKit.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CorsKit.Configuration;

/// <summary>
/// Has the configuration read again by the first request after a while. Lambda freezes a function between invocations, and
/// the timers that configuration providers reload by with it
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html): what is due after the thaw is done here, in
/// time for the request, and by the clock that went on.
/// </summary>
internal sealed class ConfigurationRefresh(TimeSpan interval, List<IConfigurationRoot> roots, TimeProvider time, ILogger logger, ReloadCounter counter)
{
    private long _last = time.GetUtcNow().UtcTicks;
    private int _isRunning;

    // A clock that was set back is no reason to wait for it.
    private bool IsDue => time.GetUtcNow().UtcTicks - Volatile.Read(ref _last) is var since && (since < 0 || since >= interval.Ticks);

    /// <summary>
    /// One request does it and waits; the providers then tell of their changes as they always do. The others go on meanwhile, however long
    /// it takes, and the interval begins when it has ended.
    /// </summary>
    public void RunIfDue()
    {
        if (!IsDue || Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
        {
            return;
        }

        try
        {
            // Another request may have ended it since this one looked.
            if (IsDue)
            {
                Reload();
            }
        }
        finally
        {
            Volatile.Write(ref _last, time.GetUtcNow().UtcTicks);
            Volatile.Write(ref _isRunning, 0);
        }
    }

    private void Reload()
    {
        foreach (var root in roots)
        {
            try
            {
                root.Reload();
            }
#pragma warning disable CA1031 // Whatever a provider throws, the last good policies stay and the request is answered.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.RefreshFailed(logger, exception);
                counter.Count(ReloadResult.Failed);
            }
        }
    }
}
