using System.Runtime.CompilerServices;
using CorsKit.TestApp;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;

namespace CorsKit.AmazonLambda.Tests.Hosts;

/// <summary>Adds Amazon's hosts to those that every case of the middleware runs on.</summary>
internal static class AmazonHosts
{
    [ModuleInitializer]
    internal static void Add()
    {
        Add(HostKind.AmazonRestApi, AmazonFunction.RestApi, RestApi);
        Add(HostKind.AmazonRestApiStreaming, AmazonFunction.StreamingRestApi, StreamingRestApi);
        Add(HostKind.AmazonHttpApi, AmazonFunction.HttpApi, HttpApi);
        Add(HostKind.AmazonHttpApiStreaming, AmazonFunction.StreamingHttpApi, HttpApi);
        Add(HostKind.AmazonLoadBalancer, AmazonFunction.LoadBalancer, function => FrontDoor.LoadBalancer(function).CreateClient());
        Add(HostKind.AmazonLoadBalancerMultiValue, AmazonFunction.LoadBalancer, function => FrontDoor.LoadBalancer(function, new() { MultiValueHeaders = true }).CreateClient());
    }

    private static HttpClient RestApi(Func<Stream, CancellationToken, Task<Stream>> function) =>
        FrontDoor.RestApi(function, stage: "prod").CreateClient(new Uri("https://api.example.com/prod/"));

    // A streamed body reaches the page as the bytes that it is. In the document that stands for it here they are base64, and a
    // REST API decodes that for binary media types alone.
    private static HttpClient StreamingRestApi(Func<Stream, CancellationToken, Task<Stream>> function) =>
        FrontDoor.RestApi(function, stage: "prod", new() { BinaryMediaTypes = ["*/*"] }).CreateClient(new Uri("https://api.example.com/prod/"));

    private static HttpClient HttpApi(Func<Stream, CancellationToken, Task<Stream>> function) => FrontDoor.HttpApi(function).CreateClient();

    private static void Add(
        HostKind kind,
        Func<IServiceProvider, Func<Stream, CancellationToken, Task<Stream>>> function,
        Func<Func<Stream, CancellationToken, Task<Stream>>, HttpClient> client) =>
        RunningApp.Hosts[kind] = (scenario, environment) =>
        {
            var app = AmazonFunction.StartApp(scenario, environment);
            return new RunningApp(app, app.Services, client(function(app.Services)));
        };
}
