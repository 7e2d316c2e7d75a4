using System.Diagnostics;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>
/// Measures things side by side: each round runs each of them for a fifth of a millisecond, in turn, so that whatever else the
/// machine does falls on all of them; what counts is the difference within a round, and of those the median.
/// </summary>
internal sealed class PairedRounds
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(0.2);

    // [thing][round], nanoseconds a run.
    private readonly double[][] _times;

    private PairedRounds(double[][] times, long[] bytes)
    {
        _times = times;
        Bytes = bytes;
    }

    /// <summary>What each allocates in a run.</summary>
    public IReadOnlyList<long> Bytes { get; }

    public static PairedRounds Run(int rounds, params IReadOnlyList<Action> things)
    {
        var runs = things.Select(Calibrate).ToArray();
        var bytes = things.Select(AllocatedBy).ToArray();
        var times = things.Select(_ => new double[rounds]).ToArray();
        GC.Collect();
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < things.Count; turn++)
            {
                // Nobody is always first, or always behind the same one.
                var i = round % 2 == 0 ? (turn + round) % things.Count : (round - turn + things.Count * rounds) % things.Count;
                times[i][round] = Time(things[i], runs[i]).TotalNanoseconds / runs[i];
            }
        }

        return new PairedRounds(times, bytes);
    }

    /// <summary>Nanoseconds a run.</summary>
    public double Median(int thing) => Median([.. _times[thing]]);

    /// <summary>What one takes longer than another: round by round, then the median.</summary>
    public double Added(int thing, int bare) => Median([.. _times[thing].Zip(_times[bare], (t, b) => t - b)]);

    public static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /// <summary>How many runs fill a slice. The way there warms it up: until it was compiled for good.</summary>
    private static int Calibrate(Action thing)
    {
        var warm = Stopwatch.StartNew();
        for (var runs = 0; runs < 60_000 && warm.Elapsed < TimeSpan.FromMilliseconds(400); runs++)
        {
            thing();
        }

        var count = 1;
        while (count < 1 << 20 && Time(thing, count) < Slice)
        {
            count *= 2;
        }

        return count;
    }

    private static TimeSpan Time(Action thing, int runs)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            thing();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The least of some tries: what the runtime itself allocates on the thread shows in some of them only.</summary>
    private static long AllocatedBy(Action thing) => Enumerable.Range(0, 5).Min(_ =>
    {
        const int Runs = 20;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
        {
            thing();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
    });
}
