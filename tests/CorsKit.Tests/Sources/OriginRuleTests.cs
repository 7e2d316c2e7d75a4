using CorsKit.Tests.Configuration;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Sources;

/// <summary>A rule in code, to which all that holds for a store applies, and the forms in which it can be written.</summary>
public sealed class OriginRuleTests : OriginSourceTests
{
    private const string Ours = "https://pr-7.ours.example";
    private const string Theirs = "https://pr-7.theirs.example";

    private static readonly Func<string, OriginSourceContext, CancellationToken, OriginAnswer> Rule = IsOurs;
    private static readonly Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>> AsyncRule = IsOursAsync;

    protected override string Name => "The rule of AllowOriginsFrom";

    /// <summary>Each compiles, so none is ambiguous.</summary>
    public static TheoryData<string, Action<GatewayCorsPolicyBuilder>> Forms => new()
    {
        { "true or false", p => p.AllowOriginsFrom((origin, context, cancellationToken) => origin.EndsWith(".ours.example", StringComparison.Ordinal)) },
        { "a block", p => p.AllowOriginsFrom((origin, _, _) => { return origin == Ours; }) },
        { "a static lambda", p => p.AllowOriginsFrom(static (origin, context, _) => origin == Ours && context is { PolicyName: "default", Tenant: null }) },
        { "until some time", p => p.AllowOriginsFrom((origin, _, _) => origin == Ours ? OriginAnswer.AllowedUntil(DateTimeOffset.MaxValue) : false) },
        { "until some time, or no answer", p => p.AllowOriginsFrom((origin, _, _) => origin == Ours ? OriginAnswer.AllowedUntil(DateTimeOffset.MaxValue) : default) },
        { "a call", p => p.AllowOriginsFrom((origin, _, _) => Has(origin)) },
        { "await a task", p => p.AllowOriginsFrom(async (origin, context, cancellationToken) => await HasAsync(origin, cancellationToken)) },
        { "await a value task", p => p.AllowOriginsFrom(async (origin, context, cancellationToken) => await HasValueAsync(origin, cancellationToken)) },
        { "await, until some time", p => p.AllowOriginsFrom(async (origin, _, cancel) => await HasAsync(origin, cancel) ? OriginAnswer.AllowedUntil(DateTimeOffset.MaxValue) : false) },
        { "a task of the answer", p => p.AllowOriginsFrom((origin, context, cancellationToken) => IsOursAsync(origin, context, cancellationToken)) },
        { "a method", p => p.AllowOriginsFrom(IsOurs) },
        { "an asynchronous method", p => p.AllowOriginsFrom(IsOursAsync) },
        { "a delegate", p => p.AllowOriginsFrom(Rule) },
        { "an asynchronous delegate", p => p.AllowOriginsFrom(AsyncRule) },
        { "with options", p => p.AllowOriginsFrom((origin, _, _) => origin == Ours, source => source.Timeout = TimeSpan.FromSeconds(10)) },
        { "asynchronous, with options", p => p.AllowOriginsFrom(async (origin, _, cancel) => await HasAsync(origin, cancel), source => source.Timeout = TimeSpan.FromSeconds(10)) },
    };

    protected override void Ask(GatewayCorsPolicyBuilder policy, ScriptedSource source, Action<OriginSourceOptions>? configure = null) =>
        policy.AllowOriginsFrom(source.IsAllowedAsync, configure);

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_rule_is_written_in_one_line(string form, Action<GatewayCorsPolicyBuilder> policy)
    {
        Assert.NotEmpty(form);
        await using var host = Start(cors => cors.AddDefaultPolicy(policy));

        (await host.GetAsync("/orders", Ours)).ShouldBe(200, $"Access-Control-Allow-Origin: {Ours}\nVary: Origin");
        (await host.GetAsync("/orders", Theirs)).ShouldBe(200, "Vary: Origin");
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 21);
    }

    [Fact]
    public void Null_is_no_rule()
    {
        Assert.Throws<ArgumentNullException>("isAllowed", () => new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowOriginsFrom((Func<string, OriginSourceContext, CancellationToken, OriginAnswer>)null!)));
        Assert.Throws<ArgumentNullException>("isAllowed", () => new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowOriginsFrom((Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>>)null!)));
    }

    /// <summary>It runs where it keeps no request waiting longer than a store may.</summary>
    [Fact]
    public async Task A_rule_that_blocks_is_left_behind()
    {
        using var released = new ManualResetEventSlim();
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom(
            (origin, _, _) =>
            {
                released.Wait(CancellationToken.None);
                return true;
            },
            source => source.Timeout = TimeSpan.FromMilliseconds(20))), App);

        (await host.GetAsync("/orders", Ours)).ShouldBe(200, "Vary: Origin");
        Assert.IsType<TimeoutException>(Assert.Single(host.Log.Cors, line => line.Id == 21).Exception);
        released.Set();
    }

    /// <summary>
    /// A reload runs the code that adds the policies again, and a lambda that captures something is then another. What it captured counts from then on,
    /// what was answered stays remembered, and the log does not tell of a change that nobody made.
    /// </summary>
    [Fact]
    public async Task A_reload_takes_over_what_a_rule_has_captured_and_forgets_no_answer()
    {
        var settings = new ChangingSource { ["Ending"] = ".ours.example", ["GatewayCors:Policies:open:AllowOrigins"] = "*" };
        var asked = new List<string>();
        await using var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).Add(settings);
                b.Services.AddStoppedClock().AddGatewayCors();
                b.Services.AddGatewayCors(cors =>
                {
                    var ending = b.Configuration["Ending"]!;
                    cors.AddDefaultPolicy(p => p.AllowOriginsFrom((origin, _, _) =>
                    {
                        asked.Add(origin);
                        return origin.EndsWith(ending, StringComparison.Ordinal);
                    }));
                });
            },
            App);
        Assert.Equal(Ours, (await host.GetAsync("/orders", Ours))["Access-Control-Allow-Origin"]);

        settings.Change(("Ending", ".theirs.example"));

        Assert.Equal(Theirs, (await host.GetAsync("/orders", Theirs))["Access-Control-Allow-Origin"]);
        Assert.Equal(Ours, (await host.GetAsync("/orders", Ours))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/orders", "https://pr-8.ours.example"))["Access-Control-Allow-Origin"]);
        Assert.Equal([Ours, Theirs, "https://pr-8.ours.example"], asked);
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 6);

        settings.Change(("GatewayCors:Policies:other:AllowOrigins", "*"));
        Assert.Equal("The CORS policies were reloaded: other added.", Assert.Single(host.Log.Cors, line => line.Id == 6).Text);
        Assert.Equal(Ours, (await host.GetAsync("/orders", Ours))["Access-Control-Allow-Origin"]);
        Assert.Equal(3, asked.Count);
    }

    private static bool Has(string origin) => origin == Ours;

    private static async Task<bool> HasAsync(string origin, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return origin == Ours;
    }

    private static async ValueTask<bool> HasValueAsync(string origin, CancellationToken cancellationToken) => await HasAsync(origin, cancellationToken);

    private static OriginAnswer IsOurs(string origin, OriginSourceContext context, CancellationToken cancellationToken) => origin == Ours;

    private static async ValueTask<OriginAnswer> IsOursAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken) =>
        await HasAsync(origin, cancellationToken);

    private static TestHost Start(Action<GatewayCorsOptions> cors) => TestHost.Start(HostKind.TestServer, cors, App, b => b.Services.AddStoppedClock());

    private static void App(WebApplication app)
    {
        app.UseGatewayCors();
        app.MapGet("/orders", () => "orders");
    }
}
