using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.DynamoDB.Tests;

/// <summary>The middleware with one policy, in process and without a server.</summary>
internal sealed class PolicyApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;

    public PolicyApp(Action<IServiceCollection> configure, Action<GatewayCorsPolicyBuilder> policy)
    {
        var services = new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(policy));
        configure(services);
        _services = services.BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseGatewayCors();
        app.Run(_ => Task.CompletedTask);
        _pipeline = app.Build();
    }

    /// <summary>What a request of the origin gets, and why; a preflight after it gets the same.</summary>
    public async Task<(string? AllowOrigin, CorsReason Reason)> AskAsync(string origin, string host = "api.example.com")
    {
        var actual = Context(origin, host);
        await _pipeline(actual);
        var verdict = actual.Features.Get<OriginVerdict>()!;
        Assert.Equal("Origin", verdict.Vary);
        if (verdict.Reason != CorsReason.OriginUnverified)
        {
            var preflight = Context(origin, host);
            preflight.Request.Method = "OPTIONS";
            preflight.Request.Headers.AccessControlRequestMethod = "GET";
            await _pipeline(preflight);
            await preflight.Features.GetRequiredFeature<StartingResponse>().StartAsync();
            var headers = preflight.Response.Headers;
            Assert.Equal(
                (verdict.IsAllowed ? 204 : 403, verdict.AllowOrigin, "Origin"),
                (preflight.Response.StatusCode, (string?)headers.AccessControlAllowOrigin, (string?)headers.Vary));
        }

        return (verdict.AllowOrigin, verdict.Reason);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private DefaultHttpContext Context(string origin, string host)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = "GET";
        context.Request.Host = new HostString(host);
        context.Request.Headers.Origin = origin;
        var response = new StartingResponse();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set(response);
        return context;
    }

    /// <summary>Runs the callbacks when the response starts, as a server does.</summary>
    private sealed class StartingResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _callbacks = [];

        public override void OnStarting(Func<object, Task> callback, object state) => _callbacks.Push((callback, state));

        public async Task StartAsync()
        {
            while (_callbacks.TryPop(out var next))
            {
                await next.Callback(next.State);
            }
        }
    }
}
