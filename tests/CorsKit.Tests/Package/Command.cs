using System.Diagnostics;

namespace CorsKit.Tests.Package;

/// <summary>A program that a test runs as someone would in a shell.</summary>
internal static class Command
{
    /// <summary>The configuration that the tests were built in, so that what they pack is what they tested.</summary>
#if DEBUG
    public const string Configuration = "Debug";
#else
    public const string Configuration = "Release";
#endif

    /// <returns>What it wrote to its standard output; any other exit code than 0 fails the test with all that it wrote.</returns>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var (code, output, error) = await TryAsync(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}{error}");
        return output;
    }

    public static Task<(int Code, string Output, string Error)> TryAsync(string folder, string program, params string[] arguments) =>
        TryAsync(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder });

    public static async Task<(int Code, string Output, string Error)> TryAsync(ProcessStartInfo start)
    {
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // what it says is read
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
