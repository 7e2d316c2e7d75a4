using CorsKit.Selection;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Selection;

/// <summary>The policy that the app selects for each request: it replaces, it fails closed, and Vary names what it reads.</summary>
public sealed class SelectionTests(SelectionTests.Apps apps) : IClassFixture<SelectionTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string A = "https://a.example";
    private const string B = "https://b.example";
    private const string Closed = "Vary: X-Tenant, Origin";

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(
            kind,
            cors => Policies(cors).SelectPolicy(Select, reads => reads.Header("X-Tenant", onPreflights: true)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
                app.MapGet("/endpoint", () => "endpoint").RequireGatewayCors("b");
                app.MapGet("/disabled", () => "disabled").DisableGatewayCors();
                app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
            });
    }

    private static GatewayCorsOptions Policies(GatewayCorsOptions cors) => cors
        .AddDefaultPolicy(p => p.AllowOrigins(Shop))
        .AddPolicy("a", p => p.AllowOrigins(A).AllowMethods("PUT"))
        .AddPolicy("b", p => p.AllowOrigins(B).AllowCredentials())
        .AddPolicy("open", p => p.AllowAnyOrigin());

    private static string? Select(CorsRequest request) => request.Header("x-tenant") switch
    {
        null or "none" => null,
        "throws" => throw new InvalidOperationException("the selection failed"),
        "undeclared" => request.Header("X-Other"),
        "authorizer" => request.AuthorizerValue("corsPolicy"),
        { } tenant => tenant,
    };

    public static TheoryData<HostKind, string, string, string?, string?, string> Actual
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, string?, string?, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var (path, status, tenant, origin, cors) in new[]
                {
                    ("/orders", "200", "a", A, $"Access-Control-Allow-Origin: {A}\n{Closed}"),
                    ("/orders", "200", "A", A, $"Access-Control-Allow-Origin: {A}\n{Closed}"),
                    ("/orders", "200", "a", B, Closed), ("/orders", "200", "a", Shop, Closed), ("/orders", "200", "a", null, Closed),
                    ("/orders", "200", "b", B, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {B}\n{Closed}"),
                    ("/orders", "200", "open", B, "Access-Control-Allow-Origin: *\nVary: X-Tenant"),
                    ("/orders", "200", "none", Shop, $"Access-Control-Allow-Origin: {Shop}\n{Closed}"),
                    ("/orders", "200", null, Shop, $"Access-Control-Allow-Origin: {Shop}\n{Closed}"),
                    ("/orders", "200", "default", Shop, $"Access-Control-Allow-Origin: {Shop}\n{Closed}"),
                    ("/orders", "200", "throws", Shop, Closed), ("/orders", "200", "throws", null, Closed),
                    ("/orders", "200", "undeclared", Shop, Closed), ("/orders", "200", "authorizer", Shop, Closed),
                    ("/orders", "200", "unknown", Shop, Closed),
                    ("/boom", "500", "a", A, $"Access-Control-Allow-Origin: {A}\n{Closed}"),
                    ("/nowhere", "404", "a", A, $"Access-Control-Allow-Origin: {A}\n{Closed}"),

                    // The endpoint's own policy replaces the selection, so that its answer depends on nothing that is selected by.
                    ("/endpoint", "200", "a", B, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {B}\nVary: Origin"),
                    ("/endpoint", "200", "a", A, "Vary: Origin"),
                    ("/disabled", "200", "a", A, ""),
                })
                {
                    cases.Add(kind, path, status, tenant, origin, cors);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Actual))]
    [Trait("Check", "C14"), Trait("Check", "C20")]
    public async Task An_actual_request_gets_the_selected_policy(HostKind kind, string path, string status, string? tenant, string? origin, string cors)
    {
        var headers = new List<(string, string)>();
        if (tenant is not null)
        {
            headers.Add(("X-Tenant", tenant));
        }

        if (origin is not null)
        {
            headers.Add(("Origin", origin));
        }

        var answer = await apps.On(kind).SendAsync("GET", path, [.. headers]);

        Assert.Equal((status, cors), ($"{answer.Status}", answer.Cors));
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_preflight_gets_the_selected_policy(HostKind kind)
    {
        var host = apps.On(kind);
        (string, string)[] preflight = [("Origin", A), ("Access-Control-Request-Method", "PUT"), ("X-Tenant", "a")];

        var answer = await host.SendAsync("OPTIONS", "/orders", preflight);
        Assert.Equal(204, answer.Status);
        Assert.Equal(
            $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {A}\nAccess-Control-Max-Age: 7200\nVary: X-Tenant, Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            answer.Cors);
        preflight[^1] = ("X-Tenant", "b");
        Assert.Equal(403, (await host.SendAsync("OPTIONS", "/orders", preflight)).Status);
        preflight[^1] = ("X-Tenant", "throws");
        Assert.Equal(403, (await host.SendAsync("OPTIONS", "/orders", preflight)).Status);
    }

    /// <summary>Endpoint metadata, selection, UseGatewayCors(name), default.</summary>
    [Theory]
    [InlineData(true, "a", true, B)]
    [InlineData(false, "a", true, A)]
    [InlineData(false, null, true, "https://used.example")]
    [InlineData(false, null, false, Shop)]
    [Trait("Check", "C14")]
    public async Task The_nearest_policy_wins_and_the_others_say_nothing(bool hasMetadata, string? selected, bool isNamed, string winner)
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => Policies(cors).AddPolicy("used", p => p.AllowOrigins("https://used.example")).SelectPolicy(_ => selected),
            app =>
            {
                _ = isNamed ? app.UseGatewayCors("used") : app.UseGatewayCors();
                var endpoint = app.MapGet("/orders", () => "orders");
                if (hasMetadata)
                {
                    endpoint.RequireGatewayCors("b");
                }
            });

        foreach (var origin in new[] { A, B, Shop, "https://used.example" })
        {
            var answer = await host.GetAsync("/orders", origin);
            Assert.Equal((200, origin == winner ? origin : null), (answer.Status, answer["Access-Control-Allow-Origin"]));
        }
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_selection_may_ask_elsewhere_and_take_its_time(HostKind kind)
    {
        await using var host = TestHost.Start(
            kind,
            cors => Policies(cors).SelectPolicy(
                async (request, cancel) =>
                {
                    await Task.Delay(1, cancel);
                    return request.Services.GetRequiredService<Dictionary<string, string>>()[request.Header("X-Tenant")!];
                },
                reads => reads.Header("X-Tenant"),
                preflightPolicy: "b"),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            },
            b => b.Services.AddSingleton(new Dictionary<string, string> { ["1"] = "a" }));

        Assert.Equal($"Access-Control-Allow-Origin: {A}\n{Closed}", (await host.SendAsync("GET", "/orders", ("Origin", A), ("X-Tenant", "1"))).Cors);

        // An exception of the dictionary's: closed, logged, and the app still answers.
        var unknown = await host.SendAsync("GET", "/orders", ("Origin", A), ("X-Tenant", "2"));
        Assert.Equal((200, Closed), (unknown.Status, unknown.Cors));
        Assert.IsType<KeyNotFoundException>(Assert.Single(host.Log.Cors, line => line.Id == 20).Exception);

        // A preflight carries no X-Tenant; its policy is the one that was named for it, the same for everyone.
        Assert.Equal(
            $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {B}\nAccess-Control-Max-Age: 7200\nVary: Origin",
            (await host.PreflightAsync("/orders", B, "GET")).Cors);
        Assert.Equal(403, (await host.PreflightAsync("/orders", A, "GET")).Status);
    }

    [Fact]
    public async Task The_host_is_compared_in_lower_case()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => Policies(cors).SelectPolicy(request => request.Host == "a.api.example.com" ? "a" : null),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });

        Assert.Equal($"Access-Control-Allow-Origin: {A}\nVary: Origin", (await host.SendAsync("GET", "/orders", ("Origin", A), ("Host", "A.API.example.com"))).Cors);
        Assert.Equal("Vary: Origin", (await host.SendAsync("GET", "/orders", ("Origin", A), ("Host", "b.api.example.com"))).Cors);
    }

    [Fact]
    [Trait("Check", "C20")]
    public async Task Where_nothing_is_selected_and_there_is_no_default_Vary_still_tells_caches()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddPolicy("a", p => p.AllowOrigins(A)).SelectPolicy(Select, reads => reads.Header("X-Tenant", onPreflights: true)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });

        Assert.Equal("Vary: X-Tenant", (await host.GetAsync("/orders", A)).Cors);
        Assert.Empty(host.Log.Cors);
    }

    [Fact]
    [Trait("Check", "C11")]
    public async Task An_unknown_name_is_logged_once_cleaned_and_nobody_can_fill_the_memory_with_names()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => Policies(cors).SelectPolicy(request => request.Header("X-Tenant") is { } tenant ? tenant + "\r\nforged" : null, reads => reads.Header("X-Tenant", onPreflights: true)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });

        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(Closed, (await host.SendAsync("GET", "/orders", ("X-Tenant", $"t{i / 2}"), ("Origin", Shop))).Cors);
        }

        var lines = host.Log.Cors.Where(line => line.Id == 19).ToList();
        Assert.Equal(100, lines.Count);
        Assert.Equal(100, lines.DistinctBy(line => line.Text).Count());
        Assert.All(lines, line => Assert.DoesNotContain(line.Text, char.IsControl));
    }

    /// <summary>A selection that fails for every request must not fill the log.</summary>
    [Fact]
    public void Failures_of_a_selection_are_logged_once_a_minute_with_the_number_of_those_that_were_not()
    {
        using var log = new LogLines();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var failures = new SelectionFailures(log.CreateLogger("CorsKit"), time);
        for (var i = 0; i < 1000; i++)
        {
            failures.Report(new IOException("down"));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        failures.Report(new IOException("still down"));

        Assert.Equal(
            ["20 0 failures before this one were not.", "20 999 failures before this one were not."],
            log.All.Select(line => $"{line.Id.Id}{line.Text[(line.Text.LastIndexOf(';') + 1)..]}"));
    }

    /// <summary>Word for word, they stand in <see cref="Configuration.OptionsProblemTests"/>.</summary>
    public static TheoryData<string, Action<GatewayCorsOptions>, string[]> Problems => new()
    {
        { "an authorizer", cors => cors.SelectPolicy(_ => null, reads => reads.Authorizer()), ["CORS061"] },
        { "credentials, whatever is claimed of them", cors => cors.SelectPolicy(_ => null, reads => reads.Header("authorization", onPreflights: true)), ["CORS061"] },
        { "a policy for preflights", cors => cors.SelectPolicy(_ => null, reads => reads.Authorizer("X-Key"), "a"), [] },
        { "the default one for preflights", cors => cors.SelectPolicy(_ => null, reads => reads.Authorizer(), "default"), [] },
        { "no token", cors => cors.SelectPolicy(_ => null, reads => reads.Header("x tenant", true).Header("", true)), ["CORS040", "CORS040"] },
        { "the host", cors => cors.SelectPolicy(_ => null), [] },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_cannot_work_is_a_problem_at_startup(string name, Action<GatewayCorsOptions> select, string[] codes)
    {
        Assert.NotEmpty(name);
        var options = Policies(new GatewayCorsOptions());
        select(options);

        Assert.Equal(codes, options.Compile().Problems.Select(problem => problem.Code));
    }

    /// <summary>Those who ask the framework would otherwise be told the default policy where another one governs.</summary>
    [Theory]
    [InlineData("a", A)]
    [InlineData(null, Shop)]
    [InlineData("default", Shop)]
    [InlineData("unknown", null)]
    public async Task The_frameworks_policy_provider_answers_with_the_selected_policy(string? selected, string? allowed)
    {
        await using var services = new ServiceCollection().AddGatewayCors(cors => Policies(cors).SelectPolicy(_ => selected)).BuildServiceProvider();
        var policy = await services.GetRequiredService<ICorsPolicyProvider>().GetPolicyAsync(new DefaultHttpContext { RequestServices = services }, null);

        foreach (var origin in new[] { A, B, Shop })
        {
            Assert.Equal(origin == allowed, policy!.IsOriginAllowed(origin));
        }
    }
}
