using System.Diagnostics;
using System.Globalization;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Load;

/// <summary>
/// A warm function of a week: the Lambda host, 200 tenants, a new configuration every 1,000 requests, a store that fails in every way, hostile headers,
/// handlers that throw, and a clock that stands still and jumps, as that of a sandbox that is frozen between requests.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Speed", "slow")]
public sealed class SoakTests
{
    private const int Tenants = LoadOrigins.MostTenants;
    private const int RequestsOfStretch = 1000;
    private const int MinLong = 1_000_000;

    // A kilobyte for 100,000; in a short run what is made once weighs more, and the smallest object for each request would still show.
    private static readonly double MostBytesPerRequest = LoadSize.Soak >= MinLong ? 1024 / 100_000.0 : 600_000.0 / LoadSize.Soak;

    private static readonly int[] Jumps = [30, 35, 45, 60, 90, 240, 300];

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StoreMemory _memory = new();
    private readonly SoakSamples _samples = new();
    private readonly Dictionary<string, int> _statuses = [];
    private readonly List<string> _wrong = [];
    private int _allowed;
    private volatile int _stretch;

    [Fact]
    public async Task A_warm_function_of_a_week_answers_right_and_keeps_nothing()
    {
        var store = new StoredOrigins((tenant, origin) => Reply(LoadOrigins.Number(tenant), origin), () => _clock.Advance(LoadApp.SourceTimeout));
        await using var app = await LoadApp.StartAsync(Tenants, _clock, store, LoadClients.UseLambda, refreshAfter: TimeSpan.FromSeconds(Jumps.Min()));
        var plain = new LoadRequests(seed: 1, Tenants);
        var requests = new LoadRequests(seed: 1, Tenants)
        {
            FailingPaths = [.. plain.FailingPaths, LoadRequest.LatePath],
            HostileOrigins = [.. plain.HostileOrigins, .. LoadRequests.OriginsInEvents],
        };

        // A thread of the pool that comes or goes takes its buffers with it, which would look like a step in the memory.
        ThreadPool.GetMaxThreads(out var most, out var mostForIO);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, mostForIO);
        var total = LoadSize.Soak;
        var start = _clock.GetUtcNow();
        var elapsed = Stopwatch.StartNew();

        // Without the synchronization context of the test, through which every await would go.
        try
        {
            await Task.Run(() => AskAsync(app, requests, 1, total), TestContext.Current.CancellationToken);
            if (_samples.BytesPerRequest >= MostBytesPerRequest && total < MinLong)
            {
                // What other tests left in the process comes and goes by some hundred kilobytes. Over three times as many requests only what stays behind each still shows.
                var first = total + 1;
                total *= 3;
                await Task.Run(() => AskAsync(app, requests, first, total), TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            ThreadPool.SetMaxThreads(most, mostForIO);
        }

        var slope = _samples.BytesPerRequest * 100_000 / 1024;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"figures: load: a week on the Lambda host: {total} requests, {total / elapsed.Elapsed.TotalSeconds:F0} a second, {slope:F2} KB more per 100,000, "
            + $"{_samples.Handles} handles ({_samples.MoreHandles:+0;-0;0}), "
            + $"{_samples.Threads} threads ({_samples.MoreThreads:+0;-0;0}), {_wrong.Count} wrong, {app.InForce + 1} versions"));
        TestContext.Current.TestOutputHelper.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"figures:   {(_clock.GetUtcNow() - start).TotalDays:F1} days of the clock; {_allowed} allowed; store asked {store.Asked} times; {app.Log.Length / 1024} KB of log; "
            + $"by status {string.Join(", ", _statuses.OrderBy(status => status.Key).Select(status => $"{status.Key}: {status.Value}"))}"));
        TestContext.Current.TestOutputHelper.WriteLine(_samples.ToString());

        Assert.True(_wrong.Count == 0, $"{_wrong.Count} wrong\n{string.Join('\n', _wrong.Take(10))}");
        Assert.Equal(["200", "204", "403", "404", "500"], _statuses.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(_allowed, total / 5, total * 4 / 5);
        Assert.True(_samples.BytesPerRequest < MostBytesPerRequest, $"{_samples.BytesPerRequest} bytes stay behind each request: {_samples}");
        Assert.True(_samples.MoreHandles < 20 && _samples.MoreThreads < 20, $"{_samples.MoreHandles} handles and {_samples.MoreThreads} threads more");
    }

    private async Task AskAsync(LoadApp app, LoadRequests requests, int first, int last)
    {
        var server = (LambdaServer)app.Services.GetRequiredService<IServer>();
        var warm = LoadSize.Soak / 5;
        var every = Math.Clamp(LoadSize.Soak / 20, RequestsOfStretch, 100_000);
        var version = new LoadVersion(app.InForce, Tenants);
        for (var i = first; i <= last; i++)
        {
            if (i % RequestsOfStretch == 0)
            {
                Next(app, i / RequestsOfStretch);
                version = new LoadVersion(app.InForce, Tenants);
            }

            var request = requests.Next();
            var right = version.Answer(request, () => IsStored(request, app.InForce));
            var answer = await LoadClients.InvokeAsync(server, request, isRestApi: i % 2 == 0);
            if (answer != right)
            {
                _wrong.Add($"request {i}, version {app.InForce}: {request}\nright: {right}\ngiven: {answer}");
            }

            _allowed += answer.Contains("access-control-allow-origin", StringComparison.Ordinal) ? 1 : 0;
            _statuses[answer[..3]] = _statuses.GetValueOrDefault(answer[..3]) + 1;
            // Not just after a change, when somebody may still hold what was before it.
            if (i >= warm && i % every == RequestsOfStretch / 2)
            {
                _samples.Take(i);
            }
        }
    }

    /// <summary>The clock jumps, and the configuration changes: one time the provider tells of it, the next time the first request finds out.</summary>
    private void Next(LoadApp app, int stretch)
    {
        _stretch = stretch;
        if (stretch % 2 == 0)
        {
            app.ChangeUnseen();
        }
        else
        {
            app.Change();
        }

        // Now and then nobody came for an hour.
        _clock.Advance(TimeSpan.FromSeconds(LoadOrigins.Draw(stretch, 0, 0) % 500 == 0 ? 3600 : Jumps[LoadOrigins.Draw(stretch, 0, 1) % Jumps.Length]));
    }

    private bool IsStored(LoadRequest request, int version) =>
        LoadOrigins.Find(request.Origins[0])?.Tenant == request.Tenant
        && _memory.IsAllowed(request.Tenant, request.Origins[0], _clock.GetUtcNow(), LoadVersion.LifetimeOf(version), Reply(request.Tenant, request.Origins[0]));

    /// <summary>What the store does in this stretch: it changes only when the clock jumps, by more than a refusal holds.</summary>
    private StoreReply Reply(int tenant, string origin)
    {
        if (LoadOrigins.Draw(tenant, _stretch / 4, 2) % 8 == 0)
        {
            return (LoadOrigins.Draw(tenant, _stretch / 4, 3) % 3) switch
            {
                0 => StoreReply.Throws,
                1 => StoreReply.ThrowsLater,
                _ => StoreReply.TimesOut,
            };
        }

        return LoadOrigins.Find(origin) is not { } found || found.Tenant != tenant ? StoreReply.No
            : found.App == 7 ? StoreReply.SaysNothing
            : LoadOrigins.Draw(tenant, _stretch / 16, found.App) % 2 == 0 ? StoreReply.Yes
            : StoreReply.No;
    }
}
