namespace CorsKit.Testing.Tests.Browsers;

/// <summary>The sample, as its shop and as somebody else's page would see it, through the app's own server.</summary>
public sealed class OrdersPageTests(OrdersApiTests.Orders orders) : IClassFixture<OrdersApiTests.Orders>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/orders", false, 200)]
    [InlineData("GET", "/orders", true, 200)]
    [InlineData("GET", "/orders/99", true, 404)]
    [InlineData("GET", "/nowhere", true, 404)]
    [InlineData("DELETE", "/orders/99", true, 404)]
    [InlineData("GET", "/admin", true, 401)]
    [InlineData("GET", "/boom", true, 500)]
    public async Task The_shop_can_read_everything(string method, string url, bool credentials, int status)
    {
        using var page = Open(Page.Origin);

        var outcome = await page.FetchAsync(new HttpMethod(method), url, credentials, cancellationToken: Cancel);

        Assert.Equal(status, outcome.ShouldBeReadable().Status);
    }

    [Fact]
    public async Task The_shop_changes_an_order_after_one_preflight()
    {
        using var page = Open(Page.Origin);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var outcome = await page.FetchAsync(
                HttpMethod.Put, "/orders/1", credentials: true, [("content-type", "application/json")], """{"item":"tea","quantity":2}""", Cancel);
            Assert.Equal((200, attempt == 0 ? 1 : 0), (outcome.ShouldBeReadable().Status, outcome.Preflights));
        }
    }

    [Fact]
    public async Task Somebody_else_can_read_nothing_and_is_told_why()
    {
        using var page = Open("https://evil.example");

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put })
        {
            var outcome = (await page.FetchAsync(method, "/orders/1", cancellationToken: Cancel)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
            Assert.Equal("The API does CORS, and 'https://evil.example' is not among the origins that it allows.", outcome.Diagnosis);
        }
    }

    [Fact]
    public async Task The_shop_is_told_which_method_and_which_header_are_missing()
    {
        using var page = Open(Page.Origin);

        (await page.FetchAsync(HttpMethod.Patch, "/orders/1", cancellationToken: Cancel)).ShouldBeBlocked(FetchFailure.MethodNotAllowed);
        (await page.FetchAsync(HttpMethod.Get, "/orders", headers: [("x-trace", "1")], cancellationToken: Cancel)).ShouldBeBlocked(FetchFailure.HeaderNotAllowed);
    }

    [Fact]
    public async Task A_front_door_does_not_answer_for_other_hosts()
    {
        await using var api = FrontDoor.HttpApi(orders);
        using var page = new Browser(api, Page.Origin);

        Assert.Equal(200, (await page.FetchAsync(HttpMethod.Get, new Uri(api.Address, "orders").ToString(), cancellationToken: Cancel)).ShouldBeReadable().Status);

        var outcome = (await page.FetchAsync(HttpMethod.Get, "https://typo.example/orders", cancellationToken: Cancel)).ShouldBeBlocked(FetchFailure.Network);
        Assert.Equal("Failed to load resource: net::ERR_NAME_NOT_RESOLVED", outcome.ConsoleMessage);
    }

    private Browser Open(string origin) => new(orders.Server.CreateHandler(), new Uri("https://api.example.com"), origin);
}
