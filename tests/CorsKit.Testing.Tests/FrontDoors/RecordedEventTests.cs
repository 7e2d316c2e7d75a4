using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

/// <summary>What of a request reaches the function, as real front doors were seen to hand it on.</summary>
public sealed class RecordedEventTests
{
    public static TheoryData<string, string, string, string> Paths => new()
    {
        // A REST API hands on everything as it was sent.
        { "REST /shops/{shop}/{rest+}", "/prod/shops/a%2Fb%20c/x%2By/", "/shops/a%2Fb%20c/x%2By/ | /prod/shops/a%2Fb%20c/x%2By/", """{"shop":"a%2Fb%20c","rest":"x%2By"}""" },
        { "REST /{proxy+}", "/prod/a//b", "/a//b | /prod/a//b", """{"proxy":"a//b"}""" },

        // Slashes in front count once: before the stage everywhere, behind it not in the context.
        { "REST /{proxy+}", "//prod/a", "/a | /prod/a", """{"proxy":"a"}""" },
        { "REST /{proxy+}", "/prod//a", "/a | /prod//a", """{"proxy":"a"}""" },
        { "REST /a", "/prod//a", "/a | /prod//a", "" },

        // An HTTP API decodes the parameters, and the paths of format 2.0; of format 1.0 that of the context alone.
        { "2.0 GET /shops/{shop}/{rest+}", "/shops/a%2Fb%20c/x%2By+z", "/shops/a/b c/x+y+z | /shops/a/b c/x+y+z", """{"shop":"a/b c","rest":"x+y+z"}""" },
        { "2.0 $default", "/a%2Fb%25?q=%2F", "/a/b% | /a/b%", "" },
        { "1.0 GET /shops/{shop}", "/shops/a%2Fb%20c", "/shops/a%2Fb%20c | /shops/a/b c", """{"shop":"a/b c"}""" },

        // A Function URL decodes one of the two.
        { "URL", "/a%2Fb%20c", "/a%2Fb%20c | /a/b c", "" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_path_is_decoded_or_not(string kind, string target, string paths, string parameters)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = Door(kind, visitor);

        await AskAsync(door, target);

        var seen = Assert.Single(visitor.Events);
        Assert.Equal(paths, $"{seen["rawPath"] ?? seen["path"]} | {seen["requestContext"]!["http"]?["path"] ?? seen["requestContext"]!["path"]}");
        Assert.Equal(parameters, seen["pathParameters"]?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "");
        Assert.Equal(target.Contains('?', StringComparison.Ordinal) ? "q=%2F" : "", seen.Text("rawQueryString") ?? "");
    }

    public static TheoryData<string, string, string> Headers => new()
    {
        // Dropped by a REST API; the others come with what the client sent.
        { "REST /{proxy+}", "x-own", "" },
        { "1.0 $default", "te, upgrade, x-own", "3" },
        { "2.0 $default", "te, upgrade, x-own", "3" },
        { "URL", "te, upgrade, x-own", "3" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Some_headers_are_dropped(string kind, string expected, string length)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = Door(kind, visitor);

        await Visitor.AskAsync(door, "GET /orders", "x-own: 1", "TE: trailers", "Max-Forwards: 1", "Proxy-Authenticate: a", "Server: a", "WWW-Authenticate: a", "Upgrade: h2c", "Trailer: a", "Expect: a", "Body: 3");

        var headers = Assert.Single(visitor.Events)["headers"]!.AsObject();
        Assert.Equal(expected, string.Join(", ", headers.Select(header => header.Key.ToLowerInvariant()).Where(name => name is "te" or "upgrade" or "x-own").Order()));
        Assert.Equal(length, headers.FirstOrDefault(header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value?.GetValue<string>() ?? "");
        Assert.Equal(kind == "URL", headers.ContainsKey("x-amzn-tls-version") && headers.ContainsKey("x-amzn-tls-cipher-suite"));
        Assert.Equal(kind.StartsWith("REST", StringComparison.Ordinal), !headers.Any(header => header.Key.Equals("Max-Forwards", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>One line stays one value, although HttpClient has a list of it.</summary>
    [Theory]
    [InlineData("REST /{proxy+}", "[\"text/html, image/png\"]")]
    [InlineData("1.0 $default", "[\"text/html, image/png\"]")]
    [InlineData("2.0 $default", "")]
    [InlineData("URL", "")]
    public async Task A_line_of_a_header_is_one_value(string kind, string multi)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = Door(kind, visitor);

        await Visitor.AskAsync(door, "GET /orders", "accept: text/html, image/png", "user-agent: Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko)");

        var seen = Assert.Single(visitor.Events);
        string? Header(string name) => seen["headers"]!.AsObject().Single(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value!.GetValue<string>();
        Assert.Equal(("text/html, image/png", "Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko)"), (Header("accept"), Header("user-agent")));
        Assert.Equal(multi, seen["multiValueHeaders"]?.AsObject().Single(header => header.Key.Equals("accept", StringComparison.OrdinalIgnoreCase)).Value!.ToJsonString() ?? "");
    }

    [Theory]
    [InlineData("1.0 $default", """{"headers":"0","multi":["0"],"agent":"","resource":"$default"}""")]
    [InlineData("2.0 $default", """{"headers":"0","multi":null,"agent":"","resource":null}""")]
    [InlineData("REST /{proxy+}", """{"headers":null,"multi":null,"agent":null,"resource":"emulated"}""")]
    public async Task An_HTTP_API_gives_each_request_a_length(string kind, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = Door(kind, visitor);

        await Visitor.AskAsync(door, "GET /orders");

        var seen = Assert.Single(visitor.Events);
        var context = seen["requestContext"]!;
        Assert.Equal(expected, new JsonObject
        {
            ["headers"] = (seen["headers"]!["Content-Length"] ?? seen["headers"]!["content-length"])?.DeepClone(),
            ["multi"] = seen["multiValueHeaders"]?["Content-Length"]?.DeepClone(),
            ["agent"] = (context["http"] ?? context["identity"])!["userAgent"]?.DeepClone(),
            ["resource"] = context["resourceId"]?.DeepClone(),
        }.ToJsonString());
    }

    [Theory]
    [InlineData("Root=1-00000001-000000000000000000000001", "Root=1-00000001-000000000000000000000001;Parent=")]
    [InlineData("Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=1", "Root=1-00000001-000000000000000000000001;Parent=0000000000000001;Sampled=1;Lineage=")]
    [InlineData("none", "Root=1-")]
    public async Task A_trace_of_the_client_goes_on(string sent, string expected)
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var door = FrontDoor.RestApi(visitor.Function);
        using var client = door.CreateClient();
        client.DefaultRequestHeaders.Add("X-Amzn-Trace-Id", sent);

        using var response = await client.GetAsync(new Uri("orders", UriKind.Relative), Visitor.Cancel);

        Assert.StartsWith(expected, Assert.Single(response.Headers.GetValues("X-Amzn-Trace-Id")), StringComparison.Ordinal);
        Assert.StartsWith(sent == "none" ? "Root=1-" : sent, visitor.Events[0].Text("headers", "X-Amzn-Trace-Id"), StringComparison.Ordinal);
    }

    private static FrontDoor Door(string kind, Visitor visitor) => kind.Split(' ', 2) switch
    {
        ["REST", var resource] => FrontDoor.RestApi(visitor.Function, settings: new() { Methods = [new("ANY", resource)] }),
        ["URL"] => FrontDoor.FunctionUrl(visitor.Function),
        [var version, var route] => FrontDoor.HttpApi(visitor.Function, settings: new()
        {
            Routes = [new(route)],
            PayloadFormatVersion = version == "1.0" ? PayloadFormatVersion.V1 : PayloadFormatVersion.V2,
        }),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>With the target as it stands here: HttpClient would tidy it up.</summary>
    private static async Task AskAsync(FrontDoor door, string target)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Scheme = "https";
        context.Request.Host = new HostString(door.Address.Host);
        context.Request.QueryString = new QueryString(target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : "");
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget = target;
        await door.InvokeAsync(context);
        Assert.Equal(200, context.Response.StatusCode);
    }
}
