using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Hosts;

internal static class StoppedClock
{
    /// <summary>For an app whose source of origins must answer: the clock stands still, so that no source is too slow on a busy machine.</summary>
    public static IServiceCollection AddStoppedClock(this IServiceCollection services) =>
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(DateTimeOffset.UtcNow));
}
