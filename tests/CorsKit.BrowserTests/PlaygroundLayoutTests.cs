using CorsKit.BrowserTests.Sites;
using Microsoft.Playwright;

namespace CorsKit.BrowserTests;

/// <summary>How the Playground's page looks and is used: widths, themes, keyboard, contrast, no network.</summary>
public sealed class PlaygroundLayoutTests(EngineRuns runs)
{
    /// <summary>Text whose contrast with the paper below is less than 4.5 to 1 (https://www.w3.org/TR/WCAG22/#contrast-minimum).</summary>
    private const string LowContrast = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const known = new Map();
          const draw = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const rgba = color => known.get(color) ?? known.set(color, draw(color)).get(color);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const paper = element => { for (let e = element; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
          return [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).flatMap(e => {
            const [a, b] = [light(rgba(getComputedStyle(e).color)), light(paper(e))].sort((x, y) => y - x);
            const ratio = (a + .05) / (b + .05);
            return ratio < 4.5 ? [`${e.tagName}.${e.className} "${e.textContent.slice(0, 30)}" ${ratio.toFixed(2)}`] : [];
          });
        }
        """;

    [Fact]
    public async Task It_fits_from_390_to_1920_pixels_in_light_and_dark()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        Assert.Equal("CorsKit Playground", await page.Page.TitleAsync());
        foreach (var colors in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.Page.EmulateMediaAsync(new() { ColorScheme = colors });
            foreach (var width in new[] { 390, 768, 1280, 1920 })
            {
                await page.Page.SetViewportSizeAsync(width, 950);
                foreach (var (door, request) in new[] { ("REST API", "change"), ("HTTP API", "members") })
                {
                    await page.OpenDetailAsync(door, request);
                    var name = $"{width} px, {colors}, {request}";
                    await page.AttachAsync(name);
                    Assert.Equal((name, 0), (name, await page.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)")));
                    Assert.Equal((name, ""), (name, string.Join('\n', await page.Page.EvaluateAsync<string[]>(
                        "() => [...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('.owner input') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"))));
                    Assert.Equal((name, ""), (name, string.Join('\n', await page.Page.EvaluateAsync<string[]>(LowContrast))));
                }
            }
        }

        Assert.NotEmpty(page.Asked);
        Assert.All(page.Asked, url => Assert.Contains(new Uri(url).Host, (string[])["localhost", "127.0.0.1"]));
    }

    [Fact]
    public async Task Everything_can_be_reached_by_keyboard()
    {
        var playground = await runs.PlaygroundAsync();
        await using var page = await PlaygroundPage.OpenAsync(runs, playground.Url());
        Task<string> FocusedAsync() => page.Page.EvaluateAsync<string>("() => document.activeElement.ariaLabel ?? document.activeElement.id");

        // Tab: from the owners to the chosen cell, the one of the table that is a stop.
        await page.Page.Locator("[name=owner]:checked").FocusAsync();
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("REST API, PUT /orders/1: readable, 200", await FocusedAsync());
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));

        // Arrows: between the cells, over those that are none, and not beyond the edge.
        foreach (var (key, focused) in new[]
        {
            ("ArrowLeft", "REST API, PUT /orders/1: readable, 200"), ("ArrowRight", "HTTP API, PUT /orders/1: readable, 200"), ("ArrowUp", "HTTP API, GET /orders: readable, 200"),
            ("ArrowDown", "HTTP API, PUT /orders/1: readable, 200"), ("ArrowDown", "HTTP API, GET /orders/99: readable, 404"), ("ArrowDown", "HTTP API, GET /admin: readable, 403"),
            ("ArrowDown", "HTTP API, GET /boom: readable, 500"), ("ArrowDown", "HTTP API, GET /members: blocked"), ("ArrowRight", "CloudFront, GET /members: readable, 401"),
        })
        {
            await page.Page.Keyboard.PressAsync(key);
            Assert.Equal((key, focused), (key, await FocusedAsync()));
        }

        await page.WaitAsync("() => document.querySelector('#detail h2 code')?.textContent === 'GET /members'");

        // The owners are radio buttons.
        await page.Page.Locator("[name=owner]:checked").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("UseCors", await page.Page.Locator("[name=owner]:checked").GetAttributeAsync("value"));
        await page.AttachAsync("keyboard");

        // The rest in the order that is seen.
        await page.Page.Locator("#gateway-responses").FocusAsync();
        foreach (var id in new[] { "streaming", "door-cors-on", "policy", "apply", "reset", "copy-settings", "method", "path", "headers", "body", "credentials", "send" })
        {
            await page.Page.Keyboard.PressAsync("Tab");
            Assert.Equal(id, await FocusedAsync());
        }
    }
}
