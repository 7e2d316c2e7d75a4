using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Diagnostics;

/// <summary>The meter <c>CorsKit</c>. Tags come from closed sets; an origin is never one of them.</summary>
internal static class CorsMeter
{
    private const string Name = "CorsKit";

    /// <summary>Counts one. A listener runs on the request's own thread, and one that throws must not fail the request.</summary>
    public static void CountOne(this Counter<long> counter, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!counter.Enabled)
        {
            return;
        }

        try
        {
            counter.Add(1, tags);
        }
#pragma warning disable CA1031 // Whatever a listener throws is the listener's own failure.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    public static Meter Create(IServiceProvider services) => services.GetService<IMeterFactory>()?.Create(Name) ?? new Meter(Name);
}
