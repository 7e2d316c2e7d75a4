namespace CorsKit.Testing.Tests;

/// <summary>What an Application Load Balancer does about CORS, and what it says itself.</summary>
public sealed class LoadBalancerTests
{
    private const string Attribute = "routing.http.response.access_control_allow_origin.header_value";

    [Fact]
    public async Task Single_values_reach_the_function_and_come_back()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.LoadBalancer(visitor.Function);

        Assert.Equal(
            "200\naccess-control-allow-origin: https://app.example\naccess-control-expose-headers: etag\nvary: Origin\nx-app: 1\nhi",
            await Visitor.AskAsync(door, "OPTIONS /a%20b?q=1&q=2%26", [.. Visitor.Preflight(), "X-Two: 1", "X-Two: 2"]));

        var seen = Assert.Single(visitor.Events);
        Assert.Equal(("OPTIONS", "/a%20b", """{"q":"2%26"}"""), (seen.Text("httpMethod"), seen.Text("path"), seen["queryStringParameters"]!.ToJsonString()));
        Assert.Equal(("2", "PUT", "https"), (seen.Text("headers", "x-two"), seen.Text("headers", "access-control-request-method"), seen.Text("headers", "x-forwarded-proto")));
        Assert.Null(seen["multiValueHeaders"]);
        Assert.NotNull(seen["requestContext"]!["elb"]!["targetGroupArn"]);
    }

    [Fact]
    public async Task Several_values_reach_the_function_and_come_back()
    {
        var visitor = new Visitor(Visitor.OwnsCorsMultiValue);
        await using var door = FrontDoor.LoadBalancer(visitor.Function, new() { MultiValueHeaders = true });

        Assert.Equal(
            "200\naccess-control-allow-origin: https://app.example\nx-app: 1\nx-app: 2\nhi",
            await Visitor.AskAsync(door, "POST /?q=1&q=2", "X-Two: 1", "X-Two: 2", "Body: 3"));

        var seen = Assert.Single(visitor.Events);
        Assert.Null(seen["headers"]);
        Assert.Equal(("""["1","2"]""", """{"q":["1","2"]}"""), (seen["multiValueHeaders"]!["x-two"]!.ToJsonString(), seen["multiValueQueryStringParameters"]!.ToJsonString()));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { Visitor.OwnsCors, "GET /", "200\naccess-control-allow-origin: https://fixed.example\naccess-control-expose-headers: etag\nvary: Origin\nx-app: 1\nhi" },
        { "throw", "GET /", "502\naccess-control-allow-origin: https://fixed.example\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>" },
        { "hang", "GET /", "502\naccess-control-allow-origin: https://fixed.example\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>" },
        { "6 MB", "GET /", "502\naccess-control-allow-origin: https://fixed.example\n<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>" },
        { "too large", "PUT /", "413\naccess-control-allow-origin: https://fixed.example\n<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center></body></html>" },
        { "trace", "TRACE /", "405\naccess-control-allow-origin: https://fixed.example\n<html><head><title>405 Not Allowed</title></head><body><center><h1>405 Not Allowed</h1></center></body></html>" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_listener_attribute_overwrites_the_function_and_stands_on_errors(string response, string request, string expected)
    {
        var settings = new LoadBalancerSettings { FunctionTimeout = TimeSpan.FromMilliseconds(response == "hang" ? 50 : 30_000) };
        await using var bare = FrontDoor.LoadBalancer(new Visitor(response).Function, settings);
        await using var overwritten = FrontDoor.LoadBalancer(new Visitor(response).Function, settings with
        {
            ListenerAttributes = new Dictionary<string, string> { [Attribute] = "https://fixed.example" },
        });
        string[] headers = ["Origin: https://app.example", .. response == "too large" ? new[] { "Body: 1048577" } : []];

        Assert.Equal(expected, await Visitor.AskAsync(overwritten, request, headers));
        Assert.Equal(
            response == Visitor.OwnsCors ? expected.Replace("fixed", "app", StringComparison.Ordinal) : expected.Replace("\naccess-control-allow-origin: https://fixed.example", "", StringComparison.Ordinal),
            await Visitor.AskAsync(bare, request, headers));
    }

    [Theory]
    [InlineData("OPTIONS /", false, "", "302\nlocation: https://login.example/\n")]
    [InlineData("OPTIONS /", true, "", "200")]
    [InlineData("GET /", true, "", "302\nlocation: https://login.example/\n")]
    [InlineData("GET /", false, "AWSELBAuthSessionCookie-0=…", "200")]
    public async Task An_authenticate_action_redirects_preflights_unless_a_rule_lets_them_past(string request, bool exempt, string cookie, string expected)
    {
        await using var door = FrontDoor.LoadBalancer(new Visitor(Visitor.OwnsCors).Function, new() { AuthenticateAt = new Uri("https://login.example"), OptionsNeedNoAuthentication = exempt });

        Assert.StartsWith(expected, await Visitor.AskAsync(door, request, [.. Visitor.Preflight(), $"Cookie: x=1; {cookie}"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_service_would_refuse_is_refused_with_every_reason()
    {
        var exception = Assert.Throws<ArgumentException>(() => FrontDoor.LoadBalancer(new Visitor("").Function, new()
        {
            ListenerAttributes = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*", [Attribute] = new('x', 1025) },
            FunctionTimeout = TimeSpan.Zero,
        }));

        foreach (var problem in (string[])["'Access-Control-Allow-Origin' is no attribute", "more than 1024 characters", "at most 900 s"])
        {
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        }
    }
}
