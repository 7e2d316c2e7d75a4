using System.Diagnostics.Metrics;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Configuration;

/// <summary>
/// A Lambda sandbox is frozen between invocations, and the timers of configuration providers stand still. What changed
/// meanwhile is read by the first request after it, in time for its own answer.
/// </summary>
public sealed class RefreshTests
{
    private const string Old = "https://old.example";
    private const string New = "https://new.example";

    private readonly FakeTimeProvider _time = new();
    private readonly ChangingSource _source = new() { ["GatewayCors:AllowOrigins"] = Old };

    private TestHost Start(HostKind kind, TimeSpan? refreshAfter) => TestHost.StartApp(
        kind,
        b =>
        {
            ((IConfigurationBuilder)b.Configuration).Add(_source);
            b.Services.AddSingleton<TimeProvider>(_time);
            b.Services.AddGatewayCors();
            b.Services.AddGatewayCors(cors => cors.RefreshAfter = refreshAfter);
        },
        app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
        });

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task The_first_request_after_the_thaw_gets_the_changed_policy(HostKind kind)
    {
        await using var host = Start(kind, TimeSpan.FromMinutes(5));
        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);

        _source.ChangeUnseen(("GatewayCors:AllowOrigins", New));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        _time.Advance(TimeSpan.FromTicks(1));

        // This very request, not the one after it.
        Assert.Equal(New, (await host.GetAsync("/orders", New))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Without_it_the_policy_stays_until_the_provider_tells()
    {
        await using var host = Start(HostKind.TestServer, null);
        var loads = _source.Loads;
        _source.ChangeUnseen(("GatewayCors:AllowOrigins", New));
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        Assert.Equal(loads, _source.Loads);
    }

    [Fact]
    public async Task A_provider_that_fails_changes_nothing_and_is_asked_again_when_it_is_due_again()
    {
        await using var host = Start(HostKind.TestServer, TimeSpan.FromMinutes(5));
        await host.GetAsync("/orders", Old);
        var loads = _source.Loads;
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "corskit.policy.reloads" && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add($"{tags[0].Key}={tags[0].Value} {value}"));
        listener.Start();

        _source.Failure = new IOException("the store is down");
        _time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        }

        Assert.Equal(loads + 1, _source.Loads);
        Assert.IsType<IOException>(Assert.Single(host.Log.Cors, line => line.Id == 24).Exception);

        _source.Failure = null;
        _source.ChangeUnseen(("GatewayCors:AllowOrigins", New));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(New, (await host.GetAsync("/orders", New))["Access-Control-Allow-Origin"]);
        _source.Change(("GatewayCors:AllowOrigins", "https://new.example/"));
        _source.Change(("GatewayCors:AllowOrigins", New));
        Assert.Equal("corskit.result=unchanged 1", counted[^1]);

        // The providers of the app's files are read again too, and nothing of theirs changed.
        counted.RemoveAll(line => line == "corskit.result=unchanged 1");
        Assert.Equal(["corskit.result=failed 1", "corskit.result=applied 1", "corskit.result=refused 1"], counted);
    }

    [Fact]
    public async Task It_switches_a_middleware_on_that_is_off_and_a_clock_set_back_is_no_reason_to_wait()
    {
        _source["GatewayCors:Enabled"] = "false";
        await using var host = Start(HostKind.TestServer, TimeSpan.FromHours(12));
        Assert.Equal("", (await host.GetAsync("/orders", Old)).Cors);

        _source.ChangeUnseen(("GatewayCors:Enabled", "true"));
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromHours(1));
        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
    }

    /// <summary>A store that takes six times the interval is asked once at a time, and the interval begins when it has answered.</summary>
    [Fact]
    public async Task A_provider_that_takes_longer_than_the_interval_is_asked_once_at_a_time()
    {
        await using var host = Start(HostKind.TestServer, TimeSpan.FromSeconds(1));
        var loads = _source.Loads;
        using var entered = new SemaphoreSlim(0);
        using var gate = new ManualResetEventSlim();
        _source.WhileLoading = () =>
        {
            entered.Release();
            gate.Wait(TestContext.Current.CancellationToken);
        };
        _time.Advance(TimeSpan.FromSeconds(1));
        var first = Task.Run(() => host.GetAsync("/orders", Old));
        await entered.WaitAsync(TestContext.Current.CancellationToken);

        for (var second = 0; second < 6; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        }

        Assert.Equal(loads + 1, _source.Loads);
        gate.Set();
        Assert.Equal(Old, (await first)["Access-Control-Allow-Origin"]);

        await host.GetAsync("/orders", Old);
        Assert.Equal(loads + 1, _source.Loads);
        _time.Advance(TimeSpan.FromSeconds(1));
        await host.GetAsync("/orders", Old);
        Assert.Equal(loads + 2, _source.Loads);
    }
}
