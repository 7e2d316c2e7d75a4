using CorsKit.Tests.Configuration;

namespace CorsKit.Tests.Load;

/// <summary>
/// A policy of 100,000 origins is reloaded again and again while several clients ask: every request is answered, by one
/// version or the other, and each client sees versions only in the order in which they came.
/// </summary>
public sealed class LargePolicyTests
{
    [Fact]
    public async Task Reloading_it_loses_no_request_and_mixes_no_verdict()
    {
        const int Versions = 6;
        static string Origins(int version) => string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"https://shop-{i}.v{version}.example.com"));
        var source = new ChangingSource { ["GatewayCors:AllowOrigins"] = Origins(0), ["GatewayCors:MaxAge"] = "0" };
        await using var host = ReloadTests.Start(source);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(client => Task.Run(
            async () =>
            {
                var latest = 0;
                for (var i = client; !stop.IsCancellationRequested || latest < Versions; i++)
                {
                    Assert.True(i < 10_000_000, $"client {client} never saw version {Versions}");
                    var version = Math.Min(latest + (i % 2), Versions);
                    var origin = $"https://shop-{i * 7919 % 100_000}.v{version}.example.com";
                    var answer = await host.PreflightAsync("/orders", origin, "PUT");
                    var expected = answer.Status == 204 ? (origin, $"{version}") : (null, null);
                    Assert.True(answer.Status is 204 or 403, $"status {answer.Status}");
                    Assert.Equal(expected, (answer["Access-Control-Allow-Origin"], answer["Access-Control-Max-Age"]));

                    // Refused the version that it had seen: there must be a later one.
                    latest = answer.Status == 204 ? version : version == latest ? latest + 1 : latest;
                    Assert.InRange(latest, 0, Versions);
                }
            },
            TestContext.Current.CancellationToken)).ToArray();

        for (var version = 1; version <= Versions; version++)
        {
            source.Change(("GatewayCors:AllowOrigins", Origins(version)), ("GatewayCors:MaxAge", $"{version}"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Equal(Versions, host.Log.Cors.Count(line => line.Id == 6));
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 7 || line.Id == 8);
    }
}
