using CorsKit.BrowserTests.Cases;
using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;
using CorsKit.Testing;

namespace CorsKit.BrowserTests;

/// <summary>Pages that come from no web server: of extensions, apps and files, at data: and blob: addresses, in sandboxed frames. Which origin they send, and what CorsKit and <see cref="Browser"/> make of it.</summary>
[Collection(EngineRuns.OneTab)]
public sealed class OtherPagesTests(EngineRuns runs)
{
    private const string FromTheShop = "the shop's";

    /// <summary>What the page asks for: of an API whose policy lists the shop and the extensions, and of one that allows any origin.</summary>
    private static readonly (Api Api, string Method, bool Credentials)[] Fetches =
    [
        (Api.OutcomesHttp, "GET", false),
        (Api.OutcomesHttp, "GET", true),
        (Api.OutcomesHttp, "PUT", true),
        (Api.PublicHttp, "GET", false),
        (Api.PublicHttp, "PUT", false),
        (Api.PublicHttp, "GET", true),
    ];

    /// <summary>Engine, page, its origin, and whether the first API lists that.</summary>
    public static TheoryData<string, string, string, bool> Pages
    {
        get
        {
            var pages = new TheoryData<string, string, string, bool>
            {
                { "Chromium", "extension", PageFolder.ChromiumOrigin(EngineRuns.Extension), true },
                { "Firefox", "extension", PageFolder.FirefoxOrigin, true },
            };
            foreach (var origin in PageFolder.AppOrigins)
            {
                pages.Add("WebKit", "app", origin, true);
            }

            foreach (var engine in EngineRuns.Names)
            {
                pages.Add(engine, "file", "null", false);
                pages.Add(engine, "data", "null", false);
                pages.Add(engine, "sandbox", "null", false);
                pages.Add(engine, "blob", FromTheShop, true);
                pages.Add(engine, "srcdoc", FromTheShop, true);
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_sends_its_origin_and_reads_what_a_list_of_origins_lets_it_read(string name, string page, string origin, bool isListed)
    {
        var engine = page is "extension" or "app" ? await runs.ApartAsync(name) : await runs.EngineAsync(name);
        var address = page switch
        {
            "extension" => new Uri($"{origin}/page.html"),
            "app" => new Uri(Address(origin)),
            "file" => runs.File,
            _ => new Uri(runs.Sites[Page.Shop], $"?frame={page}"),
        };
        origin = origin == FromTheShop ? runs.Sites.OriginOf(Page.Shop) : origin;

        var seen = await RunAsync(engine, address, page, origin);

        Assert.All(seen.SelectMany(observation => observation.Received), request => Assert.Equal(origin, request.Headers["Origin"]));
        Assert.Equal([isListed, isListed, isListed, true, true, false], seen.Select(observation => observation.Readable));

        var habits = Enum.Parse<BrowserEngine>(name);
        await using var emulation = new Emulation(habits, _ => origin);
        var told = await RunAsync(emulation, runs.Sites[Page.Shop], page, origin);
        Assert.Equal(seen.Select(observation => observation.Summary), told.Select(observation => observation.Summary));
        if (name == "Chromium")
        {
            Assert.Equal(seen.Select(observation => Neutral(observation.Answer.Console, name)), told.Select(observation => Neutral(observation.Answer.Console, emulation.Name)));
        }
    }

    /// <summary>Nothing is to be allowed for it, and the app sees its origin all the same: with every method but GET and HEAD.</summary>
    [Fact]
    public async Task An_extension_with_host_permissions_reads_everything_and_makes_no_preflights()
    {
        var origin = PageFolder.ChromiumOrigin(EngineRuns.PermittedExtension);
        var engine = await runs.ApartAsync("Chromium");

        var seen = await RunAsync(engine, new Uri($"{origin}/page.html"), "permitted", origin);

        Assert.All(seen, observation => Assert.Equal(("basic", 200, 0), (observation.Answer.Type, observation.Answer.Status, observation.Preflights)));
        Assert.Equal(Fetches.Select(fetch => fetch.Method == "GET" ? null : origin), seen.Select(observation => Assert.Single(observation.Received).Headers.GetValueOrDefault("Origin")));
    }

    /// <summary>With the host in capitals, in which Safari shows the UUIDs of extensions.</summary>
    private static string Address(string origin) => origin.Split("://") is [var scheme, var host] ? $"{scheme}://{host.ToUpperInvariant()}/page.html" : origin;

    private static string? Neutral(string? console, string engine) => console?.Replace(engine + "-", "", StringComparison.Ordinal);

    private async Task<IReadOnlyList<Observation>> RunAsync(Engine engine, Uri address, string page, string origin)
    {
        var keys = Fetches.Select((_, index) => $"{engine.Name}-{page}-{origin.Split(':')[0]}-{index}").ToList();
        var calls = Fetches.Zip(keys, (fetch, key) => new FetchCall(runs.Sites.Address(Page.Shop, fetch.Api, "/outcome/200", key), fetch.Method, [], fetch.Credentials)).ToList();
        var answers = await engine.RunAsync(address, calls, TestContext.Current.CancellationToken);

        // Whatever was refused: every fetch reached its server.
        var received = keys.Select(runs.Sites.Ledger.Of).ToList();
        Assert.All(received, Assert.NotEmpty);
        return [.. answers.Zip(received, (answer, requests) => new Observation(answer, requests))];
    }
}
