using System.Collections.Concurrent;

namespace CorsKit.Tests.Hosts;

/// <summary>One app, started on each host when a test first asks for it and kept for the class.</summary>
public abstract class EveryHost : IAsyncLifetime
{
    private readonly ConcurrentDictionary<HostKind, Lazy<TestHost>> _hosts = new();

    public TestHost On(HostKind kind) => _hosts.GetOrAdd(kind, k => new Lazy<TestHost>(() => Start(k))).Value;

    protected abstract TestHost Start(HostKind kind);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.Value.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
