using System.Collections.Concurrent;

namespace CorsKit.Benchmarks.Requests;

/// <summary>The pipelines, each built once: UseCors takes its time with 100,000 origins.</summary>
internal static class Pipelines
{
    private static readonly ConcurrentDictionary<(Contender, PolicyCase), RequestDelegate> Built = new();

    public static RequestDelegate Of(Contender contender, PolicyCase policy) =>
        Built.GetOrAdd((contender, policy), static key => Pipeline.Build(key.Item1, key.Item2));
}
