using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>What the boundary tells those who watch an app, in place of the host that no longer sees the exception.</summary>
public sealed class ErrorBoundaryTests
{
    private const string Shop = "https://shop.example.com";
    private const string CorsHeaders = "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin";

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task The_exception_is_logged_once_as_an_error(HostKind kind)
    {
        await using var host = Start(kind);

        Assert.Equal(500, (await host.GetAsync("/boom", Shop)).Status);

        var error = Assert.Single(host.Log.All, line => line.Level >= LogLevel.Error);
        Assert.Equal(("CorsKit", 9), (error.Category, error.Id.Id));
        Assert.IsType<InvalidOperationException>(error.Exception);
    }

    [Fact]
    public async Task A_bad_request_is_no_error_of_the_app()
    {
        await using var host = Start(HostKind.Kestrel);

        (await host.GetAsync("/bad", Shop)).ShouldBe(400, CorsHeaders);

        Assert.DoesNotContain(host.Log.All, line => line.Level >= LogLevel.Error);
        Assert.Single(host.Log.Cors, line => line is { Id.Id: 10, Level: LogLevel.Debug });
    }

    [Theory]
    [InlineData("/boom", true)]
    [InlineData("/tagged", false)]
    public async Task The_duration_metric_keeps_its_error_type(string path, bool own)
    {
        await using var host = Start(HostKind.Kestrel);
        var durations = new ConcurrentQueue<KeyValuePair<string, object?>[]>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => durations.Enqueue(tags.ToArray()));
        listener.Start();

        Assert.Equal(500, (await host.GetAsync(path, Shop)).Status);
        await WaitFor(() => !durations.IsEmpty);

        var tag = Assert.Single(Assert.Single(durations), tag => tag.Key == "error.type");
        Assert.Equal(own ? "System.InvalidOperationException" : "mine", tag.Value);
    }

    [Fact]
    public async Task The_activity_and_the_diagnostic_event_carry_the_exception()
    {
        await using var host = Start(HostKind.Kestrel);
        var activities = new ConcurrentQueue<Activity>();
        using var activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(activityListener);
        var events = new ConcurrentQueue<KeyValuePair<string, object?>>();
        using var subscription = host.Services.GetRequiredService<DiagnosticListener>().Subscribe(new Observer(events.Enqueue), name => name.EndsWith("UnhandledException", StringComparison.Ordinal));

        var trace = ActivityTraceId.CreateRandom();
        Assert.Equal(500, (await host.SendAsync("GET", "/boom", ("Origin", Shop), ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"))).Status);
        await WaitFor(() => activities.Any(IsOurs));

        var activity = Assert.Single(activities, IsOurs);
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal("exception", Assert.Single(activity.Events).Name);
        var unhandled = Assert.Single(events);
        Assert.Equal("Microsoft.AspNetCore.Hosting.UnhandledException", unhandled.Key);
        var payload = unhandled.Value!;
        Assert.IsType<InvalidOperationException>(payload.GetType().GetProperty("exception")!.GetValue(payload));
        Assert.IsType<HttpContext>(payload.GetType().GetProperty("httpContext")!.GetValue(payload), exactMatch: false);
        Assert.IsType<long>(payload.GetType().GetProperty("timestamp")!.GetValue(payload));

        // Tests that run beside this one have activities, too.
        bool IsOurs(Activity activity) => activity.TraceId == trace;
    }

    /// <summary>Whoever watches is told on the request's own thread, and must not cost the response its headers.</summary>
    [Fact]
    public async Task An_observer_that_throws_does_not_fail_the_response()
    {
        await using var host = Start(HostKind.Kestrel);
        using var subscription = host.Services.GetRequiredService<DiagnosticListener>().Subscribe(
            new Observer(_ => throw new NotSupportedException("the observer is broken")), name => name.EndsWith("UnhandledException", StringComparison.Ordinal));

        (await host.GetAsync("/boom", Shop)).ShouldBe(500, CorsHeaders);

        Assert.IsType<NotSupportedException>(Assert.Single(host.Log.Cors, line => line.Id == 25).Exception);
    }

    [Fact]
    public async Task A_client_that_is_gone_is_no_error()
    {
        await using var host = Start(HostKind.TestServer);
        using var gone = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "slow") { Headers = { { "Origin", Shop } } };

        var sending = host.Client.SendAsync(request, gone.Token);
        await WaitFor(() => host.Log.All.Any(line => line.Category == "Test" && line.Text == "slow started"));
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await WaitFor(() => host.Log.Cors.Any(line => line.Id == 11));
        await WaitFor(() => host.Log.All.Any(line => line.Text.StartsWith("Request finished", StringComparison.Ordinal) && line.Text.Contains(" 499 ", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Log.All, line => line.Level >= LogLevel.Error);
    }

    /// <summary>Something before the middleware awaited, so the boundary's own stack is gone when the middleware runs.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task It_knows_how_far_the_request_came_behind_an_await_too(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.Use(async (context, next) =>
            {
                await Task.Delay(5);
                await next(context);
            });
            app.UseGatewayCors();
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        });

        (await host.GetAsync("/boom", Shop)).ShouldBe(500, CorsHeaders);
        Assert.Equal(204, (await host.PreflightAsync("/boom", Shop, "GET")).Status);
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 12);
    }

    /// <summary>One app that calls another on its own stack: each boundary answers for its own request.</summary>
    [Fact]
    public async Task A_request_within_a_request_is_kept_apart()
    {
        var inner = new ServiceCollection().AddGatewayCors(Policy).BuildServiceProvider();
        var innerApp = new ApplicationBuilder(inner);
        inner.GetRequiredService<Microsoft.AspNetCore.Hosting.IStartupFilter>().Configure(app =>
        {
            app.UseGatewayCors();
            app.Run(_ => throw new NotSupportedException("inner"));
        })(innerApp);
        var innerPipeline = innerApp.Build();
        await using var host = TestHost.Start(HostKind.TestServer, Policy, app =>
        {
            app.Use((HttpContext context, RequestDelegate next) =>
            {
                var innerContext = new DefaultHttpContext { RequestServices = inner };
                innerContext.Request.Headers.Origin = Shop;
                Assert.True(innerPipeline(innerContext).IsCompletedSuccessfully);
                Assert.Equal(500, innerContext.Response.StatusCode);
                throw new InvalidOperationException("outer, before the middleware");
            });
            app.UseGatewayCors();
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.GetAsync("/", Shop));
    }

    private static void Policy(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop));

    private static TestHost Start(HostKind kind) => TestHost.Start(kind, Policy, app =>
    {
        app.UseGatewayCors();
        app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        app.MapGet("/bad", string () => throw new BadHttpRequestException("bad"));
        app.MapGet("/tagged", string (HttpContext context) =>
        {
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMetricsTagsFeature>()!.Tags.Add(new("error.type", "mine"));
            throw new InvalidOperationException("boom");
        });
        app.MapGet("/slow", async (HttpContext context, ILoggerFactory loggers) =>
        {
            loggers.CreateLogger("Test").LogInformation("slow started");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
    });

    private static async Task WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }

    private sealed class Observer(Action<KeyValuePair<string, object?>> next) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KeyValuePair<string, object?> value) => next(value);
    }
}
