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
    /// <param name="origin">The origin.</param>
    /// <param name="host">The host that is asked.</param>
    /// <param name="retries">
    /// How often the preflight is sent again, where the answer may be forgotten in between and the machine too busy for the source to give it again in time.
    /// </param>
    public async Task<(string? AllowOrigin, CorsReason Reason)> AskAsync(string origin, string host = "api.example.com", int retries = 0)
    {
        var actual = Context(origin, host);
        await _pipeline(actual);
        var verdict = actual.Features.Get<OriginVerdict>()!;
        Assert.Equal("Origin", verdict.Vary);
        if (verdict.Reason != CorsReason.OriginUnverified)
        {
            var preflight = await PreflightAsync(origin, host);
            for (var attempt = 0; attempt < retries && preflight.StatusCode == 403 && verdict.IsAllowed; attempt++)
            {
                Assert.Equal((403, null, "Origin"), preflight);
                preflight = await PreflightAsync(origin, host);
            }

            Assert.Equal((verdict.IsAllowed ? 204 : 403, verdict.AllowOrigin, "Origin"), preflight);
        }

        return (verdict.AllowOrigin, verdict.Reason);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<(int StatusCode, string? AllowOrigin, string? Vary)> PreflightAsync(string origin, string host)
    {
        var context = Context(origin, host);
        context.Request.Method = "OPTIONS";
        context.Request.Headers.AccessControlRequestMethod = "GET";
        await _pipeline(context);
        await context.Features.GetRequiredFeature<StartingResponse>().StartAsync();
        return (context.Response.StatusCode, context.Response.Headers.AccessControlAllowOrigin, context.Response.Headers.Vary);
    }

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
