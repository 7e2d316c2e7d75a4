using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Proxies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Batch;
using Microsoft.Extensions.Configuration;
using Microsoft.OData.Edm;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using ReadmeExamples;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace CorsKit.Tests.Readme;

/// <summary>What INTEGRATIONS.md says of each part, with its code and its settings.</summary>
public sealed partial class IntegrationsPageTests
{
    private const string Shop = "https://shop.example.com";
    private const string Evil = "https://evil.example";
    private const string Allowed = "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin";

    private static readonly Page Page = Page.Of("src/CorsKit/INTEGRATIONS.md");

    [Fact]
    public async Task OpenTelemetry_gets_the_counter()
    {
        List<Metric> exported = [];
        await using var host = Start(
            builder =>
            {
                ReadmeCode.OpenTelemetry(builder);
                builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddInMemoryExporter(exported));
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });

        await host.GetAsync("/orders", Evil);
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();

        // Beside the counters of the apps of other tests, which count in the same process.
        Assert.Contains(exported, metric => (metric.MeterName, metric.Name, metric.Unit) == ("CorsKit", "corskit.requests", "{request}"));
    }

    /// <summary>As Prometheus names them: dots become underscores, and a counter ends with _total.</summary>
    [Fact]
    public void The_dashboard_names_counters_and_tags_that_there_are()
    {
        var table = Regex.Matches(Repository.Read("src/CorsKit/README.md"), @"^\| `(?<name>corskit\.[\w.]+)` \| `\{\w+\}` \| (?<tags>.*) \|$", RegexOptions.Multiline);
        var counters = table.Select(row => row.Groups["name"].Value.Replace('.', '_') + "_total").ToList();
        var tags = table.SelectMany(row => Regex.Matches(row.Groups["tags"].Value, @"`(corskit\.\w+)`").Select(tag => tag.Groups[1].Value.Replace('.', '_'))).ToHashSet();
        using var dashboard = JsonDocument.Parse(Repository.Read("src/CorsKit/grafana-dashboard.json"));

        var named = Name().Matches(dashboard.RootElement.ToString()).Select(match => match.Value).Distinct().ToList();
        Assert.Equal(3, counters.Count);
        Assert.Empty(named.Except(counters).Except(tags));
        Assert.Empty(counters.Except(named)); // each has its panel
        Assert.All(counters, counter => Assert.Contains($"`{counter}`", Page.Text, StringComparison.Ordinal));
        Assert.Equal(4, dashboard.RootElement.GetProperty("panels").GetArrayLength());
    }

    [Theory]
    [InlineData(Shop, true, Shop, true)]
    [InlineData(Shop, true, Evil, false)]
    [InlineData(Shop, false, Shop, false)]
    [InlineData("*", false, Shop, false)]
    public async Task Dotnet_11_trusts_the_origins_of_policies_with_credentials(string allowed, bool credentials, string origin, bool isTrusted)
    {
        WebApplication? started = null;
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(policy =>
            {
                policy.AllowOrigins(allowed);
                if (credentials)
                {
                    policy.AllowCredentials();
                }
            }),
            app =>
            {
                started = app;
                app.UseGatewayCors();
            });
        await host.GetAsync("/");

        Assert.Equal(isTrusted, await ReadmeCode.CrossSiteAsync(started!, new DefaultHttpContext(), origin));
    }

    [Fact]
    public async Task A_slim_app_answers()
    {
        var builder = ReadmeCode.NativeAot(["--GatewayCors:AllowOrigins", Shop, "--urls", "http://127.0.0.1:0"]);
        await using var app = builder.Build();
        app.UseGatewayCors();
        app.MapGet("/orders", () => "orders");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), DefaultRequestHeaders = { { "Origin", Shop } } };

        using var response = await client.GetAsync(new Uri("/orders", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    /// <summary>The packages that are said to be ready for it; the tool and the test kit are not said to be.</summary>
    [Theory]
    [InlineData("CorsKit")]
    [InlineData("CorsKit.Authorizer")]
    [InlineData("CorsKit.DynamoDB")]
    public void What_is_said_to_be_ready_for_Native_AOT_is_built_for_it(string package)
    {
        Assert.Contains(package, Page.Text[Page.Text.IndexOf("## Native AOT", StringComparison.Ordinal)..Page.Text.IndexOf("## YARP", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("<IsAotCompatible>true</IsAotCompatible>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.DoesNotContain("IsAotCompatible", Repository.Read($"src/{package}/{package}.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_of_YARP_have_the_policies_that_they_name()
    {
        await using var host = Start(
            builder =>
            {
                builder.Services.AddGatewayCors(cors => cors.AddPolicy("public", policy => policy.AllowAnyOrigin()));
                builder.Services.AddSingleton<IForwarderHttpClientFactory, BackendClients>();
                builder.Services.AddReverseProxy().LoadFromMemory(
                    [Route("billing"), Route("catalog") with { CorsPolicy = "public" }],
                    [new ClusterConfig { ClusterId = "backend", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = "http://backend" } } }]);
            },
            ReadmeCode.Proxy);

        Assert.Equal(Shop, (await host.GetAsync("/billing/1", Shop))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/billing/1", Evil))["Access-Control-Allow-Origin"]); // the backend's own is taken off
        Assert.Equal("*", (await host.GetAsync("/catalog/1", Evil))["Access-Control-Allow-Origin"]);
        Assert.Equal(204, (await host.PreflightAsync("/billing/1", Shop, "GET")).Status);
    }

    [Fact]
    public async Task A_hub_negotiates_with_the_page_and_its_WebSockets_are_checked()
    {
        await using var host = StartWith("signalr", builder => builder.Services.AddSignalR(), ReadmeCode.SignalR, HostKind.Kestrel);
        const string Negotiate = "/hub/negotiate?negotiateVersion=1";

        (await host.PreflightAsync(Negotiate, Shop, "POST", "x-requested-with,x-signalr-user-agent")).ShouldBe(204,
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: x-requested-with,x-signalr-user-agent\nAccess-Control-Allow-Methods: DELETE\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Max-Age: 7200\nVary: Origin");
        Assert.Equal("DELETE", (await host.PreflightAsync("/hub?id=x", Shop, "DELETE", "x-requested-with,x-signalr-user-agent"))["Access-Control-Allow-Methods"]);
        (await host.SendAsync("POST", Negotiate, ("Origin", Shop))).ShouldBe(200, "Access-Control-Allow-Credentials: true\n" + Allowed);
        Assert.Equal(WebSocketState.Open, await ConnectAsync(host, Shop));
        Assert.Contains("403", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(host, Evil))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_identity_server_answers_has_the_headers()
    {
        await using var host = Start(
            builder => builder.Services.AddAuthentication("server").AddScheme<AuthenticationSchemeOptions, AnsweringScheme>("server", null),
            ReadmeCode.Identity);

        (await host.SendAsync("POST", "/connect/token", ("Origin", Shop))).ShouldBe(400, Allowed, "invalid_grant");
        Assert.Equal(204, (await host.PreflightAsync("/connect/token", Shop, "POST")).Status);
    }

    [Fact]
    public async Task A_controller_has_the_policy_of_its_attribute()
    {
        await using var host = Start(
            builder =>
            {
                builder.Services.AddGatewayCors(cors => cors.AddPolicy("public", policy => policy.AllowAnyOrigin()));
                builder.Services.AddAuthentication();
                builder.Services.AddAuthorization();
                builder.Services.AddControllers().ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new OrdersController.Feature()));
            },
            ReadmeCode.Mvc);

        (await host.GetAsync("/mvc", Shop)).ShouldBe(200, Allowed, "orders");
        (await host.GetAsync("/mvc/public", Evil)).ShouldBe(200, "Access-Control-Allow-Origin: *", "open to all");
    }

    [Fact]
    public async Task A_batch_has_one_answer_with_the_headers()
    {
        await using var host = Start(
            builder => builder.Services.AddControllers().AddOData(odata => odata.AddRouteComponents("odata", new EdmModel(), new DefaultODataBatchHandler())),
            app =>
            {
                ReadmeCode.Batching(app);
                app.MapGet("/odata/orders", () => "orders");
            });
        using var request = new HttpRequestMessage(HttpMethod.Post, "odata/$batch")
        {
            Headers = { { "Origin", Shop } },
            Content = new StringContent("""{"requests":[{"id":"1","method":"GET","url":"/odata/orders"}]}""", System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json")),
        };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Contains("\"status\":200", body, StringComparison.Ordinal);
        Assert.DoesNotContain("access-control-allow-origin", body, StringComparison.OrdinalIgnoreCase); // of the batch, not of its parts
        Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(204, (await host.PreflightAsync("/odata/$batch", Shop, "POST")).Status);
    }

    /// <summary>A frame of gRPC: a byte, the length in four, the message.</summary>
    [Theory]
    [InlineData("1", null)]
    [InlineData("2", "5")]
    public async Task A_page_may_read_the_status_of_a_gRPC_call(string order, string? status)
    {
        await using var host = StartWith("grpc-web", builder => builder.Services.AddGrpc(), ReadmeCode.GrpcWeb);
        using var request = new HttpRequestMessage(HttpMethod.Post, "orders.Orders/Find")
        {
            Headers = { { "Origin", Shop }, { "x-grpc-web", "1" } },
            Content = new ByteArrayContent([0, 0, 0, 0, 1, (byte)order[0]]) { Headers = { { "content-type", "application/grpc-web" } } },
        };

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("grpc-status", Assert.Single(response.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.Equal(status, response.Headers.TryGetValues("grpc-status", out var values) ? Assert.Single(values) : null);
        Assert.Equal("content-type,x-grpc-web,x-user-agent,grpc-timeout,authorization", (await host.PreflightAsync("/orders.Orders/Find", Shop, "POST", "x-grpc-web"))["Access-Control-Allow-Headers"]);
    }

    private static RouteConfig Route(string name) => new() { RouteId = name, ClusterId = "backend", Match = new RouteMatch { Path = $"/{name}/{{**rest}}" } };

    private static TestHost Start(Action<WebApplicationBuilder> builder, Action<WebApplication> app) =>
        TestHost.Start(HostKind.Kestrel, cors => cors.AddDefaultPolicy(policy => policy.AllowOrigins(Shop)), app, builder);

    /// <summary>With the settings that the page shows.</summary>
    private static TestHost StartWith(string settings, Action<WebApplicationBuilder> builder, Action<WebApplication> app, HostKind kind = HostKind.TestServer)
    {
        var json = Page.Blocks.Single(block => block.Language == "json" && block.Name == settings).Text;
        return TestHost.StartApp(
            kind,
            b =>
            {
                b.Configuration.AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)));
                b.Services.AddGatewayCors();
                builder(b);
            },
            app);
    }

    private static async Task<WebSocketState> ConnectAsync(TestHost host, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new UriBuilder(new Uri(host.Client.BaseAddress!, "hub")) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        return socket.State;
    }

    [GeneratedRegex(@"corskit_\w+")]
    private static partial Regex Name();
}
