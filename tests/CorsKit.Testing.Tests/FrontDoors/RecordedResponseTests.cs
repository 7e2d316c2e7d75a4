namespace CorsKit.Testing.Tests;

/// <summary>What becomes of a function's response, as real front doors were seen to send it.</summary>
public sealed class RecordedResponseTests
{
    private const string Binary = """{"statusCode":200,"body":"aGk=","isBase64Encoded":true}""";

    public static TheoryData<string, string, string, string> Bodies => new()
    {
        // Of Accept the first media type counts, and a wildcard of the API's at the right; the content type does not.
        { "", "image/png", Binary, "200 aGk=" },
        { "image/png", "image/png", Binary, "200 hi" },
        { "image/png", "image/png;q=0.8, text/html", Binary, "200 hi" },
        { "image/png", "text/html, image/png", Binary, "200 aGk=" },
        { "image/png", "image/*", Binary, "200 aGk=" },
        { "image/png", "*/*", Binary, "200 aGk=" },
        { "image/png", "", Binary, "200 aGk=" },
        { "image/png", "image/png", """{"body":"aGk=","isBase64Encoded":false}""", "200 aGk=" },
        { "image/*", "image/webp", Binary, "200 hi" },
        { "image/*", "image/*", Binary, "200 hi" },
        { "image/*", "image", Binary, "200 aGk=" },
        { "*/png", "image/png", Binary, "200 aGk=" },
        { "*/*", "text/html", Binary, "200 hi" },
        { "*/*", "", Binary, "200 hi" },

        // What is no base64 fails where it would be decoded.
        { "image/png", "image/png", """{"body":"no+base64!","isBase64Encoded":true}""", "500 {\"message\": \"Internal server error\"}" },
        { "image/png", "text/html", """{"body":"no+base64!","isBase64Encoded":true}""", "200 no+base64!" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_REST_API_decodes_what_the_client_accepts(string binaryMediaTypes, string accept, string response, string expected)
    {
        await using var door = FrontDoor.RestApi(new Visitor(response).Function, settings: new() { BinaryMediaTypes = binaryMediaTypes.Split(' ', StringSplitOptions.RemoveEmptyEntries) });
        FrontDoorExchange? told = null;
        door.Exchanged += exchange => told = exchange;

        Assert.Equal(expected.Replace(' ', '\n'), (await Visitor.AskAsync(door, "GET /orders", accept.Length > 0 ? [$"Accept: {accept}"] : [])).Replace(' ', '\n'));
        Assert.Equal(expected.StartsWith("500", StringComparison.Ordinal), told!.Error is not null);
    }

    public static TheoryData<string, string, string> Types => new()
    {
        { "REST", """{"statusCode":200,"body":"hi"}""", "application/json | hi" },
        { "1.0", """{"statusCode":200,"body":"hi"}""", "text/plain; charset=utf-8 | hi" },
        { "2.0", """{"statusCode":200,"body":"hi"}""", "text/plain; charset=utf-8 | hi" },
        { "2.0", """{"statusCode":200,"body":"hi","headers":{"content-type":"text/html"}}""", "text/html | hi" },
        { "URL", """{"statusCode":200,"body":"hi"}""", "application/json | hi" },

        // A Function URL sends a body of any kind, and compacts what it infers.
        { "URL", """{"statusCode":200,"body":{ "a": "ü" }}""", """application/json | { "a": "ü" }""" },
        { "URL", """{ "a": [ 1, true, "ü" ] }""", """application/json | {"a":[1,true,"ü"]}""" },
        { "URL", "true", "application/json | true" },
        { "URL", "3.10", "application/json | 3.10" },
        { "URL", "\"hi\"", "application/json | hi" },

        // An HTTP API sends the headers of payload 1.0 before the multi-value ones.
        { "1.0", """{"statusCode":200,"headers":{"x-a":"1"},"multiValueHeaders":{"x-a":["2","3"]},"body":"hi"}""", "text/plain; charset=utf-8 | hi | 1,2,3" },
        { "REST", """{"statusCode":200,"headers":{"x-a":"1"},"multiValueHeaders":{"x-a":["2","3"]},"body":"hi"}""", "application/json | hi | 2,3,1" },

        // A pair of both maps is sent once, and what stands twice in one array twice: to a browser these are two headers.
        { "REST", """{"statusCode":200,"headers":{"x-a":"1"},"multiValueHeaders":{"X-A":["1","1"]},"body":"hi"}""", "application/json | hi | 1,1" },
        { "1.0", """{"statusCode":200,"headers":{"x-a":"1"},"multiValueHeaders":{"X-A":["1","2","2"]},"body":"hi"}""", "text/plain; charset=utf-8 | hi | 1,2,2" },
        { "balancer", """{"statusCode":200,"multiValueHeaders":{"x-a":["1","1"],"content-type":["text/plain"]},"body":"hi"}""", "text/plain | hi | 1,1" },

        // No header has such a name, whatever its value is.
        { "2.0", """{"statusCode":200,"headers":{"x a":"1"}}""", "application/json | {\"message\":\"Internal Server Error\"}" },
        { "2.0", """{"statusCode":200,"headers":{"x a":1}}""", "application/json | {\"message\":\"Internal Server Error\"}" },
        { "2.0", """{"statusCode":200,"headers":{"":true}}""", "application/json | {\"message\":\"Internal Server Error\"}" },

        // What the front doors say themselves.
        { "URL", "throw", "text/plain | Internal Server Error" },
        { "REST MOCK", "throw", "application/json | " },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_response_without_content_type_gets_one(string kind, string response, string expected)
    {
        var visitor = new Visitor(response);
        await using var door = kind switch
        {
            "URL" => FrontDoor.FunctionUrl(visitor.Function),
            "REST" => FrontDoor.RestApi(visitor.Function),
            "balancer" => FrontDoor.LoadBalancer(visitor.Function, new() { MultiValueHeaders = true }),
            "REST MOCK" => FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("GET", "/orders") { Mock = new(200, new Dictionary<string, string>()) }] }),
            _ => FrontDoor.HttpApi(visitor.Function, settings: new() { PayloadFormatVersion = kind == "1.0" ? PayloadFormatVersion.V1 : PayloadFormatVersion.V2 }),
        };
        using var client = door.CreateClient();

        using var answer = await client.GetAsync(new Uri("orders", UriKind.Relative), Visitor.Cancel);

        var values = answer.Headers.NonValidated.TryGetValues("x-a", out var found) ? " | " + string.Join(',', found) : "";
        Assert.Equal(expected, $"{answer.Content.Headers.ContentType} | {await answer.Content.ReadAsStringAsync(Visitor.Cancel)}{values}");
        Assert.Equal(kind == "REST", answer.Headers.Contains("X-Amzn-Trace-Id"));
    }

    [Fact]
    public async Task A_refused_signature_is_told_by_its_type()
    {
        await using var door = FrontDoor.FunctionUrl(new Visitor(Visitor.OwnsCors).Function, new() { IamAuthorization = true });
        using var client = door.CreateClient();

        using var answer = await client.GetAsync(new Uri("orders", UriKind.Relative), Visitor.Cancel);

        Assert.Equal((403, "AccessDeniedException"), ((int)answer.StatusCode, Assert.Single(answer.Headers.GetValues("x-amzn-ErrorType"))));
    }
}
