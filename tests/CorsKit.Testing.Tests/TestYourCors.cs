using CorsKit.Testing;
using OrdersApi;
using Xunit;

namespace Shop.Tests;

public sealed class CorsTests(LambdaApplicationFactory<OrderBook> factory) : IClassFixture<LambdaApplicationFactory<OrderBook>>
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public async Task The_shop_may_change_an_order()
    {
        await using var api = FrontDoor.RestApi(factory, stage: "prod");
        using var page = new Browser(api, origin: Shop);

        var outcome = await page.FetchAsync(
            HttpMethod.Put, "/orders/1", credentials: true,
            headers: [("content-type", "application/json")], body: """{"item":"Espresso cups","quantity":8}""");

        Assert.True(outcome.Readable, outcome.ConsoleMessage);
        Assert.Equal((200, 1), (outcome.Status, outcome.Preflights));
    }

    [Theory]
    [InlineData("/orders/99", 404)]
    [InlineData("/admin", 401)]
    [InlineData("/boom", 500)]
    public async Task The_shop_may_read_every_error_of_the_app(string path, int status)
    {
        await using var api = FrontDoor.HttpApi(factory);
        using var page = new Browser(api, origin: Shop, BrowserEngine.Firefox);

        var outcome = await page.FetchAsync(HttpMethod.Get, path, credentials: true);

        outcome.ShouldBeReadable(); // its message has the console's words, the cause and what to do
        Assert.Equal(status, outcome.Status);
    }

    [Fact]
    public async Task Nobody_else_may()
    {
        await using var api = FrontDoor.FunctionUrl(factory);
        using var page = new Browser(api, origin: "https://evil.example");

        var outcome = await page.FetchAsync(HttpMethod.Get, "/orders");

        outcome.ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
    }

    [Fact]
    public async Task The_shop_may_read_what_the_gateway_says_itself()
    {
        var everyError = new GatewayResponse(new Dictionary<string, string>
        {
            ["Access-Control-Allow-Origin"] = $"'{Shop}'",
            ["Access-Control-Allow-Credentials"] = "'true'",
        });
        await using var api = FrontDoor.RestApi(factory, stage: "prod", new RestApiSettings
        {
            Methods = [new("ANY", "/{proxy+}"), new("GET", "/admin") { Authorizer = GatewayAuthorizer.Bearer("member") }],
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = everyError, ["DEFAULT_5XX"] = everyError },
        });
        using var page = new Browser(api, origin: Shop);

        var outcome = await page.FetchAsync(HttpMethod.Get, "/admin", credentials: true);

        outcome.ShouldBeReadable();
        Assert.Equal((401, """{"message":"Unauthorized"}"""), (outcome.Status, outcome.Body));
    }
}
