using CorsKit.Tests.Hosts;
using CorsKit.Tests.Proxies;
using ReadmeExamples;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CorsKit.Tests.Readme;

/// <summary>What the page of CorsKit says of endpoints that own their CORS. YarpTests hold the table of CorsPolicy.</summary>
public sealed class BypassReadmeTests
{
    private const string Shop = "https://shop.example.com";
    private const string Any = "https://any.example";
    private const string Allowed = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Expose-Headers: etag\nVary: Origin";
    private const string OfBackend = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://backend.example\nVary: X-Backend";

    [Fact]
    public async Task The_backend_and_the_feed_own_their_CORS()
    {
        await using var host = TestHost.StartApp(HostKind.Kestrel, Services, app =>
        {
            app.UseGatewayCors();
            ReadmeCode.Bypass(app);
            ReadmeCode.Endpoints(app);
        });

        foreach (var path in new[] { "/billing/1", "/shipping/1" })
        {
            (await host.GetAsync(path, Any)).ShouldBe(200, OfBackend);
            Assert.Equal("OPTIONS", (await host.PreflightAsync(path, Any, "PUT"))["X-Reached"]);
        }

        (await host.GetAsync("/feed", Any)).ShouldBe(200, "Access-Control-Allow-Origin: https://reader.example", "feed, GET");
        (await host.PreflightAsync("/feed", Any, "GET")).ShouldBe(200, "Access-Control-Allow-Origin: https://reader.example", "feed, OPTIONS");
        (await host.GetAsync("/catalog", Any)).ShouldBe(200, "Access-Control-Allow-Origin: *");
    }

    [Fact]
    public async Task One_route_owns_its_CORS()
    {
        await using var host = TestHost.StartApp(HostKind.Kestrel, Services, app =>
        {
            app.UseGatewayCors();
            ReadmeCode.BypassRoute(app);
        });

        (await host.GetAsync("/billing/1", Any)).ShouldBe(200, OfBackend);
        Assert.Equal("OPTIONS", (await host.PreflightAsync("/billing/1", Any, "PUT"))["X-Reached"]);
        Assert.Equal("PUT", (await host.SendAsync("PUT", "/shipping/1", ("Origin", Shop)))["X-Reached"]);
        Assert.Equal(403, (await host.PreflightAsync("/shipping/1", Any, "PUT")).Status);
    }

    /// <summary>An identity server and OData batching, as far as they matter here: middleware that answers, and that has CORS headers of its own.</summary>
    [Theory]
    [InlineData("/identity/token")]
    [InlineData("/odata/$batch")]
    public async Task Middleware_in_front_of_endpoints_is_left_out(string path)
    {
        const string Condition = "!context.Request.Path.Value!.EndsWith(\"/$batch\")";
        Assert.Contains(Condition, Page.Of("src/CorsKit/README.md").Text, StringComparison.Ordinal);
        await using var host = TestHost.StartApp(
            HostKind.Kestrel,
            b =>
            {
                Services(b);
                b.Services.AddAuthentication();
                b.Services.AddAuthorization();
            },
            app =>
            {
                if (path.StartsWith("/identity", StringComparison.Ordinal))
                {
                    ReadmeCode.LeaveOut(app);
                }
                else
                {
                    app.UseWhen(context => !context.Request.Path.Value!.EndsWith("/$batch", StringComparison.Ordinal), branch => branch.UseGatewayCors());
                }

                app.Use((context, next) => context.Request.Path == path ? context.Response.WriteAsync(Feed.Answer(context)) : next(context));
                app.MapGet("/orders", () => "orders");
                app.MapPut("/identity/closed", () => "closed").DisableGatewayCors();
            });

        (await host.GetAsync(path, Any)).ShouldBe(200, "Access-Control-Allow-Origin: https://reader.example", "feed, GET");
        (await host.PreflightAsync(path, Any, "PUT")).ShouldBe(200, "Access-Control-Allow-Origin: https://reader.example", "feed, OPTIONS");
        (await host.GetAsync("/orders", Shop)).ShouldBe(200, Allowed, "orders");
        (await host.SendAsync("PUT", "/identity/closed", ("Origin", Shop))).ShouldBe(200, "", "closed");
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 12 || line.Id == 16);
    }

    private static void Services(WebApplicationBuilder builder)
    {
        ReadmeCode.Policies(builder);
        builder.Services.AddSingleton<IForwarderHttpClientFactory, BackendClients>();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [Route("billing"), Route("shipping")],
            [new ClusterConfig { ClusterId = "backend", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = "http://backend" } } }]);
    }

    private static RouteConfig Route(string name) => new() { RouteId = name, ClusterId = "backend", Match = new RouteMatch { Path = $"/{name}/{{**rest}}" } };
}
