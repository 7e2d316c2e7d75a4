using System.Diagnostics;
using System.Globalization;
using CorsKit.Benchmarks.Measuring;

namespace CorsKit.Benchmarks.Reporting;

/// <summary>Another process, run to its end.</summary>
internal static class Child
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(string program, params IEnumerable<string> arguments) =>
        TryRun(program, arguments, out var output) ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");

    /// <summary>This program, several times, each printing figures with blanks between them.</summary>
    /// <returns>The median of each figure.</returns>
    public static double[] Medians(int times, params string[] arguments)
    {
        var runs = Enumerable.Range(0, times)
            .Select(_ => Run("dotnet", [typeof(Child).Assembly.Location, .. arguments]).Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        return [.. Enumerable.Range(0, runs[0].Length).Select(i => PairedRounds.Median([.. runs.Select(run => run[i])]))];
    }

    /// <summary>In the child: what <see cref="Medians"/> reads.</summary>
    public static void Print(IEnumerable<double> figures) => Console.WriteLine(string.Join(' ', figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture))));

    public static bool TryRun(string program, IEnumerable<string> arguments, out string output)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output = process.ExitCode == 0 ? output.Trim() : output + errors.Result;
        return process.ExitCode == 0;
    }
}
