using CsCheck;

namespace CorsKit.Tests.Fuzz;

/// <summary>
/// Random inputs against an invariant or a naive twin. A target runs for five seconds, or as long as the environment variable
/// CsCheck_Time says in seconds (<c>tests/fuzz.sh</c>). What fails is made small, and told with the seed that repeats it (CsCheck_Seed).
/// </summary>
internal static class Fuzzing
{
    private const int Seconds = 5;

    /// <summary>Other tests run beside it.</summary>
    private const int Threads = 1;

    private const int Attempts = 3;

    /// <summary>The largest part of a random text that one edit removes or repeats.</summary>
    private const int Longest = 64;

    /// <param name="inputs">What is tried.</param>
    /// <param name="check">Throws where something is wrong.</param>
    /// <param name="count">How many are tried, where that is better than some seconds; CsCheck_Time goes before it.</param>
    public static void Fuzz<T>(this Gen<T> inputs, Action<T> check, int count = -1) => inputs.Sample(check, Output(), iter: count, time: Time(count), threads: Threads);

    /// <inheritdoc cref="Fuzz"/>
    public static Task FuzzAsync<T>(this Gen<T> inputs, Func<T, Task> check, int count = -1) => inputs.SampleAsync(check, Output(), iter: count, time: Time(count), threads: Threads);

    /// <summary>Texts that are right, each with a few edits: pieces put in, left out, moved, and repeated until they are long; or cut off.</summary>
    /// <param name="right">Texts that are right.</param>
    /// <param name="pieces">What is put in.</param>
    public static Gen<string> Edited(this Gen<string> right, params string[] pieces) =>
        Gen.Select(right, Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1 << 20], Gen.Int[0, Longest], Gen.OneOf(pieces)).Array[0, 4],
            (text, edits) => edits.Aggregate(text, (edited, edit) => Edit(edited, edit.Item1, edit.Item2 % (edited.Length + 1), edit.Item3, edit.Item4)));

    /// <summary>
    /// What the call returns, which may allocate as many bytes as that. What the runtime itself allocates on the thread shows in one of
    /// millions of calls; what the call allocates, in each of several.
    /// </summary>
    public static T Within<T>(long bytes, Func<T> call)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (least <= bytes)
            {
                return result;
            }
        }

        throw Xunit.Sdk.FailException.ForFailure($"{least} bytes are allocated, and {bytes} are enough");
    }

    private static Action<string> Output() => TestContext.Current.TestOutputHelper is { } output ? output.WriteLine : _ => { };

    private static int Time(int count) => Check.Time > 0 ? Check.Time : count > 0 ? -1 : Seconds;

    private static string Edit(string text, int kind, int at, int length, string piece)
    {
        var count = Math.Min(length, text.Length - at);
        return kind switch
        {
            < 2 => text[..at],
            2 => text.Insert(at, string.Concat(Enumerable.Repeat(piece, length * length))),
            < 20 => text.Remove(at, count),
            < 35 => text.Insert(at, text.Substring(at, count)),
            < 50 => text.Remove(at, count).Insert(at, piece),
            < 70 => text.Remove(at, Math.Min(1, count)).Insert(at, piece),
            _ => text.Insert(at, piece),
        };
    }
}
