using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// The tables of README.md and src/CorsKit/README.md that compare, row by row, on the same app: what UseCors does, and what
/// UseGatewayCors does. ReadmeTests names the test of each row.
/// </summary>
public sealed class ComparisonTests
{
    private const string Shop = "https://shop.example.com";
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task An_unhandled_exception()
    {
        Action<WebApplication> boom = app => app.MapGet("/x", string () => throw new InvalidOperationException("boom"));
        await using var theirs = Theirs(HostKind.Kestrel, boom);
        await using var ours = Ours(HostKind.Kestrel, boom);

        Assert.Equal((500, null), (await theirs.GetAsync("/x", Shop)) is var a ? (a.Status, a["Access-Control-Allow-Origin"]) : default);
        Assert.Equal((500, Shop), (await ours.GetAsync("/x", Shop)) is var b ? (b.Status, b["Access-Control-Allow-Origin"]) : default);
    }

    [Fact]
    public async Task The_401_of_authorization_that_WebApplication_adds_by_itself()
    {
        Action<WebApplicationBuilder> services = b =>
        {
            b.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                .AddCookie(o => o.Events.OnRedirectToLogin = context =>
                {
                    context.Response.StatusCode = 401;
                    return Task.CompletedTask;
                });
            b.Services.AddAuthorization();
        };
        Action<WebApplication> map = app => app.MapGet("/x", () => "x").RequireAuthorization();
        await using var theirs = Theirs(HostKind.Kestrel, map, services);
        await using var ours = Ours(HostKind.Kestrel, map, services);

        Assert.Equal((401, null), (await theirs.GetAsync("/x", Shop)) is var a ? (a.Status, a["Access-Control-Allow-Origin"]) : default);
        Assert.Equal((401, Shop), (await ours.GetAsync("/x", Shop)) is var b ? (b.Status, b["Access-Control-Allow-Origin"]) : default);
    }

    [Fact]
    public async Task Vary_on_refused_and_origin_less_responses()
    {
        Action<WebApplication> map = app => app.MapGet("/x", () => "x");
        await using var theirs = Theirs(HostKind.Kestrel, map);
        await using var ours = Ours(HostKind.Kestrel, map);

        foreach (var origin in new[] { Evil, null })
        {
            Assert.Null((await theirs.GetAsync("/x", origin))["Vary"]);
            Assert.Equal("Origin", (await ours.GetAsync("/x", origin))["Vary"]);
        }

        Assert.Null((await theirs.GetAsync("/x", Shop))["Vary"]);
        Assert.Equal("Origin", (await ours.GetAsync("/x", Shop))["Vary"]);
    }

    [Fact]
    public async Task A_preflight_from_a_refused_origin()
    {
        await using var theirs = Theirs(HostKind.Kestrel, _ => { });
        await using var ours = Ours(HostKind.Kestrel, _ => { });

        (await theirs.PreflightAsync("/x", Evil, "PUT")).ShouldBe(204, "");
        (await ours.PreflightAsync("/x", Evil, "PUT")).ShouldBe(403, "Vary: Origin");
    }

    [Fact]
    public async Task A_preflight_without_a_max_age_in_the_settings()
    {
        Action<WebApplication> map = app => app.MapPut("/x", () => "x");
        await using var theirs = Theirs(HostKind.Kestrel, map);
        await using var ours = Ours(HostKind.Kestrel, map);

        foreach (var (host, seconds) in new[] { (theirs, 5), (ours, 7200) })
        {
            var time = new FakeTimeProvider();
            using var page = new Browser(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, host.Client.BaseAddress!, Shop, BrowserEngine.Chromium, time);
            foreach (var (wait, preflights) in new[] { (0, 1), (seconds - 1, 0), (1, 1) })
            {
                time.Advance(TimeSpan.FromSeconds(wait));
                var outcome = await page.FetchAsync(HttpMethod.Put, "/x", cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(preflights, outcome.ShouldBeReadable().Preflights);
            }
        }
    }

    [Fact]
    public async Task Headers_that_the_app_sets_itself()
    {
        Action<WebApplication> map = app => app.MapGet("/x", (HttpResponse response) =>
        {
            response.Headers.AccessControlAllowOrigin = "*";
            return "x";
        });
        await using var theirs = Theirs(HostKind.Kestrel, map);
        await using var ours = Ours(HostKind.Kestrel, map);

        Assert.Equal("*", (await theirs.GetAsync("/x", Evil))["Access-Control-Allow-Origin"]);
        Assert.Null((await ours.GetAsync("/x", Evil))["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [MemberData(nameof(TestHost.LambdaKinds), MemberType = typeof(TestHost))]
    public async Task A_callback_of_the_app_that_removes_headers_on_Lambda(HostKind kind)
    {
        Action<WebApplication> map = app => app.MapGet("/x", (HttpResponse response) =>
        {
            response.OnStarting(() =>
            {
                response.Headers.Remove("Access-Control-Allow-Origin");
                return Task.CompletedTask;
            });
            return "x";
        });
        await using var theirs = Theirs(kind, map);
        await using var ours = Ours(kind, map);

        Assert.Null((await theirs.GetAsync("/x", Shop))["Access-Control-Allow-Origin"]);
        Assert.Equal(Shop, (await ours.GetAsync("/x", Shop))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task One_preflight_where_another_method_has_a_policy_of_its_own()
    {
        await using var theirs = Theirs(HostKind.Kestrel, app =>
        {
            app.MapPut("/x", () => "x").RequireCors();
            app.MapDelete("/x", () => "x").WithMetadata(new Microsoft.AspNetCore.Cors.DisableCorsAttribute());
        });
        await using var ours = Ours(HostKind.Kestrel, app =>
        {
            app.MapPut("/x", () => "x");
            app.MapDelete("/x", () => "x").DisableGatewayCors();
        });

        Assert.Equal("PUT,DELETE", (await theirs.PreflightAsync("/x", Shop, "PUT"))["Access-Control-Allow-Methods"]);
        Assert.Equal("PUT", (await ours.PreflightAsync("/x", Shop, "PUT"))["Access-Control-Allow-Methods"]);
    }

    /// <summary>What UseCors accepts and then never matches.</summary>
    [Theory]
    [InlineData("https://shop.example.com/", "CORS011")]
    [InlineData("https://shop.example.com/orders", "CORS011")]
    [InlineData("shop.example.com", "CORS011")]
    public async Task A_configured_origin_that_no_browser_sends(string origin, string code)
    {
        await using var theirs = Start(HostKind.Kestrel, p => p.WithOrigins(origin), app => app.MapGet("/x", () => "x"));

        Assert.Null((await theirs.GetAsync("/x", Shop))["Access-Control-Allow-Origin"]);
        Assert.False(GatewayCorsPolicy.TryCreate(new() { AllowOrigins = [origin] }, out _, out var problems));
        Assert.Equal(code, Assert.Single(problems).Code);
        Assert.Contains($"Write \"{Shop}\"", problems[0].Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://*.example.com")]
    [InlineData("*", "https://other.example")]
    public async Task A_wildcard_as_it_is_written(params string[] origins)
    {
        await using var theirs = Start(HostKind.Kestrel, p => p.WithOrigins(origins), app => app.MapGet("/x", () => "x"));
        await using var ours = TestHost.Start(HostKind.Kestrel, cors => cors.AddDefaultPolicy(p => p.AllowOrigins(origins)), app =>
        {
            app.UseGatewayCors();
            app.MapGet("/x", () => "x");
        });

        foreach (var origin in new[] { Shop, "https://a.shop.example.com" })
        {
            Assert.Null((await theirs.GetAsync("/x", origin))["Access-Control-Allow-Origin"]);
            Assert.NotNull((await ours.GetAsync("/x", origin))["Access-Control-Allow-Origin"]);
        }
    }

    [Fact]
    public async Task A_policy_name_that_does_not_exist()
    {
        await using var theirs = TestHost.StartApp(HostKind.Kestrel, b => b.Services.AddCors(), app =>
        {
            app.UseCors("missing");
            app.MapGet("/x", () => "x");
        });

        (await theirs.GetAsync("/x", Shop)).ShouldBe(200, "");

        var services = new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop))).BuildServiceProvider();
        var ours = new ApplicationBuilder(services).UseGatewayCors("missing");
        Assert.Throws<InvalidOperationException>(ours.Build);
    }

    private static TestHost Theirs(HostKind kind, Action<WebApplication> configure, Action<WebApplicationBuilder>? builder = null) =>
        Start(kind, p => p.WithOrigins(Shop).WithMethods("PUT", "DELETE"), configure, builder);

    private static TestHost Start(
        HostKind kind, Action<CorsPolicyBuilder> policy, Action<WebApplication> configure, Action<WebApplicationBuilder>? builder = null) =>
        TestHost.StartApp(
            kind,
            b =>
            {
                b.Services.AddCors(cors => cors.AddDefaultPolicy(policy));
                builder?.Invoke(b);
            },
            app =>
            {
                app.UseCors();
                configure(app);
            });

    private static TestHost Ours(HostKind kind, Action<WebApplication> configure, Action<WebApplicationBuilder>? builder = null) =>
        TestHost.Start(
            kind,
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT", "DELETE")),
            app =>
            {
                app.UseGatewayCors();
                configure(app);
            },
            builder);
}
