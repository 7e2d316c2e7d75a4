using System.Runtime.CompilerServices;
using CorsKit.Configuration;
using CorsKit.Sources;
using CorsKit.Tests.Configuration;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Sources;

/// <summary>What a source said outlives a reload; what is made of it is the policy's of the request.</summary>
public sealed class RememberedVerdictTests
{
    private const string Secure = "https://stored.example";
    private const string Insecure = "http://stored.example";
    private const string Strange = "https://strange.example";

    /// <summary>Each is asked for twice before the settings change, and twice after it; the source is never asked again.</summary>
    [Theory]
    [InlineData(Secure, "AllowCredentials", "true", $"Access-Control-Allow-Origin: {Secure}\nVary: Origin", $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Secure}\nVary: Origin")]
    [InlineData(Insecure, "AllowCredentials", "true", $"Access-Control-Allow-Origin: {Insecure}\nVary: Origin", "Vary: Origin")]
    [InlineData(Secure, "ExposeHeaders", "etag", $"Access-Control-Allow-Origin: {Secure}\nVary: Origin", $"Access-Control-Allow-Origin: {Secure}\nAccess-Control-Expose-Headers: etag\nVary: Origin")]
    [InlineData(Strange, "AllowOrigins", "https://*.example,https://strange.example", "Vary: Origin", $"Access-Control-Allow-Origin: {Strange}\nVary: Origin")]
    [InlineData(Strange, "AllowOrigins", "https://*", "Vary: Origin", $"Access-Control-Allow-Origin: {Strange}\nVary: Origin")]
    [InlineData(Strange, "AllowCredentials", "true", "Vary: Origin", "Vary: Origin")]
    public async Task The_verdict_after_a_reload_is_that_of_the_policy_in_force(string origin, string setting, string value, string before, string after)
    {
        foreach (var tenants in new[] { false, true })
        {
            var settings = new ChangingSource { ["GatewayCors:Policies:open:AllowOrigins"] = "*" };
            var asked = 0;
            await using var host = Start(settings, tenants, () => Interlocked.Increment(ref asked));
            (await host.GetAsync("/orders", origin)).ShouldBe(200, before);
            (await host.GetAsync("/orders", origin)).ShouldBe(200, before);

            settings.Change((setting, value), ("GatewayCors:Policies:other:AllowOrigins", "*"));

            (await host.GetAsync("/orders", origin)).ShouldBe(200, after);
            (await host.GetAsync("/orders", origin)).ShouldBe(200, after);
            Assert.Equal(1, asked);
        }
    }

    /// <summary>Answers are remembered for origins that may never be asked for again: each would keep the policies that were in force then, however many came since.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_is_remembered_keeps_no_policy_that_a_reload_replaced(bool tenants)
    {
        var settings = new ChangingSource { ["GatewayCors:Policies:open:AllowOrigins"] = "*" };
        await using var host = Start(settings, tenants, () => { });
        settings.Change(("ExposeHeaders", "x-first"));
        foreach (var origin in new[] { Secure, Strange, Secure, Strange })
        {
            await host.GetAsync("/orders", origin);
            await host.PreflightAsync("/orders", origin, "PUT");
        }

        var first = InForce(host);
        Assert.True(first.IsAlive);
        settings.Change(("ExposeHeaders", "x-second"));
        (await host.GetAsync("/orders", "https://other.example")).ShouldBe(200);
        for (var i = 0; i < 10 && first.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference InForce(TestHost host) => new(host.Services.GetRequiredService<PolicyStore>().Current.Default!.Policy);

    [Fact]
    public async Task A_tenant_gets_its_own_answer_however_often_the_others_asked()
    {
        var asked = new List<string?>();
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom(
                (_, context, _) =>
                {
                    asked.Add(context.Tenant);
                    return context.Tenant == "a";
                },
                source => source.TenantFrom(request => request.Header("x-tenant"), reads => reads.Header("x-tenant", onPreflights: true)))),
            App,
            b => b.Services.AddStoppedClock());

        for (var i = 0; i < 3; i++)
        {
            (await host.SendAsync("GET", "/orders", ("Origin", Secure), ("x-tenant", "a"))).ShouldBe(200, $"Access-Control-Allow-Origin: {Secure}\nVary: x-tenant, Origin");
            (await host.SendAsync("GET", "/orders", ("Origin", Secure), ("x-tenant", "b"))).ShouldBe(200, "Vary: x-tenant, Origin");
            (await host.GetAsync("/orders", Secure)).ShouldBe(200, "Vary: x-tenant, Origin");
        }

        Assert.Equal(["a", "b"], asked);
    }

    private static TestHost Start(ChangingSource settings, bool tenants, Action ask) => TestHost.StartApp(
        HostKind.TestServer,
        b =>
        {
            ((IConfigurationBuilder)b.Configuration).Add(settings);
            b.Services.AddStoppedClock().AddGatewayCors();
            b.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p =>
            {
                p.AllowOrigins(b.Configuration["AllowOrigins"]?.Split(',') ?? []).ExposeHeaders(b.Configuration["ExposeHeaders"]?.Split(',') ?? []);
                _ = b.Configuration["AllowCredentials"] is null ? p : p.AllowCredentials();
                p.AllowOriginsFrom(
                    (origin, _, _) =>
                    {
                        ask();
                        return origin != Strange;
                    },
                    source => _ = tenants ? source.TenantFrom(_ => "tenant") : source);
            }));
        },
        App);

    private static void App(WebApplication app)
    {
        app.UseGatewayCors();
        app.MapGet("/orders", () => "orders");
    }
}
