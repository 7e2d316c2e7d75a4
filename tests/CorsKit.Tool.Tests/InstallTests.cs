using System.Diagnostics;
using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests;

/// <summary>What <c>dotnet pack</c> and <c>dotnet tool install</c> make of src/CorsKit.Tool.</summary>
public sealed class InstallTests
{
#if DEBUG
    private const string Build = "Debug";
#else
    private const string Build = "Release";
#endif

    [Fact]
    public async Task The_installed_tool_finds_the_sample_clean_and_a_bad_template_not()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(0, "dotnet", "pack", "src/CorsKit.Tool", "--no-build", "-c", Build, "-o", folder.Path, "-warnaserror", "--nologo");

        // From the package alone: a tool brings all that it needs.
        var config = folder.Write("NuGet.Config", $"""<configuration><packageSources><clear /><add key="here" value="{folder.Path}" /></packageSources></configuration>""");
        await RunAsync(0, "dotnet", "tool", "install", "CorsKit.Tool", "--tool-path", folder.Path, "--configfile", config, "--no-cache");

        var corskit = Path.Combine(folder.Path, "corskit");
        Assert.Equal(
            "0 errors, 0 warnings, 0 notes in 1 file\n",
            await RunAsync(0, corskit, "check", "samples/OrdersApi.Lambda/template.yaml", "--settings", "samples/OrdersApi/appsettings.json", "--fail-on", "note"));
        Assert.Contains("CK103", await RunAsync(1, corskit, "check", "tests/CorsKit.Tool.Tests/Readme/template.yaml"), StringComparison.Ordinal);
        Assert.Contains("CK103", await RunAsync(0, corskit, "explain", "CK103"), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(int expected, string file, params string[] args)
    {
        var start = new ProcessStartInfo(file, args) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == expected, $"{file} {string.Join(' ', args)} ended with {process.ExitCode}:\n{output}{await error}");
        return output;
    }
}
