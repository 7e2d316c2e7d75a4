using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace CorsKit.Tool.Tests.Cdk;

/// <summary>
/// The stacks of Cdk/stacks as the AWS CDK synthesizes them (https://docs.aws.amazon.com/cdk/api/v2/): all in one process of
/// node, with the aws-cdk-lib that npm installs beside the built tests. Where there is no npm, or no package for it,
/// <see cref="WhyMissing"/> says so.
/// </summary>
public sealed class CdkStacks : IAsyncLifetime
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cdk");

    /// <summary>Where npm installs aws-cdk-lib.</summary>
    public static string Modules { get; } = Path.Combine(Folder, "node_modules");

    private readonly TemporaryFolder _output = new();

    private Dictionary<string, string> _templates = [];

    public string? WhyMissing { get; private set; }

    /// <summary>The names of the stacks; skips the test where they could not be synthesized.</summary>
    public IEnumerable<string> Names => Templates.Keys;

    private Dictionary<string, string> Templates => WhyMissing is null ? _templates : throw Xunit.Sdk.SkipException.ForSkip(WhyMissing);

    /// <summary>The file of a stack's template; skips the test where it could not be synthesized.</summary>
    public string TemplateOf(string stack) => Templates.TryGetValue(stack, out var file) ? file : throw new ArgumentException($"No stack of Cdk/stacks is called {stack}.", nameof(stack));

    public async ValueTask InitializeAsync()
    {
        try
        {
            if (!IsInstalled())
            {
                var (code, error) = await RunAsync("npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error");
                if (code != 0)
                {
                    WhyMissing = $"npm could not install what Cdk/package.json pins: {error.Split('\n')[0]}";
                    return;
                }
            }

            var (exitCode, output) = await RunAsync("node", "synthesize.js", _output.Path);
            Assert.True(exitCode == 0, $"node synthesize.js failed: {output}");
        }
        catch (Win32Exception)
        {
            WhyMissing = "npm or node is not installed, so that the CDK cannot synthesize.";
            return;
        }

        _templates = (await File.ReadAllLinesAsync(Path.Combine(_output.Path, "stacks.txt"))).Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => cells[1]);
    }

    public ValueTask DisposeAsync()
    {
        _output.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsInstalled() => Read("package.json").GetProperty("dependencies").EnumerateObject().All(package =>
    {
        var file = Path.Combine("node_modules", package.Name, "package.json");
        return File.Exists(Path.Combine(Folder, file)) && Read(file).GetProperty("version").GetString() == package.Value.GetString();
    });

    private static JsonElement Read(string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, file)));

    /// <summary>In the folder of the stacks, where the packages are.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, $"{await error}{await output}");
    }
}
