using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;

namespace CorsKit.DynamoDB.Tests;

/// <summary>
/// 1,000,000 stored origins, 100,000 distinct askers of which half are refused, and a store that fails: nobody is let in
/// wrongly, nobody is lost, and the memory stays within its bound. The store is an imitation of DynamoDB's HTTP endpoint, since
/// a million items are more than dynalite bears; what the protocol is like, the tests against dynalite show.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Speed", "slow")]
public sealed class MillionOriginsTests
{
    private const int Stored = 1_000_000;
    private const int Askers = 100_000;
    private const int MaxEntries = 10_000;

    // Of an entry: its place in the dictionary and in the list, and the origin's own text. Measured at about 300 bytes.
    private const long BytesOfEntry = 500;

    private readonly ConcurrentDictionary<CorsReason, int> _reasons = new();
    private int _wronglyAllowed;

    [Fact]
    public async Task Nobody_is_let_in_wrongly_and_nobody_is_lost()
    {
        var table = new FaultyTable(Stored);
        await using var app = new PolicyApp(
            services => services.AddSingleton<TimeProvider>(new SteadyTime()).AddSingleton<IAmazonDynamoDB>(table.CreateClient()).AddDynamoDbOrigins(options => options.TableName = "origins"),
            policy => policy.AllowOriginsFrom<DynamoDbOriginSource>(source =>
            {
                source.MaxEntries = MaxEntries;
                source.Timeout = TimeSpan.FromMilliseconds(500);
                source.RetryAfter = TimeSpan.Zero; // whoever was not told asks again at once
            }));
        await app.AskAsync(FaultyTable.Stored(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();

        // Each asker comes until it is told yes or no; a source that cannot say so far must not let it in.
        var visits = 0;
        var told = 0;
        await Parallel.ForAsync(0, Askers, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) =>
        {
            var isStored = i % 2 == 0;
            var origin = isStored ? FaultyTable.Stored(i * 10) : FaultyTable.Strange(i * 10);
            for (var visit = 1; visit <= 20; visit++)
            {
                Interlocked.Increment(ref visits);
                if (await VisitAsync(app, origin, isStored) is var reason && reason != CorsReason.OriginUnverified)
                {
                    Interlocked.Increment(ref told);
                    _reasons.AddOrUpdate(reason, 1, (_, count) => count + 1);
                    return;
                }
            }
        });
        var elapsed = clock.Elapsed;
        var asked = table.Asked;
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        // Whoever is asked for most is remembered: not one question more for 100,000 visits of 1,000 origins.
        for (var i = 0; i < 1000; i++)
        {
            await VisitUntilToldAsync(app, FaultyTable.Stored(i));
        }

        var askedBefore = table.Asked;
        clock.Restart();
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Equal(CorsReason.Allowed, await VisitAsync(app, FaultyTable.Stored(i % 1000), isStored: true));
        }

        var repeated = clock.Elapsed;
        Write($"{table.Count:N0} stored origins; {Askers:N0} distinct askers, {told:N0} told in {visits:N0} visits and {asked:N0} questions, {elapsed.TotalSeconds:F1} s");
        Write($"  let in: {_reasons.GetValueOrDefault(CorsReason.Allowed):N0}, refused: {_reasons.GetValueOrDefault(CorsReason.OriginNotAllowed):N0}, let in wrongly: {_wronglyAllowed}");
        Write($"  faults: {string.Join(", ", FaultyTable.Faults.Zip(table.Injected, (fault, count) => $"{count} {fault}"))}");
        Write($"  memory: {growth / 1024:N0} KB more for 2 x {MaxEntries:N0} entries (bound {2 * MaxEntries * BytesOfEntry / 1024:N0} KB)");
        Write($"  100,000 visits of 1,000 remembered origins: {table.Asked - askedBefore} questions, {repeated.TotalMicroseconds / 100_000:F1} µs a visit (preflight and request)");

        Assert.Equal(0, _wronglyAllowed);
        Assert.Equal((Askers, Askers / 2, Askers / 2), (told, _reasons[CorsReason.Allowed], _reasons[CorsReason.OriginNotAllowed]));
        Assert.All(table.Injected, count => Assert.True(count > 0));
        Assert.Equal(askedBefore, table.Asked);
        Assert.True(growth < 2 * MaxEntries * BytesOfEntry, $"{growth} bytes");
    }

    private async Task<CorsReason> VisitAsync(PolicyApp app, string origin, bool isStored)
    {
        var (allowOrigin, reason) = await app.AskAsync(origin, retries: 3);
        if (allowOrigin is not null && (!isStored || allowOrigin != origin))
        {
            Interlocked.Increment(ref _wronglyAllowed);
        }

        return reason;
    }

    private async Task VisitUntilToldAsync(PolicyApp app, string origin)
    {
        while (await VisitAsync(app, origin, isStored: true) == CorsReason.OriginUnverified)
        {
        }
    }

    /// <summary>Goes on evenly: a machine whose clock is set back meanwhile makes answers old, and this test is not about that.</summary>
    private sealed class SteadyTime : TimeProvider
    {
        private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public override DateTimeOffset GetUtcNow() => _start + _since.Elapsed;
    }

    /// <summary>For a test that looks at the memory of the process: no other runs meanwhile.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;

    private static void Write(DefaultInterpolatedStringHandler line) =>
        TestContext.Current.TestOutputHelper!.WriteLine("figures: " + line.ToStringAndClear().Replace('\u00a0', ' ').ToString(CultureInfo.InvariantCulture));
}
