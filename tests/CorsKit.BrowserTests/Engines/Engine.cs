namespace CorsKit.BrowserTests.Engines;

/// <summary>A browser that runs fetches in a page. What the page sees is all that it tells; what the servers saw is in their <c>Ledger</c>.</summary>
internal abstract class Engine(string name, string version) : IAsyncDisposable
{
    /// <summary>How long starting a browser, or one batch of fetches, may take before it counts as hung.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Name { get; } = name;

    public string Version { get; } = version;

    /// <summary>Opens the page and runs the fetches in it, a few at a time; the answers are in the order of the calls. Caches and cookies live as long as the engine.</summary>
    public abstract Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
