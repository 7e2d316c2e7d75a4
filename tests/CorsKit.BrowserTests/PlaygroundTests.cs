using System.Text.Json;
using System.Text.RegularExpressions;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>What the Playground's page says in Chromium, to someone who tries CorsKit.</summary>
public sealed partial class PlaygroundTests(EngineRuns runs)
{
    // Columns: REST API, HTTP API, Function URL, load balancer, CloudFront before the REST API.
    private const string WithGatewayResponses = """
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

    private const string OfTheAppAlone = """
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

    private const string OfTheTemplateAlone = """
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        ✕ ✕ ✕ ✕ ✕
        401 ✕ – – 401
        429 ✕ – – 429
        504 ✕ ✕ ✕ 504
        502 ✕ ✕ ✕ 502
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owners_are_scored_side_by_side_behind_the_same_front_doors()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());

        Assert.Equal("38 38 8", await page.ScoresAsync());
        foreach (var (owner, cells) in new[] { ("UseCors", WithGatewayResponses), ("Nobody", OfTheTemplateAlone), ("CorsKit", WithGatewayResponses) })
        {
            await page.ChooseOwnerAsync(owner);
            Assert.Equal(cells, await page.CellsAsync());
            await page.AttachAsync(owner);
        }

        // Gateway responses are a switch of their own, and what they bring is nobody's in the app.
        await page.SwitchAsync("gateway-responses");
        Assert.Equal(("30 30 0", OfTheAppAlone), (await page.ScoresAsync(), await page.CellsAsync()));
        await page.AttachAsync("no gateway responses");

        // A function that streams sends a bare 500 where nothing catches the exception; the load balancer's does not stream.
        await page.SwitchAsync("streaming");
        Assert.Equal(("30 26 0", OfTheAppAlone), (await page.ScoresAsync(), await page.CellsAsync()));
        await page.ChooseOwnerAsync("UseCors");
        Assert.Equal(OfTheAppAlone.Replace("500 500 500 500 500", "✕ ✕ ✕ 500 ✕", StringComparison.Ordinal), await page.CellsAsync());
        await page.AttachAsync("streaming, UseCors");
    }

    [Fact]
    public async Task The_origin_of_the_page_can_be_another_name_of_this_machine()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url("127.0.0.1"));

        // The 8 that gateway responses bring name the other origin.
        Assert.Equal("0 0 0", await page.ScoresAsync());
        await page.AttachAsync("not allowed");

        await page.TypeAsync("policy", $$"""{ "AllowOrigins": "http://*.localhost:*", "AllowMethods": "PUT", "AllowHeaders": "content-type,authorization", "AllowCredentials": true }""");
        await page.SendAsync(() => page.Page.Locator("#apply").ClickAsync());
        await page.SendAsync(() => page.Page.Locator("#origin").SelectOptionAsync($"http://preview-7.shop.localhost:{playground.WebPort}"));

        // The setup came along. A port's wildcard is no origin to UseCors.
        Assert.Contains("preview-7.shop.localhost", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal("30 0 0", await page.ScoresAsync());
        await page.AttachAsync("a wildcard");
    }

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
        foreach (var (path, door, status) in answers)
        {
            using var response = await client.GetAsync(new Uri(told.RootElement.GetProperty("addresses").GetProperty(door).GetString()!.TrimEnd('/') + path), Cancel);
            Assert.Equal((door, path, status), (door, path, (int)response.StatusCode));
        }
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
    public async Task The_policy_is_edited_live_and_its_problems_show_as_one_types()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        var apply = page.Page.Locator("#apply");

        foreach (var (policy, problem) in new[]
        {
            ("""{ "AllowOrigins": "http://localhost:5050/" }""", "CORS011"),
            ("""{ "AllowOrigins": "*", "AllowCredentials": true }""", "CORS020"),
            ("""{ "AllowOrigin": "http://localhost:5050" }""", "CORS002"),
            ("{ \"AllowOrigins\": \"*\",\n  \"AllowMethods\" }", "This is no JSON: line 2, character 18."),
            ("[]", "The section is an object"),
            ("""{ "AllowOrigins": "*", "allowOrigins": "*" }""", "duplicate"),
        })
        {
            var problems = await page.TypeAsync("policy", policy);
            Assert.Contains(problem, problems, StringComparison.OrdinalIgnoreCase);
            Assert.True(await apply.IsDisabledAsync());
        }

        await page.TypeAsync("policy", """{ "AllowOrigins": "http://localhost:5050/", "MaxAge": 90000, "AllowMethods": "TRACE" }""");
        Assert.Equal(3, await page.Page.Locator("#policy-problems li").CountAsync());
        await page.AttachAsync("problems");

        // Without PUT and without authorization: two rows less, of which the preflight is refused.
        Assert.Equal("", await page.TypeAsync("policy", $$"""{ "AllowOrigins": "http://localhost:{{playground.WebPort}}", "AllowCredentials": true }"""));
        await page.SendAsync(() => page.Page.Locator("#policy").PressAsync("Control+Enter"));
        Assert.Equal("28 28 8", await page.ScoresAsync());

        // What AWS would refuse of the front doors is told by CorsKit.Testing.
        await page.SwitchAsync("door-cors-on");
        Assert.Contains("HTTP API: allow-credentials is not supported", await page.TypeAsync("door-cors", """{ "AllowOrigins": ["*"], "AllowCredentials": true }"""), StringComparison.Ordinal);
        Assert.Contains("AllowOrigin", await page.TypeAsync("door-cors", """{ "AllowOrigin": ["*"] }"""), StringComparison.Ordinal);
        Assert.True(await apply.IsDisabledAsync());
        await page.SendAsync(() => page.Page.Locator("#reset").ClickAsync());
        Assert.Equal("38 38 8", await page.ScoresAsync());
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
