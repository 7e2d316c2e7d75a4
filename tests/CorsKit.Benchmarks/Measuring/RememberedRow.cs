using CorsKit.Benchmarks.Requests;
using CorsKit.Tests.Middleware;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>A request whose origin AllowOriginsFrom has answered for, beside the same request of a policy that lists its origins.</summary>
/// <param name="Source">What is remembered.</param>
/// <param name="Request">The request.</param>
/// <param name="Remembered">Nanoseconds of the whole request.</param>
/// <param name="Listed">The same of a policy that lists the origin.</param>
/// <param name="Bytes">How many more.</param>
/// <param name="AtMost">Nanoseconds more.</param>
/// <param name="Besides">What is no part of looking up the answer, and the bytes of it.</param>
internal sealed record RememberedRow(string Source, RequestCase Request, double Remembered, double Listed, long Bytes, double AtMost, (string What, long Bytes) Besides)
{
    /// <summary>As many as are remembered by default.</summary>
    private const int Many = 10_000;

    public double Added => Remembered - Listed;

    public Target Target => new($"AllowOriginsFrom, {Source}, {Request}: a listed origin{Besides.What} and {AtMost:0} ns, no byte more{(Besides.Bytes > 0 ? $" but {Besides.Bytes}" : "")}",
        $"{AtMost:0} ns", $"{Target.Nanoseconds(Added)} more ({Target.Nanoseconds(Remembered)}; listed {Target.Nanoseconds(Listed)}; {Bytes} bytes more)", Added <= AtMost && Bytes <= Besides.Bytes);

    public static IEnumerable<RememberedRow> MeasureAll(int rounds)
    {
        var listed = Pipelines.Of(Contender.CorsKit, PolicyCase.One);
        RequestCase[] requests = [RequestCase.Allowed, RequestCase.Refused, RequestCase.Preflight, RequestCase.PreflightRefused];
        foreach (var (source, tenant, atMost, besides) in new (string, Action<OriginSourceOptions>?, double, (string, long))[]
        {
            ("remembered", null, 100, ("", 0)),
            ("remembered for a tenant", options => options.TenantFrom(static _ => "tenant"), 150, (", 50 ns for TenantFrom and what it is handed", 40)),
            ("remembered for a tenant by a header", options => options.TenantFrom(static _ => "tenant", reads => reads.Header("x-tenant", onPreflights: true)), 250,
                (", 50 ns for TenantFrom and what it is handed, 100 ns for the second name in Vary", 40)),
        })
        {
            var pipeline = Build(tenant);
            Warm(pipeline, listed);
            foreach (var request in requests)
            {
                ReusedRequest remembered = request.To(PolicyCase.One), same = request.To(PolicyCase.One);
                remembered.Run(pipeline);
                var times = PairedRounds.Run(rounds, () => remembered.Run(pipeline), () => same.Run(listed));
                Require(remembered, request);
                yield return new RememberedRow(source, request, times.Median(0), times.Median(1), times.Bytes[0] - times.Bytes[1], atMost, besides);
            }
        }

        yield return MeasureMany(rounds);
    }

    /// <summary>Each time another origin, in a memory that is full.</summary>
    private static RememberedRow MeasureMany(int rounds)
    {
        var all = Enumerable.Range(0, Many).Select(i => $"https://shop-{i}.example.com").ToList();
        var remembered = Build(null);
        var listed = Pipeline.Build(cors => cors.AddDefaultPolicy(policy => Pipeline.Fill(policy.AllowOrigins(all))));
        var requests = all.ConvertAll(origin => new ReusedRequest(origin));
        requests.ForEach(request => request.Run(remembered));
        int next = 0, other = 0;
        var times = PairedRounds.Run(rounds, () => requests[next++ % Many].Run(remembered), () => requests[other++ % Many].Run(listed));
        return new RememberedRow($"{Many:#,0} remembered, in turn", RequestCase.Allowed, times.Median(0), times.Median(1), times.Bytes[0] - times.Bytes[1], 100, ("", 0));
    }

    /// <summary>Until both are compiled for good.</summary>
    private static void Warm(RequestDelegate pipeline, RequestDelegate listed)
    {
        ReusedRequest one = RequestCase.Allowed.To(PolicyCase.One), other = RequestCase.Allowed.To(PolicyCase.One);
        _ = PairedRounds.Run(200, () => one.Run(pipeline), () => other.Run(listed));
    }

    private static RequestDelegate Build(Action<OriginSourceOptions>? tenant) => Pipeline.Build(cors => cors.AddDefaultPolicy(policy => Pipeline.Fill(policy).AllowOriginsFrom(
        static (origin, _, _) => origin != RequestCase.Evil,
        options =>
        {
            options.AllowedLifetime = options.RefusedLifetime = TimeSpan.FromDays(1);
            tenant?.Invoke(options);
        })));

    private static void Require(ReusedRequest request, RequestCase @case)
    {
        var isRefused = @case == RequestCase.Refused || @case == RequestCase.PreflightRefused;
        if (request.Headers.AccessControlAllowOrigin.Count != (isRefused ? 0 : 1) || request.StatusCode != (!@case.IsPreflight ? 200 : isRefused ? 403 : 204))
        {
            throw new InvalidOperationException($"{@case} is answered with {request.StatusCode} and the origin \"{request.Headers.AccessControlAllowOrigin}\".");
        }
    }
}
