using System.Text.Json;
using System.Text.RegularExpressions;
using CorsKit.BrowserTests.Sites;
using CorsKit.Testing;
using Playground;

namespace CorsKit.BrowserTests;

/// <summary>What the Playground says of one request: what front doors answer, what the console says and why, a request of one's own.</summary>
public sealed partial class PlaygroundRequestsTests(EngineRuns runs)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_row_says_of_the_front_doors_answers_is_what_they_answer()
    {
        var playground = await runs.PlaygroundAsync();
        using var client = new HttpClient();
        using var told = JsonDocument.Parse(await client.GetStringAsync(new Uri(playground.Url() + "playground.json"), Cancel));
        var answers = told.RootElement.GetProperty("requests").EnumerateArray()
            .SelectMany(request => request.GetProperty("answers").EnumerateObject(), (request, answer) => (Path: request.GetProperty("path").GetString(), answer.Name, Status: answer.Value.GetInt32()))
            .ToList();

        Assert.Equal(10, answers.Count);
        await Task.WhenAll(answers.Select(async answer =>
        {
            var (path, door, status) = answer;
            using var response = await client.GetAsync(new Uri(told.RootElement.GetProperty("addresses").GetProperty(door).GetString()!.TrimEnd('/') + path), Cancel);
            Assert.Equal((door, path, status), (door, path, (int)response.StatusCode));
        }));
    }

    /// <summary>The last thousands of invocations are kept, and a body has megabytes at times.</summary>
    [Fact]
    public void Of_a_long_body_only_the_beginning_is_kept()
    {
        const int Count = 50; // so that what other tests allocate meanwhile counts little
        var exchange = new FrontDoorExchange { Event = "{}", Response = JsonSerializer.Serialize(new { statusCode = 200, body = new string('.', 7_000_000) }) };
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var kept = Enumerable.Range(0, Count).Select(_ => new Invocation(exchange)).ToList();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Count * exchange.Response.Length / 2);
        Assert.All(kept, invocation => Assert.EndsWith(".… (7,000,000 characters)\"\n}", invocation.Response!.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_console_is_quoted_with_the_cause_and_whose_words_they_are()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        var said = new List<string>();
        page.Page.Console += (_, message) => said.Add(message.Text);

        foreach (var (door, request, cause) in new[] { ("HTTP API", "members", "API Gateway made this 401 itself"), ("Function URL", "export", "502"), ("Load balancer", "slow", "502"), ("REST API", "own", "PATCH") })
        {
            await page.OpenDetailAsync(door, request);
            said.Clear();
            await page.Page.EvaluateAsync("() => { document.getElementById('detail').dataset.run = ''; }");
            await page.Page.Locator("#again").ClickAsync();
            var detail = await page.DetailAsync();

            var console = Assert.Single(said, line => line.StartsWith("Access to fetch", StringComparison.Ordinal));
            Assert.Equal(Run.Replace(console, ""), await page.Page.Locator("#console").TextContentAsync());
            Assert.Contains("TypeError: Failed to fetch", detail, StringComparison.Ordinal);
            Assert.Contains("CorsKit.Testing’s reading", detail, StringComparison.Ordinal);
            Assert.Contains(cause, detail, StringComparison.Ordinal);
            await page.AttachAsync($"{door}, {request}");
        }
    }

    [Fact]
    public async Task One_can_send_a_request_of_ones_own_through_every_front_door()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        var own = page.Page.Locator("#requests tr[data-request=own]");

        Assert.Equal(["✕", "✕", "✕", "✕", "✕"], await own.Locator("td").AllTextContentsAsync());
        await page.Page.Locator("#method").FillAsync("DELETE");
        await page.Page.Locator("#path").FillAsync("/orders/77?why=test");
        await page.Page.Locator("#headers").FillAsync("authorization: Bearer someone");
        await page.Page.Locator("#body").FillAsync("");
        await page.Page.Locator("#credentials").UncheckAsync();
        await page.SendAsync(() => page.Page.Locator("#send").ClickAsync());

        Assert.Equal(["404", "404", "404", "404", "404"], await own.Locator("td").AllTextContentsAsync());
        Assert.Contains("DELETE /orders/77", await own.Locator("th").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("38 38 8", await page.ScoresAsync());
        await page.AttachAsync("own request");

        await page.Page.Locator("#path").FillAsync("orders");
        await page.Page.Locator("#send").ClickAsync();
        Assert.Equal("The path begins with a slash.", await page.Page.Locator("#request-problem").TextContentAsync());
    }

    [GeneratedRegex(@"[?&]run=[\w.]+")]
    private static partial Regex Run { get; }
}
