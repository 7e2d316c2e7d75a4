using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>The way that the Playground draws for a cell: its stops, and what becomes of the CORS headers there.</summary>
public sealed class PlaygroundWayTests(EngineRuns runs)
{
    private const string Added = "added by CorsKit in the app; the browser gets them.";

    /// <summary>Owner, whether the front doors have CORS of their own, cell; then the stops and the sentences.</summary>
    private static readonly (string Owner, bool DoorCors, string Door, string Request, string[] Stops, string[] Told)[] Ways =
    [
        ("CorsKit", false, "CloudFront", "change",
            ["Browser", "CloudFront", "REST API", "Function", "OrdersApi", "Page", "CloudFront", "REST API", "Function", "OrdersApi"],
            [
                $"Access-Control-Allow-Credentials, Access-Control-Allow-Headers, Access-Control-Allow-Methods, Access-Control-Allow-Origin, Access-Control-Max-Age, Vary: {Added}",
                $"Access-Control-Allow-Credentials, Access-Control-Allow-Origin, Access-Control-Expose-Headers, Vary: {Added}",
            ]),
        ("CorsKit", false, "Function URL", "boom", ["Page", "Function URL", "Function", "OrdersApi"],
            [$"Access-Control-Allow-Credentials, Access-Control-Allow-Origin, Access-Control-Expose-Headers, Vary: {Added}"]),
        ("UseCors", false, "Load balancer", "list", ["Page", "Load balancer", "Function", "OrdersApi"],
            ["Access-Control-Allow-Credentials, Access-Control-Allow-Origin, Access-Control-Expose-Headers, Vary: added by UseCors in the app; the browser gets them."]),

        // What the gateway answers itself.
        ("CorsKit", false, "REST API", "members", ["Page", "REST API", "Function (missed)", "OrdersApi (missed)"],
            ["Access-Control-Allow-Credentials, Access-Control-Allow-Origin, Vary: added by the REST API; the browser gets them."]),
        ("CorsKit", false, "HTTP API", "slow", ["Page", "HTTP API", "Function", "OrdersApi"], ["Access-Control-Allow-Origin: nobody on the way adds it."]),
        ("Nobody", false, "REST API", "change", ["Browser", "REST API", "Function", "OrdersApi"], ["Access-Control-Allow-Origin: nobody on the way adds it."]),

        // Two owners: the HTTP API drops the app's headers, and the Function URL sends both.
        ("CorsKit", true, "HTTP API", "list", ["Page", "HTTP API", "Function", "OrdersApi"],
            [
                "Access-Control-Allow-Credentials, Access-Control-Allow-Origin, Vary: " + Added,
                "Access-Control-Expose-Headers: added by CorsKit in the app, then lost at the HTTP API; the browser does not get it.",
            ]),
        ("CorsKit", true, "Function URL", "list", ["Page", "Function URL", "Function", "OrdersApi"],
            [
                "Access-Control-Allow-Credentials: added by CorsKit in the app, then changed by the Function URL to “true, true”; the browser gets it.",
                "Access-Control-Allow-Origin: added by CorsKit in the app, then changed by the Function URL to “{origin}, {origin}”; the browser gets it.",
                "Access-Control-Expose-Headers, Vary: " + Added,
            ]),
    ];

    [Fact]
    public async Task The_way_of_a_request_is_drawn_and_told()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        var doorCors = false;
        foreach (var (owner, withDoorCors, door, request, stops, told) in Ways)
        {
            if (withDoorCors != doorCors)
            {
                await page.SwitchAsync("door-cors-on");
                doorCors = withDoorCors;
            }

            await page.ChooseOwnerAsync(owner);
            await page.OpenDetailAsync(door, request);
            var drawn = await page.Page.Locator(".stop").EvaluateAllAsync<string[]>(
                "stops => stops.map(stop => stop.querySelector('h4').firstChild.textContent + (stop.classList.contains('missed') ? ' (missed)' : ''))");
            var sentences = await page.Page.Locator(".told li").AllTextContentsAsync();

            Assert.Equal((owner, door, request, string.Join('\n', stops)), (owner, door, request, string.Join('\n', drawn)));
            Assert.Equal(told.Select(sentence => sentence.Replace("{origin}", $"http://localhost:{playground.WebPort}", StringComparison.Ordinal)), sentences);
            await page.AttachAsync($"{owner}, {door}, {request}{(doorCors ? ", two owners" : "")}");
        }

        // Each stop marks what it did in color and in words, from the page inwards: the HTTP API, then the function.
        await page.OpenDetailAsync("HTTP API", "list");
        var marks = await page.Page.Locator(".stop .lines li[class]:not([class=''])").EvaluateAllAsync<string[]>(
            "lines => lines.map(line => [line.className, line.querySelector('b').textContent, line.querySelector('.mark').textContent].join(' '))");
        Assert.Equal(["lost Access-Control-Expose-Headers:  lost here", .. new[] { "Allow-Origin", "Allow-Credentials", "Expose-Headers" }.Select(name => $"added Access-Control-{name}:  added here"), "added Vary:  added here"], marks);
        Assert.Contains("passed on: …-Allow-Credentials, …-Allow-Origin, Vary", (await page.Page.Locator(".kept").AllTextContentsAsync())[0], StringComparison.Ordinal);

        // Beside the drawing everything that went through is there, of this browser.
        var every = await page.Page.Locator("#detail details pre").AllTextContentsAsync();
        var agent = await page.Page.EvaluateAsync<string>("() => navigator.userAgent");
        Assert.Contains(every, text => text.Contains("GET at HTTP API", StringComparison.Ordinal) && text.Contains(agent, StringComparison.Ordinal));
        Assert.Contains(every, text => text.Contains("\"routeKey\": \"$default\"", StringComparison.Ordinal) && text.Contains("\"statusCode\": 200", StringComparison.Ordinal));
    }
}
