using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>One request under one policy, by every contender.</summary>
internal sealed class RequestRow
{
    private readonly PairedRounds _rounds;

    private RequestRow(PolicyCase policy, RequestCase request, PairedRounds rounds)
    {
        Policy = policy;
        Request = request;
        _rounds = rounds;
    }

    public PolicyCase Policy { get; }

    public RequestCase Request { get; }

    public static RequestRow Measure(PolicyCase policy, RequestCase request, int rounds)
    {
        var runs = Enum.GetValues<Contender>().Select(contender =>
        {
            var pipeline = Pipelines.Of(contender, policy);
            var reused = request.To(policy);
            Pipeline.Check(reused, pipeline, contender, policy, request);
            return (Action)(() => reused.Run(pipeline));
        });
        return new RequestRow(policy, request, PairedRounds.Run(rounds, [.. runs]));
    }

    /// <summary>Nanoseconds of the whole request.</summary>
    public double Whole(Contender contender) => _rounds.Median((int)contender);

    /// <summary>Nanoseconds over the bare pipeline.</summary>
    public double Added(Contender contender) => _rounds.Added((int)contender, (int)Contender.None);

    public long Bytes(Contender contender) => _rounds.Bytes[(int)contender];

    public double ToUseCors => Added(Contender.CorsKit) / Added(Contender.UseCors);

    public double ToFloor => Added(Contender.CorsKit) / Added(Contender.Floor);

    /// <summary>For the ratio to UseCors.</summary>
    public string Explain() => $"CorsKit adds {Target.Nanoseconds(Added(Contender.CorsKit))}, UseCors {Target.Nanoseconds(Added(Contender.UseCors))}"
        + (Request == RequestCase.PreflightRefused
            ? $", which sends a bare 204 there; the 403 and the Vary: Origin that caches need take the floor {Target.Nanoseconds(Added(Contender.Floor))}"
            : "");
}
