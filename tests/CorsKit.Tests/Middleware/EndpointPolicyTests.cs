using CorsKit.Middleware;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc;

namespace CorsKit.Tests.Middleware;

/// <summary>Endpoint metadata, ours and ASP.NET Core's: it replaces the default policy and is never merged with it.</summary>
public sealed class EndpointPolicyTests(EndpointPolicyTests.Apps apps) : IClassFixture<EndpointPolicyTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";
    private const string Vary = "Vary: Origin";
    private const string VaryAll = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    private const string ShopAllowed = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Expose-Headers: etag\nVary: Origin";
    private const string PartnerAllowed = "Access-Control-Allow-Origin: https://partner.example\nVary: Origin";

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(
            kind,
            cors => cors
                .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("GET", "PUT", "DELETE").AllowHeaders("content-type", "x-a").ExposeHeaders("etag").AllowCredentials())
                .AddPolicy("partner", p => p.AllowOrigins(Partner).AllowMethods("PUT"))
                .AddPolicy("public", p => p.AllowAnyOrigin()),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/plain", () => "plain");
                app.MapGet("/required", () => "required").RequireGatewayCors("partner");
                app.MapPut("/required", () => "required").RequireGatewayCors("Partner");
                app.MapDelete("/required", () => "required").DisableGatewayCors();
                app.MapGet("/attribute", [GatewayCors("partner")] () => "attribute");
                app.MapGet("/disabled", [DisableGatewayCors] (HttpResponse response) =>
                {
                    response.Headers.AccessControlAllowOrigin = "https://mine.example";
                    return "disabled";
                });
                app.MapGet("/disabled-boom", string () => throw new InvalidOperationException("boom")).DisableGatewayCors();
                app.MapGet("/framework-name", [EnableCors("partner")] () => "framework");
                app.MapGet("/framework-default", [EnableCors] () => "framework");
                app.MapGet("/framework-disabled", [DisableCors] () => "framework");
                app.MapGet("/framework-required", () => "framework").RequireCors("public");
                app.MapGet("/framework-inline", () => "framework").RequireCors(p => p.WithOrigins(Partner));
                var group = app.MapGroup("/group").RequireGatewayCors("partner");
                group.MapGet("/inherits", () => "group");
                group.MapGet("/overrides", () => "group").RequireGatewayCors("public");
                group.MapGet("/opts-out", () => "group").DisableGatewayCors();
                app.MapControllers();
            },
            b => b.Services.AddControllers().AddApplicationPart(typeof(OrdersController).Assembly));
    }

    public static TheoryData<HostKind, string, string, string> Actual
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var (path, origin, cors) in new[]
                {
                    ("/plain", Shop, ShopAllowed), ("/plain", Partner, Vary),
                    ("/required", Partner, PartnerAllowed), ("/required", Shop, Vary), ("/required", "", Vary),
                    ("/attribute", Partner, PartnerAllowed), ("/attribute", Shop, Vary),
                    ("/disabled", Shop, "Access-Control-Allow-Origin: https://mine.example"), ("/disabled", "", "Access-Control-Allow-Origin: https://mine.example"),
                    ("/framework-name", Partner, PartnerAllowed), ("/framework-name", Shop, Vary),
                    ("/framework-default", Shop, ShopAllowed), ("/framework-default", Partner, Vary),
                    ("/framework-disabled", Shop, ""),
                    ("/framework-required", Partner, "Access-Control-Allow-Origin: *"),
                    ("/framework-inline", Partner, PartnerAllowed), ("/framework-inline", Shop, Vary),
                    ("/group/inherits", Partner, PartnerAllowed), ("/group/overrides", Shop, "Access-Control-Allow-Origin: *"), ("/group/opts-out", Partner, ""),
                    ("/mvc/orders", Partner, PartnerAllowed), ("/mvc/orders", Shop, Vary), ("/mvc/orders/public", Shop, "Access-Control-Allow-Origin: *"),
                    ("/mvc/orders/closed", Partner, ""),
                })
                {
                    cases.Add(kind, path, origin, cors);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Actual))]
    [Trait("Check", "C10"), Trait("Check", "C14")]
    public async Task The_endpoints_policy_replaces_the_default(HostKind kind, string path, string origin, string cors)
    {
        var answer = await apps.On(kind).GetAsync(path, origin.Length > 0 ? origin : null);

        answer.ShouldBe(200, cors);
    }

    public static TheoryData<HostKind, string, string, string, string, int, string> Preflights
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, string, string, int, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var (path, origin, method, headers, status, cors) in new[]
                {
                    // Some endpoint carries CORS metadata: only what was requested is named, everywhere.
                    ("/plain", Shop, "PUT", "x-a", 204, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: x-a\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/plain", Shop, "PATCH", "x-b", 204, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/plain", Partner, "PUT", "x-a", 403, Vary),
                    ("/required", Partner, "PUT", "", 204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Partner}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/required", Shop, "PUT", "", 403, Vary),
                    ("/required", Shop, "DELETE", "", 403, Vary),
                    ("/required", Partner, "DELETE", "", 403, Vary),
                    ("/disabled", Shop, "GET", "", 403, Vary),
                    ("/framework-disabled", Shop, "GET", "", 403, Vary),
                    ("/framework-name", Partner, "GET", "", 204, $"Access-Control-Allow-Origin: {Partner}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/framework-inline", Partner, "GET", "", 204, $"Access-Control-Allow-Origin: {Partner}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/mvc/orders", Partner, "PUT", "", 204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Partner}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
                    ("/mvc/orders/closed", Partner, "GET", "", 403, Vary),
                })
                {
                    cases.Add(kind, path, origin, method, headers, status, cors);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Preflights))]
    [Trait("Check", "C15")]
    public async Task A_preflight_hears_the_policy_of_the_endpoint_for_the_requested_method(
        HostKind kind, string path, string origin, string method, string headers, int status, string cors)
    {
        var answer = await apps.On(kind).PreflightAsync(path, origin, method, headers.Length > 0 ? headers : null);

        Assert.Equal((status, cors, ""), (answer.Status, answer.Cors, answer.Body));
    }

    /// <summary>A path that looks like another is another: the router chose the endpoint, and nothing else is looked at.</summary>
    [Theory]
    [InlineData("/REQUIRED", 200, Vary)]
    [InlineData("/required/", 200, Vary)]
    [InlineData("/required%2f", 404, ShopAllowed)]
    [InlineData("/%72equired", 200, Vary)]
    [InlineData("/requiredx", 404, ShopAllowed)]
    [Trait("Check", "C10")]
    public async Task No_policy_is_chosen_by_reading_the_path(string path, int status, string cors)
    {
        var answer = await apps.On(HostKind.Kestrel).GetAsync(path, Shop);

        answer.ShouldBe(status, cors);
    }

    [Fact]
    public async Task An_exception_of_an_endpoint_without_a_policy_is_left_to_the_host()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => apps.On(HostKind.TestServer).GetAsync("/disabled-boom", Shop));
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_named_policy_given_to_the_middleware_takes_the_place_of_the_default(HostKind kind)
    {
        await using var host = TestHost.Start(
            kind,
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)).AddPolicy("partner", p => p.AllowOrigins(Partner)),
            app =>
            {
                app.UseGatewayCors("partner");
                app.MapGet("/orders", () => "orders");
                app.MapGet("/framework-default", [EnableCors] () => "framework");
            });

        Assert.Equal(PartnerAllowed, (await host.GetAsync("/orders", Partner)).Cors);
        Assert.Equal(Vary, (await host.GetAsync("/orders", Shop)).Cors);
        Assert.Equal(PartnerAllowed, (await host.GetAsync("/framework-default", Partner)).Cors);
    }

    [Fact]
    public async Task Branches_may_have_policies_of_their_own()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddPolicy("shop", p => p.AllowOrigins(Shop)).AddPolicy("partner", p => p.AllowOrigins(Partner)),
            app =>
            {
                app.Map("/shop", branch => branch.UseGatewayCors("shop").Run(context => context.Response.WriteAsync("shop")));
                app.Map("/partner", branch => branch.UseGatewayCors("partner").Run(context => context.Response.WriteAsync("partner")));
                app.Run(context => context.Response.WriteAsync("neither"));
            });

        Assert.Equal($"Access-Control-Allow-Origin: {Shop}\n{Vary}", (await host.GetAsync("/shop", Shop)).Cors);
        Assert.Equal(Vary, (await host.GetAsync("/partner", Shop)).Cors);
        Assert.Equal("", (await host.GetAsync("/other", Shop)).Cors);
    }

    /// <summary>A branch of Map is built while Program.cs still runs, before the host puts the boundary there.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task An_exception_in_a_branch_gets_the_headers_too(HostKind kind)
    {
        await using var host = TestHost.Start(kind, cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)), app =>
        {
            app.Map("/map", branch => branch.UseGatewayCors().Run(_ => throw new InvalidOperationException("boom")));
            app.MapWhen(context => context.Request.Path == "/mapwhen", branch => branch.UseGatewayCors().Run(_ => throw new InvalidOperationException("boom")));
            app.UseWhen(context => context.Request.Path == "/usewhen", branch => branch.UseGatewayCors());
            app.Run(_ => throw new InvalidOperationException("boom"));
        });

        foreach (var path in new[] { "/map", "/mapwhen", "/usewhen" })
        {
            (await host.GetAsync(path, Shop)).ShouldBe(500, $"Access-Control-Allow-Origin: {Shop}\n{Vary}");
        }
    }

    /// <summary>What a dynamic route leads to is known only when a request comes, so any of it may have CORS metadata.</summary>
    [Fact]
    public async Task A_preflight_of_a_dynamic_route_names_only_what_was_requested()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT", "DELETE")),
            app =>
            {
                app.UseGatewayCors();
                app.MapDynamicControllerRoute<DynamicRoutes>("dynamic/{**path}");
            },
            b =>
            {
                b.Services.AddControllers();
                b.Services.AddSingleton<DynamicRoutes>();
            });

        Assert.Equal("PUT", (await host.PreflightAsync("/dynamic/x", Shop, "PUT"))["Access-Control-Allow-Methods"]);
    }

    private sealed class DynamicRoutes : Microsoft.AspNetCore.Mvc.Routing.DynamicRouteValueTransformer
    {
        public override ValueTask<Microsoft.AspNetCore.Routing.RouteValueDictionary> TransformAsync(HttpContext httpContext, Microsoft.AspNetCore.Routing.RouteValueDictionary values) =>
            ValueTask.FromResult(new Microsoft.AspNetCore.Routing.RouteValueDictionary { ["controller"] = "Nowhere", ["action"] = "Nothing" });
    }

    /// <summary>A reverse proxy makes endpoints while it runs, and their names may be anybody's.</summary>
    [Fact]
    public void Names_that_do_not_exist_are_remembered_up_to_a_bound()
    {
        using var log = new LogLines();
        var policies = new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowAnyOrigin()).Compile();
        var endpoints = new EndpointPolicies(log.CreateLogger("CorsKit"));
        for (var i = 0; i < 300; i++)
        {
            var metadata = new GatewayCorsAttribute($"policy-{i / 2}");
            Assert.Equal("none", endpoints.Find(policies, new Endpoint(null, new EndpointMetadataCollection(metadata), "GET /"), metadata)?.Policy.EvaluateOrigin(Shop).AllowOrigin ?? "none");
        }

        Assert.Equal(100, log.All.Count(line => line.Id == 4));
    }

    /// <summary>A policy that vanished with a reload, or one built on Lambda, where startup does not look: the door is shut.</summary>
    [Fact]
    public async Task An_unknown_name_fails_closed_and_is_logged_once()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.SetEndpoint(new Endpoint(
                        c => { c.Response.Headers.AccessControlAllowOrigin = "*"; return Task.CompletedTask; },
                        new EndpointMetadataCollection(new GatewayCorsAttribute("gone")),
                        "late endpoint"));
                    return next(context);
                });
                app.UseGatewayCors();
                app.Run(context => context.GetEndpoint()!.RequestDelegate!(context));
            });

        Assert.Equal(Vary, (await host.GetAsync("/a", Shop)).Cors);
        Assert.Equal(Vary, (await host.GetAsync("/b", Shop)).Cors);
        Assert.Equal(403, (await host.PreflightAsync("/c", Shop, "GET")).Status);
        Assert.Contains("late endpoint", Assert.Single(host.Log.Cors, line => line.Id == 4).Text, StringComparison.Ordinal);
    }

    /// <summary>The origins that it names beside the delegate are not allowed either: the delegate may have refused them.</summary>
    [Theory]
    [InlineData()]
    [InlineData(Shop)]
    public async Task A_framework_policy_with_a_delegate_fails_closed_and_is_logged(params string[] origins)
    {
        var policy = new CorsPolicyBuilder(origins).SetIsOriginAllowed(_ => true).AllowCredentials().Build();
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)),
            app =>
            {
                app.Use((context, next) =>
                {
                    context.SetEndpoint(new Endpoint(_ => Task.CompletedTask, new EndpointMetadataCollection(new CorsPolicyMetadata(policy)), "inline"));
                    return next(context);
                });
                app.UseGatewayCors();
                app.Run(_ => Task.CompletedTask);
            });

        Assert.Equal(Vary, (await host.GetAsync("/a", Shop)).Cors);
        Assert.Equal(Vary, (await host.GetAsync("/a", "https://evil.example")).Cors);
        var error = Assert.Single(host.Log.Cors, line => line.Id == 5).Text;
        Assert.Contains("CORS008", error, StringComparison.Ordinal);
        Assert.Contains("inline", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_no_endpoint_and_no_name_is_no_policy()
    {
        var endpoint = new RouteHandlerBuilder([]);

        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((RouteHandlerBuilder)null!).RequireGatewayCors("a")).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((RouteHandlerBuilder)null!).DisableGatewayCors()).ParamName);
        Assert.Equal("builder", Assert.Throws<ArgumentNullException>(() => ((RouteHandlerBuilder)null!).BypassGatewayCors()).ParamName);
        Assert.Equal("policyName", Assert.Throws<ArgumentNullException>(() => endpoint.RequireGatewayCors(null!)).ParamName);
        Assert.Equal("policyName", Assert.Throws<ArgumentException>(() => endpoint.RequireGatewayCors(" ")).ParamName);
        Assert.Equal("The policy of an endpoint is fixed.", Assert.Throws<NotSupportedException>(() => ((IEnableCorsAttribute)new GatewayCorsAttribute("a")).PolicyName = "b").Message);
    }
}

[ApiController]
[Route("mvc/orders")]
[GatewayCors("partner")]
public sealed class OrdersController : ControllerBase
{
    [HttpGet]
    public string Get() => "orders";

    [HttpPut]
    public string Put() => "orders";

    [HttpGet("public")]
    [GatewayCors("public")]
    public string GetPublic() => "public";

    [HttpGet("closed")]
    [DisableGatewayCors]
    public string GetClosed() => "closed";
}
