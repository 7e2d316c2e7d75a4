using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>How the whole request grows with the size of the policy.</summary>
internal sealed record GrowthRow(RequestCase Request, IReadOnlyList<PolicyCase> Policies, IReadOnlyList<double> Whole)
{
    public Target Target
    {
        get
        {
            var growth = Whole.Max() / Whole[0];
            var all = string.Join(", ", Policies.Zip(Whole, (policy, whole) => $"{policy} {Target.Nanoseconds(whole)}"));
            return Target.Ratio($"{Request}: whole request from {Policies[0]} to {Policies[^1]}", growth, 1.25, all);
        }
    }

    public static GrowthRow Measure(RequestCase request, int rounds, params IReadOnlyList<PolicyCase> policies)
    {
        var runs = policies.Select(policy =>
        {
            var pipeline = Pipelines.Of(Contender.CorsKit, policy);
            var reused = request.To(policy);
            return (Action)(() => reused.Run(pipeline));
        }).ToArray();
        var times = PairedRounds.Run(rounds, runs);
        return new GrowthRow(request, policies, [.. policies.Select((_, i) => times.Median(i))]);
    }
}
