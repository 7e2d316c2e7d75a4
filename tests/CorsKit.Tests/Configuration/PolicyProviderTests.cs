using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit.Tests.Configuration;

/// <summary>Those who ask the framework for a CORS policy get the equivalent of ours.</summary>
public sealed class PolicyProviderTests
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public async Task Our_policies_are_answered_as_the_frameworks_and_never_shared()
    {
        var provider = Provider(services => services.AddGatewayCors(Policies));

        var policy = (await provider.GetPolicyAsync(new DefaultHttpContext(), null))!;
        Assert.Equal([Shop, "https://*.preview.example.com"], policy.Origins);
        Assert.Equal(["PUT"], policy.Methods);
        Assert.Equal(["x-a"], policy.Headers);
        Assert.Equal(["etag"], policy.ExposedHeaders);
        Assert.True(policy.SupportsCredentials);
        Assert.False(policy.AllowAnyOrigin);
        Assert.Equal(TimeSpan.FromMinutes(1), policy.PreflightMaxAge);
        Assert.True(policy.IsOriginAllowed(Shop));
        Assert.True(policy.IsOriginAllowed("https://a.preview.example.com"));
        Assert.False(policy.IsOriginAllowed("https://evil.example"));
        Assert.False(policy.IsOriginAllowed("null"));

        // What one caller does to it does not reach the next.
        policy.Origins.Clear();
        Assert.NotEmpty((await provider.GetPolicyAsync(new DefaultHttpContext(), null))!.Origins);

        var open = (await provider.GetPolicyAsync(new DefaultHttpContext(), "Open"))!;
        Assert.True(open is { AllowAnyOrigin: true, AllowAnyMethod: true, AllowAnyHeader: true, SupportsCredentials: false });
        Assert.Equal(["*"], open.Origins);
        Assert.Null(await provider.GetPolicyAsync(new DefaultHttpContext(), "unknown"));
    }

    [Theory]
    [InlineData("AddCors before")]
    [InlineData("AddCors after")]
    [InlineData("an instance")]
    [InlineData("a factory")]
    [InlineData("a type")]
    public async Task Names_that_are_not_ours_go_to_the_provider_that_is_replaced(string registration)
    {
        var provider = Provider(services => _ = registration switch
        {
            "AddCors before" => services.AddCors(Old).AddGatewayCors(Policies),
            "AddCors after" => services.AddGatewayCors(Policies).AddCors(Old),
            "an instance" => services.AddSingleton<ICorsPolicyProvider>(new OldProvider()).AddGatewayCors(Policies),
            "a factory" => services.AddSingleton<ICorsPolicyProvider>(_ => new OldProvider()).AddGatewayCors(Policies),
            _ => services.AddSingleton<ICorsPolicyProvider, OldProvider>().AddGatewayCors(Policies),
        });

        Assert.Equal(["https://old.example"], (await provider.GetPolicyAsync(new DefaultHttpContext(), "old"))!.Origins);
        Assert.Equal([Shop, "https://*.preview.example.com"], (await provider.GetPolicyAsync(new DefaultHttpContext(), null))!.Origins);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton, 1)]
    [InlineData(ServiceLifetime.Transient, 3)]
    public void The_replaced_provider_keeps_its_lifetime(ServiceLifetime lifetime, int made)
    {
        var count = 0;
        var services = new ServiceCollection();
        ((ICollection<ServiceDescriptor>)services).Add(new ServiceDescriptor(typeof(ICorsPolicyProvider), _ => { count++; return new OldProvider(); }, lifetime));
        using var provider = services.AddGatewayCors(Policies).BuildServiceProvider();

        for (var i = 0; i < 3; i++)
        {
            provider.GetRequiredService<ICorsPolicyProvider>();
        }

        Assert.Equal(made, count);
    }

    /// <summary>
    /// How the app calls UseGatewayCors, whether a selection gives a policy, and whether the policy that the framework gets
    /// lets Shop in, which only the default one does, and Partner, which only the one named "partner" does.
    /// </summary>
    public static TheoryData<string, string?, bool, bool> Own => new()
    {
        { "default", null, true, false },
        { "partner", null, false, true },
        { "Partner", null, false, true },
        { "in a branch", null, false, true },
        { "in two branches alike", null, false, true },
        { "in two branches apart", null, false, false },
        { "in a branch and at the root", null, true, false },
        { "partner", "default", true, false },
        { "default", "partner", false, true },
        { "partner", "unknown", false, false },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Asked_for_no_name_it_answers_with_the_policy_that_UseGatewayCors_applies(string use, string? selected, bool shop, bool partner)
    {
        foreach (var select in selected is null ? new[] { false, true } : [true])
        {
            await using var host = TestHost.Start(
                HostKind.TestServer,
                cors =>
                {
                    cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)).AddPolicy("partner", p => p.AllowOrigins("https://partner.example"));
                    if (select)
                    {
                        cors.SelectPolicy(_ => selected);
                    }
                },
                app => _ = use switch
                {
                    "default" => app.UseGatewayCors(),
                    "in a branch" => app.Map("/a", a => a.UseGatewayCors("partner")),
                    "in two branches alike" => app.Map("/a", a => a.UseGatewayCors("partner")).Map("/b", b => b.UseGatewayCors("PARTNER")),
                    "in two branches apart" => app.Map("/a", a => a.UseGatewayCors("partner")).Map("/b", b => b.UseGatewayCors()),
                    "in a branch and at the root" => app.Map("/a", a => a.UseGatewayCors("partner")).UseGatewayCors(),
                    _ => app.UseGatewayCors(use),
                });

            var policy = (await host.Services.GetRequiredService<ICorsPolicyProvider>().GetPolicyAsync(new DefaultHttpContext { RequestServices = host.Services }, null))!;

            Assert.Equal((shop, partner), (policy.IsOriginAllowed(Shop), policy.IsOriginAllowed("https://partner.example")));
        }
    }

    /// <summary>UseCors of the framework in the same app, with a policy of its own: the middleware is still the one owner.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task An_app_that_also_calls_UseCors_has_one_owner(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.UseGatewayCors();
            app.UseCors("old");
            app.MapGet("/orders", () => "orders");
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        }, b => b.Services.AddCors(Old));

        foreach (var path in new[] { "/orders", "/boom", "/nowhere" })
        {
            Assert.Equal(
                $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Expose-Headers: etag\nVary: Origin",
                (await host.GetAsync(path, Shop)).Cors);
            Assert.Equal("Vary: Origin", (await host.GetAsync(path, "https://old.example")).Cors);
        }

        Assert.Equal(403, (await host.PreflightAsync("/orders", "https://old.example", "GET")).Status);
    }

    private static void Policies(GatewayCorsOptions cors) => cors
        .AddDefaultPolicy(p => p.AllowOrigins(Shop, "https://*.preview.example.com").AllowMethods("PUT").AllowHeaders("X-A").ExposeHeaders("etag")
            .AllowCredentials().MaxAge(TimeSpan.FromMinutes(1)))
        .AddPolicy("open", p => p.AllowOrigins(Shop, "*").AllowAnyMethod().AllowAnyHeader());

    private static void Old(CorsOptions cors) => cors.AddPolicy("old", p => p.WithOrigins("https://old.example"));

    private static ICorsPolicyProvider Provider(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<ICorsPolicyProvider>();
    }

    private sealed class OldProvider : ICorsPolicyProvider
    {
        public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
            Task.FromResult<CorsPolicy?>(new CorsPolicyBuilder().WithOrigins("https://old.example").Build());
    }
}
