using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CorsKit.Testing.Tests;

/// <summary>The sample, as a Lambda function, on documents of the shape that API Gateway sends.</summary>
public sealed class OrdersApiTests(OrdersApiTests.Orders orders) : IClassFixture<OrdersApiTests.Orders>
{
    private const string Shop = "https://shop.example.com";

    public sealed class Orders : LambdaApplicationFactory<OrdersApi.OrderBook>
    {
        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "None")]));
            return base.CreateHost(builder);
        }
    }

    private const string Preflighted = """{"Access-Control-Allow-Credentials":"true","Access-Control-Allow-Headers":"content-type,authorization","Access-Control-Allow-Methods":"GET,PUT,DELETE","Access-Control-Allow-Origin":"https://shop.example.com","Access-Control-Max-Age":"7200","Vary":"Origin"}""";
    private const string CorsHeaders = """{"Access-Control-Allow-Credentials":"true","Access-Control-Allow-Origin":"https://shop.example.com","Access-Control-Expose-Headers":"etag","Vary":"Origin"}""";
    private const string Refused = """{"Vary":"Origin"}""";

    public static TheoryData<string, string, string?, string?, int, string> Cases => new()
    {
        { "OPTIONS", "/orders/1", Shop, "PUT", 204, Preflighted },
        { "OPTIONS", "/orders/1", "https://evil.example", "PUT", 403, Refused },
        { "GET", "/orders", Shop, null, 200, CorsHeaders },
        { "GET", "/orders", "https://evil.example", null, 200, Refused },
        { "GET", "/orders", null, null, 200, Refused },
        { "GET", "/orders/99", Shop, null, 404, CorsHeaders },
        { "DELETE", "/orders/99", Shop, null, 404, CorsHeaders },
        { "PUT", "/orders/1", Shop, null, 400, CorsHeaders },
        { "GET", "/admin", Shop, null, 401, CorsHeaders },
        { "GET", "/boom", Shop, null, 500, CorsHeaders },
        { "GET", "/boom", "https://evil.example", null, 500, Refused },
        { "GET", "/nowhere", Shop, null, 404, CorsHeaders },
        { "GET", "/slow?seconds=0", Shop, null, 200, CorsHeaders },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_REST_API_event_is_answered(string method, string target, string? origin, string? requestedMethod, int status, string cors)
    {
        var headers = Headers(origin, requestedMethod, camel: false);
        var path = target.Split('?')[0];
        var response = await InvokeAsync(new JsonObject
        {
            ["resource"] = "/{proxy+}",
            ["path"] = path,
            ["httpMethod"] = method,
            ["headers"] = headers,
            ["multiValueHeaders"] = new JsonObject(headers.Select(header => KeyValuePair.Create<string, JsonNode?>(header.Key, new JsonArray(header.Value!.DeepClone())))),
            ["multiValueQueryStringParameters"] = target.Contains('?') ? new JsonObject { ["seconds"] = new JsonArray("0") } : null,
            ["pathParameters"] = new JsonObject { ["proxy"] = path[1..] },
            ["requestContext"] = new JsonObject { ["path"] = "/Prod" + path, ["stage"] = "Prod" },
        });

        var sent = response["multiValueHeaders"]!.AsObject().ToDictionary(header => header.Key, header => (string?)Assert.Single(header.Value!.AsArray()));
        Assert.Equal((status, cors), ((int)response["statusCode"]!, Cors(sent)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_HTTP_API_event_is_answered(string method, string target, string? origin, string? requestedMethod, int status, string cors)
    {
        var path = target.Split('?')[0];
        var response = await InvokeAsync(new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = "$default",
            ["rawPath"] = path,
            ["rawQueryString"] = target.Contains('?') ? "seconds=0" : "",
            ["headers"] = Headers(origin, requestedMethod, camel: true),
            ["requestContext"] = new JsonObject { ["stage"] = "$default", ["http"] = new JsonObject { ["method"] = method, ["path"] = path } },
        });

        var sent = response["headers"]!.AsObject().ToDictionary(header => header.Key, header => (string?)header.Value);
        Assert.Equal((status, cors), ((int)response["statusCode"]!, Cors(sent)));
    }

    [Theory]
    [InlineData("Bearer let-me-in", 200)]
    [InlineData("Bearer someone", 403)]
    [InlineData("Basic x", 401)]
    public async Task Admin_wants_the_admins_token(string authorization, int status)
    {
        using var client = FrontDoor.HttpApi(orders).CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("Origin", Shop);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Orders_are_kept_and_removed()
    {
        using var client = FrontDoor.RestApi(orders, stage: "prod").CreateClient(new Uri("https://api.example.com/prod/"));
        var cancel = TestContext.Current.CancellationToken;
        var order = new Uri("orders/7", UriKind.Relative);

        using var content = new StringContent("""{"item":"Filter","quantity":3}""", Encoding.UTF8, "application/json");
        using var put = await client.PutAsync(order, content, cancel);
        Assert.Equal("""{"id":7,"item":"Filter","quantity":3}""", await put.Content.ReadAsStringAsync(cancel));
        Assert.Equal("""{"id":7,"item":"Filter","quantity":3}""", await client.GetStringAsync(order, cancel));
        using var delete = await client.DeleteAsync(order, cancel);
        Assert.Equal(204, (int)delete.StatusCode);
        using var gone = await client.GetAsync(order, cancel);
        Assert.Equal(404, (int)gone.StatusCode);
    }

    private static JsonObject Headers(string? origin, string? requestedMethod, bool camel)
    {
        var headers = new JsonObject { [camel ? "host" : "Host"] = "abc.execute-api.eu-west-1.amazonaws.com", ["accept"] = "*/*" };
        if (origin is not null)
        {
            headers["origin"] = origin;
        }

        if (requestedMethod is not null)
        {
            headers["access-control-request-method"] = requestedMethod;
            headers["access-control-request-headers"] = "authorization, content-type";
        }

        return headers;
    }

    private static string Cors(Dictionary<string, string?> headers) =>
        new JsonObject(from header in headers
                       where header.Key.StartsWith("Access-Control-", StringComparison.Ordinal) || header.Key == "Vary"
                       orderby header.Key
                       select KeyValuePair.Create<string, JsonNode?>(header.Key, header.Value)).ToJsonString();

    private async Task<JsonNode> InvokeAsync(JsonObject lambdaEvent)
    {
        await using var response = await orders.InvokeAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent.ToJsonString())), TestContext.Current.CancellationToken);
        return (await JsonNode.ParseAsync(response, cancellationToken: TestContext.Current.CancellationToken))!;
    }
}
