using System.Text;
using System.Text.Json;
using CorsKit.Benchmarks.Requests;
using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>A function that has started, and how it is invoked with the JSON of an event.</summary>
internal sealed record LambdaHostFunction(WebApplication App, Func<byte[], Action> Invoke);

/// <summary>A Lambda host with one kind of event: the one of CorsKit.Testing, and Amazon's own where it is there.</summary>
internal sealed record LambdaHost(string Name, Func<RequestCase, string> Event, Action<WebApplicationBuilder> UseServer, Func<WebApplication, Func<byte[], Action>> Invocation)
{
    public static IReadOnlyList<LambdaHost> All { get; } =
    [
#if AMAZON_HOST
        .. AmazonHosts.All,
#endif
        Testing("REST API", LambdaEvents.RestApi),
        Testing("HTTP API", LambdaEvents.HttpApi),
        Testing("load balancer", LambdaEvents.LoadBalancer),
        Testing("REST API, streaming", LambdaEvents.RestApi, isStreaming: true),
        Testing("Function URL, streaming", LambdaEvents.HttpApi, isStreaming: true),
    ];

    public static bool HasAmazons => All.Any(host => host.Name.StartsWith("Amazon", StringComparison.Ordinal));

    public byte[] EventOf(RequestCase request) => Encoding.UTF8.GetBytes(Event(request));

    public async Task<LambdaHostFunction> StartAsync(Contender contender)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        UseServer(builder);
        Pipeline.AddServices(builder.Services, contender, PolicyCase.One);
        var app = builder.Build();
        if (contender == Contender.Floor)
        {
            app.Use(next => new Floor(next, PolicyCase.One).InvokeWhenStartingAsync);
        }
        else
        {
            Pipeline.Use(app, contender, PolicyCase.One);
        }

        app.MapGet("/orders", static context => context.Response.WriteAsync("orders"));
        await app.StartAsync();
        return new LambdaHostFunction(app, Invocation(app));
    }

    private static LambdaHost Testing(string name, Func<RequestCase, string> lambdaEvent, bool isStreaming = false) => new(
        $"CorsKit.Testing, {name}",
        lambdaEvent,
        builder => builder.Services.AddSingleton<IServer, LambdaServer>(),
        app =>
        {
            var server = (LambdaServer)app.Services.GetRequiredService<IServer>();
            server.EnableResponseStreaming = isStreaming;
            return document => () => server.InvokeAsync(new MemoryStream(document)).GetAwaiter().GetResult();
        });
}
