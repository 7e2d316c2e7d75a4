using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Reporting;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>What a policy of 100,000 origins costs to compile, each time in a process that has compiled none before.</summary>
internal static class Compilation
{
    public const string Argument = "--compile-once";

    private const int Origins = 100_000;

    /// <summary>In the child: prints milliseconds, bytes kept, and the bytes of the strings.</summary>
    public static void CompileOnce()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var origins = Enumerable.Range(0, Origins).Select(i => $"https://shop-{i}.example.com").ToList();
        var strings = GC.GetTotalMemory(forceFullCollection: true) - before;
        var settings = new GatewayCorsPolicySettings { AllowOrigins = origins, AllowCredentials = true };

        var start = Stopwatch.GetTimestamp();
        var policy = GatewayCorsPolicy.Create(settings);
        var elapsed = Stopwatch.GetElapsedTime(start);

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        if (!policy.EvaluateOrigin(origins[^1]).IsAllowed)
        {
            throw new InvalidOperationException("The policy does not allow its last origin.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds} {kept} {strings}"));
        GC.KeepAlive(settings);
    }

    public static IEnumerable<Target> Measure(int times)
    {
        var figures = Enumerable.Range(0, times)
            .Select(_ => Child.Run("dotnet", typeof(Compilation).Assembly.Location, Argument).Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        double Of(int index) => PairedRounds.Median([.. figures.Select(figure => figure[index])]);
        var (milliseconds, kept, strings) = (Of(0), Of(1), Of(2));
        yield return new Target($"Compiling {Origins:#,0} origins, the first policy of a process", "150 ms", $"{milliseconds:0} ms", milliseconds < 150);
        yield return Target.Ratio("… its memory, strings and settings included, to that of the list of strings", kept / strings, 3, $"{kept / 1e6:0.0} MB to {strings / 1e6:0.0} MB");
    }
}
