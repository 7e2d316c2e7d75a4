using CorsKit.BrowserTests.Engines;
using Microsoft.Playwright;

namespace CorsKit.BrowserTests.Sites;

/// <summary>The Playground's page in Chromium, in a profile of its own. Its screenshots are attached to the test's result.</summary>
internal sealed class PlaygroundPage(IPage page, List<string> asked, List<string> errors) : IAsyncDisposable
{
    // What the button says is not enough: pressed twice, it has said so since the first time.
    private const string Copied = "async id => document.getElementById(id).textContent === 'Copied' && await navigator.clipboard.readText() !== ''";

    // Every page of a browser has the same clipboard, and tests run beside each other.
    private static readonly SemaphoreSlim Clipboard = new(1);

    public IPage Page { get; } = page;

    /// <summary>Every URL that the page asked for.</summary>
    public IReadOnlyList<string> Asked { get; } = asked;

    public static async Task<PlaygroundPage> OpenAsync(EngineRuns runs, string url)
    {
        var chromium = (Chromium)await runs.EngineAsync("Chromium");
        var page = await chromium.NewPageAsync(new()
        {
            ViewportSize = new() { Width = 1280, Height = 950 },
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        var asked = new List<string>();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(url);
        var opened = new PlaygroundPage(page, asked, errors);
        await opened.DoneAsync();
        return opened;
    }

    /// <summary>Waits until every request has been sent for every owner.</summary>
    public Task DoneAsync() => WaitAsync("() => document.body.dataset.done === 'true'");

    /// <summary>Does what makes the page send everything again, and waits for it.</summary>
    public async Task SendAsync(Func<Task> act)
    {
        await Page.EvaluateAsync("() => { document.body.dataset.done = ''; }");
        await act();
        await DoneAsync();
    }

    public Task SwitchAsync(string id) => SendAsync(() => Page.Locator($"#{id}").ClickAsync());

    public Task ChooseOwnerAsync(string owner) => Page.Locator($"[name=owner][value={owner}]").CheckAsync(new() { Force = true });

    /// <summary>How many cells are readable: CorsKit, UseCors, nobody.</summary>
    public async Task<string> ScoresAsync() => string.Join(' ', await Page.Locator(".score b").AllTextContentsAsync());

    /// <summary>The cells of the table, a row a line, but that of one's own request.</summary>
    public async Task<string> CellsAsync()
    {
        var rows = await Page.Locator("#requests tr:not([data-request=own])").AllAsync();
        return string.Join('\n', await Task.WhenAll(rows.Select(async row => string.Join(' ', await row.Locator("td").AllTextContentsAsync()))));
    }

    /// <summary>Chooses a cell, and returns the text of its detail.</summary>
    public async Task<string> OpenDetailAsync(string door, string request)
    {
        await Page.EvaluateAsync("() => { Object.assign(document.getElementById('detail').dataset, { run: '', cell: '' }); }");
        await Page.Locator($"button[data-door='{door}'][data-request={request}]").ClickAsync();

        // Not what was still being drawn for another owner or another cell.
        await WaitAsync("cell => document.getElementById('detail').dataset.cell === `${document.querySelector('[name=owner]:checked').value} ${cell}`", $"{door} {request}");
        return await DetailAsync();
    }

    public async Task<string> DetailAsync()
    {
        await WaitAsync("() => document.getElementById('detail').dataset.run");
        return await Page.Locator("#detail").InnerTextAsync();
    }

    /// <summary>Types into an editor, and returns the problems that show then, a line each.</summary>
    public async Task<string> TypeAsync(string editor, string text)
    {
        var before = await Page.Locator("#setup").GetAttributeAsync("data-checked");
        await Page.Locator($"#{editor}").FillAsync(text);
        await WaitAsync("before => (document.getElementById('setup').dataset.checked ?? null) !== before", before);
        return string.Join('\n', await Page.Locator($"#{editor}-problems li").AllTextContentsAsync());
    }

    /// <returns>What the button put on the clipboard.</returns>
    public async Task<string> CopyAsync(string button)
    {
        await Clipboard.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await Page.EvaluateAsync("() => navigator.clipboard.writeText('')");
            await Page.Locator($"#{button}").ClickAsync();
            await WaitAsync(Copied, button);
            return await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        }
        finally
        {
            Clipboard.Release();
        }
    }

    public async Task AttachAsync(string name)
    {
        var picture = await Page.ScreenshotAsync(new() { FullPage = true });
        TestContext.Current.AddAttachment($"Playground, {name}", picture, "image/png");
    }

    /// <summary>Waits until the function returns something true. It is not called for each frame, which the browser would draw for that alone.</summary>
    public Task WaitAsync(string function, object? argument = null) =>
        Page.WaitForFunctionAsync(function, argument, new() { Timeout = 120_000, PollingInterval = 100 });

    /// <summary>A script of the page that failed fails the test.</summary>
    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.Empty(errors);
    }
}
