using System.Collections.Concurrent;
using CorsKit.Testing;

namespace Playground;

/// <summary>
/// The way of the last requests, hop by hop, found by the run that the page puts into each URL: the real ones of the browser that shows the
/// page, from the port of the front door to the app's endpoint.
/// </summary>
internal sealed class Trips
{
    private const int Kept = 2000;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<object>> _runs = new();
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(RunId run, Hop hop) => Of(run).Enqueue(hop);

    public void Add(RunId run, Invocation invocation)
    {
        Add(run, invocation.ToHop());
        Of(run).Enqueue(invocation);
    }

    /// <summary>Has the front door answer, and keeps both heads. The last callback to run is the first registered, when the head is final.</summary>
    public async Task WatchAsync(string door, HttpContext context, RequestDelegate answer)
    {
        if (RunId.Of(context.Request.Query["run"]) is { } run)
        {
            var (method, request) = (context.Request.Method, Heads.Of(context.Request.Headers));
            context.Response.OnStarting(() =>
            {
                Add(run, new Hop(door, method, request, context.Response.StatusCode, Heads.Of(context.Response.Headers)));
                return Task.CompletedTask;
            });
        }

        await answer(context);
    }

    public IReadOnlyList<Hop> HopsOf(string run) => [.. All(run).OfType<Hop>()];

    public IReadOnlyList<Invocation> InvocationsOf(string run) => [.. All(run).OfType<Invocation>()];

    private ConcurrentQueue<object> All(string run) => _runs.GetValueOrDefault(run) ?? [];

    private ConcurrentQueue<object> Of(RunId run) => _runs.GetOrAdd(run.Text, text =>
    {
        _order.Enqueue(text);
        if (_order.Count > Kept && _order.TryDequeue(out var oldest))
        {
            _runs.TryRemove(oldest, out _);
        }

        return new();
    });
}
