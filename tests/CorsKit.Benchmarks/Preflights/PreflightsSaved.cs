using System.Globalization;
using CorsKit.Testing;

namespace CorsKit.Benchmarks.Preflights;

/// <summary>Dollars: a million invocations, a GB-second, a million requests to the API; and what an invocation takes.</summary>
internal sealed record Prices(
    double Invocations = 0.20, double GbSecond = 0.0000166667, double ApiRequests = 1.00, double MemoryMb = 512, double Milliseconds = 5)
{
    /// <summary>Of a million sessions.</summary>
    public double OfMillion(int invocations, int apiRequests) =>
        (invocations * (Invocations + (GbSecond * MemoryMb / 1024 * Milliseconds / 1000 * 1e6))) + (apiRequests * ApiRequests);
}

/// <summary>What one session costs one way of doing CORS in one engine.</summary>
internal sealed record SessionCost(string Way, BrowserEngine Engine, int Preflights, int Invocations, int ApiRequests)
{
    /// <summary>Plays the session to every way in every engine, by the rules of their preflight caches.</summary>
    public static async Task<IReadOnlyList<SessionCost>> PlayAllAsync()
    {
        const string Origin = "https://shop.example.com";
        await using var corsKit = await ShoppingApi.WithCorsKitAsync(Origin);
        await using var useCors = await ShoppingApi.WithUseCorsAsync(Origin);
        await using var nothing = await ShoppingApi.WithNothingAsync();
        var costs = new List<SessionCost>();
        foreach (var engine in Enum.GetValues<BrowserEngine>())
        {
            costs.Add(await PlayAsync("CorsKit, defaults", corsKit.Behind(), engine, Origin));
            costs.Add(await PlayAsync("UseCors, defaults", useCors.Behind(), engine, Origin));
            costs.Add(await PlayAsync("HTTP API answers (MaxAge 7200)", nothing.Behind(Gateway(Origin)), engine, Origin));
        }

        return costs;
    }

    /// <summary>An HTTP API that answers preflights itself, with the age that CorsKit has by default.</summary>
    public static HttpApiSettings Gateway(string origin) => new()
    {
        CorsConfiguration = new CorsConfiguration
        {
            AllowOrigins = [origin],
            AllowMethods = ShoppingSession.Methods,
            AllowHeaders = ShoppingSession.Headers,
            MaxAge = 7200,
        },
    };

    public string ToRow(Prices prices) => string.Create(CultureInfo.InvariantCulture,
        $"| {Engine} | {Way} | {Preflights} | {Invocations} | {ApiRequests} | {prices.OfMillion(Invocations, ApiRequests):0.00} |");

    public static async Task<SessionCost> PlayAsync(string way, FrontDoor door, BrowserEngine engine, string origin)
    {
        await using var _ = door;
        var clock = new SessionClock();
        using var browser = new Browser(door, origin, engine, clock);
        int invocations = 0, requests = 0;
        door.Exchanged += _ => invocations++;
        foreach (var request in ShoppingSession.Requests)
        {
            clock.At = request.At;
            var outcome = await browser.FetchAsync(
                new HttpMethod(request.Method), request.Path, headers: ShoppingSession.HeadersOf(request), body: request.HasBody ? "{}" : null);
            requests += outcome.ShouldBeReadable().Exchanges.Count;
        }

        return new SessionCost(way, engine, requests - ShoppingSession.Requests.Count, invocations, requests);
    }

    private sealed class SessionClock : TimeProvider
    {
        public TimeSpan At { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + At;
    }
}
