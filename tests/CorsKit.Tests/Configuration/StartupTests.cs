using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

/// <summary>A mistake stops the app when it starts, and says what to write instead.</summary>
public sealed class StartupTests
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public async Task UseGatewayCors_without_AddGatewayCors_names_the_missing_call()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(_ => { }, app => app.UseGatewayCors()));

        Assert.Equal("UseGatewayCors needs the services of CorsKit. Call builder.Services.AddGatewayCors() before builder.Build().", exception.Message);
    }

    [Fact]
    public async Task UseGatewayCors_twice_on_one_path_is_refused()
    {
        foreach (var configure in new Action<WebApplication>[]
        {
            app => app.UseGatewayCors().UseGatewayCors(),
            app => app.UseGatewayCors().UseGatewayCors("public"),
            app => app.UseGatewayCors().Map("/branch", branch => branch.UseGatewayCors("public")),
        })
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(Policies, configure));
            Assert.StartsWith("UseGatewayCors is called twice on one path", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_name_given_to_UseGatewayCors_is_refused_with_the_names_there_are()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(Policies, app => app.UseGatewayCors("partner")));

        Assert.Equal("UseGatewayCors names the policy \"partner\", which does not exist. The named policies are: public.", exception.Message);
    }

    [Fact]
    public async Task Unknown_names_on_endpoints_are_refused_all_at_once()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(Policies, app =>
        {
            app.UseGatewayCors();
            app.MapGet("/a", () => "a").RequireGatewayCors("partner").WithDisplayName("endpoint A");
            app.MapGet("/b", [GatewayCors("partners")] () => "b").WithDisplayName("endpoint B");
            app.MapGet("/c", () => "c").RequireCors("missing").WithDisplayName("endpoint C");
            app.MapGet("/d", () => "d").RequireCors(p => p.SetIsOriginAllowed(_ => true)).WithDisplayName("endpoint D");
            app.MapGet("/e", () => "e").RequireGatewayCors("PUBLIC");
        }));

        var lines = exception.Message.Split(Environment.NewLine);
        Assert.Equal("The CORS metadata of 4 endpoint(s) cannot be used.", lines[0]);
        Assert.Equal(["endpoint A", "endpoint B", "endpoint C", "endpoint D", "CORS010 Al"], lines[1..].Select(line => line[..10]));
        Assert.Equal("endpoint A names the policy \"partner\", which does not exist. The named policies are: public.", lines[1]);
        Assert.Equal("endpoint B names the policy \"partners\", which does not exist. The named policies are: public.", lines[2]);
        Assert.Contains(
            "endpoint C names the policy \"missing\", which does not exist. The named policies are: public. A policy of AddCors does not count; take it over with AddPolicy(\"missing\", policy => policy.FromCorsPolicy(…)).",
            exception.Message, StringComparison.Ordinal);
        Assert.Contains("endpoint D: CORS008", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_mistakes_stop_the_app_with_six_failures()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.TryStartAsync(
            b =>
            {
                b.Configuration.AddInMemoryCollection(
                [
                    new("GatewayCors:AllowOrigins", "*,https://shop.example.com/"),
                    new("GatewayCors:AllowCredentials", "true"),
                    new("GatewayCors:AllowMethods:0", "GET,PUT"),
                    new("GatewayCors:AllowHeaders:0", "Cookie"),
                    new("GatewayCors:MaxAge", "1 hour"),
                    new("GatewayCors:AllowOrigin", Shop),
                ]);
                b.Services.AddGatewayCors();
            },
            app => app.UseGatewayCors()));

        Assert.Equal(["CORS002", "CORS003", "CORS006", "CORS011", "CORS020", "CORS041"], exception.Failures.Select(failure => failure[..7]).Order());

        // One line each, although the framework's exception joins them.
        Assert.Equal(exception.Failures.Select(failure => failure.Trim()), exception.Message.Split(Environment.NewLine + "; "));
        Assert.All(exception.Failures, failure => Assert.DoesNotContain('\n', failure.Trim()));
    }

    /// <summary>Mistakes also stop an app that never calls UseGatewayCors.</summary>
    [Fact]
    public async Task Options_are_validated_on_start()
    {
        await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestHost.TryStartAsync(b => b.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins("null"))), _ => { }));
    }

    [Fact]
    public async Task Forgetting_UseGatewayCors_is_warned_of()
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app => app.MapGet("/orders", () => "orders"));

        Assert.Equal("", (await host.GetAsync("/orders", Shop)).Cors);
        Assert.Single(host.Log.Cors, line => line.Id == 13);
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Being_switched_off_is_said_once(HostKind kind)
    {
        foreach (var (isUsed, hasPolicy, fromCode) in new[] { (true, false, false), (true, true, false), (false, false, false), (true, false, true) })
        {
            await using var host = TestHost.StartApp(
                kind,
                b =>
                {
                    b.Configuration.AddInMemoryCollection([new(fromCode ? "Other" : "GatewayCors:Enabled", "false"), new(hasPolicy ? "GatewayCors:AllowOrigins" : "Another", Shop)]);
                    _ = fromCode ? b.Services.AddGatewayCors(cors => cors.Enabled = false) : b.Services.AddGatewayCors();
                    b.Services.AddControllers();
                },
                app => _ = isUsed ? app.UseGatewayCors() : app);

            await host.GetAsync("/", Shop);

            var line = Assert.Single(host.Log.Cors);
            Assert.Equal((18, "Enabled is false: no response gets CORS headers from the app, and no preflight is answered. The front door has to own CORS."), (line.Id.Id, line.Text));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_default_policy_that_is_nowhere_is_warned_of(bool endpointNamesOne, bool warned)
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddPolicy("public", p => p.AllowAnyOrigin()), app =>
        {
            app.UseGatewayCors();
            var orders = app.MapGet("/orders", () => "orders");
            if (endpointNamesOne)
            {
                orders.RequireGatewayCors("public");
            }
        });

        Assert.Equal(warned, host.Log.Cors.Any(line => line.Id == 15));
    }

    private const string PatchInLowerCase = "allows the method patch: fetch() sends it as it is written, and servers answer to PATCH. Write PATCH in AllowMethods, and in the page that calls fetch(). Browsers write DELETE, GET, HEAD, OPTIONS, POST and PUT in upper case, and no other method.";

    [Fact]
    public async Task A_method_in_lower_case_is_legal_and_warned_of_at_startup()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors
                .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("patch", "get", "put", "PURGE"))
                .AddPolicy("public", p => p.AllowAnyOrigin().AllowMethods("Propfind"))
                .AddPolicy("both", p => p.AllowAnyOrigin().AllowMethods("patch", "PATCH")),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/framework", () => "framework").RequireCors(p => p.WithOrigins(Shop).WithMethods("patch")).WithDisplayName("A");
            });

        Assert.Equal(
            [
                $"Policy default {PatchInLowerCase}",
                $"Policy public {PatchInLowerCase.Replace("patch", "Propfind", StringComparison.Ordinal).Replace("PATCH", "PROPFIND", StringComparison.Ordinal)}",
            ],
            host.Log.Cors.Where(line => line.Id == 27).Select(line => line.Text));

        await host.GetAsync("/framework", Shop);
        await host.GetAsync("/framework", Shop);
        Assert.Equal($"Policy of endpoint A {PatchInLowerCase}", Assert.Single(host.Log.Cors.Where(line => line.Id == 27).Skip(2)).Text);
        Assert.Equal(204, (await host.PreflightAsync("/orders", Shop, "patch")).Status);
    }

    [Fact]
    public async Task A_host_in_upper_case_is_compared_as_it_is_and_warned_of_at_startup()
    {
        const string upper = "safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54";
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors
                .AddDefaultPolicy(p => p.AllowOrigins(Shop, upper, "app://."))
                .AddPolicy("both", p => p.AllowOrigins(upper, upper.ToLowerInvariant())),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });

        Assert.Equal(
            $"Policy default lists the origin {upper}: WebKit, Chromium and Firefox write the host of an origin in lower case, whatever the address shows. Write {upper.ToLowerInvariant()}, unless location.origin says otherwise in the page.",
            Assert.Single(host.Log.Cors, line => line.Id == 28).Text);
        Assert.Equal(upper, (await host.GetAsync("/orders", upper))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/orders", upper.ToLowerInvariant()))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public void Null_and_empty_arguments_are_refused_where_they_are_made()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => services.AddGatewayCors((Action<GatewayCorsOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddGatewayCors((IConfiguration)null!));
        Assert.Throws<ArgumentNullException>(() => GatewayCorsServiceCollectionExtensions.AddGatewayCors(null!));
        Assert.Throws<ArgumentException>(() => new GatewayCorsOptions().AddPolicy(" ", _ => { }));
        Assert.Throws<ArgumentNullException>(() => new GatewayCorsOptions().AddDefaultPolicy(null!));
        Assert.Throws<ArgumentNullException>(() => new GatewayCorsOptions().AddDefaultPolicy(p => p.FromCorsPolicy(null!)));
        Assert.Throws<ArgumentNullException>(() => new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowOrigins((string[])null!)));
        Assert.Throws<ArgumentNullException>(() => GatewayCorsPolicy.Create(null!));
        Assert.Throws<ArgumentNullException>(() => GatewayCorsApplicationBuilderExtensions.UseGatewayCors(null!));
        Assert.Throws<ArgumentException>(() => new ApplicationBuilder(services.BuildServiceProvider()).UseGatewayCors(" "));
        Assert.Throws<NotSupportedException>(() => ((IEnableCorsAttribute)new GatewayCorsAttribute("a")).PolicyName = "b");
    }

    private static void Policies(WebApplicationBuilder builder) => builder.Services.AddGatewayCors(Policies);

    private static void Policies(GatewayCorsOptions cors) =>
        cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)).AddPolicy("public", p => p.AllowAnyOrigin());
}
