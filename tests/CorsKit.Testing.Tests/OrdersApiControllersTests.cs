using OrdersApi.Controllers;

namespace CorsKit.Testing.Tests;

/// <summary>samples/OrdersApi.Controllers behind front doors: a Startup class, and controllers with policies of their own.</summary>
public sealed class OrdersApiControllersTests(LambdaApplicationFactory<Startup> factory) : IClassFixture<LambdaApplicationFactory<Startup>>
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";

    /// <summary>The page's origin, what it asks for, and the status that it reads; 0 where it reads nothing.</summary>
    public static TheoryData<string, string, string, int> Requests => new()
    {
        { Shop, "GET", "/orders", 200 },
        { Shop, "GET", "/orders/99", 404 },
        { Shop, "PUT", "/orders/1", 200 },
        { Partner, "GET", "/orders", 0 },
        { Partner, "PUT", "/orders/1", 0 },
        { Shop, "GET", "/catalog", 200 },
        { Partner, "GET", "/catalog", 200 },
        { Shop, "DELETE", "/catalog", 0 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_page_reads_what_the_policy_of_the_controller_allows(string origin, string method, string path, int status)
    {
        foreach (var door in new[] { FrontDoor.RestApi(factory), FrontDoor.HttpApi(factory), FrontDoor.FunctionUrl(factory), FrontDoor.LoadBalancer(factory) })
        {
            await using (door)
            {
                using var page = new Browser(door, origin);
                var isPut = method == "PUT";

                var outcome = await page.FetchAsync(
                    new HttpMethod(method), path, headers: isPut ? [("content-type", "application/json")] : [],
                    body: isPut ? """{"id":1,"item":"Espresso cups","quantity":8}""" : null, cancellationToken: TestContext.Current.CancellationToken);

                Assert.Equal((status > 0, status), (outcome.Readable, outcome.Readable ? outcome.Status : 0));
            }
        }
    }
}
