using System.Collections.Concurrent;
using CorsKit.Benchmarks.Hosts;
using CorsKit.Benchmarks.Requests;
using CorsKit.Tests.Hosts;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// An invocation of a Lambda host allocates less than with a hand-written middleware that registers one callback and sets the same
/// headers, which lie in no table with CorsKit: the hosts, the requests and that middleware are those of the benchmarks.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LambdaAllocationTests : IAsyncLifetime
{
    private const int Invocations = 500;

    private readonly ConcurrentBag<WebApplication> _apps = [];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var host in LambdaHost.All)
            {
                foreach (var request in RequestCase.Usual)
                {
                    cases.Add(host.Name, request.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_invocation_allocates_less_than_the_floor(string host, string request)
    {
        var lambda = LambdaHost.All.Single(h => h.Name == host);
        var document = lambda.EventOf(RequestCase.Named(request));
        var floor = AllocatedBy(await StartAsync(lambda, Contender.Floor, document));
        var corsKit = AllocatedBy(await StartAsync(lambda, Contender.CorsKit, document), floor - 1);

        Assert.True(floor > 0, "The floor allocates nothing: is anything invoked?");
        Assert.True(corsKit < floor, $"{corsKit} bytes an invocation, the floor {floor}");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    private async Task<Action> StartAsync(LambdaHost host, Contender contender, byte[] document)
    {
        var function = await host.StartAsync(contender);
        _apps.Add(function.App);
        return function.Invoke(document);
    }

    /// <summary>
    /// What the runtime itself allocates on the thread while it warms up shows in some rounds; what an invocation allocates, in every
    /// one. A busy machine compiles late what then keeps an object on the stack, so there are more rounds where it is not yet enough.
    /// </summary>
    private static long AllocatedBy(Action invoke, long? enough = null)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10 || (round < 100 && least > enough); round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Invocations; i++)
            {
                invoke();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Invocations);
        }

        return least;
    }
}
