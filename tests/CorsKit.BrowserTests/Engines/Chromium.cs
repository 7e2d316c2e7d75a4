using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace CorsKit.BrowserTests.Engines;

/// <summary>
/// Debian's Chromium through Playwright, whose own browser builds are not needed. Loopback pages that call loopback
/// servers stay within one address space, so Local Network Access (https://wicg.github.io/local-network-access/) asks for
/// no permission, and no flag has to switch it off.
/// </summary>
internal sealed partial class Chromium : Engine
{
    private const string Done = "All fetches are done.";
    private const string NotLoaded = "Failed to load resource: net::";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;
    private readonly DirectoryInfo? _profile;

    private Chromium(IPlaywright playwright, IBrowser browser, IBrowserContext context, DirectoryInfo? profile)
        : base("Chromium", browser.Version)
    {
        _playwright = playwright;
        _browser = browser;
        _context = context;
        _profile = profile;
    }

    /// <param name="extensions">The folders of extensions, with commas; then it has a profile on disk too, since a private one has none.</param>
    /// <exception cref="EngineMissingException">Chromium is not installed.</exception>
    public static async Task<Chromium> StartAsync(string? extensions = null)
    {
        var file = Environment.GetEnvironmentVariable("CORSKIT_CHROMIUM") ?? Programs.Find("chromium", "chromium-browser", "google-chrome")
            ?? throw new EngineMissingException(
                "These tests need Chromium. Install it with 'apt-get install chromium', or name its file in the environment variable CORSKIT_CHROMIUM.");
        var playwright = await Playwright.CreateAsync();
        var profile = extensions is null ? null : Directory.CreateTempSubdirectory("corskit-chromium-");
        try
        {
            // The sandbox needs user namespaces, which containers often lack, and every page here is our own.
            if (profile is not null)
            {
                var context = await playwright.Chromium.LaunchPersistentContextAsync(profile.FullName, new()
                {
                    ExecutablePath = file, Headless = true, ChromiumSandbox = false, IgnoreDefaultArgs = ["--disable-extensions"], Args = [$"--load-extension={extensions}"],
                });
                return new Chromium(playwright, context.Browser!, context, profile);
            }

            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = file, Headless = true, ChromiumSandbox = false });
            return new Chromium(playwright, browser, await browser.NewContextAsync(), profile: null);
        }
        catch
        {
            playwright.Dispose();
            profile?.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>A page in a profile of its own, for tests that click and take screenshots; its context is the caller's to close.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null) => await (await _browser.NewContextAsync(options)).NewPageAsync();

    public override async Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken)
    {
        var tab = await _context.NewPageAsync();
        try
        {
            var refusals = new ConcurrentDictionary<string, string>();
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            tab.Console += (_, message) =>
            {
                if (message.Text == Done)
                {
                    done.TrySetResult();
                }
                else if (Key.Match($"{message.Text} {message.Location}") is { Success: true } key && Refusal.IsMatch(message.Text))
                {
                    // That nothing was loaded is said beside the reason.
                    refusals.AddOrUpdate(key.Value, message.Text, (_, other) => other.StartsWith(NotLoaded, StringComparison.Ordinal) ? message.Text : other);
                }
            };
            await tab.GotoAsync(page.AbsoluteUri).WaitAsync(Patience, cancellationToken);
            var json = await tab.EvaluateAsync<string>("calls => runFetches(calls)", FetchCall.Write(calls)).WaitAsync(Patience, cancellationToken);

            // The console keeps its order: when this has come, all that the fetches said has come.
            await tab.EvaluateAsync("text => console.log(text)", Done);
            await done.Task.WaitAsync(Patience, cancellationToken);
            return [.. FetchCall.ReadAnswers(json).Zip(calls, (answer, call) => answer with { Console = Console(answer, refusals.GetValueOrDefault(Key.Match(call.Url.OriginalString).Value)) })];
        }
        finally
        {
            await tab.CloseAsync();
        }
    }

    /// <summary>What <c>fetch()</c> or an XMLHttpRequest refuses itself reaches the console as the text of the rejection, unless the page catches it.</summary>
    private static string? Console(FetchAnswer answer, string? said) => said ?? (answer.Error?.Contains(": Failed to execute '", StringComparison.Ordinal) == true ? answer.Error : null);

    public override async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
        _profile?.Delete(recursive: true);
    }

    // Of a response that came the console tells the status, too.
    [GeneratedRegex(@"^(Access to (fetch|XMLHttpRequest) at |Fetch API cannot load |Not allowed to load |Failed to load resource: net::)")]
    private static partial Regex Refusal { get; }

    [GeneratedRegex(@"case=[\w-]+")]
    private static partial Regex Key { get; }
}
