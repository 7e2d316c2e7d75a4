using System.Reflection;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>MVC with EnableEndpointRouting = false, where controllers are no endpoints and MVC applies their CORS attributes itself.</summary>
public sealed class ActionsWithoutEndpointsTests
{
    private const string Shop = "https://shop.example.com";
    private const string Any = "https://any.example";
    private const string Allowed = $"Access-Control-Allow-Origin: {Shop}\nVary: Origin";

    public static TheoryData<Type, Action<WebApplication>, bool> Apps => new()
    {
        { typeof(EnabledController), UseMvc, true },
        { typeof(DisabledController), UseMvc, true },
        { typeof(GatewayController), UseMvc, true },
        { typeof(BypassedController), UseMvc, true },
        { typeof(EnabledController), app => app.Map("/branch", branch => branch.UseGatewayCors().UseMvc()), true },

        // No attribute; no UseGatewayCors; or endpoints, whatever the option says.
        { typeof(PlainController), UseMvc, false },
        { typeof(DisabledController), app => app.UseMvc(), false },
        { typeof(EnabledController), MapControllers, false },
        { typeof(DisabledController), MapControllers, false },
        { typeof(GatewayController), MapControllers, false },
        { typeof(EnabledController), MapControllerRoute, false },
        { typeof(BypassedController), MapControllers, false },
    };

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task An_attribute_that_would_not_count_stops_the_app(Type controller, Action<WebApplication> configure, bool stops)
    {
        if (!stops)
        {
            await using var host = Start(HostKind.Kestrel, new Controllers(controller), configure);
            Assert.Equal("get", (await host.GetAsync("/get")).Body);
            return;
        }

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.TryStartAsync(Builder(new Controllers(controller)), configure));
        Assert.Equal(
            $"MVC runs without endpoint routing (EnableEndpointRouting is false), so that UseGatewayCors cannot see the CORS policy of {controller.FullName}.Get (CorsKit.Tests). "
            + "Leave EnableEndpointRouting true and call app.MapControllers() or app.MapControllerRoute(…) in place of app.UseMvc(); or take the CORS attributes off the controllers, and give paths "
            + "their policies: app.UseWhen(context => context.Request.Path.StartsWithSegments(\"/path\"), path => path.UseGatewayCors(\"name\")).",
            exception.Message);
    }

    /// <summary>Without attributes of their own they have the policy of UseGatewayCors, as any other middleware.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Controllers_without_attributes_have_the_policy_of_UseGatewayCors(HostKind kind)
    {
        await using var host = Start(kind, new Controllers(typeof(PlainController)), UseMvc);

        (await host.GetAsync("/get", Shop)).ShouldBe(200, Allowed, "get");
        (await host.GetAsync("/get", Any)).ShouldBe(200, "Vary: Origin", "get");
        (await host.GetAsync("/missing", Shop)).ShouldBe(404, Allowed);
        Assert.Equal(204, (await host.PreflightAsync("/get", Shop, "PUT")).Status);
    }

    /// <summary>The way out that the message and the README name.</summary>
    [Theory]
    [InlineData(typeof(EnabledController), Any, 204, "Access-Control-Allow-Origin: *")]
    [InlineData(typeof(GatewayController), Any, 204, "Access-Control-Allow-Origin: *")]
    [InlineData(typeof(DisabledController), Shop, 403, "")]
    public async Task As_endpoints_they_have_their_own(Type controller, string origin, int preflight, string cors)
    {
        foreach (var map in new Action<WebApplication>[] { MapControllers, MapControllerRoute })
        {
            await using var host = Start(HostKind.Kestrel, new Controllers(controller), map);

            (await host.GetAsync("/get", origin)).ShouldBe(200, cors, "get");
            Assert.Equal(preflight, (await host.PreflightAsync("/get", origin, "GET")).Status);
        }
    }

    /// <summary>Where nobody looked at startup, as on Lambda, the attributes do not count, whatever MVC's own filter writes: the README says so.</summary>
    [Theory]
    [InlineData(typeof(EnabledController))]
    [InlineData(typeof(DisabledController))]
    [InlineData(typeof(GatewayController))]
    public async Task Where_nobody_looked_the_policy_of_UseGatewayCors_holds(Type controller)
    {
        var controllers = new Controllers(typeof(PlainController));
        await using var host = Start(HostKind.Kestrel, controllers, UseMvc);
        controllers.Change(controller);

        (await host.GetAsync("/get", Shop)).ShouldBe(200, Allowed, "get");
        (await host.GetAsync("/get", Any)).ShouldBe(200, "Vary: Origin", "get");
        Assert.Equal(204, (await host.PreflightAsync("/get", Shop, "PUT")).Status);
        Assert.Equal(403, (await host.PreflightAsync("/get", Any, "PUT")).Status);
    }

    private static void UseMvc(WebApplication app) => app.UseGatewayCors().UseMvc();

    private static void MapControllers(WebApplication app)
    {
        app.UseGatewayCors();
        app.MapControllers();
    }

    private static void MapControllerRoute(WebApplication app)
    {
        app.UseGatewayCors();
        app.MapControllerRoute("default", "{controller}/{action}");
    }

    private static TestHost Start(HostKind kind, Controllers controllers, Action<WebApplication> app) => TestHost.StartApp(kind, Builder(controllers), app);

    private static Action<WebApplicationBuilder> Builder(Controllers controllers) => b =>
        b.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT")).AddPolicy("public", p => p.AllowAnyOrigin()))
            .AddSingleton<IActionDescriptorChangeProvider>(controllers)
            .AddMvc(mvc => mvc.EnableEndpointRouting = false)
            .ConfigureApplicationPartManager(parts =>
            {
                parts.ApplicationParts.Clear();
                parts.FeatureProviders.Add(controllers);
            });

    /// <summary>The controllers of the app: nested types are none to MVC otherwise.</summary>
    private sealed class Controllers(Type controller) : IApplicationFeatureProvider<ControllerFeature>, IActionDescriptorChangeProvider
    {
        private ConfigurationReloadToken _change = new();
        private Type _controller = controller;

        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature) => feature.Controllers.Add(_controller.GetTypeInfo());

        public IChangeToken GetChangeToken() => _change;

        public void Change(Type controller)
        {
            _controller = controller;
            Interlocked.Exchange(ref _change, new()).OnReload();
        }
    }

    public sealed class PlainController
    {
        [HttpGet("/get")]
        public string Get() => "get";
    }

    [EnableCors("public")]
    public sealed class EnabledController
    {
        [HttpGet("/get")]
        public string Get() => "get";
    }

    public sealed class DisabledController
    {
        [HttpGet("/get")]
        [DisableCors]
        public string Get() => "get";
    }

    public sealed class GatewayController
    {
        [HttpGet("/get")]
        [GatewayCors("public")]
        public string Get() => "get";
    }

    public sealed class BypassedController
    {
        [HttpGet("/get")]
        [BypassGatewayCors]
        public string Get() => "get";
    }
}
