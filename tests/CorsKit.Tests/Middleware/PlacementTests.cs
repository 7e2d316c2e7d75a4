using System.Security.Claims;
using System.Text.Encodings.Web;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>Where UseGatewayCors stands among routing, redirects, authentication and the like.</summary>
public sealed class PlacementTests
{
    private const string Shop = "https://shop.example.com";
    private const string CorsHeaders = "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin";

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Between_explicit_routing_and_endpoints_the_endpoints_policy_holds(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.UseRouting();
            app.UseGatewayCors();
#pragma warning disable ASP0014 // Written the old way on purpose.
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/plain", () => "plain");
                endpoints.MapGet("/public", () => "public").RequireGatewayCors("public");
            });
#pragma warning restore ASP0014
        });

        (await host.GetAsync("/plain", Shop)).ShouldBe(200, CorsHeaders);
        (await host.GetAsync("/public", Shop)).ShouldBe(200, "Access-Control-Allow-Origin: *");
        Assert.Equal(204, (await host.PreflightAsync("/public", "https://any.example", "GET")).Status);
    }

    /// <summary>The endpoint's policy cannot be seen from there, and every request for it would fail.</summary>
    [Theory]
    [InlineData("program")]
    [InlineData("startup")]
    public async Task Before_explicit_routing_an_endpoint_with_metadata_stops_the_app(string style)
    {
        static void Configure(IApplicationBuilder app)
        {
            app.UseGatewayCors();
            app.UseHttpsRedirection();
            app.UseRouting();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/plain", () => "plain");
                endpoints.MapGet("/closed", () => "closed").DisableGatewayCors().WithDisplayName("GET /closed");
            });
        }

        Func<CancellationToken, Task> start;
        if (style == "program")
        {
            start = _ => TestHost.TryStartAsync(builder => builder.Services.AddGatewayCors(Policies), Configure);
        }
        else
        {
            start = new HostBuilder().ConfigureWebHost(web => web.UseTestServer().ConfigureServices(s => s.AddRouting().AddGatewayCors(Policies)).Configure(Configure)).Build().StartAsync;
        }

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => start(TestContext.Current.CancellationToken));

        Assert.Equal(
            "app.UseGatewayCors() stands in front of app.UseRouting(), so that it cannot see the CORS policy of GET /closed. " +
            "Move app.UseRouting() up: the order is app.UseRouting(), app.UseGatewayCors(), then everything else, app.UseHttpsRedirection() too.",
            exception.Message);
    }

    /// <summary>
    /// Endpoints that are not there when the app starts, or are not looked at (on Lambda): a [DisableCors] endpoint must not
    /// answer under the default policy.
    /// </summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Before_explicit_routing_a_later_endpoint_with_metadata_fails_with_what_to_do(HostKind kind)
    {
        using var late = new LateEndpoints();
        await using var host = StartInFrontOfRouting(kind, late);
        late.Add("/plain");
        late.Add("/closed", new DisableGatewayCorsAttribute());

        (await host.GetAsync("/plain", Shop)).ShouldBe(200, CorsHeaders);
        (await host.GetAsync("/closed", Shop)).ShouldBe(500, CorsHeaders);
        var error = Assert.Single(host.Log.Cors, line => line.Id == 9);
        Assert.Contains("cannot see the CORS policy of /closed. Move app.UseRouting() up:", error.Exception!.Message, StringComparison.Ordinal);

        // Even there a preflight names only what was requested, since some endpoint has metadata.
        Assert.Equal("PUT", (await host.PreflightAsync("/plain", Shop, "PUT"))["Access-Control-Allow-Methods"]);
    }

    /// <summary>The best endpoint that the path fits counts, as it does for routing.</summary>
    [Theory]
    [InlineData("/orders/mine", 200)]
    [InlineData("/orders/7", 200)]
    [InlineData("/orders/all", 500)]
    [InlineData("/orders/a-b", 404)]
    public async Task Before_explicit_routing_the_best_endpoint_of_a_path_counts(string path, int status)
    {
        using var late = new LateEndpoints();
        await using var host = StartInFrontOfRouting(HostKind.TestServer, late);
        late.Add("/orders/mine");
        late.Add("/orders/{id:int}");
        late.Add("/orders/{name:alpha}", new DisableGatewayCorsAttribute());

        (await host.GetAsync(path, Shop)).ShouldBe(status, CorsHeaders);
        Assert.Equal(status == 500 ? 1 : 0, host.Log.Cors.Count(line => line.Exception?.Message.Contains("CORS policy of /orders/{name:alpha}. ", StringComparison.Ordinal) == true));
    }

    /// <summary>Routing has seen no endpoint yet: it is asked.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Before_explicit_routing_the_first_preflight_names_only_what_was_requested_too(HostKind kind)
    {
        using var late = new LateEndpoints();
        await using var host = StartInFrontOfRouting(kind, late);
        late.Add("/closed", new DisableGatewayCorsAttribute());

        Assert.Equal("PUT", (await host.PreflightAsync("/plain", Shop, "PUT"))["Access-Control-Allow-Methods"]);
    }

    /// <summary>Its headers are sent, and its status cannot be set. Once Amazon's host has run in the process, CorsKit looks at HasStarted too: run Kestrel alone to see the mark that it sets otherwise.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_response_that_has_started_is_left_as_it_is(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.Use(async (context, next) =>
            {
                await context.Response.WriteAsync("started, ", context.RequestAborted);
                await next(context);
            });
            app.UseGatewayCors();
            app.Run(context => context.Response.WriteAsync("ended", context.RequestAborted));
        });

        var answer = await host.PreflightAsync("/orders", Shop, "PUT");
        Assert.Equal((200, "started, ended"), (answer.Status, answer.Body));
        Assert.DoesNotContain(host.Log.All, line => line.Level >= LogLevel.Error);
    }

    /// <summary>Whatever runs the pipeline twice, as a page for errors does.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_preflight_reaches_nothing_the_second_time_either(HostKind kind)
    {
        var reached = 0;
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.Use(async (context, next) =>
            {
                await next(context);
                await next(context);
            });
            app.UseGatewayCors();
            app.Use((context, next) =>
            {
                Interlocked.Increment(ref reached);
                return next(context);
            });
        });

        Assert.Equal(204, (await host.PreflightAsync("/orders", Shop, "PUT")).Status);
        Assert.Equal(403, (await host.PreflightAsync("/orders", "https://evil.example", "PUT")).Status);
        Assert.Equal(0, reached);
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_preflight_never_reaches_what_stands_behind_the_middleware(HostKind kind)
    {
        var reached = 0;
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.UseGatewayCors();
            app.Use((context, next) =>
            {
                Interlocked.Increment(ref reached);
                return next(context);
            });
            app.UseHttpsRedirection();
            app.MapMethods("/orders", ["GET", "OPTIONS"], () => "reached");
        });

        Assert.Equal(204, (await host.PreflightAsync("/orders", Shop, "GET")).Status);
        Assert.Equal(403, (await host.PreflightAsync("/orders", "https://evil.example", "GET")).Status);
        Assert.Equal(0, reached);
        await host.GetAsync("/orders", Shop);
        Assert.Equal(1, reached);
    }

    [Theory]
    [InlineData(204, "UseCors perhaps")]
    [InlineData(307, "UseHttpsRedirection")]
    [InlineData(401, "UseAuthentication")]
    [InlineData(404, "whatever answered")]
    [Trait("Check", "C11")]
    public async Task A_preflight_that_something_before_it_answered_is_warned_of_once(int status, string remedy)
    {
        await using var host = TestHost.Start(HostKind.Kestrel, Policies, app =>
        {
            app.Use((context, next) =>
            {
                if (context.Request.Path == "/late")
                {
                    return next(context);
                }

                context.Response.StatusCode = status;
                return Task.CompletedTask;
            });
            app.UseGatewayCors();
        });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(status, (await host.PreflightAsync("/orders%0d%0aforged" + new string('x', 300), Shop, "PUT")).Status);
        }

        Assert.Equal(204, (await host.PreflightAsync("/late", Shop, "PUT")).Status);
        await host.SendAsync("OPTIONS", "/plain", ("Origin", Shop));
        await host.GetAsync("/plain", Shop);

        var warning = Assert.Single(host.Log.Cors, line => line.Id == 12);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains($"answered with {status}", warning.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, warning.Text, StringComparison.Ordinal);
        Assert.Contains("/orders%0D%0Aforgedxxx", warning.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', warning.Text);
        Assert.True(warning.Text.Length < 600);
    }

    [Fact]
    public async Task A_preflight_outside_the_branch_that_uses_it_is_nobodys_mistake()
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app => app.Map("/api", api => api.UseGatewayCors()));

        Assert.Equal(404, (await host.PreflightAsync("/elsewhere", Shop, "PUT")).Status);
        Assert.Equal(204, (await host.PreflightAsync("/api/orders", Shop, "PUT")).Status);

        Assert.DoesNotContain(host.Log.Cors, line => line.Level == LogLevel.Warning);
    }

    /// <summary>What was written or asked for in front of the middleware, on every host: it still has the last word.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task There_is_one_owner_even_for_what_stands_in_front(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.AccessControlAllowOrigin = "*";
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Append("Access-Control-Allow-Origin", "https://any.example");
                    context.Response.Headers.AccessControlAllowCredentials = "true";
                    return Task.CompletedTask;
                });
                return next(context);
            });
            app.UseCors("theirs");
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
        }, b => b.Services.AddCors(cors => cors.AddPolicy("theirs", p => p.AllowAnyOrigin())));

        Assert.Equal(CorsHeaders, (await host.GetAsync("/orders", Shop)).Cors);
        Assert.Equal("Vary: Origin", (await host.GetAsync("/orders", "https://evil.example")).Cors);
    }

    /// <summary>A branch that rejoins the pipeline: the first to see the request evaluates it, on every host.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Of_two_on_one_request_the_first_wins(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            app.UseWhen(context => context.Request.Path == "/both", branch => branch.UseGatewayCors("public"));
            app.UseGatewayCors();
            app.Run(context => context.Response.WriteAsync("orders"));
        });

        Assert.Equal("Access-Control-Allow-Origin: *", (await host.GetAsync("/both", Shop)).Cors);
        Assert.Equal(CorsHeaders, (await host.GetAsync("/one", Shop)).Cors);
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Authentication_placed_behind_it_answers_with_headers(HostKind kind) =>
        await AnswersOfAuthorizationAreReadable(kind, app =>
        {
            app.UseGatewayCors();
            app.UseAuthentication();
            app.UseAuthorization();
        });

    /// <summary>
    /// Program.cs registers authentication and never calls UseAuthentication: WebApplication would run it in front of
    /// everything, and the 401 would leave without headers.
    /// </summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Authentication_that_WebApplication_adds_by_itself_answers_with_headers(HostKind kind) =>
        await AnswersOfAuthorizationAreReadable(kind, app => app.UseGatewayCors());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Authentication_that_the_app_placed_itself_stays_where_it_is(bool behind)
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app =>
        {
            if (behind)
            {
                app.UseGatewayCors().UseAuthentication().UseAuthorization();
            }
            else
            {
                app.UseAuthentication().UseAuthorization().UseGatewayCors();
            }

            app.MapGet("/admin", () => "admin").RequireAuthorization();
        }, AddAuthorization);

        (await host.GetAsync("/admin", Shop)).ShouldBe(401, behind ? CorsHeaders : "");
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 14);
        Assert.Equal(1, Handler.Challenges(host));
    }

    /// <summary>
    /// Moving a fallback policy would open what stands in front; leaving it would challenge preflights. The app has to say.
    /// </summary>
    [Fact]
    public async Task A_fallback_policy_is_not_moved_silently()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(
            builder =>
            {
                builder.Services.AddGatewayCors(Policies);
                AddAuthorization(builder);
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
            app => app.UseGatewayCors()));

        Assert.StartsWith("The app has a fallback authorization policy", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Call app.UseAuthentication() and app.UseAuthorization() right after app.UseGatewayCors()", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Switched off, it changes nothing about the app.</summary>
    [Fact]
    public async Task Authentication_stays_in_front_where_the_middleware_is_switched_off()
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.Enabled = false, app =>
        {
            app.Use((context, next) => context.User.Identity?.IsAuthenticated == true ? next(context) : context.Response.WriteAsync("nobody"));
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
        }, AddAuthorization);

        Assert.Equal("orders", (await host.SendAsync("GET", "/orders", ("Authorization", "Bearer clerk"))).Body);
    }

    [Fact]
    public async Task A_fallback_policy_that_the_app_placed_itself_holds()
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app =>
        {
            app.UseGatewayCors().UseAuthentication().UseAuthorization();
            app.MapGet("/orders", () => "orders");
        }, b =>
        {
            AddAuthorization(b);
            b.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        });

        (await host.GetAsync("/orders", Shop)).ShouldBe(401, CorsHeaders);
        (await host.GetAsync("/nowhere", Shop)).ShouldBe(401, CorsHeaders);
        Assert.Equal(204, (await host.PreflightAsync("/orders", Shop, "GET")).Status);
    }

    private static async Task AnswersOfAuthorizationAreReadable(HostKind kind, Action<WebApplication> configure)
    {
        await using var host = TestHost.Start(kind, Policies, app =>
        {
            configure(app);
            app.MapGet("/admin", () => "admin").RequireAuthorization();
            app.MapGet("/owner", () => "owner").RequireAuthorization("owner");
            app.MapGet("/metadata", () => "admin").RequireAuthorization().RequireGatewayCors("public");
            app.MapGet("/open", () => "open");
        }, AddAuthorization);

        (await host.GetAsync("/admin", Shop)).ShouldBe(401, CorsHeaders);
        (await host.SendAsync("GET", "/admin", ("Origin", Shop), ("Authorization", "Bearer clerk"))).ShouldBe(200, CorsHeaders);
        (await host.SendAsync("GET", "/owner", ("Origin", Shop), ("Authorization", "Bearer clerk"))).ShouldBe(403, CorsHeaders);
        (await host.GetAsync("/admin", "https://evil.example")).ShouldBe(401, "Vary: Origin");
        (await host.GetAsync("/metadata", Shop)).ShouldBe(401, "Access-Control-Allow-Origin: *");
        (await host.GetAsync("/open", Shop)).ShouldBe(200, CorsHeaders);

        // A preflight carries no credentials, and is asked for none.
        Assert.Equal(204, (await host.PreflightAsync("/admin", Shop, "GET", "authorization")).Status);
        Assert.Equal(204, (await host.PreflightAsync("/metadata", Shop, "GET", "authorization")).Status);
    }

    /// <summary>MVC brings the services of both along, and moving what does nothing is nothing to speak of.</summary>
    [Theory]
    [InlineData("controllers", "", null)]
    [InlineData("authorization", "", null)]
    [InlineData("authentication", "", "Authentication")]
    [InlineData("both", "", "Authentication with authorization")]
    [InlineData("both", "authentication", "Authorization")]
    [InlineData("both", "authorization", "Authentication")]
    [InlineData("both", "both", null)]
    public async Task Authentication_that_is_moved_is_spoken_of_where_there_is_any(string services, string placed, string? moved)
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            Policies,
            app =>
            {
                app.UseGatewayCors();
                _ = placed is "authentication" or "both" ? app.UseAuthentication() : app;
                _ = placed is "authorization" or "both" ? app.UseAuthorization() : app;
            },
            b => _ = services switch
            {
                "controllers" => b.Services.AddControllers().Services,
                "authorization" => b.Services.AddAuthorization(),
                "authentication" => b.Services.AddAuthentication().AddCookie("cookies").Services,
                _ => b.Services.AddAuthorization().AddAuthentication().AddCookie("cookies").Services,
            });

        Assert.Equal(moved is null ? [] : [(14, moved)], host.Log.Cors.Select(line => (line.Id.Id, line.Text.Split(", which WebApplication adds by itself")[0])));
    }

    private static void Policies(GatewayCorsOptions cors) => cors
        .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT", "DELETE").AllowHeaders("authorization"))
        .AddPolicy("public", p => p.AllowAnyOrigin());

    private static TestHost StartInFrontOfRouting(HostKind kind, LateEndpoints late) => TestHost.Start(kind, Policies, app =>
    {
        app.UseGatewayCors();
        app.UseRouting();
        ((IEndpointRouteBuilder)app).DataSources.Add(late);
    });

    private static void AddAuthorization(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, Handler>("Test", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("owner", policy => policy.RequireRole("owner"));
    }

    private sealed class LateEndpoints : EndpointDataSource, IDisposable
    {
        private readonly List<Endpoint> _endpoints = [];
        private CancellationTokenSource _changed = new();

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Add(string path, params object[] metadata)
        {
            _endpoints.Add(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(path), 0, new EndpointMetadataCollection(metadata), path));
            using var changed = _changed;
            _changed = new();
            changed.Cancel();
        }

        public void Dispose() => _changed.Dispose();
    }

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public static int Challenges(TestHost host) => host.Log.All.Count(line => line.Text.Contains("was challenged", StringComparison.Ordinal));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var role = Request.Headers.Authorization.ToString() is { Length: > 7 } value ? value[7..] : null;
            return Task.FromResult(role is null
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "Test")), "Test")));
        }
    }
}
