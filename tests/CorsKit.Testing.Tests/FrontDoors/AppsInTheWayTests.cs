using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Testing.Tests;

/// <summary>An app that gets in CorsKit's way, behind every front door: a page sees what the policy says all the same.</summary>
public sealed class AppsInTheWayTests
{
    private const string Shop = "https://shop.example.com";
    private const string Preview = "https://pr-1.preview.example.com";

    private static readonly Dictionary<string, Func<Function, FrontDoor>> Doors = new()
    {
        ["REST API"] = function => FrontDoor.RestApi(function.InvokeAsync),
        ["HTTP API"] = function => FrontDoor.HttpApi(function.InvokeAsync),
        ["HTTP API, format 1.0"] = function => FrontDoor.HttpApi(function.InvokeAsync, settings: new() { PayloadFormatVersion = PayloadFormatVersion.V1 }),
        ["Function URL"] = function => FrontDoor.FunctionUrl(function.InvokeAsync),
        ["load balancer"] = function => FrontDoor.LoadBalancer(function.InvokeAsync),
        ["load balancer, several values"] = function => FrontDoor.LoadBalancer(function.InvokeAsync, new() { MultiValueHeaders = true }),
        ["Function URL, streaming"] = function => FrontDoor.FunctionUrl(function.InvokeAsync),
        ["CloudFront"] = function => FrontDoor.CloudFront(FrontDoor.RestApi(function.InvokeAsync)),
    };

    /// <summary>The front door, the origin of the page, its request, with a header where one is named, and what it reads: status and body, or why nothing.</summary>
    public static TheoryData<string, string, string, string, string> Requests
    {
        get
        {
            var requests = new TheoryData<string, string, string, string, string>();
            foreach (var door in Doors.Keys)
            {
                foreach (var (origin, request, path, reads) in new[]
                {
                    (Shop, "GET", "/orders", "200 orders"),
                    (Shop, "PUT", "/orders", "200 orders"),
                    (Preview, "PUT", "/orders", "200 orders"),

                    // The handler of exceptions clears the response, and what nobody handles takes half a body with it.
                    (Shop, "GET", "/handled", "500 sorry"),
                    (Shop, "GET", "/half", "500 "),

                    // What stands in front names a method and a header that the policy does not allow.
                    (Shop, "DELETE", "/orders", nameof(FetchFailure.MethodNotAllowed)),
                    (Shop, "PUT x-front", "/orders", nameof(FetchFailure.HeaderNotAllowed)),

                    ("https://evil.example", "GET", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                    ("https://evil.example", "PUT", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                    ("https://evil-preview.example.com", "GET", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                    ("https://evil-preview.example.com", "PUT", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                    ("null", "GET", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                    ("null", "PUT", "/orders", nameof(FetchFailure.MissingAllowOrigin)),
                })
                {
                    requests.Add(door, origin, request, path, reads);
                }
            }

            return requests;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_page_reads_what_the_policy_allows(string door, string origin, string request, string path, string reads)
    {
        await using var function = await StartAsync(door);
        await using var frontDoor = Doors[door](function);
        using var page = new Browser(frontDoor, origin);
        var parts = request.Split(' ');

        var outcome = await page.FetchAsync(
            new HttpMethod(parts[0]), path, credentials: true, [.. parts[1..].Select(name => (name, "1"))], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(reads, outcome.Failure is { } failure ? $"{failure}" : $"{outcome.Status} {outcome.Body}");
    }

    /// <summary>Every CORS header and Vary, as it leaves the front door: nothing for a refused origin, and each value once.</summary>
    [Theory]
    [InlineData(Shop, "/orders", "access-control-allow-credentials: true|access-control-allow-origin: https://shop.example.com|vary: Accept-Encoding, Origin")]
    [InlineData("https://evil.example", "/orders", "vary: Accept-Encoding, Origin")]
    [InlineData("null", "/orders", "vary: Accept-Encoding, Origin")]
    [InlineData(Shop, "/half", "access-control-allow-credentials: true|access-control-allow-origin: https://shop.example.com|vary: Origin")]
    [InlineData("https://evil.example", "/half", "vary: Origin")]
    public async Task Only_the_headers_of_the_policy_get_out(string origin, string path, string headers)
    {
        foreach (var (name, open) in Doors)
        {
            await using var function = await StartAsync(name);
            await using var door = open(function);
            var answer = await Visitor.AskAsync(door, $"GET {path}", $"Origin: {origin}");

            Assert.Equal(headers.Split('|'), answer.Split('\n').Where(line => line.StartsWith("access-control-", StringComparison.Ordinal) || line.StartsWith("vary:", StringComparison.Ordinal)));
        }
    }

    /// <summary>A warm function takes over what the configuration says from now on.</summary>
    [Fact]
    public async Task An_origin_that_is_taken_off_the_list_reads_nothing_any_more()
    {
        await using var function = await StartAsync("HTTP API");
        await using var door = FrontDoor.HttpApi(function.InvokeAsync);
        using var page = new Browser(door, Shop);
        (await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).ShouldBeReadable();

        function.Configure("GatewayCors:AllowOrigins", Preview);

        (await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).ShouldBeBlocked(FetchFailure.MissingAllowOrigin);
        using var other = new Browser(door, Preview);
        (await other.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).ShouldBeReadable();
    }

    private static Task<Function> StartAsync(string door) => Function.StartAsync(
        builder =>
        {
            builder.Configuration.Sources.Clear(); // the sample's appsettings.json lies here too
            builder.Configuration.AddInMemoryCollection(
            [
                new("GatewayCors:AllowOrigins", $"{Shop},https://*.preview.example.com"),
                new("GatewayCors:AllowMethods", "PUT"),
                new("GatewayCors:AllowCredentials", "true"),
            ]);
            builder.Services.AddGatewayCors();
        },
        app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers.AccessControlAllowMethods = "PUT, DELETE";
                context.Response.Headers.AccessControlAllowHeaders = "x-front";
                return next(context);
            });
            app.UseGatewayCors();
            app.UseWhen(context => context.Request.Path == "/handled", handled => handled.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("sorry"))));
            app.Run(AnswerAsync);
        },
        enableResponseStreaming: door.EndsWith("streaming", StringComparison.Ordinal));

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().Stream;
        await body.WriteAsync(context.Request.Path == "/orders" ? "orders"u8.ToArray() : "half"u8.ToArray(), context.RequestAborted);
        if (context.Request.Path != "/orders")
        {
            throw new InvalidOperationException("The other half is missing.");
        }
    }
}
