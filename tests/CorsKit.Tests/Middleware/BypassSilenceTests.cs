using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>For an endpoint that owns its CORS nothing is asked, counted, logged, handled or warned of.</summary>
public sealed class BypassSilenceTests
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";
    private const string Evil = "https://evil.example";
    private const string Allowed = "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin";
    private const string Own = "Access-Control-Allow-Origin: https://own.example\nVary: X-Own";

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Nothing_is_asked_counted_or_logged(HostKind kind)
    {
        var selected = 0;
        await using var host = TestHost.Start(
            kind,
            cors =>
            {
                Policies(cors);
                cors.SelectPolicy(
                    _ =>
                    {
                        Interlocked.Increment(ref selected);
                        return null;
                    },
                    reads => reads.Header("X-Tenant", onPreflights: true));
            },
            app =>
            {
                app.UseGatewayCors();
                app.Map("/own", BypassTests.Answer).BypassGatewayCors();
                app.Map("/own/401", () => Results.Unauthorized()).BypassGatewayCors();
                app.Map("/own/302", () => Results.Redirect("/login")).BypassGatewayCors();
                app.MapGet("/plain", () => "plain");
            });
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "corskit.requests" && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => counted.Enqueue(instrument.Name));
        listener.Start();

        foreach (var origin in new[] { Shop, Evil, "null", $"{Shop},{Evil}", "https://EVIL.example/" })
        {
            (await host.GetAsync("/own", origin)).ShouldBe(200, Own, "GET came");
            (await host.PreflightAsync("/own", origin, "PUT", "x-a")).ShouldBe(200, Own, "OPTIONS came");
            (await host.GetAsync("/own/401", origin)).ShouldBe(401, "");
            (await host.PreflightAsync("/own/302", origin, "PUT")).ShouldBe(302, "");
            (await host.SendAsync("GET", "/own", ("Origin", origin), ("Sec-WebSocket-Version", "13"))).ShouldBe(200, Own);
        }

        Assert.Equal((0, 0), (selected, counted.Count));
        Assert.Empty(host.Log.Cors);
        (await host.GetAsync("/plain", Evil)).ShouldBe(200, "Vary: X-Tenant, Origin");
        Assert.Equal((1, 1), (selected, counted.Count));
        Assert.Single(host.Log.Cors);
    }

    [Fact]
    public async Task An_exception_is_left_to_the_host()
    {
        await using var test = Start(HostKind.TestServer);
        await using var kestrel = Start(HostKind.Kestrel);

        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(() => test.GetAsync("/own/boom", Shop))).Message);
        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(() => test.PreflightAsync("/own/boom", Shop, "PUT"))).Message);
        (await kestrel.GetAsync("/own/boom", Shop)).ShouldBe(500, "", "");
        Assert.DoesNotContain(kestrel.Log.Cors, line => line.Level >= LogLevel.Information);
        (await kestrel.GetAsync("/boom", Shop)).ShouldBe(500, Allowed, "");
        Assert.Single(kestrel.Log.Cors, line => line.Id == 9);

        static TestHost Start(HostKind kind) => TestHost.Start(kind, cors => Policies(cors), app =>
        {
            app.UseGatewayCors();
            app.Map("/own/boom", string () => throw new InvalidOperationException("boom")).BypassGatewayCors();
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        });
    }

    /// <summary>What the client asked for decides, wherever the pipeline is run again to; in front of the middleware or behind it.</summary>
    public static TheoryData<HostKind, bool, string, string, string, string> ReExecuted
    {
        get
        {
            var cases = new TheoryData<HostKind, bool, string, string, string, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var behind in new[] { false, true })
                {
                    cases.Add(kind, behind, "GET", "/own/boom", "GET error", "");
                    cases.Add(kind, behind, "GET", "/own/missing", "GET error", "");
                    cases.Add(kind, behind, "OPTIONS", "/own/boom", "OPTIONS error", "");
                    cases.Add(kind, behind, "OPTIONS", "/own/missing", "OPTIONS error", "");
                    cases.Add(kind, behind, "GET", "/boom?to=own", "GET came", $"Access-Control-Allow-Origin: {Shop}\nVary: X-Own, Origin");
                    cases.Add(kind, behind, "GET", "/missing?to=own", "GET came", $"Access-Control-Allow-Origin: {Shop}\nVary: X-Own, Origin");
                    cases.Add(kind, behind, "GET", "/boom", "GET error", Allowed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(ReExecuted))]
    [Trait("Check", "C17")]
    public async Task A_request_that_is_run_again_stays_with_the_endpoint_that_it_asked_for(HostKind kind, bool behind, string method, string path, string body, string cors)
    {
        await using var host = TestHost.Start(kind, cors => Policies(cors), app =>
        {
            app.UseRouting();
            if (behind)
            {
                app.UseGatewayCors();
            }

            var page = path.Contains("to=own", StringComparison.Ordinal) ? "/own" : "/error";
            app.UseExceptionHandler(page);
            app.UseStatusCodePagesWithReExecute(page);
            app.UseRouting();
            if (!behind)
            {
                app.UseGatewayCors();
            }

            app.Map("/own", BypassTests.Answer).BypassGatewayCors();
            app.Map("/own/boom", string () => throw new InvalidOperationException("boom")).BypassGatewayCors();
            app.Map("/own/missing", () => Results.NotFound()).BypassGatewayCors();
            app.Map("/boom", string () => throw new InvalidOperationException("boom"));
            app.Map("/missing", () => Results.NotFound());
            app.Map("/error", (HttpRequest request) => $"{request.Method} error");
        });

        var answer = await host.SendAsync(method, path, [("Origin", Shop), .. method == "OPTIONS" ? new[] { ("Access-Control-Request-Method", "PUT") } : []]);

        answer.ShouldBe(path.Contains("missing", StringComparison.Ordinal) ? 404 : 500, cors, body);
    }

    /// <summary>The framework's own middleware answers with the app's own policies there, not with those of CorsKit.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task UseCors_answers_for_it_with_the_default_policy_of_AddCors(HostKind kind)
    {
        await using var host = TestHost.Start(
            kind,
            cors => Policies(cors),
            app =>
            {
                app.UseGatewayCors();
                app.UseCors();
                app.Map("/own", () => "own").BypassGatewayCors();
                app.Map("/plain", () => "plain");
            },
            b => b.Services.AddCors(cors => cors.AddDefaultPolicy(p => p.WithOrigins(Partner).WithMethods("PUT"))));

        (await host.GetAsync("/own", Partner)).ShouldBe(200, $"Access-Control-Allow-Origin: {Partner}", "own");
        (await host.GetAsync("/own", Shop)).ShouldBe(200, "", "own");
        (await host.PreflightAsync("/own", Partner, "PUT")).ShouldBe(204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Partner}");
        (await host.GetAsync("/plain", Shop)).ShouldBe(200, Allowed, "plain");
        (await host.GetAsync("/plain", Partner)).ShouldBe(200, "Vary: Origin", "plain");
    }

    [Fact]
    public async Task Those_who_ask_the_framework_for_the_policy_get_the_apps_own()
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)).SelectPolicy(_ => "default"), app => app.UseGatewayCors());
        var provider = host.Services.GetRequiredService<ICorsPolicyProvider>();
        var context = new DefaultHttpContext { RequestServices = host.Services };

        Assert.True((await provider.GetPolicyAsync(context, null))!.IsOriginAllowed(Shop));
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new DisableGatewayCorsAttribute(), new BypassGatewayCorsAttribute()), "own"));
        Assert.Null(await provider.GetPolicyAsync(context, null));
    }

    /// <summary>Two endpoints may share an address: a browser would let a method through that the other's own CORS refuses.</summary>
    [Fact]
    public async Task Where_one_is_bypassed_a_preflight_elsewhere_names_only_what_was_requested()
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => Policies(cors), app =>
        {
            app.UseGatewayCors();
            app.MapPut("/orders", () => "orders");
            app.Map("/{**path}", BypassTests.Answer).BypassGatewayCors();
        });

        Assert.Equal("PUT", (await host.PreflightAsync("/orders", Shop, "PUT"))["Access-Control-Allow-Methods"]);
    }

    /// <summary>Switched off, routing is the framework's own: it sends a preflight to what takes OPTIONS.</summary>
    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "OPTIONS came")]
    public async Task Switched_off_it_leaves_routing_alone(bool enabled, string body)
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => Policies(cors).Enabled = enabled, app =>
        {
            app.UseGatewayCors();
            app.MapPut("/orders", () => "orders");
            app.Map("/{**path}", BypassTests.Answer).BypassGatewayCors();
        });

        Assert.Equal(body, (await host.PreflightAsync("/orders", Shop, "PUT")).Body);
    }

    /// <summary>A policy that its metadata takes back need not be there.</summary>
    [Fact]
    public async Task A_name_that_is_bypassed_is_not_looked_for()
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddPolicy("public", p => p.AllowAnyOrigin()), app =>
        {
            app.UseGatewayCors();
            app.Map("/own", BypassTests.Answer).RequireGatewayCors("nowhere").BypassGatewayCors();
        });

        (await host.GetAsync("/own", Shop)).ShouldBe(200, Own);
    }

    /// <summary>Bypassing names no policy.</summary>
    [Fact]
    public async Task A_default_policy_that_is_nowhere_is_warned_of_all_the_same()
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddPolicy("public", p => p.AllowAnyOrigin()), app =>
        {
            app.UseGatewayCors();
            app.Map("/own", BypassTests.Answer).BypassGatewayCors();
        });

        Assert.Single(host.Log.Cors, line => line.Id == 15);
    }

    [Fact]
    public async Task In_front_of_routing_it_cannot_be_seen_and_stops_the_app()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(
            builder => builder.Services.AddGatewayCors(cors => Policies(cors)),
            app =>
            {
                app.UseGatewayCors();
                app.UseRouting();
                app.Map("/own", BypassTests.Answer).BypassGatewayCors().WithDisplayName("/own");
            }));

        Assert.StartsWith("app.UseGatewayCors() stands in front of app.UseRouting(), so that it cannot see the CORS policy of /own.", exception.Message, StringComparison.Ordinal);
    }

    private static GatewayCorsOptions Policies(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT", "DELETE"));
}
