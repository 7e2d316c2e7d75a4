using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Sources;

/// <summary>Origins that live in a store, as pages see it, on every host.</summary>
public sealed class OriginSourceTests
{
    private const string Listed = "https://listed.example";
    private const string Stored = "https://stored.example";
    private const string Strange = "https://strange.example";
    private const string Vary = "Vary: Origin";

    private static TestHost Start(HostKind kind, ScriptedSource source, Action<OriginSourceOptions>? configure = null, Action<GatewayCorsPolicyBuilder>? policy = null, string environment = "Production") => TestHost.Start(
        kind,
        cors => cors.AddDefaultPolicy(p =>
        {
            p.AllowOrigins(Listed, "https://*.listed.example").AllowMethods("PUT").AllowOriginsFrom<ScriptedSource>(configure);
            policy?.Invoke(p);
        }),
        app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
            app.MapPut("/orders", () => "orders");
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        },
        b => b.Services.AddSingleton(source),
        environment);

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    [Trait("Check", "C20")]
    public async Task An_origin_that_is_not_listed_is_looked_up_once(HostKind kind)
    {
        var source = new ScriptedSource();
        source.Allow(Stored);
        await using var host = Start(kind, source);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal($"Access-Control-Allow-Origin: {Stored}\n{Vary}", (await host.GetAsync("/orders", Stored)).Cors);
            Assert.Equal(Vary, (await host.GetAsync("/orders", Strange)).Cors);
            Assert.Equal(
                $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Stored}\nAccess-Control-Max-Age: 7200\n{Vary}",
                (await host.PreflightAsync("/orders", Stored, "PUT")).Cors);
            var refused = await host.PreflightAsync("/orders", Strange, "PUT");
            Assert.Equal((403, Vary), (refused.Status, refused.Cors));
            var error = await host.GetAsync("/boom", Stored);
            Assert.Equal((500, $"Access-Control-Allow-Origin: {Stored}\n{Vary}"), (error.Status, error.Cors));
        }

        Assert.Equal([$"{Stored} default -", $"{Strange} default -"], source.Asked);
    }

    public static TheoryData<string> NeverAsked =>
    [
        "(none)", "null", Listed, "https://pr-7.listed.example", "", " ", "https://Stored.example", "https://stored.example/", "https://stored.example:443", "stored.example",
        "https://stored.example.", "https://*.example", "file://stored.example", $"{Stored},{Strange}", $"{Stored} {Strange}", "https://" + new string('a', 400) + ".example",
    ];

    [Theory]
    [MemberData(nameof(NeverAsked))]
    public async Task The_source_is_asked_for_nothing_but_well_formed_origins_that_the_list_refuses(string origin)
    {
        var source = new ScriptedSource { Answer = (_, _, _) => new(true) };
        await using var host = Start(HostKind.TestServer, source);

        var answer = await host.GetAsync("/orders", origin == "(none)" ? null : origin);
        Assert.Equal((200, origin.Contains("listed", StringComparison.Ordinal) ? origin : null), (answer.Status, answer["Access-Control-Allow-Origin"]));
        Assert.Empty(source.Asked);

        // It is there, and allows whatever it is asked.
        Assert.Equal(Stored, (await host.GetAsync("/orders", Stored))["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("http://stored.example", true, false, false)]
    [InlineData("http://localhost:5173", true, false, true)]
    [InlineData("http://127.0.0.1", true, false, true)]
    [InlineData("http://stored.example", true, true, true)]
    [InlineData("http://stored.example", false, false, true)]
    [InlineData("app://stored.example", true, false, true)]
    [InlineData("app://.", true, false, true)]
    [InlineData("safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54", true, false, true)]
    [InlineData("ws://stored.example", false, false, false)]
    public async Task With_credentials_a_store_lets_in_no_http_origin_either(string origin, bool credentials, bool dangerously, bool allowed)
    {
        await using var host = Start(HostKind.TestServer, new ScriptedSource { Answer = (_, _, _) => new(true) }, policy: p =>
        {
            if (credentials)
            {
                p.AllowCredentials();
            }

            if (dangerously)
            {
                p.DangerouslyAllowInsecureOrigins();
            }
        });

        Assert.Equal(allowed ? origin : null, (await host.GetAsync("/orders", origin))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    [Trait("Check", "C20")]
    public async Task An_origin_of_one_tenant_is_not_let_in_at_another()
    {
        var source = new ScriptedSource { Answer = (origin, context, _) => new(origin == Stored && context.Tenant == "a") };
        await using var host = Start(HostKind.TestServer, source, options => options.TenantFrom(
            request => request.Header("X-Tenant") switch { "throws" => throw new InvalidOperationException("no tenant"), var tenant => tenant },
            reads => reads.Header("X-Tenant", onPreflights: true)));

        // By turns, so that an answer remembered for one would show at the other.
        foreach (var (tenant, allowed) in new[] { ("a", true), ("b", false), ("a", true), ("b", false), ("throws", false) })
        {
            var answer = await host.SendAsync("GET", "/orders", ("Origin", Stored), ("X-Tenant", tenant));
            Assert.Equal(allowed ? $"Access-Control-Allow-Origin: {Stored}\nVary: X-Tenant, Origin" : "Vary: X-Tenant, Origin", answer.Cors);
        }

        Assert.Equal("Vary: X-Tenant, Origin", (await host.GetAsync("/orders", Stored)).Cors);
        Assert.Equal($"Access-Control-Allow-Origin: {Listed}\nVary: Origin", (await host.GetAsync("/orders", Listed)).Cors);
        Assert.Equal([$"{Stored} default a", $"{Stored} default b"], source.Asked);
    }

    /// <summary>It comes from the request and is remembered: only an origin's length would be bounded otherwise.</summary>
    [Fact]
    public async Task A_tenant_that_is_longer_than_any_is_not_asked_for_or_remembered()
    {
        var source = new ScriptedSource { Answer = (_, _, _) => new(true) };
        await using var host = Start(HostKind.TestServer, source, options => options.TenantFrom(
            request => request.Header("X-Tenant"), reads => reads.Header("X-Tenant", onPreflights: true)));

        foreach (var (length, allowed) in new[] { (1, true), (1024, true), (1025, false), (30_000, false) })
        {
            var answer = await host.SendAsync("GET", "/orders", ("Origin", Stored), ("X-Tenant", new string('a', length)));
            Assert.Equal(allowed ? $"Access-Control-Allow-Origin: {Stored}\nVary: X-Tenant, Origin" : "Vary: X-Tenant, Origin", answer.Cors);
        }

        Assert.Equal(2, source.Asked.Count);
    }

    /// <summary>Two policies with one source: what it says of one is not taken for the other.</summary>
    [Fact]
    public async Task Answers_for_one_policy_are_not_taken_for_another()
    {
        var source = new ScriptedSource { Answer = (_, context, _) => new(context.PolicyName == "a") };
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddPolicy("a", p => p.AllowOriginsFrom<ScriptedSource>()).AddPolicy("b", p => p.AllowOriginsFrom<ScriptedSource>()),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/a", () => "a").RequireGatewayCors("a");
                app.MapGet("/b", () => "b").RequireGatewayCors("b");
            },
            b => b.Services.AddSingleton(source));

        Assert.Equal(Stored, (await host.GetAsync("/a", Stored))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/b", Stored))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task A_source_that_fails_refuses_says_so_and_leaks_nothing()
    {
        var source = new ScriptedSource { Answer = (_, _, _) => throw new InvalidOperationException("the password is 123") };
        await using var host = Start(HostKind.TestServer, source, environment: "Development");

        var answer = await host.PreflightAsync("/orders", Stored, "PUT");

        answer.ShouldBe(403, Vary);
        Assert.Contains("\"reason\": \"origin-unverified\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("123", answer.Body, StringComparison.Ordinal);
        Assert.Contains("origin-unverified", Assert.Single(host.Log.Cors, line => line.Id == 3).Text, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(Assert.Single(host.Log.Cors, line => line.Id == 21).Exception);
        var actual = await host.GetAsync("/orders", Stored);
        Assert.Equal((200, Vary), (actual.Status, actual.Cors));
    }

    /// <summary>No ambient state of the request that happened to be first gets into an answer that others are given.</summary>
    [Fact]
    public async Task The_source_does_not_see_the_request()
    {
        var seen = new List<string?>();
        var accessor = new HttpContextAccessor();
        await using var host = TestHost.Start(
            HostKind.Kestrel,
            cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom<ScriptedSource>()),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", (IHttpContextAccessor http) => http.HttpContext?.Request.Path.Value);
            },
            b => b.Services.AddSingleton<IHttpContextAccessor>(accessor).AddScoped(_ => new ScriptedSource
            {
                Answer = (_, _, _) =>
                {
                    seen.Add(accessor.HttpContext?.Request.Path.Value);
                    return new(true);
                },
            }));

        var answer = await host.GetAsync("/orders", Stored);

        Assert.Equal(("/orders", Stored), (answer.Body, answer["Access-Control-Allow-Origin"]));
        Assert.Equal([null], seen);
    }

    [Fact]
    public async Task Origins_are_asked_for_when_the_app_starts()
    {
        var source = new ScriptedSource();
        source.Allow(Stored);
        await using var host = Start(HostKind.TestServer, source, options => options.WarmUp([Stored, Strange, Stored, "https://b.example"]));

        while (source.Asked.Count < 3)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Stored, (await host.GetAsync("/orders", Stored))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/orders", Strange))["Access-Control-Allow-Origin"]);
        Assert.Equal([$"{Stored} default -", $"{Strange} default -", "https://b.example default -"], source.Asked.Take(3));
    }

    [Fact]
    public async Task A_source_that_is_not_registered_stops_the_app()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom<ScriptedSource>()));
        await using var app = builder.Build();
        app.UseGatewayCors();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Register it: builder.Services.AddSingleton<ScriptedSource>().", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<GatewayCorsPolicyBuilder>, string[]> Problems => new()
    {
        { "a source alone", p => p.AllowOriginsFrom<ScriptedSource>(), [] },
        { "beside any origin", p => p.AllowAnyOrigin().AllowOriginsFrom<ScriptedSource>(), ["CORS070"] },
        { "two sources", p => p.AllowOriginsFrom<ScriptedSource>().AllowOriginsFrom<ScriptedSource>(), ["CORS073"] },
        { "no entries", p => p.AllowOriginsFrom<ScriptedSource>(s => s.MaxEntries = 0), ["CORS071"] },
        { "too many entries", p => p.AllowOriginsFrom<ScriptedSource>(s => s.MaxEntries = 1_000_001), ["CORS071"] },
        { "all bounds", p => p.AllowOriginsFrom<ScriptedSource>(s => s.AllowedLifetime = s.RefusedLifetime = s.GraceLifetime = s.Timeout = s.RetryAfter = TimeSpan.FromDays(2)), ["CORS071", "CORS071", "CORS071", "CORS071", "CORS071"] },
        { "no time to answer", p => p.AllowOriginsFrom<ScriptedSource>(s => s.Timeout = TimeSpan.Zero), ["CORS071"] },
        { "nothing remembered", p => p.AllowOriginsFrom<ScriptedSource>(s => s.AllowedLifetime = s.RefusedLifetime = s.GraceLifetime = s.RetryAfter = TimeSpan.Zero), [] },
        { "a tenant by authorizer", p => p.AllowOriginsFrom<ScriptedSource>(s => s.TenantFrom(r => r.AuthorizerValue("t"), reads => reads.Authorizer())), ["CORS072"] },
        { "a tenant by no header", p => p.AllowOriginsFrom<ScriptedSource>(s => s.TenantFrom(r => r.Header("a b"), reads => reads.Header("a b", true))), ["CORS040"] },
        { "warm-up", p => p.AllowOriginsFrom<ScriptedSource>(s => s.WarmUp(["https://a.example/", "https://*.example.com", "null"])), ["CORS011", "CORS016", "CORS012"] },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_cannot_work_is_a_problem_at_startup(string name, Action<GatewayCorsPolicyBuilder> policy, string[] codes)
    {
        Assert.NotEmpty(name);
        var problems = new GatewayCorsOptions().AddDefaultPolicy(policy).Compile().Problems;

        Assert.Equal(codes, problems.Select(problem => problem.Code));
        Assert.All(problems, problem => Assert.StartsWith("AddDefaultPolicy:AllowOriginsFrom", problem.Setting, StringComparison.Ordinal));
    }

    [Fact]
    public void The_engine_alone_evaluates_by_the_list_alone()
    {
        using var services = new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Listed).AllowOriginsFrom<ScriptedSource>())).BuildServiceProvider();
        var policy = services.GetRequiredService<IOptions<GatewayCorsOptions>>().Value.Compile().Default!.Policy;

        Assert.True(policy.EvaluateOrigin(Listed).IsAllowed);
        Assert.Equal(CorsReason.OriginNotAllowed, policy.EvaluateOrigin(Stored).Reason);
    }
}
