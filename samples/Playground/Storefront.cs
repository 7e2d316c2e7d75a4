using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CorsKit.Testing;

namespace Playground;

/// <summary>The page that calls the APIs, and what it asks of the Playground.</summary>
internal sealed partial class Storefront(int port, IReadOnlyDictionary<string, Uri> addresses, Deployments deployments, Trips trips)
{
    /// <summary>Names of this machine that need no hosts file: browsers resolve *.localhost themselves (https://www.rfc-editor.org/rfc/rfc6761#section-6.3).</summary>
    private static readonly string[] Hosts = ["localhost", "shop.localhost", "preview-7.shop.localhost", "127.0.0.1"];

    private static readonly Dictionary<string, string> Files = new()
    {
        ["/"] = "text/html", ["/page.css"] = "text/css", ["/page.js"] = "text/javascript", ["/grid.js"] = "text/javascript",
        ["/way.js"] = "text/javascript", ["/setup.js"] = "text/javascript", ["/copy.js"] = "text/javascript", ["/dom.js"] = "text/javascript",
    };

    public WebApplication Create()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        var app = builder.Build();
        foreach (var (path, type) in Files)
        {
            app.MapGet(path, () => Results.Stream(typeof(Storefront).Assembly.GetManifestResourceStream(path == "/" ? "page.html" : path[1..])!, $"{type}; charset=utf-8"));
        }

        app.MapGet("/playground.json", () => new
        {
            origins = Hosts.Select(host => port == 80 ? $"http://{host}" : $"http://{host}:{port}"),
            owners = Enum.GetNames<CorsOwner>(),
            addresses,
            requests = ShopRequest.All,
        });
        app.MapGet("/setups/{number:int}", (int number) => deployments.Find(number) is { } setup ? Results.Ok(setup) : Results.NotFound());
        app.MapPost("/setups/problems", (Setup setup) => setup.FindProblems());
        app.MapPost("/setups", async (Setup setup) => setup.FindProblems() is { Any: true } problems ? Results.UnprocessableEntity(problems) : Results.Ok(await deployments.DeployAsync(setup)));
        app.MapGet("/trips/{run}", (string run) => new { hops = trips.HopsOf(run), invocations = trips.InvocationsOf(run) });
        app.MapPost("/readings", (Question question) => ReadAsync(question));
        return app;
    }

    /// <summary>
    /// A page cannot read its own console. CorsKit.Testing's browser sends the same request, and the page says whose words these are.
    /// </summary>
    private async Task<IResult> ReadAsync(Question question)
    {
        if (RunId.Of(question.Run) is not { } run || deployments.Find(run.Setup) is not { } setup || !addresses.TryGetValue(question.Door, out var address))
        {
            return Results.NotFound();
        }

        using var browser = new Browser(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, address, question.Origin, question.Engine);
        var fetch = question.Fetch;
        var path = $"{fetch.Path}{(fetch.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}run={run.Setup}.{run.Owner}.reading";
        var outcome = await browser.FetchAsync(path, new FetchOptions
        {
            Method = fetch.Method,
            Credentials = fetch.Credentials ? RequestCredentials.Include : RequestCredentials.SameOrigin,
            Headers = fetch.Headers.Select(header => (header.Key, header.Value)),
            Body = fetch.Body,
        });
        return Results.Ok(new
        {
            ConsoleMessage = outcome.ConsoleMessage is null ? null : RunParameter.Replace(outcome.ConsoleMessage, ""),
            outcome.Diagnosis,
            outcome.Fix,
            Test = CopiedTest.Write(question.Door, run.Owner, setup, question.Origin, fetch, outcome),
        });
    }

    [GeneratedRegex(@"[?&]run=[\w.]+")]
    private static partial Regex RunParameter { get; }

    /// <summary>What the page wants explained.</summary>
    private sealed record Question(string Door, string Origin, BrowserEngine Engine, string Run, PageFetch Fetch);
}
