using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>A hostile request beside a harmless one of its kind, and beside a pipeline that does nothing but read its headers.</summary>
internal sealed record HostileRow(PolicyCase Policy, RequestCase Request, double Whole, double Harmless, double Reading, double Bytes)
{
    /// <summary>What the hostility adds, in proportion to reading what was sent.</summary>
    public double ToReading => (Whole - Harmless) / Reading;

    public Target Target => Request.IsPreflight
        ? new Target($"{Request}, {Policy}: at most 1.5 times reading the header once, and no byte more", "1.5", $"{Target.Text(ToReading)} ({Describe})", ToReading <= 1.5 && Bytes == 0)
        : new Target($"{Request}, {Policy}: a harmless request plus 10 µs, and no byte more", "10 µs", $"{Target.Nanoseconds(Whole - Harmless)} more ({Describe})", Whole - Harmless <= 10_000 && Bytes == 0);

    private string Describe => $"{Target.Nanoseconds(Whole)}; harmless {Target.Nanoseconds(Harmless)}; reading {Target.Nanoseconds(Reading)}; {Bytes} bytes more";

    public static HostileRow Measure(PolicyCase policy, RequestCase request, int rounds)
    {
        var pipeline = Pipelines.Of(Contender.CorsKit, policy);
        var reading = Pipeline.ReadingHeaders();
        var hostile = request.To(policy);
        var same = request.To(policy);
        var harmless = (request.IsPreflight ? RequestCase.Preflight : RequestCase.Refused).To(policy);
        var times = PairedRounds.Run(rounds, () => hostile.Run(pipeline), () => harmless.Run(pipeline), () => same.Run(reading));
        return new HostileRow(policy, request, times.Median(0), times.Median(1), times.Median(2), times.Bytes[0] - times.Bytes[1]);
    }
}
