using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OrdersApi.Authorizer;

namespace CorsKit.Authorizer.Tests;

/// <summary>
/// The samples end to end: pages of two tenants, a REST API or an HTTP API with the authorizer and its cache, OrdersApi as a
/// function behind it.
/// </summary>
public sealed class TenantsTests(TenantsTests.Orders orders) : IClassFixture<TenantsTests.Orders>
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";
    private const string ShopToken = "the token of the shop";
    private const string PartnerToken = "the token of the partner";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["GatewayCors:Policies:shop:AllowOrigins"] = Shop,
        ["GatewayCors:Policies:shop:ExposeHeaders"] = "etag",
        ["GatewayCors:Policies:partner:AllowOrigins"] = Partner,
        ["GatewayCors:Policies:tenants:AllowOrigins"] = $"{Shop},{Partner}",
        ["GatewayCors:Policies:tenants:AllowMethods"] = "GET,PUT,DELETE",
        ["GatewayCors:Policies:tenants:AllowHeaders"] = "authorization,content-type",
        ["Tenants:shop"] = ShopToken,
        ["Tenants:partner"] = PartnerToken,
        ["PreflightPolicy"] = "tenants",
    };

    /// <summary>Each kind of API that an authorizer can stand in, and each form of its answer.</summary>
    public enum Api
    {
        Rest,
        Http1,
        Http2Policy,
        Http2Simple,
    }

    public sealed class Orders : LambdaApplicationFactory<OrdersApi.OrderBook>
    {
        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Production);
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
                [.. Settings, new("GatewayCors:AllowOrigins", "https://nobody.example"), new("GatewayCors:AllowCredentials", "false"), new("Logging:LogLevel:Default", "None")]));
            return base.CreateHost(builder);
        }
    }

    public static TheoryData<Api> Apis => [.. Enum.GetValues<Api>()];

    /// <summary>The front door, and how often what stands behind it was invoked.</summary>
    private sealed class Stage : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new();

        public Stage(Orders orders, Api api, int resultTtl, bool refuseForeignOrigins = false, CorsAuthorizer? own = null)
        {
            var function = new TenantAuthorizer(new ConfigurationBuilder().AddInMemoryCollection(
            [
                .. Settings,
                new("EnableSimpleResponses", api == Api.Http2Simple ? "true" : "false"),
                new("RefuseForeignOrigins", refuseForeignOrigins ? "true" : "false"),
            ]).Build());
            var authorizer = new GatewayAuthorizer((lambdaEvent, cancel) =>
            {
                Authorized++;
                return own?.HandleAsync(lambdaEvent, cancel) ?? function.HandleAsync(lambdaEvent);
            })
            {
                ResultTtl = TimeSpan.FromSeconds(resultTtl),
                EnableSimpleResponses = api == Api.Http2Simple,
                PayloadFormatVersion = api == Api.Http1 ? PayloadFormatVersion.V1 : PayloadFormatVersion.V2,
                TimeProvider = _time,
            };
            var anyone = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "'*'" });
            Door = api == Api.Rest
                ? FrontDoor.RestApi(orders, settings: new()
                {
                    Methods = [new("OPTIONS", "/{proxy+}"), new("ANY", "/{proxy+}") { Authorizer = authorizer }],
                    GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = anyone, ["DEFAULT_5XX"] = anyone },
                })
                : FrontDoor.HttpApi(orders, settings: new()
                {
                    Routes = [new("OPTIONS /{proxy+}"), new("ANY /{proxy+}") { Authorizer = authorizer }],
                    PayloadFormatVersion = api == Api.Http1 ? PayloadFormatVersion.V1 : PayloadFormatVersion.V2,
                });
            Door.Exchanged += exchange => Invoked += exchange.Event.Contains("\"OPTIONS\"", StringComparison.Ordinal) ? 0 : 1;
        }

        public FrontDoor Door { get; }

        public int Authorized { get; private set; }

        /// <summary>Of the app, preflights not counted.</summary>
        public int Invoked { get; private set; }

        public void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

        public async Task<FetchOutcome> FetchAsync(string origin, string? token, string path = "/orders")
        {
            using var page = new Browser(Door, origin);
            return await page.FetchAsync(
                HttpMethod.Get, path, headers: token is null ? [] : [("Authorization", $"Bearer {token}")], cancellationToken: TestContext.Current.CancellationToken);
        }

        public ValueTask DisposeAsync() => Door.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_tenants_page_reads_with_its_own_token_and_no_other_page_does(Api api)
    {
        await using var stage = new Stage(orders, api, resultTtl: 300);

        var own = (await stage.FetchAsync(Shop, ShopToken)).ShouldBeReadable();
        Assert.Equal((200, 1), (own.Status, own.Preflights));
        Assert.Contains("Espresso cups", own.Body, StringComparison.Ordinal);
        Assert.Equal("Authorization, Origin", own.Exchanges[^1].ResponseHeaders.Single(header => header.Key == "Vary").Value);
        Assert.Equal(404, (await stage.FetchAsync(Shop, ShopToken, "/orders/99")).ShouldBeReadable().Status);
        (await stage.FetchAsync(Partner, PartnerToken)).ShouldBeReadable();

        // The default policy of the app is nobody's here: it does not stand in for a tenant's.
        (await stage.FetchAsync(Partner, ShopToken)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        (await stage.FetchAsync(Shop, PartnerToken)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        Assert.Equal((5, 2), (stage.Invoked, stage.Authorized));
        (await stage.FetchAsync("https://evil.example", ShopToken)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        Assert.Equal(5, stage.Invoked);
    }

    [Theory]
    [InlineData("wrong", 403)]
    [InlineData(null, 401)]
    public async Task A_refused_caller_gets_an_answer_that_its_page_can_read_at_a_REST_API(string? token, int status)
    {
        await using var stage = new Stage(orders, Api.Rest, resultTtl: 300);

        var outcome = (await stage.FetchAsync(Shop, token)).ShouldBeReadable();
        Assert.Equal((status, 0), (outcome.Status, stage.Invoked));

        // The same caller, had it the right token: the app is there.
        (await stage.FetchAsync(Shop, ShopToken)).ShouldBeReadable();
        Assert.Equal(1, stage.Invoked);
    }

    /// <summary>A token in another scheme passes the identity source, and the function says 401 by its exception.</summary>
    [Fact]
    public async Task A_caller_without_a_bearer_token_gets_401()
    {
        await using var stage = new Stage(orders, Api.Rest, resultTtl: 300);
        using var page = new Browser(stage.Door, Shop);

        var outcome = await page.FetchAsync(HttpMethod.Get, "/orders", headers: [("Authorization", "Basic dXNlcg==")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((401, 0, 1), (outcome.ShouldBeReadable().Status, stage.Invoked, stage.Authorized));
    }

    /// <summary>An HTTP API has no gateway responses; what its own refusals carry is not documented, so nothing is relied on.</summary>
    [Theory]
    [InlineData(Api.Http1)]
    [InlineData(Api.Http2Policy)]
    [InlineData(Api.Http2Simple)]
    public async Task A_refused_caller_is_refused_at_an_HTTP_API_too_and_its_page_cannot_read_that(Api api)
    {
        await using var stage = new Stage(orders, api, resultTtl: 300);

        var outcome = (await stage.FetchAsync(Shop, "wrong")).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        Assert.Equal((403, 0, 1), (outcome.Exchanges[^1].Status, stage.Invoked, stage.Authorized));
        (await stage.FetchAsync(Shop, ShopToken)).ShouldBeReadable();
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task RefuseForeignOrigins_stops_a_foreign_origin_before_the_app_is_invoked(Api api)
    {
        await using var stage = new Stage(orders, api, resultTtl: 0, refuseForeignOrigins: true);

        var foreign = await stage.FetchAsync(Partner, ShopToken);
        Assert.Equal((403, 0, 1), (foreign.Exchanges[^1].Status, stage.Invoked, stage.Authorized));
        (await stage.FetchAsync(Shop, ShopToken)).ShouldBeReadable();
        await stage.FetchAsync(Partner, ShopToken);
        Assert.Equal((1, 3), (stage.Invoked, stage.Authorized));

        // Without Origin, another server or a page of the API's own site: by identity alone.
        using var client = stage.Door.CreateClient();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {ShopToken}");
        Assert.Equal(200, (int)(await client.GetAsync(new Uri(stage.Door.Address, "orders"), TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>The reason for its rule: API Gateway remembers by identity, whatever the origin.</summary>
    [Theory]
    [MemberData(nameof(Apis))]
    public async Task RefuseForeignOrigins_with_a_TTL_uses_the_decision_of_one_origin_for_another(Api api)
    {
        await using var stage = new Stage(orders, api, resultTtl: 300, refuseForeignOrigins: true);

        (await stage.FetchAsync(Shop, ShopToken)).ShouldBeReadable();
        await stage.FetchAsync(Partner, ShopToken);
        Assert.Equal((2, 1), (stage.Invoked, stage.Authorized)); // the foreign origin got through

        // And the other way round: a foreign origin has the tenant's own page turned away.
        stage.Advance(300);
        await stage.FetchAsync(Partner, ShopToken);
        Assert.Equal(403, (await stage.FetchAsync(Shop, ShopToken)).Exchanges[^1].Status);
        Assert.Equal((2, 2), (stage.Invoked, stage.Authorized));
    }

    [Theory]
    [MemberData(nameof(Apis))]
    public async Task By_default_a_remembered_decision_holds_for_every_origin_and_route_and_the_app_tells_origins_apart(Api api)
    {
        await using var stage = new Stage(orders, api, resultTtl: 300);

        // In either order, and for several routes and methods: one decision, and the same answers.
        foreach (var first in new[] { Shop, Partner })
        {
            stage.Advance(300);
            var authorized = stage.Authorized;
            foreach (var origin in new[] { first, first == Shop ? Partner : Shop })
            {
                foreach (var path in new[] { "/orders", "/orders/1", "/nowhere" })
                {
                    var outcome = await stage.FetchAsync(origin, ShopToken, path);
                    Assert.Equal(origin == Shop ? null : FetchFailure.MissingAllowOrigin, outcome.Failure);
                    Assert.Equal(path == "/nowhere" ? 404 : 200, outcome.Exchanges[^1].Status);
                }
            }

            Assert.Equal(authorized + 1, stage.Authorized);
        }
    }

    /// <summary>The shop's token opens the list of orders; its partner's opens one order.</summary>
    [Theory]
    [MemberData(nameof(Apis))]
    public async Task A_token_for_one_route_opens_no_other(Api api)
    {
        var authorizer = CorsAuthorizer.ByRoute(
            (route, _) => new(AuthorizerDecision.Allow("someone").WithPolicy("tenants").ForRoutes(route.Identity.BearerToken == ShopToken ? "GET/orders" : "GET/orders/1")),
            options =>
            {
                options.Policies = Events.Policies(("tenants", Shop));
                options.EnableSimpleResponses = api == Api.Http2Simple;
            });
        await using var stage = new Stage(orders, api, resultTtl: 0, own: authorizer);

        foreach (var (token, path, other) in new[] { (ShopToken, "/orders", "/orders/1"), (PartnerToken, "/orders/1", "/orders") })
        {
            Assert.Equal(200, (await stage.FetchAsync(Shop, token, path)).ShouldBeReadable().Status);
            var invoked = stage.Invoked;
            Assert.Equal(403, (await stage.FetchAsync(Shop, token, other)).Exchanges[^1].Status);
            Assert.Equal(invoked, stage.Invoked);
        }
    }
}
