using CorsKit.Testing.Host.Internal;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Tests;

/// <summary>Events in, responses out: what the app sees, and what API Gateway gets, as on Amazon's host.</summary>
public sealed class LambdaServerTests
{
    private const string RestEvent = """
        {
          "resource": "/{proxy+}",
          "path": "/orders/1 2",
          "httpMethod": "PUT",
          "headers": { "Host": "abc.execute-api.eu-west-1.amazonaws.com", "X-Two": "2", "X-Forwarded-Port": "443" },
          "multiValueHeaders": { "Host": ["abc.execute-api.eu-west-1.amazonaws.com"], "X-Two": ["1", "2"], "X-Forwarded-Port": ["443"] },
          "queryStringParameters": { "a": "2" },
          "multiValueQueryStringParameters": { "a": ["1 1", "2"], "b": ["&"] },
          "pathParameters": { "proxy": "orders/1%20+2%2F3" },
          "requestContext": {
            "path": "/prod/orders/1%20+2%2F3", "stage": "prod", "apiId": "abc",
            "identity": { "sourceIp": "203.0.113.7" },
            "authorizer": { "principalId": "me", "count": 9, "claims": null }
          },
          "body": "aGVsbG8=",
          "isBase64Encoded": true
        }
        """;

    private const string HttpEvent = """
        {
          "version": "2.0",
          "rawPath": "/beta/orders/1%20+2%2F3",
          "rawQueryString": "a=1%201&a=2",
          "cookies": ["one=1", "two=2"],
          "headers": { "host": "abc.execute-api.eu-west-1.amazonaws.com", "x-two": "1, 2", "x-forwarded-port": "443" },
          "requestContext": {
            "stage": "beta", "domainName": "abc.execute-api.eu-west-1.amazonaws.com",
            "http": { "method": "PUT", "path": "/beta/orders/1%20+2%2F3", "sourceIp": "203.0.113.7" },
            "authorizer": { "jwt": { "claims": { "sub": "me" } } }
          },
          "body": "hello",
          "isBase64Encoded": false
        }
        """;

    /// <summary>CorsKit goes by both; without them it would give the app the last word.</summary>
    [Fact]
    public void The_features_are_named_as_those_of_Amazons_host()
    {
        Assert.Equal("InvokeFeatures", typeof(InvokeFeatures).Name);
        Assert.EndsWith(".Internal", typeof(InvokeFeatures).Namespace, StringComparison.Ordinal);
    }

    /// <summary>Lambda's runtime hands the trace on in an environment variable, which is the same for all that run at a time.</summary>
    [Theory]
    [InlineData("Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=0", null, "Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=0")]
    [InlineData("Root=1-00000001-000000000000000000000001", "own", "own")]
    [InlineData("", null, null)]
    public void The_trace_identifier_is_that_of_the_runtime_unless_the_app_sets_one(string variable, string? set, string? expected)
    {
        const string Name = "_X_AMZN_TRACE_ID";
        var before = Environment.GetEnvironmentVariable(Name);
        try
        {
            Environment.SetEnvironmentVariable(Name, variable);
            var features = new InvokeFeatures();
            features.TraceIdentifier = set ?? features.TraceIdentifier;

            Assert.Equal(expected ?? features.TraceIdentifier, features.TraceIdentifier);
            Assert.NotEmpty(features.TraceIdentifier);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, before);
        }
    }

    [Fact]
    public async Task A_REST_API_event_becomes_a_request()
    {
        await using var function = await Function.StartAsync();

        var seen = await function.SeenAsync(RestEvent);

        JsonAssert.Same(
            """
            {
              "method": "PUT", "scheme": "https", "host": "abc.execute-api.eu-west-1.amazonaws.com",
              "pathBase": "/prod", "path": "/orders/1 +2%2F3", "query": "?a=1+1&a=2&b=%26", "rawTarget": "/orders/1 2?a=1+1&a=2&b=%26",
              "headers": { "host": ["abc.execute-api.eu-west-1.amazonaws.com"], "x-two": ["1", "2"], "x-forwarded-port": ["443"], "content-length": ["5"] },
              "user": { "principalId": "me", "count": "9" }, "ip": "203.0.113.7", "port": 443, "body": "hello"
            }
            """,
            seen);
    }

    [Fact]
    public async Task An_HTTP_API_event_becomes_a_request()
    {
        await using var function = await Function.StartAsync();

        var seen = await function.SeenAsync(HttpEvent);

        // Header values are split at commas and not trimmed; cookies come back together.
        JsonAssert.Same(
            """
            {
              "method": "PUT", "scheme": "https", "host": "abc.execute-api.eu-west-1.amazonaws.com",
              "pathBase": "/beta", "path": "/orders/1 +2%2F3", "query": "?a=1%201&a=2", "rawTarget": "/beta/orders/1%20+2%2F3?a=1%201&a=2",
              "headers": { "host": ["abc.execute-api.eu-west-1.amazonaws.com"], "x-two": ["1", " 2"], "x-forwarded-port": ["443"], "cookie": ["one=1; two=2"], "content-length": ["5"] },
              "user": { "sub": "me" }, "ip": "203.0.113.7", "port": 0, "body": "hello"
            }
            """,
            seen);
    }

    /// <summary>Where the path comes from, and what becomes the path base.</summary>
    [Theory]
    [InlineData("""{"resource":"/","path":"/","httpMethod":"GET","requestContext":{"path":"/prod/"}}""", "/prod", "/")]
    [InlineData("""{"resource":"/","path":"/","httpMethod":"GET","requestContext":{"path":"/prod"}}""", "/prod", "/")]
    [InlineData("""{"resource":"/{proxy+}","path":"/a/","httpMethod":"GET","pathParameters":{"proxy":"a"},"requestContext":{"path":"/prod/a/"}}""", "/prod", "/a/")]
    [InlineData("""{"resource":"/shops/{shop}/{proxy+}","path":"/x","httpMethod":"GET","pathParameters":{"shop":"7","proxy":"a/b"},"requestContext":{"path":"/prod/shops/7/a/b"}}""", "/prod", "/shops/7/a/b")]
    [InlineData("""{"resource":"/orders","path":"/orders","httpMethod":"GET","requestContext":{"path":"/orders"}}""", "", "/orders")]
    [InlineData("""{"resource":"/{proxy+}","path":"/base/orders","httpMethod":"GET","pathParameters":{"proxy":"orders"},"requestContext":{"path":"/base/orders"}}""", "/base", "/orders")]
    [InlineData("""{"path":"/orders","httpMethod":"GET","requestContext":{}}""", "", "/orders")]
    [InlineData("""{"path":"orders","httpMethod":"GET","requestContext":{}}""", "", "/orders")]
    [InlineData("""{"rawPath":"/","requestContext":{"stage":"$default","http":{"method":"GET","path":"/"}}}""", null, "/")]
    [InlineData("""{"rawPath":"/apiary","requestContext":{"stage":"api","http":{"method":"GET","path":"/apiary"}}}""", "/api", "ary")]
    [InlineData("""{"rawPath":"/orders","requestContext":{"stage":"beta","http":{"method":"GET","path":"orders"}}}""", null, "/orders")]
    public async Task The_stage_becomes_the_path_base(string lambdaEvent, string? pathBase, string path)
    {
        var features = new InvokeFeatures();
        using var document = JsonDocument.Parse(lambdaEvent);

        Payloads.LambdaPayload.Of(document.RootElement).ReadRequest(document.RootElement, features);

        Assert.Equal((pathBase, path), (features.PathBase, features.Path));
        await Task.CompletedTask;
    }

    /// <summary>The identity of an authorizer without claims is authenticated all the same: the trap is part of the likeness.</summary>
    [Theory]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{"authorizer":{"claims":null,"scopes":null}}}""", "{}")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{"authorizer":{"claims":{"sub":"me","level":3},"other":"x"}}}""", """{"sub":"me"}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{"authorizer":{"Claims":"x","admin":true,"count":9,"none":null}}}""", """{"admin":"True","count":"9"}""")]
    [InlineData("""{"rawPath":"/","requestContext":{"http":{"method":"GET","path":"/"},"authorizer":{"lambda":{"tenant":"7"}}}}""", "{}")]
    [InlineData("""{"rawPath":"/","requestContext":{"http":{"method":"GET","path":"/"}}}""", "null")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{}}""", "null")]
    public async Task The_authorizer_becomes_the_user(string lambdaEvent, string user)
    {
        await using var function = await Function.StartAsync();

        JsonAssert.Same(user, (await function.SeenAsync(lambdaEvent)).GetProperty("user"));
    }

    [Fact]
    public async Task A_REST_API_response_has_multi_value_headers_only()
    {
        await using var function = await Function.StartAsync(Respond);

        JsonAssert.Same(
            """
            {
              "statusCode": 201, "headers": {},
              "multiValueHeaders": { "X-Two": ["1", "2"], "Set-Cookie": ["a=1", "b=2"], "Content-Type": ["text/plain"] },
              "body": "hello", "isBase64Encoded": false
            }
            """,
            await function.InvokeAsync(RestEvent));
    }

    [Fact]
    public async Task An_HTTP_API_response_joins_headers_and_keeps_cookies_apart()
    {
        await using var function = await Function.StartAsync(Respond);

        JsonAssert.Same(
            """
            {
              "statusCode": 201, "headers": { "X-Two": "1,2", "Content-Type": "text/plain" }, "cookies": ["a=1", "b=2"],
              "body": "hello", "isBase64Encoded": false
            }
            """,
            await function.InvokeAsync(HttpEvent));
    }

    [Theory]
    [InlineData("application/json", null, "hi", false)]
    [InlineData("image/png", null, "aGk=", true)]
    [InlineData("application/octet-stream; x=y", null, "aGk=", true)]
    [InlineData("text/plain", "gzip", "aGk=", true)]
    [InlineData("application/unheard-of", null, "hi", false)]
    public async Task A_binary_body_is_base64(string contentType, string? encoding, string body, bool isBase64)
    {
        await using var function = await Function.StartAsync(context =>
        {
            context.Response.ContentType = contentType;
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync("hi"u8.ToArray()).AsTask();
        });

        var response = await function.InvokeAsync(HttpEvent);

        Assert.Equal((body, isBase64), (response["body"]!.GetValue<string>(), response["isBase64Encoded"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_response_without_content_type_says_null()
    {
        await using var function = await Function.StartAsync(_ => Task.CompletedTask);

        JsonAssert.Same("""{ "statusCode": 200, "headers": { "Content-Type": null }, "body": "", "isBase64Encoded": false }""", await function.InvokeAsync(HttpEvent));
        JsonAssert.Same("""{ "statusCode": 200, "headers": {}, "multiValueHeaders": { "Content-Type": [null] }, "body": "", "isBase64Encoded": false }""", await function.InvokeAsync(RestEvent));
    }

    [Fact]
    public async Task OnStarting_runs_first_in_first_out_after_an_unhandled_exception_and_the_headers_stay()
    {
        var order = new List<string>();
        await using var function = await Function.StartAsync(context =>
        {
            context.Response.Headers["x-kept"] = "1";
            foreach (var name in new[] { "first", "second" })
            {
                context.Response.OnStarting(() =>
                {
                    order.Add(name);
                    return Task.CompletedTask;
                });
            }

            context.Response.OnCompleted(() =>
            {
                order.Add("completed");
                return Task.CompletedTask;
            });
            order.Add("thrown");
            throw new InvalidOperationException("boom");
        });

        var response = await function.InvokeAsync(HttpEvent);

        Assert.Equal(["thrown", "first", "second", "completed"], order);
        Assert.Equal((500, "1"), (response["statusCode"]!.GetValue<int>(), response["headers"]!["x-kept"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_callback_that_registers_another_fails_the_invocation()
    {
        await using var function = await Function.StartAsync(context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.OnStarting(() => Task.CompletedTask);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => function.InvokeAsync(HttpEvent));
    }

    [Fact]
    public async Task The_response_counts_as_started_once_StartAsync_was_called()
    {
        var seen = new List<bool>();
        await using var function = await Function.StartAsync(async context =>
        {
            seen.Add(context.Response.HasStarted);
            await context.Response.Body.WriteAsync("bytes"u8.ToArray());
            seen.Add(context.Response.HasStarted);
            await context.Response.WriteAsync("text");
            seen.Add(context.Response.HasStarted);
            context.Response.Headers["x-late"] = "1";
        });

        var response = await function.InvokeAsync(HttpEvent);

        Assert.Equal([false, false, true], seen);

        // Although it counts as started, nothing was sent.
        Assert.Equal("1", response["headers"]!["x-late"]!.GetValue<string>());
        Assert.Equal("bytestext", response["body"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_event_is_in_the_items()
    {
        JsonElement seen = default;
        await using var function = await Function.StartAsync(context =>
        {
            seen = (JsonElement)context.Items[LambdaServer.RequestObjectKey]!;
            Assert.Null(context.Items["missing"]);
            return Task.CompletedTask;
        });

        await function.InvokeAsync(HttpEvent);

        JsonAssert.Same(HttpEvent, seen);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"requestContext":{}}""")]
    [InlineData("""{"requestContext":null}""")]
    [InlineData("""{"path":"/","httpMethod":"POST","requestContext":{},"body":"no base64!","isBase64Encoded":true}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{},"headers":{"X-Forwarded-Port":"x"}}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{},"headers":{"X-Forwarded-Port":"99999999999"}}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{},"headers":{"x-a":7}}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{"identity":{"clientCert":{"clientCertPem":"no certificate"}}}}""")]
    [InlineData("""{"rawPath":"/","requestContext":{"http":{"method":"GET","path":"/\ud800"}}}""")]
    [InlineData("""{"path":"/","httpMethod":"GET","requestContext":{"elb":{}}}""")]
    public async Task What_is_no_proxy_event_is_refused_with_a_reason(string lambdaEvent)
    {
        await using var function = await Function.StartAsync();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => function.InvokeAsync(lambdaEvent));

        Assert.StartsWith("The event is no proxy event of API Gateway", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_JSON_is_refused()
    {
        await using var function = await Function.StartAsync();

        await Assert.ThrowsAnyAsync<JsonException>(() => function.InvokeAsync("{"));
    }

    [Fact]
    public async Task A_server_that_has_not_started_says_so()
    {
        using var server = new LambdaServer(new ServiceCollection().BuildServiceProvider());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            server.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(HttpEvent)), TestContext.Current.CancellationToken));

        Assert.Contains("has not started", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_pipes_are_written_to_the_body()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "0123456789", TestContext.Current.CancellationToken);
        await using var function = await Function.StartAsync(async context =>
        {
            await context.Response.BodyWriter.WriteAsync("pipe "u8.ToArray());
            await context.Response.SendFileAsync(file, 2, 3);
        });

        var response = await function.InvokeAsync(HttpEvent);

        File.Delete(file);
        Assert.Equal("pipe 234", response["body"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_body_that_the_app_disposed_is_sent()
    {
        await using var function = await Function.StartAsync(async context =>
        {
            await using var writer = new StreamWriter(context.Response.Body);
            await writer.WriteAsync("text");
        });

        Assert.Equal("text", (await function.InvokeAsync(HttpEvent))["body"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("identity", """{ "httpMethod": "GET", "path": "/", "requestContext": { "identity": {} } }""")]
    [InlineData("authentication", """{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" }, "authentication": {} } }""")]
    public async Task A_client_certificate_reaches_the_app(string parent, string lambdaEvent)
    {
        var (withCertificate, thumbprint) = ClientCertificate.AddTo(lambdaEvent, parent);
        var thumbprints = new List<string?>();
        await using var function = await Function.StartAsync(context =>
        {
            thumbprints.Add(context.Connection.ClientCertificate?.Thumbprint);
            return Task.CompletedTask;
        });

        await function.InvokeAsync(withCertificate);
        await function.InvokeAsync(lambdaEvent);

        Assert.Equal([thumbprint, null], thumbprints);
    }

    private static Task Respond(HttpContext context)
    {
        context.Response.StatusCode = 201;
        context.Response.Headers["X-Two"] = new StringValues(["1", "2"]);
        context.Response.Headers.SetCookie = new StringValues(["a=1", "b=2"]);
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("hello");
    }
}
