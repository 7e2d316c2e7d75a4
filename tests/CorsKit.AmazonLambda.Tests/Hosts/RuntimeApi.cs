using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CorsKit.AmazonLambda.Tests.Hosts;

/// <summary>
/// Lambda's side of a function's process: it hands out events and takes responses
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
/// </summary>
internal sealed class RuntimeApi : IAsyncDisposable
{
    private readonly Channel<(string Id, string Event)> _events = Channel.CreateUnbounded<(string Id, string Event)>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _responses = new();
    private readonly WebApplication _app;

    private RuntimeApi(WebApplication app) => _app = app;

    /// <summary>What the process is to find in AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => new Uri(_app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority;

    public static RuntimeApi Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new RuntimeApi(app);
        app.MapGet("/2018-06-01/runtime/invocation/next", async (HttpContext context) =>
        {
            var (id, lambdaEvent) = await api._events.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = id;
            context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = "32503680000000"; // the year 3000
            return Results.Text(lambdaEvent, "application/json");
        });
        app.MapPost("/2018-06-01/runtime/invocation/{id}/response", async (string id, HttpContext context) =>
            api._responses[id].SetResult(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)));
        app.MapPost("/2018-06-01/runtime/{**error}", async (HttpContext context) =>
        {
            var error = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            foreach (var response in api._responses.Values)
            {
                response.TrySetException(new InvalidOperationException($"{context.Request.Path}: {error}"));
            }
        });
        app.Start();
        return api;
    }

    public Task<string> InvokeAsync(string lambdaEvent)
    {
        var id = Guid.NewGuid().ToString();
        var response = _responses[id] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_events.Writer.TryWrite((id, lambdaEvent)));
        return response.Task;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
