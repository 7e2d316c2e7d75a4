using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing.Tests;

/// <summary>HTTP in, event out; response document in, HTTP out.</summary>
public sealed class FrontDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_REST_API_sends_payload_1_0()
    {
        var (frontDoor, exchanges) = Watch(function => FrontDoor.RestApi(function, stage: "prod"), """{"statusCode":200}""");
        using var client = frontDoor.CreateClient();

        await SendAsync(client, "/prod/orders/a%20b?q=1&q=2%26&flag");

        var seen = JsonNode.Parse(Assert.Single(exchanges).Event)!;
        Assert.Equal("/{proxy+}", seen.Text("resource"));
        Assert.Equal("/orders/a%20b", seen.Text("path"));
        Assert.Equal("POST", seen.Text("httpMethod"));
        Assert.Equal("orders/a%20b", seen.Text("pathParameters", "proxy"));
        Assert.Equal("""{"q":"2&","flag":""}""", Text(seen["queryStringParameters"]));
        Assert.Equal("""{"q":["1","2&"],"flag":[""]}""", Text(seen["multiValueQueryStringParameters"]));
        Assert.Equal("2", seen.Text("headers", "X-Two"));
        Assert.Equal("""["1","2"]""", Text(seen["multiValueHeaders"]!["X-Two"]));
        Assert.Equal("emulated.execute-api.eu-west-1.amazonaws.com", seen.Text("headers", "Host"));
        Assert.Null(seen["headers"]!["Content-Length"]);
        Assert.Equal("https", seen.Text("headers", "X-Forwarded-Proto"));
        Assert.Equal("443", seen.Text("headers", "X-Forwarded-Port"));
        Assert.Equal("/prod/orders/a%20b", seen.Text("requestContext", "path"));
        Assert.Equal("prod", seen.Text("requestContext", "stage"));
        Assert.Equal("hello", seen.Text("body"));
        Assert.False((bool)seen["isBase64Encoded"]!);
    }

    [Fact]
    public async Task An_HTTP_API_sends_payload_2_0()
    {
        var (frontDoor, exchanges) = Watch(function => FrontDoor.HttpApi(function), """{"statusCode":200}""");
        using var client = frontDoor.CreateClient();

        await SendAsync(client, "/orders/a%20b?q=1&q=2%26&flag");

        var seen = JsonNode.Parse(Assert.Single(exchanges).Event)!;
        Assert.Equal("2.0", seen.Text("version"));
        Assert.Equal("/orders/a b", seen.Text("rawPath"));
        Assert.Equal("q=1&q=2%26&flag", seen.Text("rawQueryString"));
        Assert.Equal("""{"q":"1,2&","flag":""}""", Text(seen["queryStringParameters"]));
        Assert.Equal("1,2", seen.Text("headers", "x-two"));
        Assert.Null(seen["headers"]!["cookie"]);
        Assert.Equal("""["one=1","two=2"]""", Text(seen["cookies"]));
        Assert.Equal("POST", seen.Text("requestContext", "http", "method"));
        Assert.Equal("$default", seen.Text("requestContext", "stage"));
        Assert.Equal("hello", seen.Text("body"));
        Assert.False((bool)seen["isBase64Encoded"]!);
    }

    [Theory]
    [InlineData("application/json", false)]
    [InlineData("text/csv", false)]
    [InlineData("image/png", true)]
    [InlineData("application/x-www-form-urlencoded", true)]
    public async Task An_HTTP_API_encodes_what_is_not_text(string contentType, bool isBase64)
    {
        var (frontDoor, exchanges) = Watch(function => FrontDoor.HttpApi(function), """{"statusCode":200}""");
        using var client = frontDoor.CreateClient();

        using var content = new ByteArrayContent("hi"u8.ToArray()) { Headers = { ContentType = new(contentType) } };
        using var response = await client.PostAsync(new Uri("/", UriKind.Relative), content, Cancel);

        var seen = JsonNode.Parse(Assert.Single(exchanges).Event)!;
        Assert.Equal((isBase64 ? "aGk=" : "hi", isBase64), (seen.Text("body"), (bool)seen["isBase64Encoded"]!));
    }

    public static TheoryData<bool, string, string, HttpStatusCode, string> Routes => new()
    {
        { true, "prod", "/prod", HttpStatusCode.OK, "/|/prod" },
        { true, "prod", "/prod/", HttpStatusCode.OK, "/|/prod/" },
        { true, "prod", "/prod/orders", HttpStatusCode.OK, "/orders|/prod/orders" },
        { true, "prod", "/production/orders", HttpStatusCode.Forbidden, """{"message":"Missing Authentication Token"}""" },
        { true, "prod", "/orders", HttpStatusCode.Forbidden, """{"message":"Missing Authentication Token"}""" },
        { false, "$default", "/", HttpStatusCode.OK, "/" },
        { false, "$default", "/orders", HttpStatusCode.OK, "/orders" },
        { false, "beta", "/beta/orders", HttpStatusCode.OK, "/beta/orders" },
        { false, "beta", "/beta", HttpStatusCode.OK, "/beta" },
        { false, "beta", "/betamax", HttpStatusCode.NotFound, """{"message":"Not Found"}""" },
        { false, "beta", "/orders", HttpStatusCode.NotFound, """{"message":"Not Found"}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_stage_is_the_first_segment_of_the_path(bool rest, string stage, string path, HttpStatusCode status, string body)
    {
        static async Task<Stream> Function(Stream lambdaEvent, CancellationToken cancel)
        {
            var seen = (await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancel))!;
            var path = seen.Text("rawPath") ?? $"{seen["path"]}|{seen["requestContext"]!["path"]}";
            return new MemoryStream(Encoding.UTF8.GetBytes(new JsonObject { ["statusCode"] = 200, ["body"] = path }.ToJsonString()));
        }

        var frontDoor = rest ? FrontDoor.RestApi(Function, stage) : FrontDoor.HttpApi(Function, stage);
        using var client = frontDoor.CreateClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal((status, body), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancel)));
        Assert.True(response.Headers.Contains(rest ? "x-amzn-RequestId" : "apigw-requestid"));
    }

    public static TheoryData<bool, string, int, string, string> Responses => new()
    {
        // REST: both maps are sent, multi-value headers first, Content-Type is added, cookies stand in multiValueHeaders.
        { true, """{"statusCode":201,"headers":{"X-A":"1"},"multiValueHeaders":{"X-A":["2"],"Set-Cookie":["a=1","b=2"]},"body":"hi"}""", 201, "Content-Type: application/json\nSet-Cookie: a=1\nSet-Cookie: b=2\nX-A: 2\nX-A: 1", "hi" },
        { true, """{"statusCode":"200","headers":{"X-A":true,"X-B":7,"X-C":null},"body":"aGk=","isBase64Encoded":true}""", 200, "Content-Type: application/json\nX-A: true\nX-B: 7", "aGk=" },
        { true, """{"statusCode":200,"multiValueHeaders":{"Content-Type":["text/plain"]}}""", 200, "Content-Type: text/plain", "" },
        { true, """{"statusCode":204,"body":"never sent"}""", 204, "Content-Type: application/json", "" },
        { true, """{"statusCode":205,"body":"never sent"}""", 205, "Content-Type: application/json", "" },
        { true, """{"body":"no status"}""", 200, "Content-Type: application/json", "no status" },
        { true, """{"headers":{"X-A":"1","X-B":"1"},"multiValueHeaders":{"X-A":["1"],"X-B":["2"]}}""", 200, "Content-Type: application/json\nX-A: 1\nX-B: 2\nX-B: 1", "" },
        { true, """{"headers":{"tesT-A":"one"},"multiValueHeaders":{"Test-a":["two"]}}""", 200, "Content-Type: application/json\nTest-a: two\nTest-a: one", "" },
        { true, """{"statusCode":200,"headers":{"X-A":"a\r\nX-B: b"}}""", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, """{"statusCode":100}""", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, """{"statusCode":200,"cookies":["a=1"]}""", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, """{"statusCode":"abc"}""", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, "\"text\"", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, """{"statusCode":200,"multiValueHeaders":{"X-A":"no list"}}""", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, "not json", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },
        { true, "throw", 502, "Content-Type: application/json\nx-amzn-ErrorType: InternalServerErrorException", """{"message": "Internal server error"}""" },

        // HTTP API: cookies apart, text where nothing else is said; without a status code what the function wrote is the body, as it stands.
        { false, """{"statusCode":201,"headers":{"X-A":"1,2","Content-Type":null},"cookies":["a=1","b=2"],"body":"hi"}""", 201, "Content-Type: text/plain; charset=utf-8\nSet-Cookie: a=1\nSet-Cookie: b=2\nX-A: 1,2", "hi" },
        { false, """{"statusCode":200,"body":"aGk=","isBase64Encoded":true}""", 200, "Content-Type: text/plain; charset=utf-8", "hi" },
        { false, """{"hello":"you"}""", 200, "Content-Type: application/json", """{"hello":"you"}""" },
        { false, """{ "a": [1, true] }""", 200, "Content-Type: application/json", """{ "a": [1, true] }""" },
        { false, "\"text\"", 200, "Content-Type: application/json", "text" },
        { false, "\"\"", 200, "Content-Type: application/json", "" },
        { false, "true", 200, "Content-Type: application/json", "true" },
        { false, "not json", 200, "Content-Type: application/json", "not json" },
        { false, """{"statusCode":""", 200, "Content-Type: application/json", """{"statusCode":""" },
        { false, """{"statusCode":200.5}""", 500, "Content-Type: application/json", """{"message":"Internal Server Error"}""" },
        { false, """{"statusCode":0}""", 500, "Content-Type: application/json", """{"message":"Internal Server Error"}""" },
        { false, """{"statusCode":200,"headers":{"X-A":["no text"]}}""", 500, "Content-Type: application/json", """{"message":"Internal Server Error"}""" },
        { false, "throw", 500, "Content-Type: application/json", """{"message":"Internal Server Error"}""" },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task The_response_document_becomes_a_response(bool rest, string document, int status, string headers, string body)
    {
        var (frontDoor, exchanges) = Watch(function => rest ? FrontDoor.RestApi(function) : FrontDoor.HttpApi(function), document);
        using var client = frontDoor.CreateClient(new Uri(rest ? "https://api.example.com/prod/" : "https://api.example.com/"));

        using var response = await client.GetAsync(new Uri("orders", UriKind.Relative), Cancel);

        var lines = from header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                    where header.Key is not ("x-amzn-RequestId" or "x-amz-apigw-id" or "X-Amzn-Trace-Id" or "apigw-requestid" or "Content-Length")
                    from value in header.Value
                    orderby header.Key.ToUpperInvariant()
                    select $"{header.Key}: {value}";
        Assert.Equal((status, headers, body), ((int)response.StatusCode, string.Join('\n', lines), await response.Content.ReadAsStringAsync(Cancel)));

        // The reason is not lost: who watches is told.
        Assert.Equal(status >= 500, Assert.Single(exchanges).Error is not null);

        // A REST API says which trace a response of the function belongs to.
        Assert.Equal(rest && status < 500, response.Headers.Contains("X-Amzn-Trace-Id"));
    }

    [Fact]
    public async Task A_factory_works_behind_both_and_its_own_clients_go_through_an_HTTP_API()
    {
        await using var factory = new LambdaApplicationFactory<OrdersApi.OrderBook>();
        using var rest = FrontDoor.RestApi(factory, stage: "prod").CreateClient(new Uri("https://api.example.com/prod/"));
        using var http = FrontDoor.HttpApi(factory, stage: "beta").CreateClient(new Uri("https://api.example.com/beta/"));
        using var own = factory.CreateClient();

        // Started by whichever request is first, once.
        var responses = await Task.WhenAll(new[] { rest, http, own }.Select(client => client.GetAsync(new Uri("orders", UriKind.Relative), Cancel)));

        foreach (var response in responses)
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.StartsWith("[{\"id\":1,", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal("Origin", Assert.Single(response.Headers.GetValues("Vary")));
        }

        Assert.True(responses[2].Headers.Contains("apigw-requestid"));
    }

    [Fact]
    public async Task A_factory_of_ones_own_and_a_customised_one_work_too()
    {
        await using var factory = new LambdaApplicationFactory<OrdersApi.OrderBook>();
        await using var customized = factory.WithWebHostBuilder(builder => builder.UseSetting("GatewayCors:AllowOrigins", "https://other.example"));
        using var client = FrontDoor.HttpApi(customized).CreateClient();

        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders") { Headers = { { "Origin", "https://other.example" } } };
        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal("https://other.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_factory_whose_app_is_no_function_says_what_to_do()
    {
        await using var factory = new WebApplicationFactory<OrdersApi.OrderBook>();
        var frontDoor = FrontDoor.HttpApi(factory);

        var exception = Assert.Throws<InvalidOperationException>(() => frontDoor.CreateClient());

        Assert.Contains("Derive the factory from LambdaApplicationFactory<OrderBook>", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A mistake in the app's settings is not a 500 of the gateway.</summary>
    [Fact]
    public async Task An_app_that_does_not_start_is_not_taken_for_a_failed_invocation()
    {
        await using var factory = new LambdaApplicationFactory<OrdersApi.OrderBook>();
        await using var broken = factory.WithWebHostBuilder(builder => builder.UseSetting("GatewayCors:MaxAge", "soon"));

        Assert.ThrowsAny<Exception>(() => FrontDoor.RestApi(broken).CreateClient());
    }

    private static (FrontDoor FrontDoor, List<FrontDoorExchange> Exchanges) Watch(
        Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor> create, string response)
    {
        var exchanges = new List<FrontDoorExchange>();
        var frontDoor = create((_, _) => response == "throw"
            ? throw new InvalidOperationException("the function crashed")
            : Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(response))));
        frontDoor.Exchanged += exchanges.Add;
        return (frontDoor, exchanges);
    }

    private static async Task SendAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("hello") };
        request.Headers.Add("X-Two", ["1", "2"]);
        request.Headers.Add("Cookie", "one=1; two=2");
        using var response = await client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static string Text(JsonNode? node) => node!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
