using System.Diagnostics;
using System.Text.RegularExpressions;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>What one takes along from the Playground works elsewhere.</summary>
public sealed partial class PlaygroundCopyTests(EngineRuns runs)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The copies stand in CopiedTests.cs, where they are compiled and run.</summary>
    [Fact]
    public async Task A_cell_is_copied_as_a_test_that_passes()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        using var source = new StreamReader(typeof(PlaygroundCopyTests).Assembly.GetManifestResourceStream("CopiedTests.cs")!);
        var compiled = await source.ReadToEndAsync(Cancel);

        foreach (var (door, request) in new[] { ("REST API", "change"), ("CloudFront", "members"), ("HTTP API", "busy"), ("Load balancer", "slow"), ("Function URL", "own") })
        {
            await page.OpenDetailAsync(door, request);
            await CheckAsync();
        }

        // Of another owner it says so, in another app.
        await page.ChooseOwnerAsync("Nobody");
        await page.OpenDetailAsync("HTTP API", "change");
        Assert.StartsWith("// factory: a LambdaApplicationFactory of the app, with \"Enabled\": false", await page.CopyAsync("copy-test"), StringComparison.Ordinal);
        await page.ChooseOwnerAsync("CorsKit");

        await page.SwitchAsync("door-cors-on");
        foreach (var door in new[] { "REST API", "HTTP API", "Function URL", "Load balancer", "CloudFront" })
        {
            await page.OpenDetailAsync(door, "list");
            await CheckAsync();
        }

        async Task CheckAsync()
        {
            var copy = (await page.CopyAsync("copy-test")).Replace($"localhost:{playground.WebPort}", "localhost:5050", StringComparison.Ordinal)
                .Replace($"FromSeconds({PlaygroundProgram.Wait})", "FromSeconds(3)", StringComparison.Ordinal);
            Assert.StartsWith("// factory: a LambdaApplicationFactory", copy, StringComparison.Ordinal);
            Assert.Contains(string.Join('\n', copy.TrimEnd().Split('\n').Select(line => line.Length > 0 ? "    " + line : line)), compiled.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cell_is_copied_as_curl_with_its_preflight()
    {
        Assert.SkipUnless(new[] { "sh", "curl" }.All(IsOnPath), "What is copied is for a shell with curl, and one of them is not installed.");
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());

        await page.OpenDetailAsync("REST API", "change");
        Assert.Equal("HTTP/1.1 204 No Content\nHTTP/1.1 200 OK", await RunAsync(await page.CopyAsync("copy-curl")));

        // A shell gets quotes as they are.
        await page.Page.Locator("#method").FillAsync("PUT");
        await page.Page.Locator("#body").FillAsync("""{"item":"Pierre's \"cups\" $HOME","quantity":1}""");
        await page.SendAsync(() => page.Page.Locator("#send").ClickAsync());
        await page.OpenDetailAsync("HTTP API", "own");
        var curl = await page.CopyAsync("copy-curl");
        Assert.Equal("HTTP/1.1 204 No Content\nHTTP/1.1 200 OK", await RunAsync(curl));
        Assert.Equal(curl, await page.Page.Locator("#copied").TextContentAsync());

        await page.OpenDetailAsync("HTTP API", "members");
        Assert.Equal("HTTP/1.1 401 Unauthorized", await RunAsync(await page.CopyAsync("copy-curl")));
        await page.AttachAsync("copied");
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <returns>The status lines.</returns>
    private static async Task<string> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["http_proxy"] = null, ["all_proxy"] = null, ["ALL_PROXY"] = null } })!;
        var output = await shell.StandardOutput.ReadToEndAsync(Cancel);
        await shell.WaitForExitAsync(Cancel);
        Assert.Equal(0, shell.ExitCode);
        return string.Join('\n', StatusLine.Matches(output).Select(match => match.Value));
    }

    [GeneratedRegex(@"HTTP/1\.1 \d+ [\w ]+")]
    private static partial Regex StatusLine { get; }
}
