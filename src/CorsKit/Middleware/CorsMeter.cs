using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit;

/// <summary>The meter <c>CorsKit</c>. Tags come from closed sets; an origin is never one of them.</summary>
internal static class CorsMeter
{
    private const string Name = "CorsKit";

    public static Meter Create(IServiceProvider services) => services.GetService<IMeterFactory>()?.Create(Name) ?? new Meter(Name);
}
