using System.Diagnostics;
using System.Globalization;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Middleware;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Configuration;

/// <summary>10,000 reloads while requests run: none fails, every verdict belongs to one version, and the memory stays flat.</summary>
[Collection(nameof(Alone))]
public sealed class ReloadLoadTests
{
    private const int Reloads = 10_000;
    private const string Old = "https://old.example";
    private const string New = "https://new.example";

    [Fact]
    public async Task Ten_thousand_reloads_under_load()
    {
        var source = new ChangingSource { ["AllowOrigins"] = Old, ["MaxAge"] = "1", ["AllowHeaders"] = "x-old" };
        var configuration = new ConfigurationBuilder().Add(source).Build();
        await using var services = new ServiceCollection().AddGatewayCors(configuration).BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseGatewayCors();
        app.Run(_ => Task.CompletedTask);
        var pipeline = app.Build();

        // What the first reloads allocate for good is not what is measured.
        Reload(source, configuration, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Ask(pipeline, stop.Token))).ToList();
        var clock = Stopwatch.StartNew();
        await Task.Run(() => Reload(source, configuration, Reloads), TestContext.Current.CancellationToken);
        var elapsed = clock.Elapsed;
        await stop.CancelAsync();
        var answers = (await Task.WhenAll(asking)).SelectMany(seen => seen).GroupBy(seen => seen.Key).ToDictionary(group => group.Key, group => group.Sum(seen => seen.Value));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"figures: {Reloads} reloads in {elapsed.TotalSeconds:F1} s, {answers.Values.Sum()} preflights meanwhile; memory {growth / 1024} KB more"));
        foreach (var (answer, count) in answers)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"figures:   {count,9} {answer}");
        }

        // Both versions were seen, and nothing else: no failure, and no answer with parts of both.
        Assert.Equal([$"204 {New} 2 x-new", $"204 {Old} 1 x-old", "403   "], answers.Keys.Order(StringComparer.Ordinal));
        Assert.True(growth < 512 * 1024, $"{growth} bytes stayed behind {Reloads} reloads");
    }

    private static void Reload(ChangingSource source, IConfigurationRoot configuration, int times)
    {
        for (var i = 1; i <= times; i++)
        {
            var isNew = i % 2 == 1;
            source.Change(("AllowOrigins", isNew ? New : Old), ("MaxAge", isNew ? "2" : "1"), ("AllowHeaders", isNew ? "x-new" : "x-old"));
            if (i % 10 == 0)
            {
                // One in ten has a problem, and changes nothing.
                source.Change(("AllowOrigins", "https://mixed.example/"), ("MaxAge", "3"));
            }
        }

        Assert.NotNull(configuration["AllowOrigins"]);
    }

    private static Dictionary<string, int> Ask(RequestDelegate pipeline, CancellationToken stop)
    {
        var seen = new Dictionary<string, int>();
        while (!stop.IsCancellationRequested)
        {
            foreach (var origin in new[] { Old, New })
            {
                var request = new ReusedRequest(origin, "GET");
                request.Run(pipeline);
                var headers = request.Headers;
                var answer = $"{request.StatusCode} {headers.AccessControlAllowOrigin} {headers.AccessControlMaxAge} {headers.AccessControlAllowHeaders}";
                seen[answer] = seen.GetValueOrDefault(answer) + 1;
            }
        }

        return seen;
    }
}
