using System.Text.Json.Nodes;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests;

/// <summary>The policy that one edits in the Playground, and what it says of it.</summary>
public sealed class PlaygroundPolicyTests(EngineRuns runs)
{
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
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$$"""{ "GatewayCors": { "AllowOrigins": "http://localhost:{{{playground.WebPort}}}", "AllowCredentials": true } }"""), JsonNode.Parse(await page.CopyAsync("copy-settings"))));
        await page.SendAsync(() => page.Page.Locator("#policy").PressAsync("Control+Enter"));
        Assert.Equal("28 28 8", await page.ScoresAsync());

        // What AWS would refuse of the front doors is told by CorsKit.Testing.
        await page.SwitchAsync("door-cors-on");
        Assert.Contains("HTTP API: allow-credentials is not supported", await page.TypeAsync("door-cors", """{ "AllowOrigins": ["*"], "AllowCredentials": true }"""), StringComparison.Ordinal);
        Assert.Contains("AllowOrigin", await page.TypeAsync("door-cors", """{ "AllowOrigin": ["*"] }"""), StringComparison.Ordinal);
        Assert.True(await apply.IsDisabledAsync());
        await page.SendAsync(() => page.Page.Locator("#reset").ClickAsync());
        Assert.Equal("38 38 8", await page.ScoresAsync());

        // A button that is pressed again says for two seconds from then on that it copied.
        await page.Page.Clock.InstallAsync(new() { TimeDate = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) });
        await page.Page.Clock.PauseAtAsync(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        for (var i = 0; i < 2; i++)
        {
            await page.CopyAsync("copy-settings");
            await page.Page.Clock.RunForAsync(1500);
        }

        Assert.Equal("Copied", await page.Page.Locator("#copy-settings").TextContentAsync());
        await page.Page.Clock.RunForAsync(500);
        Assert.Equal("Copy as appsettings.json", await page.Page.Locator("#copy-settings").TextContentAsync());
    }
}
