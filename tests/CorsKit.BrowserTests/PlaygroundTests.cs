using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>The Playground's scores in Chromium: which requests each owner of CORS lets through, from which page.</summary>
public sealed class PlaygroundTests(EngineRuns runs)
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
}
