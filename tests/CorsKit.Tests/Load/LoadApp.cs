using System.Globalization;
using CorsKit.Tests.Configuration;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Load;

/// <summary>The app of a load: 200 tenants or fewer, a configuration that changes, a store, handlers that throw, error pages that run the pipeline again.</summary>
internal sealed class LoadApp : IAsyncDisposable
{
    public static readonly TimeSpan SourceTimeout = TimeSpan.FromSeconds(1);

    private readonly ChangingSource _settings = new();
    private readonly Lock _changing = new();
    private readonly int _tenants;
    private readonly WebApplication _app;
    private int _begun;
    private int _inForce;

    private LoadApp(int tenants, TimeProvider time, StoredOrigins store, Action<WebApplicationBuilder> useServer, TimeSpan? refreshAfter)
    {
        _tenants = tenants;
        foreach (var (key, value) in new LoadVersion(0, tenants).Settings())
        {
            _settings[key] = value;
        }

        var builder = WebApplication.CreateSlimBuilder();
        ((IConfigurationBuilder)builder.Configuration).Add(_settings);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddSingleton(time).AddSingleton(store).AddGatewayCors().AddGatewayCors(cors =>
        {
            cors.RefreshAfter = refreshAfter;
            AddStored(cors, int.Parse(builder.Configuration["Load:Version"]!, CultureInfo.InvariantCulture));
            cors.SelectPolicy((request, _) => SelectAsync(request.Header("X-Tenant")), reads => reads.Header("X-Tenant", onPreflights: true));
        });
        useServer(builder);
        _app = builder.Build();
        Map(_app);
    }

    public DiscardedLog Log { get; } = new();

    public IServiceProvider Services => _app.Services;

    public ICollection<string> Urls => _app.Urls;

    /// <summary>The version that a request which is sent now gets, or a later one.</summary>
    public int InForce => Volatile.Read(ref _inForce);

    /// <summary>The last version that a response which has been read may be of.</summary>
    public int Begun => Volatile.Read(ref _begun);

    public static async Task<LoadApp> StartAsync(int tenants, TimeProvider time, StoredOrigins store, Action<WebApplicationBuilder> useServer, TimeSpan? refreshAfter = null)
    {
        var app = new LoadApp(tenants, time, store, useServer, refreshAfter);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>Puts the next version in force. One change in five has a problem first, and changes nothing.</summary>
    public void Change()
    {
        lock (_changing)
        {
            var next = new LoadVersion(_begun + 1, _tenants);
            if (next.Number % 5 == 0)
            {
                _settings.Change(next.BadSettings());
            }

            var settings = next.Settings();
            Volatile.Write(ref _begun, next.Number);
            _settings.Change(settings);
            _settings.ChangeUnseen(settings); // what is read again is the same
            Volatile.Write(ref _inForce, next.Number);
            Log.IsRead = next.Number % 4 < 2;
        }
    }

    /// <summary>The same where nobody tells of the change: the next request finds it, since the clock says that it is time to look.</summary>
    public void ChangeUnseen()
    {
        var next = new LoadVersion(_begun + 1, _tenants);
        _settings.ChangeUnseen(next.Settings());
        Volatile.Write(ref _begun, next.Number);
        Volatile.Write(ref _inForce, next.Number);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private void AddStored(GatewayCorsOptions cors, int number)
    {
        var version = new LoadVersion(number, tenants: 0);
        cors.AddPolicy(LoadVersion.StoredPolicy, policy =>
        {
            policy.AllowOrigins(version.ConsoleOrigin).AllowMethods(version.Method).AllowHeaders(version.RequestHeader).ExposeHeaders(version.ExposedHeader)
                .MaxAge(TimeSpan.FromSeconds(version.MaxAge))
                .AllowOriginsFrom<StoredOrigins>(source =>
                {
                    source.TenantFrom(request => request.Header("X-Tenant"), reads => reads.Header("X-Tenant", onPreflights: true));
                    source.MaxEntries = 1000;
                    source.AllowedLifetime = LoadVersion.LifetimeOf(number);
                    source.RefusedLifetime = StoreMemory.RefusedLifetime;
                    source.GraceLifetime = StoreMemory.GraceLifetime;
                    source.RetryAfter = StoreMemory.RetryAfter;
                    source.Timeout = SourceTimeout;
                });
            _ = version.StoredHasCredentials ? policy.AllowCredentials() : policy;
        });
    }

    private static async ValueTask<string?> SelectAsync(string? tenant)
    {
        if (tenant is { Length: > 0 } && tenant[^1] is '1' or '2')
        {
            // Asks elsewhere, and the configuration may change meanwhile.
            await Task.Yield();
        }

        return tenant switch
        {
            null => null,
            "throws" => throw new IOException("The selection failed."),
            "nobody" => tenant,
            _ => LoadOrigins.IsStored(LoadOrigins.Number(tenant)) ? LoadVersion.StoredPolicy : tenant,
        };
    }

    private void Map(WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.UseWhen(context => context.Request.Path.Value is "/caught" or LoadRequest.ChangedPath, branch => branch.UseExceptionHandler("/error"));
        app.UseGatewayCors();
        app.Map("/orders", () => "orders");
        app.Map("/status/{code}", (string code) => code);
        app.Map("/error", (HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()!.Error.Message);
        app.Map("/boom", string () => throw new IOException("boom"));
        app.Map("/caught", async Task<string> () =>
        {
            await Task.Yield();
            throw new IOException("caught");
        });
        app.Map(LoadRequest.ChangedPath, string () =>
        {
            Change();
            throw new IOException("changed");
        });
        app.Map(LoadRequest.LatePath, async (HttpContext context) =>
        {
            await context.Response.WriteAsync("late");
            throw new IOException("late");
        });

        // An app with CORS headers of its own: they are not left beside ours.
        app.Map(LoadRequest.OwnPath, (HttpContext context) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = LoadRequest.OwnOrigin;
            context.Response.Headers.AccessControlExposeHeaders = LoadRequest.OwnHeader;
            return "own";
        });
    }

    /// <summary>Has every line made and keeps none, or has none made.</summary>
    internal sealed class DiscardedLog : ILoggerProvider, ILogger
    {
        private long _length;

        public volatile bool IsRead;

        public long Length => Volatile.Read(ref _length);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => IsRead && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Interlocked.Add(ref _length, formatter(state, exception).Length);

        public void Dispose()
        {
        }
    }
}
