using CorsKit.Testing;

namespace Playground;

/// <summary>OrdersApi behind every front door, once for each owner of CORS and else the same.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly List<OrdersFunction> _functions = [];
    private readonly Dictionary<CorsOwner, IReadOnlyDictionary<string, FrontDoor>> _doors = [];

    /// <param name="setup">It has no problems.</param>
    /// <param name="trips">Gets every hop.</param>
    /// <param name="watch">Told of every invocation, with the front door's name.</param>
    public Deployment(Setup setup, Trips trips, Action<string, Invocation> watch)
    {
        Setup = setup;
        foreach (var owner in Enum.GetValues<CorsOwner>())
        {
            var function = new OrdersFunction(owner, setup, setup.Streaming, trips);
            var buffered = setup.Streaming ? new OrdersFunction(owner, setup, streaming: false, trips) : function;
            _functions.AddRange([function, buffered]);
            _doors[owner] = FrontDoors.Before(function, buffered, setup);
            foreach (var (name, door) in _doors[owner])
            {
                door.Exchanged += exchange => watch(name, new Invocation(exchange));
                if (door is CloudFrontDistribution distribution)
                {
                    distribution.OriginAnswered += seen => Add(trips, seen);
                }
            }
        }
    }

    public Setup Setup { get; }

    /// <summary>Starts the functions and warms them with a request, so that the page measures no cold start.</summary>
    public async Task StartAsync()
    {
        foreach (var function in _functions)
        {
            await function.StartAsync();
        }

        foreach (var doors in _doors.Values)
        {
            using var client = doors["HTTP API"].CreateClient();
            using var response = await client.GetAsync(new Uri("orders", UriKind.Relative));
        }
    }

    public Task AnswerAsync(CorsOwner owner, string door, HttpContext context) => _doors[owner][door].InvokeAsync(context);

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions)
        {
            await function.DisposeAsync();
        }
    }

    private static void Add(Trips trips, FetchExchange seen)
    {
        if (RunId.Of(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(seen.Url.Query).GetValueOrDefault("run")) is { } run)
        {
            trips.Add(run, new Hop("REST API", seen.Method, Heads.Of(seen.RequestHeaders), seen.Status, Heads.Of(seen.ResponseHeaders)));
        }
    }
}
