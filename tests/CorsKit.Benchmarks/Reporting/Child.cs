using System.Diagnostics;

namespace CorsKit.Benchmarks.Reporting;

/// <summary>Another process, run to its end.</summary>
internal static class Child
{
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(string program, params IEnumerable<string> arguments) =>
        TryRun(program, arguments, out var output) ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");

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
