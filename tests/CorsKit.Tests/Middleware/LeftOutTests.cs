using System.Text.Encodings.Web;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Cors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Middleware;

/// <summary>UseGatewayCors in a branch of UseWhen, and endpoints with CORS metadata that the branch leaves out.</summary>
public sealed class LeftOutTests(LeftOutTests.Apps apps) : IClassFixture<LeftOutTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Own = "Access-Control-Allow-Origin: https://own.example\nVary: X-Own";

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(kind, Policies, app =>
        {
            app.Use(TellOfExceptions);
            app.UseWhen(context => !context.Request.Path.StartsWithSegments("/identity"), branch => branch.UseGatewayCors());
            foreach (var prefix in new[] { "/identity", "/api" })
            {
                var group = app.MapGroup(prefix);
                group.MapPut("/plain", BypassTests.Answer);
                group.MapPut("/fluent", BypassTests.Answer).DisableGatewayCors();
                group.MapPut("/attribute", [DisableGatewayCors] (HttpContext context) => BypassTests.Answer(context));
                group.MapPut("/framework", [DisableCors] (HttpContext context) => BypassTests.Answer(context));
                group.MapPut("/overridden", BypassTests.Answer).RequireGatewayCors("public").DisableGatewayCors();
                group.Map("/any", BypassTests.Answer).DisableGatewayCors();
                group.MapPut("/bypassed", BypassTests.Answer).RequireGatewayCors("public").BypassGatewayCors();
                group.MapPut("/policy", BypassTests.Answer).DisableGatewayCors().RequireGatewayCors("public");
                group.MapPut("/framework-policy", [EnableCors] (HttpContext context) => BypassTests.Answer(context));
            }
        });
    }

    /// <summary>Whether the address is outside of the branch, the method (a preflight of PUT where it is OPTIONS), and the answer.</summary>
    public static TheoryData<HostKind, string, string, int, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, int, string, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var path in new[] { "/fluent", "/attribute", "/framework", "/overridden" })
                {
                    cases.Add(kind, "PUT", $"/identity{path}", 200, Own, "PUT came");
                    cases.Add(kind, "PUT", $"/api{path}", 200, Own, "PUT came");

                    // Its handler does not run for a preflight, wherever it is sent.
                    cases.Add(kind, "OPTIONS", $"/identity{path}", 405, "", "");
                    cases.Add(kind, "OPTIONS", $"/api{path}", 403, "Vary: Origin", "");
                }

                cases.Add(kind, "PUT", "/identity/plain", 200, Own, "PUT came");
                cases.Add(kind, "OPTIONS", "/identity/any", 200, Own, "OPTIONS came");
                cases.Add(kind, "OPTIONS", "/api/any", 403, "Vary: Origin", "");
                foreach (var prefix in new[] { "/identity", "/api" })
                {
                    cases.Add(kind, "PUT", $"{prefix}/bypassed", 200, Own, "PUT came");
                    cases.Add(kind, "OPTIONS", $"{prefix}/bypassed", 405, "", "");
                }

                // A policy that would be ignored.
                foreach (var method in new[] { "PUT", "OPTIONS" })
                {
                    cases.Add(kind, method, "/identity/policy", 500, "", "contains CORS metadata");
                    cases.Add(kind, method, "/identity/framework-policy", 500, "", "contains CORS metadata");
                }

                cases.Add(kind, "PUT", "/api/policy", 200, "Access-Control-Allow-Origin: *\nVary: X-Own", "PUT came");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Metadata_that_switches_CORS_off_means_so_outside_of_the_branch_too(HostKind kind, string method, string path, int status, string cors, string body)
    {
        var answer = await apps.On(kind).SendAsync(method, path, [("Origin", Shop), .. method == "OPTIONS" ? new[] { ("Access-Control-Request-Method", "PUT") } : []]);

        Assert.Equal((status, cors), (answer.Status, answer.Cors));
        Assert.Contains(body, answer.Body, StringComparison.Ordinal);
    }

    /// <summary>The error page has a policy, which is not ignored because the endpoint that failed has none.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task An_error_page_has_its_own_metadata(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.Use(TellOfExceptions);
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseGatewayCors());
            app.UseStatusCodePagesWithReExecute("/error");
            app.MapGet("/api/missing", () => Results.NotFound()).DisableGatewayCors();
            app.MapGet("/identity/missing", () => Results.NotFound()).DisableGatewayCors();
            app.MapGet("/identity/closed", () => "closed").DisableGatewayCors();
            app.MapGet("/error", () => "error").RequireGatewayCors("public");
        });

        (await host.GetAsync("/identity/closed", Shop)).ShouldBe(200, "", "closed");
        (await host.GetAsync("/api/missing", Shop)).ShouldBe(404, "", "error");
        Assert.Contains("contains CORS metadata", (await host.GetAsync("/identity/missing", Shop)).Body, StringComparison.Ordinal);
    }

    /// <summary>The branch stands in front of routing: what it answers for has got the default policy, although its endpoint has none.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task In_front_of_routing_the_exception_stays_where_the_branch_answered(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.Use(TellOfExceptions);
            app.UseWhen(context => !context.Request.Path.StartsWithSegments("/identity"), branch => branch.UseGatewayCors());
            app.UseRouting();
            app.MapGet("/identity/closed", BypassTests.Answer).DisableGatewayCors();
            app.MapGet("/api/closed", BypassTests.Answer).DisableGatewayCors();
        });

        (await host.GetAsync("/identity/closed", Shop)).ShouldBe(200, Own, "GET came");
        var answer = await host.GetAsync("/api/closed", Shop);
        Assert.Equal(500, answer.Status);
        Assert.Contains("contains CORS metadata", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>Which endpoints a branch leaves out, only a request tells: startup says nothing.</summary>
    [Fact]
    public async Task The_log_says_what_to_do_about_a_policy_that_is_left_out()
    {
        await using var host = TestHost.Start(HostKind.Kestrel, Policies, app =>
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseGatewayCors());
            app.MapGet("/identity/policy", () => "policy").RequireGatewayCors("public").WithDisplayName("GET /identity/policy");
            app.MapGet("/identity/closed", () => "closed").DisableGatewayCors();
            app.MapGet("/identity/boom", string () => throw new InvalidOperationException("boom")).DisableGatewayCors();
        });
        Assert.Empty(host.Log.Cors);

        (await host.GetAsync("/identity/closed", Shop)).ShouldBe(200, "", "closed");
        (await host.GetAsync("/identity/boom", Shop)).ShouldBe(500, "");
        Assert.Empty(host.Log.Cors);
        (await host.GetAsync("/identity/policy", Shop)).ShouldBe(500, "");

        Assert.Equal(
            (29, "Endpoint GET /identity/policy has a CORS policy, and the request did not come to UseGatewayCors, which stands in branches only: routing does not run the endpoint. Have the branch take it in, or take the policy off it. No UseCors is needed."),
            Assert.Single(host.Log.Cors) is var line ? (line.Id.Id, line.Text) : default);
        Assert.Contains(host.Log.All, entry => entry.Exception?.Message.Contains("contains CORS metadata", StringComparison.Ordinal) == true);
    }

    /// <summary>Whoever throws the same in front of UseGatewayCors has another cause.</summary>
    [Fact]
    public async Task Nothing_is_left_out_where_every_request_comes_to_it()
    {
        await using var host = TestHost.Start(HostKind.Kestrel, Policies, app =>
        {
            app.Use((HttpContext _, RequestDelegate _) => throw new InvalidOperationException("The endpoint contains CORS metadata."));
            app.UseGatewayCors();
        });

        (await host.GetAsync("/", Shop)).ShouldBe(500, "");
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 29);
    }

    /// <summary>Without UseGatewayCors anywhere the metadata is the framework's business alone.</summary>
    [Fact]
    public async Task An_app_that_never_calls_it_has_the_exception()
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app =>
        {
            app.Use(TellOfExceptions);
            app.MapGet("/closed", () => "closed").DisableGatewayCors();
        });

        Assert.Contains("contains CORS metadata", (await host.GetAsync("/closed", Shop)).Body, StringComparison.Ordinal);
    }

    /// <summary>What WebApplication adds by itself stays in front of a branch: it is the app's to place.</summary>
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin")]
    public async Task Authentication_is_not_moved_behind_a_branch(bool placed, string cors)
    {
        await using var host = TestHost.Start(
            HostKind.Kestrel,
            Policies,
            app =>
            {
                app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => branch.UseGatewayCors());
                if (placed)
                {
                    app.UseAuthentication();
                    app.UseAuthorization();
                }

                app.MapGet("/api/orders", () => "orders").RequireAuthorization();
            },
            b =>
            {
                b.Services.AddAuthentication("bearer").AddScheme<AuthenticationSchemeOptions, Nobody>("bearer", null);
                b.Services.AddAuthorization();
            });

        (await host.GetAsync("/api/orders", Shop)).ShouldBe(401, cors);
    }

    private static async Task TellOfExceptions(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (InvalidOperationException exception)
        {
            context.Response.StatusCode = 500;
            await context.Response.WriteAsync(exception.Message, context.RequestAborted);
        }
    }

    private static void Policies(GatewayCorsOptions cors) =>
        cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT")).AddPolicy("public", p => p.AllowAnyOrigin().AllowMethods("PUT"));

    private sealed class Nobody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }
}
