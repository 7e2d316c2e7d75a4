using System.Text;
using System.Text.Json;
using CorsKit.Tests;
using CsCheck;

namespace CorsKit.Testing.Tests;

[Trait("Lane", "fuzz")]
public sealed class EventProperties
{
    private const string Rest = """
        {"resource":"/{proxy+}","path":"/orders/1 2","httpMethod":"PUT","headers":{"Host":"abc.execute-api.eu-west-1.amazonaws.com","Origin":"https://shop.example.com","X-Two":"2"},
         "multiValueHeaders":{"Host":["abc.execute-api.eu-west-1.amazonaws.com"],"Origin":["https://shop.example.com"],"X-Two":["1","2"]},
         "queryStringParameters":{"a":"2"},"multiValueQueryStringParameters":{"a":["1 1","2"]},"pathParameters":{"proxy":"orders/1%202"},
         "requestContext":{"path":"/prod/orders/1%202","stage":"prod","apiId":"abc","identity":{"sourceIp":"203.0.113.7"},"authorizer":{"principalId":"me"}},"body":"aGVsbG8=","isBase64Encoded":true}
        """;

    private const string Http = """
        {"version":"2.0","routeKey":"$default","rawPath":"/beta/orders/1","rawQueryString":"a=1%201","cookies":["one=1","two=2"],"headers":{"host":"abc.example","origin":"https://shop.example.com","x-two":"1,2"},
         "requestContext":{"stage":"beta","domainName":"abc.example","http":{"method":"PUT","path":"/beta/orders/1","sourceIp":"203.0.113.7"},"authorizer":{"jwt":{"claims":{"sub":"me"}}}},"body":"hello","isBase64Encoded":false}
        """;

    private const string Balancer = """
        {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/abc"}},"httpMethod":"PUT","path":"/orders/1","queryStringParameters":{"a":"1"},
         "headers":{"host":"alb.example","origin":"https://shop.example.com"},"body":"","isBase64Encoded":false}
        """;

    private static readonly string[] Responses =
    [
        """{"statusCode":200,"headers":{"content-type":"text/plain","access-control-allow-origin":"https://shop.example.com"},"multiValueHeaders":{"x-a":["1","2"]},"body":"aGk=","isBase64Encoded":true}""",
        """{"statusCode":201,"statusDescription":"201 Created","headers":{"set-cookie":"a=1"},"cookies":["a=1"],"body":"hi"}""",
        """{"errorMessage":"broken","errorType":"Error"}""",
        "\"text\"",
    ];

    /// <summary>The app is asked, or the invocation fails as on Lambda, with a reason that is no fault of the host's own.</summary>
    [Fact]
    public async Task Whatever_event_comes_the_app_is_asked_or_the_reason_is_told()
    {
        await using var function = await Function.StartAsync();
        Fuzz.Run(Fuzz.MutatedJson(Rest, Http, Balancer), lambdaEvent =>
        {
            try
            {
                using var response = function.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                using var json = JsonDocument.Parse(response);
                Assert.InRange(json.RootElement.GetProperty("statusCode").GetInt32(), 100, 599);
            }
            catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException)
            {
                Assert.NotEmpty(exception.Message);
            }
        });
    }

    /// <summary>Each front door sends an answer, however the function's response looks.</summary>
    [Fact]
    public async Task Whatever_a_function_returns_the_front_door_answers()
    {
        var response = "";
        Task<Stream> Function(Stream lambdaEvent, CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(response)));
        FrontDoor[] doors =
        [
            FrontDoor.RestApi(Function), FrontDoor.HttpApi(Function), FrontDoor.FunctionUrl(Function), FrontDoor.LoadBalancer(Function), FrontDoor.LoadBalancer(Function, new() { MultiValueHeaders = true }),
            FrontDoor.CloudFront(FrontDoor.HttpApi(Function)),
        ];
        var clients = doors.Select(door => door.CreateClient()).ToArray();

        Fuzz.Run(Gen.Select(Fuzz.MutatedJson(Responses), Gen.Int[0, doors.Length - 1]), input =>
        {
            response = input.Item1;
            using var request = new HttpRequestMessage(HttpMethod.Get, "orders") { Headers = { { "Origin", "https://shop.example.com" } } };
            using var answer = clients[input.Item2].SendAsync(request, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            Assert.InRange((int)answer.StatusCode, 100, 599);
        });

        foreach (var (door, client) in doors.Zip(clients))
        {
            client.Dispose();
            await door.DisposeAsync();
        }
    }
}
