using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>What the requests must reach.</summary>
internal static class RequestTargets
{
    private const double FloorSlack = 100;

    public static IEnumerable<Target> Of(IReadOnlyList<RequestRow> rows)
    {
        var fat = rows.Where(row => row.Bytes(Contender.CorsKit) > row.Bytes(Contender.Floor) + (row.Policy.Patterns > 0 ? 40 : 0)).ToList();
        yield return new Target("Bytes: those of the floor in every case; one object of 40 more for a pattern that matches", "all cases",
            fat.Count == 0 ? $"{rows.Count} of {rows.Count} cases" : string.Join("; ", fat.Select(row => $"{row.Policy}, {row.Request}: {row.Bytes(Contender.CorsKit)} bytes")), fat.Count == 0);

        foreach (var row in rows.Where(row => row.Policy.ExactOrigins == 1 && row.Request != RequestCase.NoOrigin))
        {
            yield return Target.Ratio($"{row.Policy}, {row.Request}: to UseCors", row.ToUseCors, row.Request.IsPreflight ? 0.5 : 0.6, row.Explain());
        }

        foreach (var row in rows.Where(row => row.Policy.ExactOrigins == 1))
        {
            var (added, atMost) = (row.Added(Contender.CorsKit), (1.25 * row.Added(Contender.Floor)) + FloorSlack);
            yield return new Target($"{row.Policy}, {row.Request}: to 1.25 times the floor and 100 ns", Target.Nanoseconds(atMost), Target.Nanoseconds(added), added <= atMost);
        }

        foreach (var (policy, request, atMost) in new[]
        {
            (PolicyCase.Thousand, RequestCase.Allowed, 0.25),
            (PolicyCase.Thousand, RequestCase.Refused, 0.05),
            (PolicyCase.Named("1,000 patterns"), RequestCase.Refused, 0.01),
        })
        {
            var row = rows.Single(row => row.Policy == policy && row.Request == request);
            yield return Target.Ratio($"{policy}, {request}: to UseCors", row.ToUseCors, atMost, row.Explain());
        }
    }
}
