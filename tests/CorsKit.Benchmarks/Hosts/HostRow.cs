using CorsKit.Benchmarks.Measuring;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>One request on one Lambda host, by every contender: a whole invocation, from the event to the response.</summary>
internal sealed record HostRow(LambdaHost Host, RequestCase Request, PairedRounds Rounds)
{
    /// <summary>What one object of the middleware may take.</summary>
    private const int BytesOverFloor = 64;

    public static async Task<IReadOnlyList<HostRow>> MeasureAsync(IReadOnlyList<LambdaHost> hosts, int rounds)
    {
        var rows = new List<HostRow>();

        // The first is measured twice: what all of them use is compiled for good then.
        foreach (var host in hosts.Prepend(hosts[0]))
        {
            var functions = new List<LambdaHostFunction>();
            foreach (var contender in Enum.GetValues<Contender>())
            {
                functions.Add(await host.StartAsync(contender));
            }

            rows.AddRange(RequestCase.Usual.Select(request => new HostRow(host, request, PairedRounds.Run(rounds, [.. functions.Select(function => function.Invoke(host.EventOf(request)))]))));
            foreach (var function in functions)
            {
                await function.App.DisposeAsync();
            }
        }

        return rows[RequestCase.Usual.Count..];
    }

    /// <summary>Nanoseconds of the whole invocation.</summary>
    public double Whole(Contender contender) => Rounds.Median((int)contender);

    /// <summary>Nanoseconds over an invocation without CORS.</summary>
    public double Added(Contender contender) => Rounds.Added((int)contender, (int)Contender.None);

    /// <summary>Bytes over an invocation without CORS.</summary>
    public long BytesAdded(Contender contender) => Rounds.Bytes[(int)contender] - Rounds.Bytes[(int)Contender.None];

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
