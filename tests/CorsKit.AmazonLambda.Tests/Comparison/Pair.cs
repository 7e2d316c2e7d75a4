using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.AmazonLambda.Tests.Hosts;
using CorsKit.TestApp;
using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging;

namespace CorsKit.AmazonLambda.Tests.Comparison;

/// <summary>One app on Amazon's host and on the host of CorsKit.Testing. What one does with an event, the other has to do.</summary>
internal sealed class Pair : IAsyncDisposable
{
    private readonly WebApplication _amazon;
    private readonly WebApplication _model;

    private Pair(WebApplication amazon, WebApplication model)
    {
        _amazon = amazon;
        _model = model;
    }

    public static async Task<Pair> StartAsync(Action<WebApplication> configure, Action<IServiceCollection>? services = null)
    {
        void Configure(WebApplicationBuilder builder)
        {
            builder.Logging.ClearProviders();
            services?.Invoke(builder.Services);
        }

        var builder = WebApplication.CreateBuilder();
        Configure(builder);
        builder.Services.AddSingleton<IServer>(provider => new LambdaServer(provider));
        var model = builder.Build();
        configure(model);
        await model.StartAsync(TestContext.Current.CancellationToken);
        return new Pair(AmazonFunction.StartApp(new Scenario(Configure, configure), "Production"), model);
    }

    /// <summary>The response document of both, which is the same field by field.</summary>
    public async Task<JsonNode> SameAsync(string lambdaEvent, bool isStreaming = false)
    {
        var amazon = await InvokeAsync(Amazon(lambdaEvent, isStreaming), lambdaEvent);
        var model = await InvokeAsync(Model(isStreaming), lambdaEvent);

        var differences = Differences("response", amazon, model).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', [.. differences, lambdaEvent]));
        return amazon;
    }

    /// <summary>Both fail the invocation; what they say of it may differ.</summary>
    public async Task BothFailAsync(string lambdaEvent, bool isStreaming = false)
    {
        Assert.NotNull(await Record.ExceptionAsync(() => InvokeAsync(Amazon(lambdaEvent, isStreaming), lambdaEvent)));
        Assert.NotNull(await Record.ExceptionAsync(() => InvokeAsync(Model(isStreaming), lambdaEvent)));
    }

    public async ValueTask DisposeAsync()
    {
        await _amazon.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static async Task<JsonNode> InvokeAsync(Func<Stream, CancellationToken, Task<Stream>> function, string lambdaEvent)
    {
        await using var response = await function(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), TestContext.Current.CancellationToken);
        return (await JsonNode.ParseAsync(response, cancellationToken: TestContext.Current.CancellationToken))!;
    }

    /// <summary>Where the two documents differ, a line for each field; a body that is JSON has fields too.</summary>
    private static IEnumerable<string> Differences(string path, JsonNode? amazon, JsonNode? model) => (amazon, model) switch
    {
        (JsonObject a, JsonObject m) => a.Select(field => field.Key).Union(m.Select(field => field.Key)).SelectMany(name =>
            a.ContainsKey(name) && m.ContainsKey(name)
                ? Differences($"{path}.{name}", a[name], m[name])
                : [$"{path}.{name} is only in the answer of {(a.ContainsKey(name) ? "Amazon's host" : "the model")}"]),
        (JsonArray a, JsonArray m) when a.Count == m.Count => a.Zip(m).SelectMany((pair, index) => Differences($"{path}[{index}]", pair.First, pair.Second)),
        (JsonValue a, JsonValue m) when path == "response.body" && Parse(a) is { } bodyA && Parse(m) is { } bodyM => Differences("body", bodyA, bodyM),
        _ => JsonNode.DeepEquals(amazon, model) ? [] : [$"{path} is {amazon?.ToJsonString() ?? "null"} on Amazon's host and {model?.ToJsonString() ?? "null"} on the model"],
    };

    private static JsonNode? Parse(JsonValue body)
    {
        try
        {
            return JsonNode.Parse((string)body!);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tests of a class run one after the other, so that the mode may change between them.</summary>
    private Func<Stream, CancellationToken, Task<Stream>> Model(bool isStreaming)
    {
        var server = (LambdaServer)_model.Services.GetRequiredService<IServer>();
        server.EnableResponseStreaming = isStreaming;
        return server.InvokeAsync;
    }

    /// <summary>The handler that a deployment would have chosen for the event's front door.</summary>
    private Func<Stream, CancellationToken, Task<Stream>> Amazon(string lambdaEvent, bool isStreaming) => JsonNode.Parse(lambdaEvent)?["requestContext"] switch
    {
        JsonObject context when context.ContainsKey("http") => isStreaming ? AmazonFunction.StreamingHttpApi(_amazon.Services) : AmazonFunction.HttpApi(_amazon.Services),
        JsonObject context when context.ContainsKey("elb") => AmazonFunction.LoadBalancer(_amazon.Services),
        _ => isStreaming ? AmazonFunction.StreamingRestApi(_amazon.Services) : AmazonFunction.RestApi(_amazon.Services),
    };
}
