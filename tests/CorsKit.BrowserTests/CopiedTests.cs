using CorsKit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OrdersApi;

#pragma warning disable xUnit1051 // What is copied is for any test framework.

namespace CorsKit.BrowserTests;

/// <summary>What <see cref="PlaygroundCopyTests"/> copied, compiled and run. Only the page's port is another.</summary>
public sealed class CopiedTests(CopiedTests.OrdersFactory factory) : IClassFixture<CopiedTests.OrdersFactory>
{
    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task PUT_orders_1_through_a_REST_API()
    {
        var errors = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'http://localhost:5050'", ["Vary"] = "'Origin'", ["Access-Control-Allow-Credentials"] = "'true'" });
        await using var api = FrontDoor.RestApi(factory, stage: "prod", settings: new()
        {
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = errors, ["DEFAULT_5XX"] = errors },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("PUT"), "/orders/1", credentials: true,
            headers: [("content-type", "application/json")],
            body: "{\"item\":\"Espresso cups\",\"quantity\":8}");

        outcome.ShouldBeReadable();
        Assert.Equal(200, outcome.Status);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_members_through_CloudFront()
    {
        var errors = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'http://localhost:5050'", ["Vary"] = "'Origin'", ["Access-Control-Allow-Credentials"] = "'true'" });
        await using var api = FrontDoor.CloudFront(FrontDoor.RestApi(factory, stage: "prod", settings: new()
        {
            Methods = [new("ANY", "/"), new("ANY", "/{proxy+}"), new("GET", "/members") { Authorizer = GatewayAuthorizer.Bearer("member") }],
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = errors, ["DEFAULT_5XX"] = errors },
        }));
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/members");

        outcome.ShouldBeReadable();
        Assert.Equal(401, outcome.Status);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_busy_through_an_HTTP_API()
    {
        await using var api = FrontDoor.HttpApi(factory, settings: new()
        {
            Routes = [new("$default"), new("GET /busy") { Throttling = new(BurstLimit: 0) }],
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/busy");

        outcome.ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_slow_through_a_load_balancer()
    {
        await using var api = FrontDoor.LoadBalancer(factory, settings: new()
        {
            MultiValueHeaders = true,
            FunctionTimeout = TimeSpan.FromSeconds(3),
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/slow?seconds=60");

        outcome.ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task PATCH_orders_1_through_a_Function_URL()
    {
        await using var api = FrontDoor.FunctionUrl(factory);
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("PATCH"), "/orders/1", credentials: true,
            headers: [("content-type", "application/json")],
            body: "{\"quantity\":9}");

        outcome.ShouldBeBlocked(FetchFailure.MethodNotAllowed);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_orders_through_a_REST_API()
    {
        var errors = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'http://localhost:5050'", ["Vary"] = "'Origin'", ["Access-Control-Allow-Credentials"] = "'true'" });
        await using var api = FrontDoor.RestApi(factory, stage: "prod", settings: new()
        {
            Methods = [new("ANY", "/"), new("ANY", "/{proxy+}"), new("OPTIONS", "/{proxy+}") { Mock = new(200, new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "http://localhost:5050", ["Access-Control-Allow-Methods"] = "GET,PUT,DELETE", ["Access-Control-Allow-Headers"] = "content-type,authorization", ["Access-Control-Allow-Credentials"] = "true" }) }],
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = errors, ["DEFAULT_5XX"] = errors },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/orders");

        outcome.ShouldBeReadable();
        Assert.Equal(200, outcome.Status);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_orders_through_an_HTTP_API()
    {
        await using var api = FrontDoor.HttpApi(factory, settings: new()
        {
            CorsConfiguration = new() { AllowOrigins = ["http://localhost:5050"], AllowMethods = ["GET", "PUT", "DELETE"], AllowHeaders = ["content-type", "authorization"], AllowCredentials = true },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/orders");

        outcome.ShouldBeReadable();
        Assert.Equal(200, outcome.Status);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_orders_through_a_Function_URL()
    {
        await using var api = FrontDoor.FunctionUrl(factory, settings: new()
        {
            Cors = new() { AllowOrigins = ["http://localhost:5050"], AllowMethods = ["GET", "PUT", "DELETE"], AllowHeaders = ["content-type", "authorization"], AllowCredentials = true },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/orders");

        outcome.ShouldBeBlocked(FetchFailure.MultipleAllowOrigin);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_orders_through_a_load_balancer()
    {
        await using var api = FrontDoor.LoadBalancer(factory, settings: new()
        {
            MultiValueHeaders = true,
            ListenerAttributes = new Dictionary<string, string> { ["routing.http.response.access_control_allow_origin.header_value"] = "http://localhost:5050", ["routing.http.response.access_control_allow_methods.header_value"] = "GET,PUT,DELETE", ["routing.http.response.access_control_allow_headers.header_value"] = "content-type,authorization", ["routing.http.response.access_control_allow_credentials.header_value"] = "true" },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/orders");

        outcome.ShouldBeReadable();
        Assert.Equal(200, outcome.Status);
    }

    // factory: a LambdaApplicationFactory of the app, with the policy in its appsettings.json.
    [Fact]
    public async Task GET_orders_through_CloudFront()
    {
        var errors = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'http://localhost:5050'", ["Vary"] = "'Origin'", ["Access-Control-Allow-Credentials"] = "'true'" });
        await using var api = FrontDoor.CloudFront(FrontDoor.RestApi(factory, stage: "prod", settings: new()
        {
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = errors, ["DEFAULT_5XX"] = errors },
        }), settings: new()
        {
            ResponseHeadersPolicy = new() { AllowOrigins = ["http://localhost:5050"], AllowMethods = ["GET", "PUT", "DELETE"], AllowHeaders = ["content-type", "authorization"], AllowCredentials = true },
        });
        using var page = new Browser(api, origin: "http://localhost:5050");

        var outcome = await page.FetchAsync(
            new HttpMethod("GET"), "/orders");

        outcome.ShouldBeReadable();
        Assert.Equal(200, outcome.Status);
    }

    /// <summary>OrdersApi with the policy that the Playground has at the start.</summary>
    public sealed class OrdersFactory : LambdaApplicationFactory<OrderBook>
    {
        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder) =>
            Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseContentRoot(builder, AppContext.BaseDirectory);

        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new("GatewayCors:AllowOrigins", "http://localhost:5050")]));
            return base.CreateHost(builder);
        }
    }
}
