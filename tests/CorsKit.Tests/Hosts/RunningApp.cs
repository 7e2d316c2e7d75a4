using System.Net;
using CorsKit.TestApp;
using CorsKit.Testing;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CorsKit.Tests.Hosts;

/// <summary>The app of a scenario on a host, and a client to it.</summary>
public sealed record RunningApp(IAsyncDisposable Host, IServiceProvider Services, HttpClient Client)
{
    /// <summary>How each host is started. Another test project adds those that only it can start.</summary>
    public static Dictionary<HostKind, Func<Scenario, string, RunningApp>> Hosts { get; } = new()
    {
        [HostKind.TestServer] = (scenario, environment) => On(new PlainFactory(scenario, environment), factory =>
            factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false })),
        [HostKind.Kestrel] = (scenario, environment) => On(
            new PlainFactory(scenario, environment),
            factory => new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = factory.ClientOptions.BaseAddress },

            // Not UseKestrel(0), which sets the port while the app is already starting on another thread.
            factory => factory.UseKestrel(options => options.Listen(IPAddress.Loopback, 0))),
        [HostKind.LambdaRestApi] = (scenario, environment) => On(new LambdaFactory(scenario, environment), RestApi),
        [HostKind.LambdaRestApiStreaming] = (scenario, environment) => On(new LambdaFactory(scenario, environment) { EnableResponseStreaming = true }, RestApi),
        [HostKind.LambdaHttpApi] = (scenario, environment) => On(new LambdaFactory(scenario, environment), HttpApi),
        [HostKind.LambdaHttpApiStreaming] = (scenario, environment) => On(new LambdaFactory(scenario, environment) { EnableResponseStreaming = true }, HttpApi),
        [HostKind.LambdaLoadBalancer] = (scenario, environment) => On(
            new LambdaFactory(scenario, environment), factory => FrontDoor.LoadBalancer(factory).CreateClient()),
        [HostKind.LambdaLoadBalancerMultiValue] = (scenario, environment) => On(
            new LambdaFactory(scenario, environment), factory => FrontDoor.LoadBalancer(factory, new() { MultiValueHeaders = true }).CreateClient()),
    };

    private static HttpClient RestApi(LambdaFactory factory) =>
        FrontDoor.RestApi(factory, stage: "prod").CreateClient(new Uri("https://api.example.com/prod/"));

    private static HttpClient HttpApi(LambdaFactory factory) => FrontDoor.HttpApi(factory).CreateClient();

    private static RunningApp On<TFactory>(TFactory factory, Func<TFactory, HttpClient> client, Action<TFactory>? configure = null)
        where TFactory : WebApplicationFactory<Scenario>
    {
        configure?.Invoke(factory);
        factory.StartServer();
        return new RunningApp(factory, factory.Services, client(factory));
    }

    private sealed class PlainFactory(Scenario scenario, string environment) : WebApplicationFactory<Scenario>
    {
        protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(ForScenario(builder, scenario, environment));
    }

    internal sealed class LambdaFactory(Scenario scenario, string environment) : LambdaApplicationFactory<Scenario>
    {
        protected override IHost CreateHost(IHostBuilder builder) => base.CreateHost(ForScenario(builder, scenario, environment));
    }

    private static IHostBuilder ForScenario(IHostBuilder builder, Scenario scenario, string environment) =>
        builder
            .UseEnvironment(environment)
            .ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new(Scenario.Key, scenario.Register())]));
}
