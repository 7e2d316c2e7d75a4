using System.Text.RegularExpressions;
using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;
using Microsoft.Playwright;

namespace CorsKit.BrowserTests;

/// <summary>The Playground's page in Chromium, as someone sees it who tries CorsKit. Screenshots are attached to the test's result.</summary>
public sealed partial class PlaygroundTests(EngineRuns runs)
{
    private static readonly ViewportSize Desk = new() { Width = 1400, Height = 950 };
    private static readonly ViewportSize Phone = new() { Width = 380, Height = 800 };

    // Columns: REST API, HTTP API, Function URL, load balancer, CloudFront before the REST API.
    private const string WithCorsKit = """
        200 200 200 200 200
        200 200 200 200 200
        200 200 200 200 200
        404 404 404 404 404
        403 403 403 403 403
        500 500 500 500 500
        401 ✕ – – 401
        429 ✕ – – 429
        504 ✕ ✕ ✕ 504
        502 ✕ ✕ ✕ 502
        """;

    // The app's own answers as above; what the gateway says itself carries nothing.
    private const string WithUseCors = """
        200 200 200 200 200
        200 200 200 200 200
        200 200 200 200 200
        404 404 404 404 404
        403 403 403 403 403
        500 500 500 500 500
        ✕ ✕ – – ✕
        ✕ ✕ – – ✕
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        """;

    private static readonly string Nothing = NotADash.Replace(WithCorsKit, "✕");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_what_each_owner_of_CORS_makes_of_every_request()
    {
        await using var playground = await PlaygroundProgram.StartAsync(Cancel);
        var page = await OpenAsync($"http://localhost:{playground.WebPort}/", Desk);

        Assert.Equal(WithCorsKit, await CellsAsync(page));
        await AttachAsync(page, "corskit");

        await ChooseOwnerAsync(page, "UseCors");
        Assert.Equal(WithUseCors, await CellsAsync(page));
        await ChooseOwnerAsync(page, "Nobody");
        Assert.Equal(Nothing, await CellsAsync(page));
        await AttachAsync(page, "nobody");
        await ChooseOwnerAsync(page, "CorsKit");
        Assert.Equal(WithCorsKit, await CellsAsync(page));
        await page.Context.CloseAsync();

        // Another origin of the same page is not allowed.
        page = await OpenAsync($"http://127.0.0.1:{playground.WebPort}/", Desk);
        Assert.Equal(Nothing, await CellsAsync(page));
        await AttachAsync(page, "not allowed");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_tells_the_words_of_the_console_the_cause_and_what_went_through()
    {
        await using var playground = await PlaygroundProgram.StartAsync(Cancel);
        var page = await OpenAsync($"http://localhost:{playground.WebPort}/", Desk);
        var said = new List<string>();
        page.Console += (_, message) => said.Add(message.Text);

        foreach (var (cell, cause) in new[] { ("HTTP API, GET /members", "API Gateway made this 401 itself"), ("Function URL, GET /export", "502"), ("Load balancer, GET /slow", "502") })
        {
            said.Clear();
            var detail = await OpenDetailAsync(page, cell);

            var console = Assert.Single(said, line => line.StartsWith("Access to fetch", StringComparison.Ordinal));
            Assert.Contains(Run.Replace(console, ""), detail, StringComparison.Ordinal);
            Assert.Contains("words of CorsKit.Testing’s browser", detail, StringComparison.Ordinal);
            Assert.Contains(cause, detail, StringComparison.Ordinal);
            Assert.Contains("How to fix it", detail, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(cell.Contains("members", StringComparison.Ordinal) ? "the function was invoked not at all" : "the function was invoked once", detail, StringComparison.Ordinal);
        }

        // A preflight and a request: two events, two responses, as they went through. It is this browser that sent them.
        await OpenDetailAsync(page, "HTTP API, PUT /orders/1");
        var folds = await page.Locator("#detail details").AllTextContentsAsync();
        Assert.Equal(6, folds.Count);
        Assert.Contains("OPTIONS /orders/1 (preflight)", folds[0], StringComparison.Ordinal);
        var agent = await page.EvaluateAsync<string>("() => navigator.userAgent");
        Assert.All(folds.Take(2), exchange => Assert.Contains(agent, exchange, StringComparison.Ordinal));
        Assert.Contains("Access-Control-Allow-Methods: GET,PUT,DELETE", folds[0], StringComparison.Ordinal);
        Assert.Contains("\"routeKey\": \"$default\"", folds[2], StringComparison.Ordinal);
        Assert.Contains("\"Access-Control-Allow-Methods\": \"GET,PUT,DELETE\"", folds[3], StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_page_works_on_a_phone_by_keyboard_and_without_a_network()
    {
        await using var playground = await PlaygroundProgram.StartAsync(Cancel);
        var asked = new List<string>();
        var page = await OpenAsync($"http://localhost:{playground.WebPort}/", Phone, asked);

        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        Assert.All(asked, url => Assert.Contains(new Uri(url).Host, (string[])["localhost", "127.0.0.1"]));
        Assert.NotEmpty(asked);

        // From the switch to the first cell with Tab, and into it with Enter.
        await page.Locator("[name=owner]:checked").FocusAsync();
        for (var presses = 0; presses < 3; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal("REST API, GET /orders: readable, 200", await page.EvaluateAsync<string>("() => document.activeElement.ariaLabel"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.querySelector('#detail h2').textContent === 'GET /orders'");
        await page.Locator("[name=owner]:checked").FocusAsync();
        await page.EvaluateAsync("() => { document.body.dataset.done = ''; }");
        await page.Keyboard.PressAsync("ArrowRight");
        await DoneAsync(page);
        Assert.Equal("UseCors", await page.Locator("[name=owner]:checked").GetAttributeAsync("value"));
        await AttachAsync(page, "phone");
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(string url, ViewportSize size, List<string>? asked = null)
    {
        var chromium = (Chromium)await runs.EngineAsync("Chromium");
        var page = await chromium.NewPageAsync(new() { ViewportSize = size });
        page.PageError += (_, error) => Assert.Fail(error);
        page.Request += (_, request) => asked?.Add(request.Url);
        await page.GotoAsync(url);
        await DoneAsync(page);
        return page;
    }

    private static async Task DoneAsync(IPage page) =>
        await page.WaitForFunctionAsync("() => document.body.dataset.done === 'true'", null, new() { Timeout = 60_000 });

    private static async Task ChooseOwnerAsync(IPage page, string owner)
    {
        await page.EvaluateAsync("() => { document.body.dataset.done = ''; }");
        await page.Locator($"[name=owner][value={owner}]").CheckAsync(new() { Force = true });
        await DoneAsync(page);
    }

    /// <summary>The cells of the table, a row a line.</summary>
    private static async Task<string> CellsAsync(IPage page)
    {
        var rows = await page.Locator("#requests tr").AllAsync();
        return string.Join('\n', await Task.WhenAll(rows.Select(async row => string.Join(' ', await row.Locator("td").AllTextContentsAsync()))));
    }

    /// <summary>Clicks a cell, which sends its request again, and waits until the detail is that of the new one.</summary>
    private static async Task<string> OpenDetailAsync(IPage page, string cell)
    {
        var before = await page.Locator("#detail").GetAttributeAsync("data-run");
        await page.GetByRole(AriaRole.Button, new() { Name = cell }).ClickAsync();
        await page.WaitForFunctionAsync("before => document.getElementById('detail').dataset.run !== before", before, new() { Timeout = 60_000 });
        return await page.Locator("#detail").InnerTextAsync();
    }

    private static async Task AttachAsync(IPage page, string name) =>
        TestContext.Current.AddAttachment($"Playground, {name}", await page.ScreenshotAsync(new() { FullPage = true }), "image/png");

    [GeneratedRegex(@"[?&]run=\w+")]
    private static partial Regex Run { get; }

    [GeneratedRegex(@"[^–\s]+")]
    private static partial Regex NotADash { get; }
}
