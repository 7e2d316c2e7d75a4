using CorsKit.Benchmarks.Preflights;
using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;
using CorsKit.Testing;

namespace CorsKit.BrowserTests;

/// <summary>
/// The shopping session whose preflights the benchmarks count by the rules, in a real Chromium: the same requests in the same
/// order, one right after the other. Nothing that may be kept for two hours expires in either, so the counts must be equal.
/// </summary>
[Collection(EngineRuns.OneTab)]
public sealed class ShoppingSessionTests(EngineRuns runs)
{
    private enum By
    {
        CorsKit,
        Gateway,
    }

    [Fact]
    public async Task Chromium_sends_as_many_preflights_as_the_simulation_counts_for_CorsKit() => await CompareAsync(By.CorsKit);

    [Fact]
    public async Task And_as_many_where_the_gateway_answers_them() => await CompareAsync(By.Gateway);

    /// <summary>UseCors says nothing of an age by default, and browsers then keep the answer for five seconds.</summary>
    [Fact]
    public async Task What_says_no_age_is_asked_for_again_after_five_seconds_and_what_CorsKit_says_is_not()
    {
        var origin = runs.Sites.OriginOf(Page.Shop);
        await using var corsKit = await ShoppingApi.WithCorsKitAsync(origin);
        await using var useCors = await ShoppingApi.WithUseCorsAsync(origin);
        foreach (var (api, preflights) in new[] { (corsKit, 1), (useCors, 2) })
        {
            var (sent, _) = await PlayAsync(api.Behind(), [.. ShoppingSession.Requests.Take(1), null, .. ShoppingSession.Requests.Take(1)]);
            Assert.Equal(preflights, sent);
        }
    }

    private async Task CompareAsync(By by)
    {
        var origin = runs.Sites.OriginOf(Page.Shop);
        await using var api = by == By.CorsKit ? await ShoppingApi.WithCorsKitAsync(origin) : await ShoppingApi.WithNothingAsync();
        var settings = by == By.CorsKit ? null : SessionCost.Gateway(origin);
        var expected = await SessionCost.PlayAsync(by.ToString(), api.Behind(settings), BrowserEngine.Chromium, origin);

        var (preflights, invocations) = await PlayAsync(api.Behind(settings), [.. ShoppingSession.Requests]);

        Assert.Equal((expected.Preflights, expected.Invocations), (preflights, invocations));
        Assert.InRange(preflights, 12, ShoppingSession.Requests.Count - 1);
    }

    /// <summary>Makes the requests in Chromium, one after the other; null is a pause longer than five seconds.</summary>
    private async Task<(int Preflights, int Invocations)> PlayAsync(FrontDoor door, IReadOnlyList<ShoppingRequest?> requests)
    {
        await using var _ = door;
        var (ledger, invocations) = (new Ledger(), 0);
        door.Exchanged += _ => Interlocked.Increment(ref invocations);
        await using var server = await Loopback.StartAsync(ledger.Watch(door.InvokeAsync));
        var chromium = (Chromium)await runs.EngineAsync("Chromium");
        var page = await chromium.NewPageAsync();
        try
        {
            await page.GotoAsync(runs.Sites[Page.Shop].AbsoluteUri);
            foreach (var request in requests)
            {
                if (request is null)
                {
                    await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
                    continue;
                }

                var call = new FetchCall(
                    new Uri($"http://127.0.0.1:{Loopback.PortOf(server)}{request.Path}{Ledger.Query("session")}"),
                    request.Method,
                    [.. ShoppingSession.HeadersOf(request).Select(header => new[] { header.Name, header.Value })],
                    Body: request.HasBody ? "{}" : null);
                var answer = Assert.Single(FetchCall.ReadAnswers(await page.EvaluateAsync<string>("calls => runFetches(calls)", FetchCall.Write([call]))));
                Assert.Equal(("cors", 200), (answer.Type, answer.Status));
            }
        }
        finally
        {
            await page.Context.CloseAsync();
        }

        return (ledger.Of("session").Count(received => received.IsPreflight), invocations);
    }
}
