using CorsKit.TestApp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Hosts;

/// <summary>An app under test on one of the hosts.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly RunningApp _app;

    private TestHost(HostKind kind, RunningApp app, LogLines log)
    {
        _app = app;
        Kind = kind;
        Log = log;
    }

    public HostKind Kind { get; }

    public LogLines Log { get; }

    public HttpClient Client => _app.Client;

    public IServiceProvider Services => _app.Services;

    /// <summary>For MemberData: one row for each host.</summary>
    public static TheoryData<HostKind> Kinds => [.. RunningApp.Hosts.Keys];

    public static TheoryData<HostKind> LambdaKinds => [.. RunningApp.Hosts.Keys.Where(kind => kind.IsLambda())];

    public static TestHost Start(
        HostKind kind,
        Action<GatewayCorsOptions> cors,
        Action<WebApplication> app,
        Action<WebApplicationBuilder>? builder = null,
        string environment = "Production") =>
        StartApp(kind, b => { b.Services.AddGatewayCors(cors); builder?.Invoke(b); }, app, environment);

    public static TestHost StartApp(HostKind kind, Action<WebApplicationBuilder> builder, Action<WebApplication> app, string environment = "Production")
    {
        var log = new LogLines();
        var scenario = new Scenario(
            b =>
            {
                b.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
                builder(b);
            },
            app);
        return new TestHost(kind, RunningApp.Hosts[kind](scenario, environment), log);
    }

    /// <summary>
    /// What Program.cs does, on the test's own thread, so that the test gets the exception that Program.cs would: an app that stops while
    /// it starts may be gone before a factory looks at it.
    /// </summary>
    public static async Task TryStartAsync(Action<WebApplicationBuilder> builder, Action<WebApplication> app)
    {
        var created = WebApplication.CreateBuilder();
        created.WebHost.UseTestServer();
        builder(created);
        await using var built = created.Build();
        app(built);
        await built.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request with headers exactly as given, and reads the response to its end.</summary>
    public async Task<Answer> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), $"header {name}");
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<Answer> PreflightAsync(string path, string origin, string method, string? requestHeaders = null) =>
        SendAsync("OPTIONS", path,
            [("Origin", origin), ("Access-Control-Request-Method", method), .. requestHeaders is null ? [] : new[] { ("Access-Control-Request-Headers", requestHeaders) }]);

    public Task<Answer> GetAsync(string path, string? origin = null) =>
        SendAsync("GET", path, origin is null ? [] : [("Origin", origin)]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.Host.DisposeAsync();
    }
}
