using CorsKit.Testing;
#if (withAuthorizer)
using Microsoft.Extensions.Configuration;
using NamespaceOfApi.Authorizer;
#endif

namespace NamespaceOfApi.Tests;

/// <summary>What a page sees of the API behind its front door, as template.yaml sets it up.</summary>
public sealed class CorsTests(LambdaApplicationFactory<Program> factory) : IClassFixture<LambdaApplicationFactory<Program>>
{
    private const string Page = "https://shop.example.com"; // AllowOrigins of appsettings.json
#if (withAuthorizer)
    private const string Token = "the token of the tests";
#endif

    [Fact]
    public async Task The_page_may_change_an_order()
    {
        await using var api = Open();
        using var page = new Browser(api, Page);

        var outcome = await FetchAsync(page, HttpMethod.Put, "/orders/1", """{"item":"Espresso cups","quantity":8}""");

        outcome.ShouldBeReadable(); // its message has the console's words, the cause and what to do
        Assert.Equal((200, 1), (outcome.Status, outcome.Preflights));
    }

    [Theory]
    [InlineData("GET", "/orders/99", null, 404)]
    [InlineData("PUT", "/orders/1", "no JSON", 400)]
    [InlineData("GET", "/nowhere", null, 404)]
    public async Task The_page_may_read_every_error_of_the_app(string method, string path, string? body, int status)
    {
        await using var api = Open();
        using var page = new Browser(api, Page);

        var outcome = await FetchAsync(page, new HttpMethod(method), path, body);

        outcome.ShouldBeReadable();
        Assert.Equal(status, outcome.Status);
    }

    [Fact]
    public async Task No_other_page_may()
    {
        await using var api = Open();
        using var page = new Browser(api, "https://evil.example");
        using var own = new Browser(api, Page);

        (await FetchAsync(own, HttpMethod.Get, "/orders")).ShouldBeReadable();
        Assert.False((await FetchAsync(page, HttpMethod.Get, "/orders")).Readable);
    }

#if (withAuthorizer)
    [Theory]
#if (rest)
    [InlineData(null, 401)]
    [InlineData("another token", 403)]
    public async Task The_page_may_read_what_the_gateway_says_itself(string? token, int status)
    {
        await using var api = Open();
        using var page = new Browser(api, Page);

        var outcome = await FetchAsync(page, HttpMethod.Get, "/orders", token: token);

        outcome.ShouldBeReadable(); // by the gateway responses
        Assert.Equal(status, outcome.Status);
    }
#else
    [InlineData(null)]
    [InlineData("another token")]
    public async Task Without_its_token_the_page_gets_no_order_and_cannot_read_why(string? token)
    {
        await using var api = Open();
        using var page = new Browser(api, Page);

        // An HTTP API has no gateway responses: its own 401 and 403 carry no CORS headers.
        (await FetchAsync(page, HttpMethod.Get, "/orders", token: token)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        (await FetchAsync(page, HttpMethod.Get, "/orders")).ShouldBeReadable();
    }
#endif

#endif
#if (withAuthorizer)
    private static Task<FetchOutcome> FetchAsync(Browser page, HttpMethod method, string path, string? body = null, string? token = Token) => page.FetchAsync(
        method, path,
        headers:
        [
            .. token is null ? [] : new[] { ("authorization", $"Bearer {token}") },
            .. body is null ? [] : new[] { ("content-type", "application/json") },
        ],
        body: body, cancellationToken: TestContext.Current.CancellationToken);

    private FrontDoor Open()
    {
        var settings = new Dictionary<string, string?> { ["ApiToken"] = Token, ["GatewayCors:AllowOrigins"] = Page };
        var function = new TokenAuthorizer(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
#if (rest)
        var authorizer = new GatewayAuthorizer((lambdaEvent, _) => function.HandleAsync(lambdaEvent));
        var everyError = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = $"'{Page}'" });
        return FrontDoor.RestApi(factory, stage: "prod", new RestApiSettings
        {
            Methods = [new("OPTIONS", "/{proxy+}"), new("ANY", "/{proxy+}") { Authorizer = authorizer }],
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = everyError, ["DEFAULT_5XX"] = everyError },
        });
#else
        var authorizer = new GatewayAuthorizer((lambdaEvent, _) => function.HandleAsync(lambdaEvent)) { EnableSimpleResponses = true };
        return FrontDoor.HttpApi(factory, settings: new HttpApiSettings
        {
            Routes = [new("OPTIONS /{proxy+}"), new("ANY /{proxy+}") { Authorizer = authorizer }],
        });
#endif
    }
#else
    private static Task<FetchOutcome> FetchAsync(Browser page, HttpMethod method, string path, string? body = null) => page.FetchAsync(
        method, path, headers: body is null ? [] : [("content-type", "application/json")], body: body, cancellationToken: TestContext.Current.CancellationToken);

#if (rest)
    private FrontDoor Open() => FrontDoor.RestApi(factory, stage: "prod");
#elseif (http)
    private FrontDoor Open() => FrontDoor.HttpApi(factory);
#elseif (url)
    private FrontDoor Open() => FrontDoor.FunctionUrl(factory);
#else
    private FrontDoor Open() => FrontDoor.LoadBalancer(factory, new LoadBalancerSettings { MultiValueHeaders = true });
#endif
#endif
}
