using CorsKit.Tests.Hosts;

namespace CorsKit.Tests.Middleware;

/// <summary>The section "Limits" of src/CorsKit/README.md: what CorsKit does not do, shown.</summary>
public sealed class LimitsTests
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";

    [Fact]
    [Trait("Check", "C16")]
    public async Task It_keeps_nobody_from_sending_a_request()
    {
        var sent = 0;
        await using var host = TestHost.Start(HostKind.Kestrel, Policy, app =>
        {
            app.UseGatewayCors();
            app.MapPost("/orders", () => sent++);
        });

        Assert.Equal(200, (await host.SendAsync("POST", "/orders", ("Origin", "https://evil.example"))).Status);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task An_output_cache_behind_it_serves_each_origin_its_own_headers()
    {
        var made = 0;
        await using var host = TestHost.Start(HostKind.Kestrel, Policy, app =>
        {
            app.UseGatewayCors();
            app.UseOutputCache();
            app.MapGet("/orders", () => ++made).CacheOutput();
        }, b => b.Services.AddOutputCache());

        foreach (var origin in new[] { Shop, Partner, Shop })
        {
            Assert.Equal(("1", origin), (await host.GetAsync("/orders", origin)) is var answer ? (answer.Body, answer["Access-Control-Allow-Origin"]) : default);
        }

        Assert.Null((await host.GetAsync("/orders", "https://evil.example"))["Access-Control-Allow-Origin"]);
        Assert.Equal(1, made);
    }

    /// <summary>Why it warns: the cache stores the response before the headers are on it, so that nobody reads what it answers.</summary>
    [Fact]
    public async Task What_an_output_cache_before_it_answers_has_no_CORS_headers()
    {
        var made = 0;
        await using var host = TestHost.Start(HostKind.Kestrel, Policy, app =>
        {
            app.UseOutputCache();
            app.UseGatewayCors();
            app.MapGet("/orders", () => ++made).CacheOutput();
        }, b => b.Services.AddOutputCache());

        foreach (var (origin, allowed) in new[] { (Shop, Shop), (Partner, null), (Shop, null) })
        {
            var answer = await host.GetAsync("/orders", origin);
            Assert.Equal(("1", allowed), (answer.Body, answer["Access-Control-Allow-Origin"]));
        }
    }

    /// <summary>Kestrel runs the callbacks itself, and answers for them itself.</summary>
    [Fact]
    public async Task A_callback_that_throws_on_Kestrel_takes_the_headers_with_it()
    {
        await using var host = TestHost.Start(HostKind.Kestrel, Policy, app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", (HttpResponse response) => response.OnStarting(() => throw new InvalidOperationException("boom")));
        });

        (await host.GetAsync("/orders", Shop)).ShouldBe(500, "");
    }

    private static void Policy(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop, Partner));
}
