using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Tests;

/// <summary>Events of a load balancer in, responses out, in the two modes that its target group may have.</summary>
public sealed class LoadBalancerEventTests
{
    private const string Context = """{ "elb": { "targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/0" } }""";

    private const string Single = $$"""
        {
          "requestContext": {{Context}}, "httpMethod": "PUT", "path": "/orders/1%20+2%2F3",
          "queryStringParameters": { "a": "1%201", "b": "x" },
          "headers": { "host": "api.example.com", "X-Two": "1, 2", "x-forwarded-proto": "http", "x-forwarded-port": "80", "x-forwarded-for": "203.0.113.7" },
          "body": "aGVsbG8=", "isBase64Encoded": true
        }
        """;

    private const string Multi = $$"""
        {
          "requestContext": {{Context}}, "httpMethod": "PUT", "path": "/orders/1%20+2%2F3",
          "multiValueQueryStringParameters": { "a": ["1%201", "2"], "b": ["x"] },
          "multiValueHeaders": {
            "host": ["api.example.com"], "x-two": ["1", "2"], "X-Forwarded-Proto": ["https", "http"], "x-forwarded-port": ["443"],
            "x-forwarded-for": ["198.51.100.1, 203.0.113.7"]
          },
          "body": "", "isBase64Encoded": false
        }
        """;

    /// <summary>The query string is the client's own; the connection is what the forwarding headers say, where they say one thing.</summary>
    [Theory]
    [InlineData(Single, """
        {
          "method": "PUT", "scheme": "http", "host": "api.example.com", "pathBase": null, "path": "/orders/1 +2%2F3",
          "query": "?a=1%201&b=x", "rawTarget": "/orders/1%20+2%2F3?a=1%201&b=x",
          "headers": { "host": ["api.example.com"], "x-two": ["1, 2"], "x-forwarded-proto": ["http"], "x-forwarded-port": ["80"], "x-forwarded-for": ["203.0.113.7"], "content-length": ["5"] },
          "user": null, "ip": "203.0.113.7", "port": 80, "body": "hello"
        }
        """)]
    [InlineData(Multi, """
        {
          "method": "PUT", "scheme": "https", "host": "api.example.com", "pathBase": null, "path": "/orders/1 +2%2F3",
          "query": "?a=1%201&a=2&b=x", "rawTarget": "/orders/1%20+2%2F3?a=1%201&a=2&b=x",
          "headers": {
            "host": ["api.example.com"], "x-two": ["1", "2"], "x-forwarded-proto": ["https", "http"], "x-forwarded-port": ["443"],
            "x-forwarded-for": ["198.51.100.1, 203.0.113.7"], "content-length": ["0"]
          },
          "user": null, "ip": null, "port": 443, "body": ""
        }
        """)]
    public async Task An_event_becomes_a_request(string lambdaEvent, string seen)
    {
        await using var function = await Function.StartAsync();

        JsonAssert.Same(seen, await function.SeenAsync(lambdaEvent));
    }

    /// <summary>A health check lacks what a load balancer adds to requests.</summary>
    [Theory]
    [InlineData($$"""{ "requestContext": {{Context}}, "httpMethod": "GET", "path": "/", "headers": { "user-agent": "ELB-HealthChecker/2.0" } }""")]
    [InlineData($$"""{ "requestContext": {{Context}}, "httpMethod": "GET", "path": "/", "multiValueHeaders": { "user-agent": ["ELB-HealthChecker/2.0"] } }""")]
    public async Task A_health_check_becomes_a_request_to_localhost(string lambdaEvent)
    {
        await using var function = await Function.StartAsync();

        JsonAssert.Same(
            """
            {
              "method": "GET", "scheme": "https", "host": "localhost", "pathBase": null, "path": "/", "query": "", "rawTarget": "/",
              "headers": { "user-agent": ["ELB-HealthChecker/2.0"], "content-length": ["0"], "host": ["localhost"], "x-forwarded-port": ["443"], "x-forwarded-for": ["127.0.0.1"] },
              "user": null, "ip": null, "port": 0, "body": ""
            }
            """,
            await function.SeenAsync(lambdaEvent));
    }

    [Theory]
    [InlineData(Single, """
        {
          "statusCode": 404, "statusDescription": "404 NotFound",
          "headers": { "X-Two": "1", "Set-Cookie": "a=1", "Content-Type": "image/png" }, "body": "aGk=", "isBase64Encoded": true
        }
        """)]
    [InlineData(Multi, """
        {
          "statusCode": 404, "statusDescription": "404 NotFound",
          "multiValueHeaders": { "X-Two": ["1", "2"], "Set-Cookie": ["a=1", "b=2"], "Content-Type": ["image/png"] }, "body": "aGk=", "isBase64Encoded": true
        }
        """)]
    public async Task A_response_takes_the_mode_of_its_event(string lambdaEvent, string response)
    {
        await using var function = await Function.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["X-Two"] = new StringValues(["1", "2"]);
            context.Response.Headers.SetCookie = new StringValues(["a=1", "b=2"]);
            context.Response.ContentType = "image/png";
            return context.Response.Body.WriteAsync("hi"u8.ToArray()).AsTask();
        });

        JsonAssert.Same(response, await function.InvokeAsync(lambdaEvent));
    }

    [Fact]
    public async Task A_response_without_content_type_says_nothing_of_it()
    {
        await using var function = await Function.StartAsync(context =>
        {
            context.Response.StatusCode = 418;
            return Task.CompletedTask;
        });

        JsonAssert.Same("""{ "statusCode": 418, "statusDescription": "418 418", "headers": {}, "body": "", "isBase64Encoded": false }""", await function.InvokeAsync(Single));
        JsonAssert.Same("""{ "statusCode": 418, "statusDescription": "418 418", "multiValueHeaders": {}, "body": "", "isBase64Encoded": false }""", await function.InvokeAsync(Multi));
    }

    [Fact]
    public async Task An_event_without_headers_of_either_kind_is_refused_with_a_reason()
    {
        await using var function = await Function.StartAsync();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            function.InvokeAsync($$"""{ "requestContext": {{Context}}, "httpMethod": "GET", "path": "/" }"""));

        Assert.Contains("neither headers nor multiValueHeaders", exception.Message, StringComparison.Ordinal);
    }
}
