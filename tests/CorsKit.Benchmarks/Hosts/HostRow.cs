using System.Globalization;
using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Reporting;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>
/// One request on one Lambda host, by every contender: a whole invocation, from the event to the response. It is measured in paired
/// rounds of several processes, since the runtime compiles the same code better in one process than in the next; what counts is the
/// median of the processes.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="Request">The request.</param>
/// <param name="Figures">By contender: nanoseconds of the whole invocation, those over one without CORS, and bytes.</param>
internal sealed record HostRow(LambdaHost Host, RequestCase Request, double[] Figures)
{
    private const string Once = "--hosts-once";

    private static readonly int Contenders = Enum.GetValues<Contender>().Length;

    /// <summary>What one object of the middleware may take.</summary>
    private const int BytesOverFloor = 64;

    public static IReadOnlyList<HostRow> Measure(int processes, int rounds)
    {
        var figures = Child.Medians(processes, Once, $"{rounds}").Chunk(3 * Contenders);
        return [.. LambdaHost.All.SelectMany(_ => RequestCase.Usual, (host, request) => (host, request)).Zip(figures, (row, figures) => new HostRow(row.host, row.request, figures))];
    }

    /// <summary>In the child: prints the figures of each host and request.</summary>
    /// <returns>Whether the arguments ask for that.</returns>
    public static async Task<bool> TryRunOnceAsync(string[] args)
    {
        if (args is not [Once, var rounds])
        {
            return false;
        }

        Child.Print((await MeasureHereAsync(LambdaHost.All, int.Parse(rounds, CultureInfo.InvariantCulture))).SelectMany(FiguresOf));
        return true;
    }

    private static IEnumerable<double> FiguresOf(PairedRounds rounds)
    {
        var contenders = Enumerable.Range(0, Contenders);
        return [.. contenders.Select(rounds.Median), .. contenders.Select(contender => rounds.Added(contender, (int)Contender.None)), .. rounds.Bytes];
    }

    private static async Task<IReadOnlyList<PairedRounds>> MeasureHereAsync(IReadOnlyList<LambdaHost> hosts, int rounds)
    {
        var rows = new List<PairedRounds>();

        // The first is measured twice: what all of them use is compiled for good then.
        foreach (var host in hosts.Prepend(hosts[0]))
        {
            var functions = new List<LambdaHostFunction>();
            foreach (var contender in Enum.GetValues<Contender>())
            {
                functions.Add(await host.StartAsync(contender));
            }

            rows.AddRange(RequestCase.Usual.Select(request => PairedRounds.Run(rounds, [.. functions.Select(function => function.Invoke(host.EventOf(request)))])));
            foreach (var function in functions)
            {
                await function.App.DisposeAsync();
            }
        }

        return rows[RequestCase.Usual.Count..];
    }

    /// <summary>Nanoseconds of the whole invocation.</summary>
    public double Whole(Contender contender) => Figures[(int)contender];

    /// <summary>Nanoseconds over an invocation without CORS.</summary>
    public double Added(Contender contender) => Figures[Contenders + (int)contender];

    /// <summary>Bytes over an invocation without CORS.</summary>
    public long BytesAdded(Contender contender) => (long)(Figures[(2 * Contenders) + (int)contender] - Figures[(2 * Contenders) + (int)Contender.None]);

    public double ToFloor => Added(Contender.CorsKit) / Added(Contender.Floor);

    public double ToUseCors => Added(Contender.CorsKit) / Added(Contender.UseCors);

    public IEnumerable<Target> Targets()
    {
        var what = $"{Host.Name}, {Request}";
        var (bytes, least) = (BytesAdded(Contender.CorsKit), BytesAdded(Contender.Floor));
        yield return new Target($"{what}: bytes over the floor", $"{BytesOverFloor}", $"{bytes - least} ({bytes:#,0}, the floor {least:#,0})", bytes - least <= BytesOverFloor);
        yield return Target.Ratio($"{what}: to the floor", ToFloor, 1.5, $"CorsKit adds {Target.Nanoseconds(Added(Contender.CorsKit))}, the floor {Target.Nanoseconds(Added(Contender.Floor))}");
        if (Request == RequestCase.Allowed || Request == RequestCase.Preflight)
        {
            // Elsewhere UseCors writes no header: neither Vary: Origin nor a status that is not ok.
            yield return Target.Ratio($"{what}: to UseCors", ToUseCors, Request.IsPreflight ? 0.6 : 0.8, $"CorsKit adds {Target.Nanoseconds(Added(Contender.CorsKit))}, UseCors {Target.Nanoseconds(Added(Contender.UseCors))}");
        }
    }
}
