using CorsKit.Tests.Hosts;
using CorsKit.Tests.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Configuration;

/// <summary>
/// With SnapStart a function goes on from a snapshot that may be weeks old, on a machine whose clock may be another: what the policies were
/// compiled from, and what a source said, is as old as the snapshot. The first request after the restore knows, and waits for no timer.
/// </summary>
public sealed class SnapStartTests
{
    private const string Old = "https://old.example";
    private const string New = "https://new.example";
    private const string Tenant = "https://tenant.example";

    private readonly Clock _time = new();
    private readonly ChangingSource _configuration = new() { ["GatewayCors:AllowOrigins"] = Old };
    private readonly ScriptedSource _source = new();

    public static TheoryData<HostKind, int> Restores
    {
        get
        {
            var restores = new TheoryData<HostKind, int>();
            foreach (var kind in RunningApp.Hosts.Keys.Where(kind => kind.IsLambda()))
            {
                restores.Add(kind, 1);
                restores.Add(kind, -1);
            }

            return restores;
        }
    }

    [Theory]
    [MemberData(nameof(Restores))]
    public async Task The_first_request_after_a_restore_goes_by_what_holds_now(HostKind kind, int days)
    {
        await using var host = TestHost.StartApp(
            kind,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).Add(_configuration);
                b.Services.AddSingleton<TimeProvider>(_time).AddSingleton(_source);
                b.Services.AddGatewayCors();
                b.Services.AddGatewayCors(cors =>
                {
                    cors.RefreshAfter = TimeSpan.FromMinutes(5);
                    cors.AddPolicy("tenants", p => p.AllowOriginsFrom<ScriptedSource>(source => source.GraceLifetime = TimeSpan.Zero));
                });
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
                app.MapGet("/tenants", () => "tenants").RequireGatewayCors("tenants");
            });

        // Before the snapshot, twice: the second time the source is not asked.
        _source.Allow(Tenant);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal((Old, Tenant), await AskAsync(host, Old, Tenant));
        }

        Assert.Equal([$"{Tenant} tenants -"], _source.Asked);
        var loads = _configuration.Loads;
        var timers = _time.Timers;

        // The restore. Its clock calls no timer of before.
        _configuration.ChangeUnseen(("GatewayCors:AllowOrigins", New));
        _source.Allow();
        _time.AdjustTime(_time.GetUtcNow().AddDays(days));

        Assert.Equal((New, null), await AskAsync(host, New, Tenant));
        Assert.Equal(2, _source.Asked.Count);
        Assert.True(_configuration.Loads > loads, "The configuration was not read again.");
        Assert.Null((await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);

        // None but the limits of the questions themselves.
        Assert.All(_time.Started[timers..], due => Assert.Equal(TimeSpan.FromSeconds(1), due));
    }

    private static async Task<(string? Orders, string? Tenants)> AskAsync(TestHost host, string orders, string tenants) => (
        (await host.PreflightAsync("/orders", orders, "GET"))["Access-Control-Allow-Origin"],
        (await host.GetAsync("/tenants", tenants))["Access-Control-Allow-Origin"]);

    /// <summary>Keeps which timers were started. Those of a fake clock that is adjusted, and not advanced, do not fire.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly Lock _lock = new();
        private readonly List<TimeSpan> _started = [];

        public int Timers => Started.Count;

        public List<TimeSpan> Started
        {
            get
            {
                lock (_lock)
                {
                    return [.. _started];
                }
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _started.Add(dueTime);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
