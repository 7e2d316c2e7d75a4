using CorsKit.Testing.Tests;

namespace CorsKit.AmazonLambda.Tests.Comparison;

/// <summary>The app sees the same request on both hosts, whatever the event.</summary>
public sealed class RequestComparisonTests(RequestComparisonTests.Hosts hosts) : IClassFixture<RequestComparisonTests.Hosts>
{
    public sealed class Hosts : IAsyncLifetime
    {
        internal Pair Pair { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Pair = await Pair.StartAsync(app => app.Run(Seen.WriteAsync));

        public ValueTask DisposeAsync() => Pair.DisposeAsync();
    }

    private static readonly Dictionary<string, LambdaEvent> Requests = new()
    {
        ["the root"] = new("/"),
        ["a path"] = new("/orders/1"),
        ["a slash at the end"] = new("/orders/"),
        ["two slashes"] = new("/orders//1"),
        ["an encoded path"] = new("/orders/1%20+2%2F3%2f4%25"),
        ["an encoded path, not ASCII"] = new("/caf%C3%A9/%E2%82%AC"),
        ["a path that is not ASCII"] = new("/café"),
        ["dots"] = new("/orders/../admin/."),
        ["a path that begins like the stage"] = new("/production") { Stage = "prod" },
        ["a path that is the stage"] = new("/prod") { Stage = "prod" },
        ["the default stage"] = new("/orders") { Stage = "$default" },
        ["every method"] = new() { Method = "PROPFIND" },
        ["a lower-case method"] = new() { Method = "patch" },
        ["a preflight"] = new()
        {
            Method = "OPTIONS",
            Headers = [("origin", ["https://shop.example.com"]), ("access-control-request-method", ["PUT"]), ("access-control-request-headers", ["authorization, content-type"])],
        },
        ["several values"] = new() { Headers = [("x-two", ["1", "2"]), ("accept", ["text/html", "application/json;q=0.9, */*"])] },
        ["an empty header"] = new() { Headers = [("x-empty", [""])] },
        ["a header with spaces and commas"] = new() { Headers = [("x-list", [" a , b,, c "])] },
        ["header names in every case"] = new() { Headers = [("X-UPPER", ["1"]), ("x-lower", ["2"]), ("X-Mixed-Case", ["3"])] },
        ["a content length"] = new() { Method = "POST", Headers = [("Content-Length", ["3"])], Body = "abc" },
        ["a content length that lies"] = new() { Method = "POST", Headers = [("content-length", ["7"])], Body = "abc" },
        ["one cookie"] = new() { Cookies = ["a=1"] },
        ["cookies"] = new() { Cookies = ["a=1", "b=2 3", "c"] },
        ["a query"] = new() { Query = [("a", "1"), ("b", "2")] },
        ["a query with encoded values"] = new() { Query = [("a", "1%202"), ("a", "%26%3D"), ("c", "%E2%82%AC+x")] },
        ["a query with names to encode"] = new() { Query = [("a b", "1"), ("c%20d", "2")] },
        ["a query without values"] = new() { Query = [("a", ""), ("b", "")] },
        ["a text body"] = new() { Method = "POST", Headers = [("content-type", ["application/json"])], Body = """{"item":"Crème brûlée"}""" },
        ["a binary body"] = new() { Method = "PUT", Headers = [("content-type", ["image/png"])], Body = "iVBORw0KGgD/", IsBase64Encoded = true },
        ["an empty body"] = new() { Method = "POST", Body = "" },
        ["a claimless authorizer"] = new() { Authorizer = """{ "claims": null, "scopes": null }""" },
        ["a user pool"] = new() { Authorizer = """{ "claims": { "sub": "me", "email": "me@example.com", "level": 3 } }""" },
        ["a user pool without claims"] = new() { Authorizer = """{ "claims": {}, "other": "x" }""" },
        ["a Lambda authorizer"] = new() { Authorizer = """{ "principalId": "me", "count": 9, "ratio": 1.50, "admin": true, "none": null, "Claims": "x", "integrationLatency": 5 }""" },
        ["a Lambda authorizer of an HTTP API"] = new() { Authorizer = """{ "lambda": { "tenant": "7", "roles": ["a", "b"] } }""" },
        ["a JWT authorizer"] = new() { Authorizer = """{ "jwt": { "claims": { "sub": "me", "scope": "a b", "claims": "x" }, "scopes": ["a"] } }""" },
        ["a JWT authorizer without claims"] = new() { Authorizer = """{ "jwt": { "claims": {}, "scopes": null } }""" },
        ["an IAM authorizer"] = new() { Authorizer = """{ "iam": { "accessKey": "x", "userArn": "arn" } }""" },
        ["a health check"] = new("/") { Headers = [("user-agent", ["ELB-HealthChecker/2.0"])] },
    };

    public static MatrixTheoryData<Sender, string> Cases => new(Enum.GetValues<Sender>(), Requests.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_app_sees_the_same_request(Sender sender, string request)
    {
        var response = await hosts.Pair.SameAsync(Requests[request].For(sender));

        // It did see it: what both failed to do would be the same too.
        Assert.Equal(200, (int)response["statusCode"]!);
        Assert.Contains("\"request\":{\"Protocol\"", (string)response["body"]!, StringComparison.Ordinal);
    }

    /// <summary>What no front door sends whole, and tests do.</summary>
    [Theory]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": {} }""")]
    [InlineData("""{ "path": "orders", "httpMethod": "GET", "requestContext": {}, "headers": null, "multiValueHeaders": null }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "path": "/prod" } }""")]
    [InlineData("""{ "resource": "/orders", "path": "/orders", "httpMethod": "GET", "requestContext": { "path": "/orders" }, "headers": { "x-two": "2" } }""")]
    [InlineData("""{ "resource": "/shops/{shop}/{proxy+}", "path": "/x", "httpMethod": "GET", "pathParameters": { "shop": "7", "proxy": "a/b" }, "requestContext": { "path": "/prod/shops/7/a/b" } }""")]
    [InlineData("""{ "resource": "/{proxy+}", "path": "/base/a", "httpMethod": "GET", "pathParameters": { "proxy": "a" }, "requestContext": { "path": "/base/a/" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": {}, "queryStringParameters": { "a": "1 2", "b": "&" }, "headers": { "x-forwarded-port": "1" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "connectionId": "abc", "identity": { "sourceIp": "2001:db8::7" } } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "identity": { "sourceIp": "not an address" } } }""")]
    [InlineData("""{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" } } }""")]
    [InlineData("""{ "rawPath": "/x", "requestContext": { "stage": "", "http": { "method": "GET", "path": "x" } }, "headers": null, "cookies": [] }""")]
    [InlineData("""{ "rawPath": "/apiary", "requestContext": { "stage": "api", "http": { "method": "GET", "path": "/apiary" } } }""")]
    [InlineData("""{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" } }, "headers": { "X-Forwarded-Port": "8443", "x-null": null, "cookie": "a=1" } }""")]
    [InlineData("""{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" } }, "headers": { "cookie": "a=1" }, "cookies": ["b=2"] }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} }, "headers": {} }""")]
    [InlineData("""{ "path": "orders", "httpMethod": "GET", "requestContext": { "elb": {} }, "multiValueHeaders": {}, "headers": { "x-forwarded-proto": "http", "x": "1" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} }, "headers": { "X-Forwarded-Proto": "http", "X-FORWARDED-PORT": "", "x-forwarded-for": "::1" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} }, "multiValueHeaders": { "x-forwarded-for": ["10.0.0.1, 10.0.0.2"], "x-forwarded-proto": ["https", "http"] } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} }, "headers": {}, "queryStringParameters": { "a": "1 2", "b": "" } }""")]
    public async Task The_app_sees_the_same_of_an_event_with_gaps(string lambdaEvent) =>
        Assert.Equal(200, (int)(await hosts.Pair.SameAsync(lambdaEvent))["statusCode"]!);

    [Theory]
    [InlineData("identity", """{ "httpMethod": "GET", "path": "/", "requestContext": { "identity": {} } }""")]
    [InlineData("authentication", """{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" }, "authentication": {} } }""")]
    public async Task The_app_sees_the_same_client_certificate(string parent, string lambdaEvent)
    {
        var (withCertificate, thumbprint) = ClientCertificate.AddTo(lambdaEvent, parent);

        var response = await hosts.Pair.SameAsync(withCertificate);

        Assert.Contains(thumbprint, (string)response["body"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "path": "/", "httpMethod": "POST", "requestContext": {}, "body": "?", "isBase64Encoded": true }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": {}, "headers": { "X-Forwarded-Port": "none" } }""")]
    [InlineData("""{ "rawPath": "/", "requestContext": { "http": { "method": "POST", "path": "/" } }, "body": "?", "isBase64Encoded": true }""")]
    [InlineData("""{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" } }, "headers": { "X-Forwarded-Port": "" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "GET", "requestContext": { "elb": {} }, "headers": { "x-forwarded-port": "none" } }""")]
    [InlineData("""{ "path": "/", "httpMethod": "POST", "requestContext": { "elb": {} }, "headers": {}, "body": "?", "isBase64Encoded": true }""")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public Task Both_fail_on_what_they_cannot_read(string lambdaEvent) => hosts.Pair.BothFailAsync(lambdaEvent);
}
