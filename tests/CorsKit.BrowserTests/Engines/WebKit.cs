using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CorsKit.BrowserTests.Engines;

/// <summary>Debian's WebKitGTK, in its MiniBrowser, through W3C WebDriver (https://www.w3.org/TR/webdriver2/), on a display of its own.</summary>
internal sealed partial class WebKit : Engine
{
    private readonly Parts _parts;
    private readonly string _session;

    private WebKit(string version, Parts parts, string session)
        : base("WebKit", version)
    {
        _parts = parts;
        _session = session;
    }

    /// <exception cref="EngineMissingException">WebKit's driver, its MiniBrowser or a virtual display is not installed.</exception>
    public static Task<WebKit> StartAsync() => StartAsync(
        FindMiniBrowser() ?? throw new EngineMissingException("WebKit's MiniBrowser is not installed (package webkit2gtk-driver brings it)."), "--automation");

    /// <summary>As an app has it, which serves its files itself, under schemes of its own.</summary>
    /// <exception cref="EngineMissingException">What WebKit needs, or what Python needs to use it, is not installed.</exception>
    public static async Task<WebKit> StartAsync(string folder, IEnumerable<string> schemes)
    {
        await using (var python = ChildProcess.Start("/usr/bin/python3", ["-c", "import gi; gi.require_version('WebKit2', '4.1'); print('ready')"]))
        {
            using var timeout = new CancellationTokenSource(Patience);
            if (await python.WaitForAsync(PythonIsReady, timeout.Token) != "ready")
            {
                throw new EngineMissingException("An app with WebKit needs its bindings for Python (packages python3-gi and gir1.2-webkit2-4.1).");
            }
        }

        return await StartAsync(Path.Combine(AppContext.BaseDirectory, "scheme-browser.py"), ["--automation", folder, .. schemes]);
    }

    private static async Task<WebKit> StartAsync(string browser, params string[] arguments)
    {
        var driver = Programs.Find("WebKitWebDriver") ?? throw new EngineMissingException("WebKit is not installed (package webkit2gtk-driver).");
        var xvfb = Programs.Find("Xvfb") ?? throw new EngineMissingException("WebKit needs a virtual display (package xvfb).");

        using var timeout = new CancellationTokenSource(Patience);
        var parts = new Parts();
        try
        {
            var display = ChildProcess.Start(xvfb, ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
            parts.Processes.Add(display);
            var number = await display.WaitForAsync(DisplayNumber, timeout.Token);

            var port = FreePorts.Take(); // it cannot choose one itself
            parts.Client.BaseAddress = new Uri($"http://127.0.0.1:{port}/");
            parts.Processes.Add(ChildProcess.Start(
                driver, [$"--port={port}"],
                ("DISPLAY", ":" + number), ("WAYLAND_DISPLAY", null), ("GDK_BACKEND", "x11"), ("HOME", parts.Home.FullName), ("XDG_RUNTIME_DIR", parts.Home.FullName),
                ("GSETTINGS_BACKEND", "memory"), ("LIBGL_ALWAYS_SOFTWARE", "1"), ("NO_AT_BRIDGE", "1")));
            await WaitUntilReadyAsync(parts.Client, timeout.Token);

            var answer = await parts.SendAsync(
                "session",
                new JsonObject
                {
                    ["capabilities"] = new JsonObject
                    {
                        ["alwaysMatch"] = new JsonObject
                        {
                            ["timeouts"] = new JsonObject { ["script"] = Patience.TotalMilliseconds },
                            ["webkitgtk:browserOptions"] = new JsonObject { ["binary"] = browser, ["args"] = new JsonArray([.. arguments]) },
                        },
                    },
                },
                timeout.Token);
            return new WebKit((string)answer!["capabilities"]!["browserVersion"]!, parts, (string)answer["sessionId"]!);
        }
        catch (Exception exception)
        {
            var output = string.Join('\n', parts.Processes.Select(process => process.Output));
            await parts.DisposeAsync();
            throw new InvalidOperationException($"WebKit does not start: {exception.Message}\n{output}", exception);
        }
    }

    public override async Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken)
    {
        await _parts.SendAsync($"session/{_session}/url", new JsonObject { ["url"] = page.OriginalString }, cancellationToken);
        var json = await _parts.SendAsync(
            $"session/{_session}/execute/async",
            new JsonObject
            {
                ["script"] = "runFetches(arguments[0]).then(arguments[1], error => arguments[1]('' + error));",
                ["args"] = new JsonArray(FetchCall.Write(calls)),
            },
            cancellationToken);
        return (string?)json is ['[', ..] answers
            ? FetchCall.ReadAnswers(answers)
            : throw new InvalidOperationException($"The page's script failed in WebKit: {json}");
    }

    public override ValueTask DisposeAsync() => _parts.DisposeAsync();

    /// <summary>Debian keeps it beside the library: <c>/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser</c>, or webkitgtk-6.0.</summary>
    private static string? FindMiniBrowser() =>
        Programs.Find("MiniBrowser") ?? (
            from architecture in Directory.GetDirectories("/usr/lib", "*-linux-gnu")
            from library in Directory.GetDirectories(architecture, "webkit*gtk*")
            orderby library
            let file = Path.Combine(library, "MiniBrowser")
            where File.Exists(file)
            select file).FirstOrDefault();

    private static async Task WaitUntilReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var status = await client.GetAsync(new Uri("status", UriKind.Relative), cancellationToken);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    // The second line is that of the guard.
    [GeneratedRegex("^(ready|It exited)")]
    private static partial Regex PythonIsReady { get; }

    [GeneratedRegex("^([0-9]+)$")]
    private static partial Regex DisplayNumber { get; }

    private sealed class Parts : IAsyncDisposable
    {
        public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience + TimeSpan.FromSeconds(10) };

        public DirectoryInfo Home { get; } = Directory.CreateTempSubdirectory("corskit-webkit-");

        public List<ChildProcess> Processes { get; } = [];

        public async Task<JsonNode?> SendAsync(string path, JsonObject body, CancellationToken cancellationToken)
        {
            // The driver wants a Content-Length.
            using var content = new StringContent(body.ToJsonString());
            using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
            var value = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))?["value"];
            return response.IsSuccessStatusCode
                ? value
                : throw new InvalidOperationException($"WebKit answered: {value?["error"]}: {value?["message"]}");
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            foreach (var process in Enumerable.Reverse(Processes))
            {
                await process.DisposeAsync();
            }

            Home.Delete(recursive: true);
        }
    }
}
