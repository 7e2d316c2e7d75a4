using System.Collections.Concurrent;

namespace Playground;

/// <summary>Every setup that a page asked for, by number. Two tabs, and a command copied from one of them, may each use another.</summary>
internal sealed class Deployments(Setup first, Trips trips, Action<string, Invocation> watch) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Deployment> _all = new() { [0] = new(first, trips, watch) };
    private readonly Lock _lock = new();

    /// <returns>The number of the deployment with this setup; one that is there already is taken again.</returns>
    public async Task<int> DeployAsync(Setup setup)
    {
        var number = Add(setup);
        await _all[number].StartAsync();
        return number;
    }

    public Setup? Find(int number) => _all.GetValueOrDefault(number)?.Setup;

    /// <summary>A request without a run, of curl perhaps, goes to CorsKit with the setup as it was at the start.</summary>
    public Task AnswerAsync(string door, HttpContext context)
    {
        var run = RunId.Of(context.Request.Query["run"]);
        return _all.GetValueOrDefault(run?.Setup ?? 0, _all[0]).AnswerAsync(run?.Owner ?? CorsOwner.CorsKit, door, context);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var deployment in _all.Values)
        {
            await deployment.DisposeAsync();
        }
    }

    private int Add(Setup setup)
    {
        lock (_lock)
        {
            foreach (var (number, deployment) in _all)
            {
                if (deployment.Setup == setup)
                {
                    return number;
                }
            }

            _all[_all.Count] = new Deployment(setup, trips, watch);
            return _all.Count - 1;
        }
    }
}
