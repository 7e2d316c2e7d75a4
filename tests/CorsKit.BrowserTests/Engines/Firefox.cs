using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CorsKit.BrowserTests.Engines;

/// <summary>Debian's Firefox through WebDriver BiDi, which it speaks itself, without a driver program.</summary>
internal sealed partial class Firefox : Engine
{
    // Nothing that calls home, since there is no network. The preflight cache stays on, as users have it; an address that
    // is looked up again empties it (CORSCacheEntry::CheckDNSCache), so names are kept for longer than the tests run.
    private const string Preferences = """
        user_pref("app.normandy.enabled", false);
        user_pref("app.update.disabledForTesting", true);
        user_pref("browser.safebrowsing.malware.enabled", false);
        user_pref("browser.safebrowsing.phishing.enabled", false);
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("extensions.getAddons.cache.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        user_pref("network.dnsCacheExpiration", 3600);
        user_pref("network.proxy.type", 0);
        user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
        user_pref("toolkit.telemetry.server", "");
        """;

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _profile;
    private readonly BiDiConnection _connection;
    private readonly string _context;

    private Firefox(string version, ChildProcess process, DirectoryInfo profile, BiDiConnection connection, string context)
        : base("Firefox", version)
    {
        _process = process;
        _profile = profile;
        _connection = connection;
        _context = context;
    }

    /// <param name="extension">The folder of an extension that it has.</param>
    /// <param name="preferences">What user.js says beside what every run needs.</param>
    /// <exception cref="EngineMissingException">Firefox is not installed.</exception>
    public static async Task<Firefox> StartAsync(string? extension = null, string preferences = "")
    {
        var file = Programs.Find("firefox-esr", "firefox") ?? throw new EngineMissingException("Firefox is not installed (package firefox-esr).");
        using var timeout = new CancellationTokenSource(Patience);
        var profile = Directory.CreateTempSubdirectory("corskit-firefox-");
        await File.WriteAllTextAsync(Path.Combine(profile.FullName, "user.js"), $"{Preferences}\n{preferences}", timeout.Token);
        var process = ChildProcess.Start(
            file, ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", profile.FullName],
            ("HOME", profile.FullName), ("MOZ_CRASHREPORTER_DISABLE", "1"));
        BiDiConnection? connection = null;
        try
        {
            var address = await process.WaitForAsync(Listening, timeout.Token);
            connection = await BiDiConnection.OpenAsync(new Uri($"{address}/session"), timeout.Token);
            var session = await connection.SendAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() }, timeout.Token);
            if (extension is not null)
            {
                await connection.SendAsync(
                    "webExtension.install", new JsonObject { ["extensionData"] = new JsonObject { ["type"] = "path", ["path"] = extension } }, timeout.Token);
            }

            var tab = await connection.SendAsync("browsingContext.create", new JsonObject { ["type"] = "tab" }, timeout.Token);
            return new Firefox((string)session["capabilities"]!["browserVersion"]!, process, profile, connection, (string)tab["context"]!);
        }
        catch (Exception exception)
        {
            var output = process.Output;
            await StopAsync(process, profile, connection);
            throw new InvalidOperationException($"Firefox does not start: {exception.Message}\n{output}", exception);
        }
    }

    public override async Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        var context = page.Scheme == "moz-extension" ? await FindAsync(page, timeout.Token) : await NavigateAsync(page, timeout.Token);
        var result = await _connection.SendAsync(
            "script.callFunction",
            new JsonObject
            {
                ["functionDeclaration"] = "calls => runFetches(calls)",
                ["arguments"] = new JsonArray(new JsonObject { ["type"] = "string", ["value"] = FetchCall.Write(calls) }),
                ["awaitPromise"] = true,
                ["target"] = new JsonObject { ["context"] = context },
            },
            timeout.Token);
        if (context != _context)
        {
            // While a page of an extension stays open, Firefox keeps a core busy.
            await _connection.SendAsync("browsingContext.close", new JsonObject { ["context"] = context }, timeout.Token);
        }

        return (string?)result["type"] == "success"
            ? FetchCall.ReadAnswers((string)result["result"]!["value"]!)
            : throw new InvalidOperationException($"The page's script failed in Firefox: {result["exceptionDetails"]?["text"]}");
    }

    public override async ValueTask DisposeAsync() => await StopAsync(_process, _profile, _connection);

    private async Task<string> NavigateAsync(Uri page, CancellationToken cancellationToken)
    {
        await _connection.SendAsync(
            "browsingContext.navigate", new JsonObject { ["context"] = _context, ["url"] = page.AbsoluteUri, ["wait"] = "complete" }, cancellationToken);
        return _context;
    }

    /// <summary>Waits for a tab that the extension opens: drivers may not navigate to its pages.</summary>
    private async Task<string> FindAsync(Uri page, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tree = await _connection.SendAsync("browsingContext.getTree", [], cancellationToken);
            foreach (var context in tree["contexts"]!.AsArray().Where(context => (string?)context!["url"] == page.AbsoluteUri).Select(context => (string)context!["context"]!))
            {
                var state = await _connection.SendAsync(
                    "script.evaluate",
                    new JsonObject { ["expression"] = "`${location} ${document.readyState}`", ["awaitPromise"] = false, ["target"] = new JsonObject { ["context"] = context } },
                    cancellationToken);
                if ((string?)state["result"]?["value"] == $"{page.AbsoluteUri} complete")
                {
                    return context;
                }
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task StopAsync(ChildProcess process, DirectoryInfo profile, BiDiConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        await process.DisposeAsync();
        profile.Delete(recursive: true);
    }

    [GeneratedRegex("^WebDriver BiDi listening on (ws://.*)$")]
    private static partial Regex Listening { get; }
}
