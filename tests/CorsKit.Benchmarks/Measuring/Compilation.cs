using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>What large policies cost to make, each time in a process that has made none before.</summary>
internal static class Compilation
{
    public const string OfOrigins = "--compile-once";
    public const string OfPatterns = "--compile-patterns-once";
    public const string OfConfiguration = "--configure-once";

    private const int Origins = 100_000;
    private const int Patterns = 10_000;

    /// <summary>In the child: prints figures, milliseconds first.</summary>
    /// <returns>Whether the argument asks for one of these.</returns>
    public static bool TryRunOnce(string argument)
    {
        double[]? figures = argument switch
        {
            OfOrigins => CompileOrigins(),
            OfPatterns => CompilePatterns(),
            OfConfiguration => ReadConfiguration(),
            _ => null,
        };
        if (figures is not null)
        {
            Child.Print(figures);
        }

        return figures is not null;
    }

    /// <summary>Milliseconds, bytes kept, and the bytes of the strings.</summary>
    private static double[] CompileOrigins()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var origins = ListOrigins().ToList();
        var strings = GC.GetTotalMemory(forceFullCollection: true) - before;
        var settings = new GatewayCorsPolicySettings { AllowOrigins = origins, AllowCredentials = true };

        var start = Stopwatch.GetTimestamp();
        var policy = GatewayCorsPolicy.Create(settings);
        var elapsed = Stopwatch.GetElapsedTime(start);

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Require(policy, origins[^1]);
        GC.KeepAlive(settings);
        return [elapsed.TotalMilliseconds, kept, strings];
    }

    private static double[] CompilePatterns()
    {
        var settings = new GatewayCorsPolicySettings { AllowOrigins = [.. Enumerable.Range(0, Patterns).Select(i => $"https://*.shop-{i}.co.uk")], AllowCredentials = true };

        var start = Stopwatch.GetTimestamp();
        var policy = GatewayCorsPolicy.Create(settings);
        var elapsed = Stopwatch.GetElapsedTime(start);

        Require(policy, $"https://a.shop-{Patterns - 1}.co.uk");
        return [elapsed.TotalMilliseconds];
    }

    /// <summary>Milliseconds from the file to the policy, and those of the JSON provider among them.</summary>
    private static double[] ReadConfiguration()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""{ "GatewayCors": { "AllowOrigins": ["{{string.Join("\", \"", ListOrigins())}}"] } }""");

            var start = Stopwatch.GetTimestamp();
            var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            var loading = Stopwatch.GetElapsedTime(start);
            var policies = GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors"));
            var elapsed = Stopwatch.GetElapsedTime(start);

            Require(policies["default"], ListOrigins().Last());
            return [elapsed.TotalMilliseconds, loading.TotalMilliseconds];
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static IEnumerable<Target> Measure(int times)
    {
        var origins = Child.Medians(times, OfOrigins);
        yield return new Target($"Compiling {Origins:#,0} origins, the first policy of a process", "150 ms", $"{origins[0]:0} ms", origins[0] < 150);
        yield return Target.Ratio("… its memory, strings and settings included, to that of the list of strings", origins[1] / origins[2], 3, $"{origins[1] / 1e6:0.0} MB to {origins[2] / 1e6:0.0} MB");

        var patterns = Child.Medians(times, OfPatterns);
        yield return new Target($"Compiling {Patterns:#,0} patterns with credentials, each looked up in the Public Suffix List", "100 ms", $"{patterns[0]:0} ms", patterns[0] < 100);

        var configuration = Child.Medians(times, OfConfiguration);
        var most = (2 * configuration[1]) + 150;
        yield return new Target($"{Origins:#,0} origins from configuration, from the JSON file to the policy: twice what the JSON provider takes, and 150 ms", $"{most:0} ms", $"{configuration[0]:0} ms, the provider {configuration[1]:0} ms of them", configuration[0] <= most);
    }

    private static IEnumerable<string> ListOrigins() => Enumerable.Range(0, Origins).Select(i => $"https://shop-{i}.example.com");

    private static void Require(GatewayCorsPolicy policy, string origin)
    {
        if (!policy.EvaluateOrigin(origin).IsAllowed)
        {
            throw new InvalidOperationException($"The policy does not allow {origin}.");
        }
    }
}
