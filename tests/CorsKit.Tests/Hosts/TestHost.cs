using System.Net;
using CorsKit.TestApp;
using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Hosts;

/// <summary>What an app can run on. Every case of the middleware runs on each.</summary>
public enum HostKind
{
    TestServer,
    Kestrel,
    LambdaRestApi,
    LambdaHttpApi,
}

/// <summary>An app under test on one of the hosts, through WebApplicationFactory.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;

    private TestHost(HostKind kind, WebApplicationFactory<Program> factory, LogLines log, HttpClient client)
    {
        _factory = factory;
        Kind = kind;
        Log = log;
        Client = client;
    }

    public HostKind Kind { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>For MemberData: one row for each host.</summary>
    public static TheoryData<HostKind> Kinds => [.. Enum.GetValues<HostKind>()];

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
        var id = scenario.Register();
        WebApplicationFactory<Program> factory = kind is HostKind.LambdaRestApi or HostKind.LambdaHttpApi
            ? new LambdaFactory(id, environment)
            : new PlainFactory(id, environment);
        if (kind == HostKind.Kestrel)
        {
            // Not UseKestrel(0), which sets the port while the app is already starting on another thread.
            factory.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        }

        factory.StartServer();
        var client = kind switch
        {
            HostKind.LambdaRestApi => RestClient((LambdaFactory)factory),
            HostKind.LambdaHttpApi => FrontDoor.HttpApi((LambdaFactory)factory).CreateClient(),
            HostKind.Kestrel => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = factory.ClientOptions.BaseAddress },
            _ => factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false }),
        };
        return new TestHost(kind, factory, log, client);
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
        await _factory.DisposeAsync();
    }

    private static HttpClient RestClient(LambdaFactory factory) =>
        FrontDoor.RestApi(factory, stage: "prod").CreateClient(new Uri("https://api.example.com/prod/"));

    private sealed class PlainFactory(string scenario, string environment) : WebApplicationFactory<Program>
    {
        protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(ForScenario(builder, scenario, environment));
    }

    private sealed class LambdaFactory(string scenario, string environment) : LambdaApplicationFactory<Program>
    {
        protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(ForScenario(builder, scenario, environment));
    }

    private static IHostBuilder ForScenario(IHostBuilder builder, string scenario, string environment) =>
        builder
            .UseEnvironment(environment)
            .ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new(Scenario.Key, scenario)]));
}
