using System.Globalization;
using System.Text.Json;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>
/// One request on one Lambda host, by every contender: a whole invocation, from the event to the response. It is measured in paired
/// rounds of several processes, since the runtime compiles the same code better in one process than in the next; what counts is the
/// median of the processes.
/// </summary>
/// <param name="Host">The name of the host.</param>
/// <param name="Request">The name of the request.</param>
/// <param name="Whole">Nanoseconds of the whole invocation, by contender.</param>
/// <param name="Added">Nanoseconds over an invocation without CORS, by contender.</param>
/// <param name="Bytes">What an invocation allocates, by contender.</param>
internal sealed record HostRow(string Host, string Request, double[] Whole, double[] Added, long[] Bytes)
{
    public const string Once = "--hosts-once";

    /// <summary>What one object of the middleware may take.</summary>
    private const int BytesOverFloor = 64;

    /// <summary>In the child: prints its rows.</summary>
    /// <returns>Whether the arguments ask for that.</returns>
    public static async Task<bool> TryRunOnceAsync(string[] args)
    {
        if (args is not [Once, var rounds])
        {
            return false;
        }

        Console.WriteLine(JsonSerializer.Serialize(await MeasureHereAsync(LambdaHost.All, int.Parse(rounds, CultureInfo.InvariantCulture))));
        return true;
    }

    public static IReadOnlyList<HostRow> Measure(int processes, int rounds)
    {
        var runs = Enumerable.Range(0, processes)
            .Select(_ => JsonSerializer.Deserialize<HostRow[]>(Child.Run("dotnet", typeof(HostRow).Assembly.Location, Once, $"{rounds}"))!)
            .ToArray();
        return [.. runs[0].Select((row, i) => new HostRow(
            row.Host,
            row.Request,
            Medians(run => run[i].Whole),
            Medians(run => run[i].Added),
            [.. row.Bytes.Select((_, contender) => runs.Min(run => run[i].Bytes[contender]))]))];

        double[] Medians(Func<HostRow[], double[]> values) =>
            [.. Enumerable.Range(0, values(runs[0]).Length).Select(contender => PairedRounds.Median([.. runs.Select(run => values(run)[contender])]))];
    }

    private static async Task<IReadOnlyList<HostRow>> MeasureHereAsync(IReadOnlyList<LambdaHost> hosts, int rounds)
    {
        var rows = new List<HostRow>();
        var contenders = Enumerable.Range(0, Enum.GetValues<Contender>().Length).ToArray();

        // The first is measured twice: what all of them use is compiled for good then.
        foreach (var host in hosts.Prepend(hosts[0]))
        {
            var functions = new List<LambdaHostFunction>();
            foreach (var contender in Enum.GetValues<Contender>())
            {
                functions.Add(await host.StartAsync(contender));
            }

            foreach (var request in RequestCase.Usual)
            {
                var measured = PairedRounds.Run(rounds, [.. functions.Select(function => function.Invoke(host.EventOf(request)))]);
                rows.Add(new HostRow(host.Name, request.Name, [.. contenders.Select(measured.Median)], [.. contenders.Select(contender => measured.Added(contender, (int)Contender.None))], [.. measured.Bytes]));
            }

            foreach (var function in functions)
            {
                await function.App.DisposeAsync();
            }
        }

        return rows[RequestCase.Usual.Count..];
    }

    /// <summary>Bytes over an invocation without CORS.</summary>
    public long BytesAdded(Contender contender) => Bytes[(int)contender] - Bytes[(int)Contender.None];

    public double ToFloor => Added[(int)Contender.CorsKit] / Added[(int)Contender.Floor];

    public double ToUseCors => Added[(int)Contender.CorsKit] / Added[(int)Contender.UseCors];

    public IEnumerable<Target> Targets()
    {
        var what = $"{Host}, {Request}";
        var (bytes, least) = (BytesAdded(Contender.CorsKit), BytesAdded(Contender.Floor));
        yield return new Target($"{what}: bytes over the floor", $"{BytesOverFloor}", $"{bytes - least} ({bytes:#,0}, the floor {least:#,0})", bytes - least <= BytesOverFloor);
        yield return Target.Ratio($"{what}: to the floor", ToFloor, 1.5, $"CorsKit adds {Target.Nanoseconds(Added[(int)Contender.CorsKit])}, the floor {Target.Nanoseconds(Added[(int)Contender.Floor])}");
        if (Request == RequestCase.Allowed.Name || Request == RequestCase.Preflight.Name)
        {
            // Elsewhere UseCors writes no header: neither Vary: Origin nor a status that is not ok.
            yield return Target.Ratio($"{what}: to UseCors", ToUseCors, Request == RequestCase.Preflight.Name ? 0.6 : 0.8, $"CorsKit adds {Target.Nanoseconds(Added[(int)Contender.CorsKit])}, UseCors {Target.Nanoseconds(Added[(int)Contender.UseCors])}");
        }
    }
}
