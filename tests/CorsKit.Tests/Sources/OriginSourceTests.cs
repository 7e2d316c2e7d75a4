using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Sources;

/// <summary>Origins that live in a store, as pages see it, on every host. <see cref="OriginRuleTests"/> runs all of it with a rule in code.</summary>
public class OriginSourceTests
{
    private const string Listed = "https://listed.example";
    private const string Stored = "https://stored.example";
    private const string Strange = "https://strange.example";
    private const string Vary = "Vary: Origin";

    /// <summary>What the log calls it.</summary>
    protected virtual string Name => nameof(ScriptedSource);

    /// <summary>Has the policy ask the source that is registered.</summary>
    protected virtual void Ask(GatewayCorsPolicyBuilder policy, ScriptedSource source, Action<OriginSourceOptions>? configure = null) =>
        policy.AllowOriginsFrom<ScriptedSource>(configure);

    private TestHost Start(HostKind kind, ScriptedSource source, Action<OriginSourceOptions>? configure = null, Action<GatewayCorsPolicyBuilder>? policy = null, string environment = "Production") => TestHost.Start(
        kind,
        cors => cors.AddDefaultPolicy(p =>
        {
            p.AllowOrigins(Listed, "https://*.listed.example").AllowMethods("PUT");
            Ask(p, source, configure);
            policy?.Invoke(p);
        }),
        app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
            app.MapPut("/orders", () => "orders");
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        },
        b => b.Services.AddSingleton(source).AddStoppedClock(),
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
            cors => cors.AddPolicy("a", p => Ask(p, source)).AddPolicy("b", p => Ask(p, source)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/a", () => "a").RequireGatewayCors("a");
                app.MapGet("/b", () => "b").RequireGatewayCors("b");
            },
            b => b.Services.AddSingleton(source).AddStoppedClock());

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
        var failure = Assert.Single(host.Log.Cors, line => line.Id == 21);
        Assert.IsType<InvalidOperationException>(failure.Exception);
        Assert.StartsWith($"{Name} failed to say whether policy default allows an origin. ", failure.Text, StringComparison.Ordinal);
        var actual = await host.GetAsync("/orders", Stored);
        Assert.Equal((200, Vary), (actual.Status, actual.Cors));
    }

    /// <summary>The reason of an answer that is remembered is that of the answer.</summary>
    [Theory]
    [InlineData("refuses", "origin-not-allowed")]
    [InlineData("fails", "origin-unverified")]
    public async Task A_refusal_that_is_remembered_has_its_reason(string kind, string reason)
    {
        var source = new ScriptedSource { Answer = (_, _, _) => kind == "fails" ? throw new IOException("down") : new(false) };
        await using var host = Start(HostKind.TestServer, source, options => options.RetryAfter = TimeSpan.FromMinutes(1), environment: "Development");

        for (var i = 0; i < 3; i++)
        {
            Assert.Contains($"\"reason\": \"{reason}\"", (await host.PreflightAsync("/orders", Stored, "PUT")).Body, StringComparison.Ordinal);
        }

        Assert.Single(source.Asked);
        Assert.Equal(3, host.Log.Cors.Count(line => line.Id == 3 && line.Text.Contains(reason, StringComparison.Ordinal)));
    }

    /// <summary>No ambient state of the request that happened to be first gets into an answer that others are given.</summary>
    [Fact]
    public async Task The_source_does_not_see_the_request()
    {
        var seen = new List<string?>();
        var accessor = new HttpContextAccessor();
        var source = new ScriptedSource
        {
            Answer = (_, _, _) =>
            {
                seen.Add(accessor.HttpContext?.Request.Path.Value);
                return new(true);
            },
        };
        await using var host = TestHost.Start(
            HostKind.Kestrel,
            cors => cors.AddDefaultPolicy(p => Ask(p, source)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", (IHttpContextAccessor http) => http.HttpContext?.Request.Path.Value);
            },
            b => b.Services.AddSingleton<IHttpContextAccessor>(accessor).AddScoped(_ => source).AddStoppedClock());

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
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(
            builder => builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom<ScriptedSource>())), app => app.UseGatewayCors()));
        Assert.Equal("The policy default asks ScriptedSource for origins, and the app's services do not know it. Register it: builder.Services.AddSingleton<ScriptedSource>().", exception.Message);
    }

    public static TheoryData<string, Action<GatewayCorsPolicyBuilder>, string?> TwoSources => new()
    {
        { "two classes", p => p.AllowOriginsFrom<ScriptedSource>().AllowOriginsFrom<ScriptedSource>(), "ScriptedSource" },
        { "a rule and a class", p => p.AllowOriginsFrom((_, _, _) => true).AllowOriginsFrom<ScriptedSource>(), "ScriptedSource" },
        { "a class and a rule", p => p.AllowOriginsFrom<ScriptedSource>().AllowOriginsFrom((_, _, _) => true), null },
        { "two rules", p => p.AllowOriginsFrom((_, _, _) => true).AllowOriginsFrom(async (_, _, _) => await Task.FromResult(true)), null },
    };

    [Theory]
    [MemberData(nameof(TwoSources))]
    public void A_policy_asks_one_source(string name, Action<GatewayCorsPolicyBuilder> policy, string? value)
    {
        Assert.NotEmpty(name);
        var problem = Assert.Single(new GatewayCorsOptions().AddDefaultPolicy(policy).Compile().Problems);

        Assert.Equal(
            $"CORS073 AddDefaultPolicy:AllowOriginsFrom{(value is null ? "" : $" \"{value}\"")}: A policy asks one source. Call AllowOriginsFrom once, or ask both in one source or rule of your own.",
            problem.ToString());
    }

    /// <summary>Word for word, with the bounds, they stand in <see cref="Configuration.OptionsProblemTests"/>.</summary>
    public static TheoryData<string, Action<OriginSourceOptions>?, string[]> Problems => new()
    {
        { "a source alone", null, [] },
        { "too many entries", s => s.MaxEntries = 1_000_001, ["CORS071"] },
        { "a tenant by authorizer", s => s.TenantFrom(r => r.AuthorizerValue("t"), reads => reads.Authorizer()), ["CORS072"] },
        { "a tenant by no header", s => s.TenantFrom(r => r.Header("a b"), reads => reads.Header("a b", true)), ["CORS040"] },
        { "warm-up", s => s.WarmUp(["https://a.example/", "https://*.example.com", "null"]), ["CORS011", "CORS016", "CORS012"] },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_cannot_work_is_a_problem_at_startup(string name, Action<OriginSourceOptions>? configure, string[] codes)
    {
        Assert.NotEmpty(name);
        var problems = new GatewayCorsOptions().AddDefaultPolicy(p => Ask(p, new ScriptedSource(), configure)).Compile().Problems;

        Assert.Equal(codes, problems.Select(problem => problem.Code));
        Assert.All(problems, problem => Assert.StartsWith("AddDefaultPolicy:AllowOriginsFrom", problem.Setting, StringComparison.Ordinal));
    }

    [Fact]
    public void The_engine_alone_evaluates_by_the_list_alone()
    {
        using var services = new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(p => Ask(p.AllowOrigins(Listed), new ScriptedSource()))).BuildServiceProvider();
        var policy = services.GetRequiredService<IOptions<GatewayCorsOptions>>().Value.Compile().Default!.Policy;

        Assert.True(policy.EvaluateOrigin(Listed).IsAllowed);
        Assert.Equal(CorsReason.OriginNotAllowed, policy.EvaluateOrigin(Stored).Reason);
    }
}
