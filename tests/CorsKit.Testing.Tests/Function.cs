using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CorsKit.Testing.Tests;

/// <summary>A small app as a Lambda function; by default it answers with what it saw of the request.</summary>
internal sealed class Function : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Function(WebApplication app) => _app = app;

    public static Func<HttpContext, Task> Echo { get; } = async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        await context.Response.WriteAsJsonAsync(new
        {
            method = context.Request.Method,
            scheme = context.Request.Scheme,
            host = context.Request.Host.Value,
            pathBase = context.Request.PathBase.Value,
            path = context.Request.Path.Value,
            query = context.Request.QueryString.Value,
            rawTarget = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToArray()),
            user = context.User.Identity?.IsAuthenticated == true ? context.User.Claims.ToDictionary(claim => claim.Type, claim => claim.Value) : null,
            ip = context.Connection.RemoteIpAddress?.ToString(),
            port = context.Connection.RemotePort,
            body = await reader.ReadToEndAsync(context.RequestAborted),
        });
    };

    public static Task<Function> StartAsync(Func<HttpContext, Task>? handler = null, bool enableResponseStreaming = false) =>
        StartAsync(_ => { }, app => app.Run(context => (handler ?? Echo)(context)), enableResponseStreaming);

    public static async Task<Function> StartAsync(Action<WebApplicationBuilder> services, Action<WebApplication> pipeline, bool enableResponseStreaming = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(services => new LambdaServer(services) { EnableResponseStreaming = enableResponseStreaming });
        services(builder);
        var app = builder.Build();
        pipeline(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Function(app);
    }

    /// <summary>Changes a setting while the function is warm.</summary>
    public void Configure(string key, string value)
    {
        _app.Configuration[key] = value;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    public Task<Stream> InvokeAsync(Stream lambdaEvent, CancellationToken cancellationToken) =>
        ((LambdaServer)_app.Services.GetRequiredService<IServer>()).InvokeAsync(lambdaEvent, cancellationToken);

    /// <summary>Event in, response out, both as JSON.</summary>
    public async Task<JsonObject> InvokeAsync(string lambdaEvent)
    {
        await using var response = await InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), TestContext.Current.CancellationToken);
        return (JsonObject)JsonNode.Parse(response)!;
    }

    /// <summary>What the app saw of the event.</summary>
    public async Task<JsonElement> SeenAsync(string lambdaEvent) =>
        JsonSerializer.Deserialize<JsonElement>((await InvokeAsync(lambdaEvent))["body"]!.GetValue<string>());

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
