using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CorsKit.Tests.Proxies;

/// <summary>
/// Routes of YARP in front of a backend that writes CORS headers itself: CorsPolicy means with UseGatewayCors what it means with
/// UseCors (https://learn.microsoft.com/aspnet/core/fundamentals/servers/yarp/cors), and BypassGatewayCors leaves CORS to the backend.
/// </summary>
public sealed class YarpTests(YarpTests.Apps apps) : IClassFixture<YarpTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";
    private const string Evil = "https://evil.example";
    private const string Backend = BackendClients.Origin;

    private static readonly RouteConfig[] Routes =
    [
        Route("absent", null), Route("default", "Default"), Route("disable", "disable"), Route("named", "partner"),
        Route("absent-put", null, "PUT"), Route("default-put", "default", "PUT"), Route("disable-put", "Disable", "PUT"), Route("named-put", "partner", "PUT"),
        Route("options", null, "PUT", "OPTIONS"),

        // Two routes of one path.
        Route("both", "Disable", "PUT") with { Order = 1 },
        Route("both", null) with { RouteId = "both-others", Order = 2 },
    ];

    public sealed class Apps : EveryHost
    {
        public TestHost UseCors { get; } = StartProxy(HostKind.TestServer, app => app.UseCors(), b => b.Services.AddCors(cors =>
        {
            cors.AddDefaultPolicy(p => p.WithOrigins(Shop).WithMethods("PUT"));
            cors.AddPolicy("partner", p => p.WithOrigins(Partner).WithMethods("PUT"));
        }));

        protected override TestHost Start(HostKind kind) => StartProxy(kind, app => app.UseGatewayCors(), b => b.Services.AddGatewayCors(Policies));
    }

    /// <summary>
    /// The route, the origin, and what comes back with UseCors and with UseGatewayCors: the status, Access-Control-Allow-Origin, and the
    /// method that reached the backend.
    /// </summary>
    public static TheoryData<string, string, string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, string, string>();
            foreach (var (routes, origin, preflights, theirs, ours) in new[]
            {
                // Without a policy of its own, and "Default": the default policy.
                ("absent default absent-put default-put options", Shop, true, $"204 {Shop}", $"204 {Shop}"),
                ("absent default absent-put default-put options", Shop, false, $"200 {Shop} PUT", $"200 {Shop} PUT"),
                ("absent default absent-put default-put options", Evil, true, "204", "403"),
                ("absent default absent-put default-put options", Evil, false, $"200 {Backend} PUT", "200 PUT"),

                // "Disable": preflights are refused and do not reach the backend, and its responses are left as they are.
                ("disable disable-put both", Shop, true, "204", "403"),
                ("disable disable-put both", Shop, false, $"200 {Backend} PUT", $"200 {Backend} PUT"),
                ("disable disable-put both", Evil, true, "204", "403"),
                ("disable disable-put both", Evil, false, $"200 {Backend} PUT", $"200 {Backend} PUT"),

                // A name: that policy.
                ("named named-put", Partner, true, $"204 {Partner}", $"204 {Partner}"),
                ("named named-put", Partner, false, $"200 {Partner} PUT", $"200 {Partner} PUT"),
                ("named named-put", Shop, true, "204", "403"),
                ("named named-put", Shop, false, $"200 {Backend} PUT", "200 PUT"),
            })
            {
                foreach (var route in routes.Split(' '))
                {
                    cases.Add(route, origin, preflights ? "preflight" : "PUT", theirs, ours);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task CorsPolicy_of_a_route_means_what_YARP_says(string route, string origin, string method, string theirs, string ours)
    {
        Assert.Equal(theirs, await AskAsync(apps.UseCors, route, origin, method));
        foreach (var kind in RunningApp.Hosts.Keys)
        {
            Assert.Equal(ours, await AskAsync(apps.On(kind), route, origin, method));
        }
    }

    /// <summary>YARP draws the preflights of its own methods to a route with "Disable", and those of other methods to none.</summary>
    [Fact]
    public async Task A_preflight_goes_to_the_route_that_YARP_sends_it_to()
    {
        var proxy = apps.On(HostKind.TestServer);

        Assert.Equal("204", await AskAsync(apps.UseCors, "both", Shop, "preflight"));
        Assert.Equal("403", await AskAsync(proxy, "both", Shop, "preflight"));
        foreach (var host in new[] { apps.UseCors, proxy })
        {
            Assert.Equal($"204 {Shop}", await AskAsync(host, "both", Shop, "preflight", "DELETE"));
            Assert.Equal($"200 {Shop} DELETE", await AskAsync(host, "both", Shop, "DELETE"));
        }

        // OPTIONS that is no preflight is a request like others.
        Assert.Equal($"200 {Backend} OPTIONS", await AskAsync(proxy, "disable", Shop, "OPTIONS"));
        Assert.Equal($"200 {Shop} OPTIONS", await AskAsync(proxy, "absent", Shop, "OPTIONS"));
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Bypassed_the_backend_owns_CORS(HostKind kind)
    {
        await using var proxy = StartProxy(
            kind,
            app =>
            {
                app.UseGatewayCors();
                app.MapPut("/absent/mine", () => "mine");
            },
            b => b.Services.AddGatewayCors(Policies),
            app => app.MapReverseProxy().BypassGatewayCors());

        foreach (var route in new[] { "absent", "default", "disable", "named", "options" })
        {
            foreach (var origin in new[] { Shop, Evil })
            {
                Assert.Equal($"200 {Backend} OPTIONS", await AskAsync(proxy, route, origin, "preflight"));
                Assert.Equal($"200 {Backend} OPTIONS", await AskAsync(proxy, route, origin, "OPTIONS"));
                Assert.Equal($"200 {Backend} PUT", await AskAsync(proxy, route, origin, "PUT"));
            }
        }

        (await proxy.SendAsync("PUT", "/absent/x", ("Origin", Evil))).ShouldBe(200, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Backend}\nVary: X-Backend");

        // A route that does not take OPTIONS has no preflights to pass on.
        foreach (var route in new[] { "absent-put", "default-put", "disable-put", "named-put" })
        {
            Assert.Equal("405", await AskAsync(proxy, route, Shop, "preflight"));
        }

        // The app's own endpoints keep the policy, although the proxy takes OPTIONS of every path.
        Assert.Equal($"204 {Shop}", await AskAsync(proxy, "absent", Shop, "preflight", path: "mine"));
        Assert.Equal("403", await AskAsync(proxy, "absent", Evil, "preflight", path: "mine"));
        Assert.Equal($"200 {Shop}", await AskAsync(proxy, "absent", Shop, "PUT", path: "mine"));
        Assert.DoesNotContain(proxy.Log.Cors, line => line.Level > LogLevel.Information);
    }

    /// <summary>By its metadata a single route is bypassed too, and the others keep what their CorsPolicy says.</summary>
    [Fact]
    public async Task Routes_can_be_bypassed_one_by_one()
    {
        await using var proxy = StartProxy(
            HostKind.TestServer,
            app => app.UseGatewayCors(),
            b => b.Services.AddGatewayCors(Policies),
            app => app.MapReverseProxy().Add(route =>
            {
                if (route.DisplayName == "absent")
                {
                    route.Metadata.Add(new BypassGatewayCorsAttribute());
                }
            }));

        Assert.Equal($"200 {Backend} OPTIONS", await AskAsync(proxy, "absent", Evil, "preflight"));
        Assert.Equal("403", await AskAsync(proxy, "default", Evil, "preflight"));
        Assert.Equal($"204 {Partner}", await AskAsync(proxy, "named", Partner, "preflight"));
    }

    /// <summary>YARP asks for the policies when it loads its configuration; it knows those of CorsKit and those of AddCors alike.</summary>
    [Theory]
    [InlineData("PARTNER", null)]
    [InlineData("of-add-cors", "names the policy \"of-add-cors\", which does not exist")]
    [InlineData("nowhere", "CORS policy 'nowhere' not found for route 'one'.")]
    [InlineData("Default", null)]
    public async Task An_unknown_name_stops_the_app(string name, string? problem)
    {
        var builder = Builder(
            b =>
            {
                b.Services.AddGatewayCors(Policies);
                b.Services.AddCors(cors => cors.AddPolicy("of-add-cors", p => p.AllowAnyOrigin()));
            },
            [Route("one", name)]);
        var app = App(a => a.UseGatewayCors());

        if (problem is null)
        {
            await using var proxy = TestHost.StartApp(HostKind.TestServer, builder, app);
            Assert.Equal("200 PUT", await AskAsync(proxy, "one", Evil, "PUT"));
        }
        else
        {
            Assert.Contains(problem, (await Assert.ThrowsAnyAsync<Exception>(() => TestHost.TryStartAsync(builder, app))).ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>What fails on the way to the backend is an error that the page may read; what was written before, where nothing was sent yet, is not.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_step_of_the_proxy_that_throws_is_an_error_with_the_headers(HostKind kind)
    {
        await using var proxy = StartProxy(
            kind,
            app => app.UseGatewayCors(),
            b => b.Services.AddGatewayCors(Policies),
            app => app.MapReverseProxy(steps => steps.Use(async (HttpContext context, RequestDelegate _) =>
            {
                if (kind.IsLambda())
                {
                    await context.Response.Body.WriteAsync("half"u8.ToArray());
                }

                throw new InvalidOperationException("The step failed.");
            })));

        (await proxy.SendAsync("PUT", "/absent/x", ("Origin", Shop))).ShouldBe(500, $"Access-Control-Allow-Origin: {Shop}\nVary: Origin", "");
        (await proxy.SendAsync("PUT", "/absent/x", ("Origin", Evil))).ShouldBe(500, "Vary: Origin", "");
    }

    /// <summary>
    /// Of two routes that a header tells apart, one has "Disable" and the other a policy. Outside of the branch the first answers, and the
    /// exception for the second stays.
    /// </summary>
    [Fact]
    public async Task A_policy_that_a_branch_leaves_out_is_not_ignored_for_the_sake_of_another_route()
    {
        await using var proxy = StartProxy(
            HostKind.TestServer,
            app => app.UseWhen(context => context.Request.Path.StartsWithSegments("/inside"), branch => branch.UseGatewayCors()),
            b => b.Services.AddGatewayCors(Policies),
            routes:
            [
                Route("one", "Disable") with { Order = 1, Match = new RouteMatch { Path = "/one/{**rest}", Headers = [new RouteHeader { Name = "X-First", Values = ["yes"] }] } },
                Route("two", "partner") with { Order = 2, Match = new RouteMatch { Path = "/one/{**rest}" } },
                Route("three", "Disable"),
            ]);

        Assert.Equal($"200 {Backend} PUT", await AskAsync(proxy, "three", Partner, "PUT"));
        Assert.Contains("contains CORS metadata", (await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(proxy, "one", Partner, "PUT"))).Message, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(TestHost host, string route, string origin, string method, string requested = "PUT", string path = "x")
    {
        var answer = method == "preflight" ? await host.PreflightAsync($"/{route}/{path}", origin, requested) : await host.SendAsync(method, $"/{route}/{path}", ("Origin", origin));
        return string.Join(' ', new[] { $"{answer.Status}", answer["Access-Control-Allow-Origin"], answer["X-Reached"] }.OfType<string>());
    }

    private static TestHost StartProxy(
        HostKind kind, Action<WebApplication> cors, Action<WebApplicationBuilder> services, Action<WebApplication>? map = null, RouteConfig[]? routes = null) =>
        TestHost.StartApp(kind, Builder(services, routes ?? Routes), App(cors, map));

    private static Action<WebApplicationBuilder> Builder(Action<WebApplicationBuilder> services, RouteConfig[] routes) => b =>
    {
        services(b);
        b.Services.AddSingleton<IForwarderHttpClientFactory, BackendClients>();
        b.Services.AddReverseProxy().LoadFromMemory(
            routes, [new ClusterConfig { ClusterId = "backend", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = "http://backend" } } }]);
    };

    private static Action<WebApplication> App(Action<WebApplication> cors, Action<WebApplication>? map = null) => app =>
    {
        cors(app);
        (map ?? (a => a.MapReverseProxy()))(app);
    };

    private static RouteConfig Route(string name, string? policy, params string[] methods) => new()
    {
        RouteId = name,
        ClusterId = "backend",
        CorsPolicy = policy,
        Match = new RouteMatch { Path = $"/{name}/{{**rest}}", Methods = methods.Length > 0 ? methods : null },
    };

    private static void Policies(GatewayCorsOptions cors) => cors
        .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT", "DELETE"))
        .AddPolicy("partner", p => p.AllowOrigins(Partner).AllowMethods("PUT"));
}
