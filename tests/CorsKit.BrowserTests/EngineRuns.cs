using CorsKit.BrowserTests;
using CorsKit.BrowserTests.Cases;
using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;
using CorsKit.Testing;

[assembly: AssemblyFixture(typeof(EngineRuns))]

// The tests of the Playground wait for functions that are slow on purpose; more of them than there are cores keep these busy.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace CorsKit.BrowserTests;

/// <summary>What an engine made of every case of the matrix, and whether it reached every API from every page.</summary>
internal sealed record EngineRun(Engine Engine, IReadOnlyDictionary<string, Observation> Observations, IReadOnlySet<(Page Page, Api Api)> Reached);

/// <summary>The engines, each started once, and their runs of the whole matrix: one page for each origin, all its cases in it.</summary>
public sealed class EngineRuns : IAsyncLifetime
{
    /// <summary>The collection of the tests that share the browsers, each of which has one tab.</summary>
    public const string OneTab = "one tab";

    /// <summary>The key of an extension that has no host permissions, and of one that has them for all APIs.</summary>
    internal const string Extension = "CorsKit", PermittedExtension = "CorsKit with host permissions";

    private static readonly Dictionary<string, Func<Task<Engine>>> Starts = new()
    {
        ["Chromium"] = async () => await Chromium.StartAsync(),
        ["Firefox"] = async () => await Firefox.StartAsync(),
        ["WebKit"] = async () => await WebKit.StartAsync(),
    };

    private readonly PageFolder _folder = new(Extension);
    private readonly PageFolder _permitted = new(PermittedExtension, "\"http://127.0.0.1/*\"");
    private readonly Dictionary<string, Lazy<Task<Engine>>> _engines;
    private readonly Dictionary<string, Lazy<Task<Engine>>> _apart;
    private readonly Dictionary<string, Lazy<Task<EngineRun>>> _runs;
    private readonly Lazy<Task<PlaygroundProgram>> _playground = new(() => PlaygroundProgram.StartAsync(CancellationToken.None));
    private LoopbackSites? _sites;

    public EngineRuns()
    {
        _engines = Starts.ToDictionary(start => start.Key, start => new Lazy<Task<Engine>>(start.Value));
        foreach (var habits in Enum.GetValues<BrowserEngine>())
        {
            _engines[EmulationOf(habits.ToString())] = new(() => Task.FromResult<Engine>(new Emulation(habits, Sites.OriginOf)));
        }

        _apart = new()
        {
            ["Chromium"] = new(async () => await Chromium.StartAsync($"{_folder.Path},{_permitted.Path}")),
            ["Firefox"] = new(async () => await Firefox.StartAsync(_folder.Path, PageFolder.FirefoxPreferences)),
            ["WebKit"] = new(async () => await WebKit.StartAsync(_folder.Path, PageFolder.AppSchemes)),
        };
        _runs = _engines.Keys.ToDictionary(name => name, name => new Lazy<Task<EngineRun>>(() => RunAsync(name)));
    }

    /// <summary>The real ones.</summary>
    internal static IEnumerable<string> Names => Starts.Keys;

    internal LoopbackSites Sites => _sites!;

    /// <summary>The page as a file.</summary>
    internal Uri File => _folder.File;

    /// <summary>The <see cref="Browser"/> of CorsKit.Testing that has the engine's habits.</summary>
    internal static string EmulationOf(string engine) => "Emulated" + engine;

    public async ValueTask InitializeAsync() => _sites = await LoopbackSites.StartAsync();

    /// <summary>The engine. Where it is missing, Chromium fails the test and the others skip it.</summary>
    internal async Task<Engine> EngineAsync(string name) => await OrSkip(name, _engines[name].Value);

    /// <summary>The engine in a profile of its own: with extensions, or as an app that serves its pages itself.</summary>
    internal async Task<Engine> ApartAsync(string name) => await OrSkip(name, _apart[name].Value);

    /// <summary>The Playground, started once: each page of it has a setup of its own.</summary>
    internal Task<PlaygroundProgram> PlaygroundAsync() => _playground.Value;

    internal async Task<EngineRun> OfAsync(string name) => await OrSkip(name, _runs[name].Value);

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines.Values.Concat(_apart.Values).Where(engine => engine.IsValueCreated && engine.Value.IsCompletedSuccessfully))
        {
            await (await engine.Value).DisposeAsync();
        }

        if (_playground is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _playground.Value).DisposeAsync();
        }

        _folder.Dispose();
        _permitted.Dispose();
        await Sites.DisposeAsync();
    }

    private static async Task<T> OrSkip<T>(string name, Task<T> task)
    {
        try
        {
            return await task;
        }
        catch (EngineMissingException missing) when (name != "Chromium")
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }

    private static string ControlKey(string engine, Page page, Api api) => $"{engine}-control-{page}-{api}";

    private async Task<EngineRun> RunAsync(string name)
    {
        var engine = await _engines[name].Value;
        var observations = new Dictionary<string, Observation>();
        var reached = new HashSet<(Page, Api)>();
        var keys = Matrix.All.Index().ToDictionary(@case => @case.Item.Name, @case => $"{name}-{@case.Index}");
        foreach (var page in Enum.GetValues<Page>())
        {
            var cases = Matrix.All.Where(@case => @case.Page == page).ToList();
            var apis = Enum.GetValues<Api>();
            foreach (var @case in cases.Where(@case => @case.Script is not null))
            {
                Sites.Scripted.Register(keys[@case.Name], @case.Script!);
            }

            // A control for each API: without CORS the page may not read the answer, but learns that there was one. The
            // redirect to https leads to where no one listens, so there only the server knows.
            var controls = apis.Select(api => new FetchCall(Sites.Address(page, api, "/control", ControlKey(name, page, api)), "GET", [], NoCors: true));
            var answers = await engine.RunAsync(Sites[page], [.. cases.Select(@case => @case.On(Sites, keys[@case.Name])), .. controls], CancellationToken.None);
            foreach (var (@case, answer) in cases.Zip(answers))
            {
                observations[@case.Name] = new Observation(answer, Sites.Ledger.Of(keys[@case.Name]));
            }

            reached.UnionWith(apis.Zip(answers.Skip(cases.Count))
                .Where(control => control.Second.Type is "opaque" or "basic" || (control.First == Api.CloudFrontHttps && Sites.Ledger.Of(ControlKey(name, page, control.First)).Count > 0))
                .Select(control => (page, control.First)));
        }

        return new EngineRun(engine, observations, reached);
    }
}
