using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;
using CorsKit.Tests.Middleware;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>
/// Lists of every form, from code and from a JSON file, until the first request is answered: services, pipeline and whatever has to be compiled
/// included, each time in a process that has done none of it before.
/// </summary>
/// <param name="Form">What the list consists of.</param>
/// <param name="Credentials">Whether the policy allows credentials.</param>
/// <param name="FromCode">The milliseconds of each of <see cref="Sizes"/>.</param>
/// <param name="FromConfiguration">The same, the JSON provider included.</param>
/// <param name="Provider">What the JSON provider takes of the longest.</param>
/// <param name="Kept">Bytes of the settings and the policy, strings included, of the longest.</param>
/// <param name="Strings">Bytes of its strings.</param>
internal sealed record LongList(string Form, bool Credentials, IReadOnlyList<double> FromCode, IReadOnlyList<double> FromConfiguration, double Provider, double Kept, double Strings)
{
    private const string Once = "--long-list-once";

    /// <summary>The second tells what an item costs once everything is compiled; the last must not cost more.</summary>
    private static readonly int[] Sizes = [1, 1_000, 10_000, 100_000];

    private static readonly (string Name, Func<int, string> Item, Func<int, string> Origin)[] Forms =
    [
        Same("https", i => $"https://shop-{i}.example.com"),
        Same("http and https", i => i % 2 == 0 ? $"https://shop-{i}.example.com" : $"http://shop-{i}.example.com:8080"),
        Same("IPv6 addresses", i => $"https://[2001:db8::{(i / 60_000) + 1:x}:{(i % 60_000) + 1:x}]:3000"),
        Same("extensions", i => $"moz-extension://0b4f0b66-0000-4000-8000-{i:x12}"),
        ("any port", i => $"http://shop-{i}.example.com:*", i => $"http://shop-{i}.example.com:5173"),
        ("subdomains", i => $"https://*.shop-{i}.co.uk", i => $"https://a.shop-{i}.co.uk"),
        ("labels of one parent", i => $"https://pr-{i}-*.example.com", i => $"https://pr-{i}-a1b2c3.example.com"),
        ("labels, a parent each", i => $"https://pr-*.shop-{i}.example.com", i => $"https://pr-7.shop-{i}.example.com"),
    ];

    public IEnumerable<Target> Targets()
    {
        var name = $"{Form}{(Credentials ? ", with credentials" : "")}, to the first answer";
        yield return Linear($"{name}, from code", FromCode);
        yield return Linear($"{name}, from configuration", FromConfiguration);
        var most = (2 * Provider) + 150;
        var added = FromConfiguration[^1] - FromConfiguration[0];
        yield return new Target($"{name}, {Sizes[^1]:#,0} from configuration: over one, twice what the JSON provider takes, and 150 ms", $"{most:0} ms",
            $"{added:0} ms, the provider {Provider:0} ms of them", added <= most);
        yield return Target.Ratio($"{name}, {Sizes[^1]:#,0}: memory, strings and settings included, to that of the list of strings", Kept / Strings, 3, $"{Kept / 1e6:0.0} MB to {Strings / 1e6:0.0} MB");
    }

    public static IEnumerable<LongList> MeasureAll(int times)
    {
        foreach (var (form, _, _) in Forms)
        {
            foreach (var credentials in new[] { false, true })
            {
                var code = Array.ConvertAll(Sizes, size => Run(times, form, credentials, size, fromConfiguration: false));
                var configuration = Array.ConvertAll(Sizes, size => Run(times, form, credentials, size, fromConfiguration: true));
                yield return new LongList(form, credentials, [.. code.Select(run => run[0])], [.. configuration.Select(run => run[0])], configuration[^1][1], code[^1][1], code[^1][2]);
            }
        }
    }

    /// <summary>In the child: prints figures, milliseconds first.</summary>
    /// <returns>Whether the arguments ask for it.</returns>
    public static bool TryRunOnce(string[] args)
    {
        if (args is not [Once, var form, var credentials, var size, var fromConfiguration])
        {
            return false;
        }

        var (_, item, origin) = Forms.Single(one => one.Name == form);
        var count = int.Parse(size, CultureInfo.InvariantCulture);
        var last = origin(count - 1);
        var figures = bool.Parse(fromConfiguration) ? Configure(item, count, bool.Parse(credentials), last) : Compile(item, count, bool.Parse(credentials), last);
        Child.Print(figures);
        return true;
    }

    /// <summary>Ten times as many cost ten times as much, and a hundred times where the work is quadratic.</summary>
    private static Target Linear(string what, IReadOnlyList<double> times)
    {
        var growth = (times[^1] - times[0]) / Math.Max(times[^2] - times[0], 1);
        return Target.Ratio($"{what}: what {Sizes[^1]:#,0} add to what {Sizes[^2]:#,0} add", growth, 15, string.Join(", ", Sizes.Zip(times, (size, time) => $"{size:#,0} in {time:0} ms")));
    }

    private static (string Name, Func<int, string> Item, Func<int, string> Origin) Same(string name, Func<int, string> item) => (name, item, item);

    /// <summary>Milliseconds, bytes kept, and the bytes of the strings.</summary>
    private static double[] Compile(Func<int, string> item, int count, bool credentials, string allowed)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var origins = Enumerable.Range(0, count).Select(item).ToArray();
        var strings = GC.GetTotalMemory(forceFullCollection: true) - before;

        var start = Stopwatch.GetTimestamp();
        Answer(services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.AllowOrigins(origins).DangerouslyAllowInsecureOrigins();
            _ = credentials ? policy.AllowCredentials() : policy;
        })), allowed);
        var elapsed = Stopwatch.GetElapsedTime(start);

        // Of the policy alone: what an app has of services and pipeline does not grow.
        before = GC.GetTotalMemory(forceFullCollection: true) - strings;
        var settings = new GatewayCorsPolicySettings { AllowOrigins = [.. origins], AllowCredentials = credentials, DangerouslyAllowInsecureOrigins = true };
        var policy = GatewayCorsPolicy.Create(settings);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before - (count * IntPtr.Size);
        GC.KeepAlive(origins);
        GC.KeepAlive(settings);
        GC.KeepAlive(policy);
        return [elapsed.TotalMilliseconds, kept, strings];
    }

    /// <summary>Milliseconds from the file to the first answer, and those of the JSON provider among them.</summary>
    private static double[] Configure(Func<int, string> item, int count, bool credentials, string allowed)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""
                { "GatewayCors": { "AllowCredentials": {{(credentials ? "true" : "false")}}, "DangerouslyAllowInsecureOrigins": true, "AllowOrigins": ["{{string.Join("\", \"", Enumerable.Range(0, count).Select(item))}}"] } }
                """);

            var start = Stopwatch.GetTimestamp();
            var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            var loading = Stopwatch.GetElapsedTime(start);
            Answer(services => services.AddSingleton<IConfiguration>(configuration).AddGatewayCors(), allowed);
            var elapsed = Stopwatch.GetElapsedTime(start);
            return [elapsed.TotalMilliseconds, loading.TotalMilliseconds];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Answer(Action<IServiceCollection> addServices, string origin)
    {
        var pipeline = Pipeline.Build(addServices, app => app.UseGatewayCors());
        var request = new ReusedRequest(origin);
        request.Run(pipeline);
        if (request.Headers.AccessControlAllowOrigin != origin)
        {
            throw new InvalidOperationException($"The policy does not allow {origin}.");
        }
    }

    /// <returns>The median of each figure.</returns>
    private static double[] Run(int times, string form, bool credentials, int size, bool fromConfiguration) =>
        Child.Medians(times, Once, form, $"{credentials}", size.ToString(CultureInfo.InvariantCulture), $"{fromConfiguration}");
}
