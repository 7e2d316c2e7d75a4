using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Tests.Middleware.Internal;

/// <summary>A response feature of the name by which Amazon's host is recognized, run by hand.</summary>
internal sealed class InvokeFeatures : IHttpResponseFeature
{
    private readonly List<(Func<object, Task> Callback, object State)> _starting = [];

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public Stream Body { get; set; } = new MemoryStream();

    public bool HasStarted { get; set; }

    public int Completed { get; private set; }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Add((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => Completed++;

    public async Task StartAsync()
    {
        foreach (var (callback, state) in _starting)
        {
            await callback(state);
        }
    }
}
