namespace CorsKit.Testing.Tests.Browsers;

/// <summary>What a preflight must answer, checked in the standard's order (F17).</summary>
public sealed class PreflightCheckTests
{
    private const string Methods = "Access-Control-Allow-Methods: ";
    private const string Headers = "Access-Control-Allow-Headers: ";
    private const string NotOk = "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.";
    private const string Redirected = "Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.";
    private const string BadMethods = "Cannot parse Access-Control-Allow-Methods response header field in preflight response.";
    private const string BadHeaders = "Cannot parse Access-Control-Allow-Headers response header field in preflight response.";

    private static string NoMethod(string method) => $"Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.";

    private static string NoHeader(string name) => $"Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.";

    [Theory]
    [InlineData(200, false, null)]
    [InlineData(201, false, null)]
    [InlineData(204, false, null)]
    [InlineData(299, false, null)]
    [InlineData(300, false, FetchFailure.PreflightStatus)]
    [InlineData(300, true, FetchFailure.PreflightStatus)]
    [InlineData(301, false, FetchFailure.PreflightStatus)]
    [InlineData(301, true, FetchFailure.PreflightRedirect)]
    [InlineData(302, true, FetchFailure.PreflightRedirect)]
    [InlineData(303, true, FetchFailure.PreflightRedirect)]
    [InlineData(304, true, FetchFailure.PreflightStatus)]
    [InlineData(307, true, FetchFailure.PreflightRedirect)]
    [InlineData(308, true, FetchFailure.PreflightRedirect)]
    [InlineData(401, false, FetchFailure.PreflightStatus)]
    [InlineData(403, false, FetchFailure.PreflightStatus)]
    [InlineData(500, false, FetchFailure.PreflightStatus)]
    public async Task Status(int status, bool hasLocation, FetchFailure? failure)
    {
        var answer = Page.Granted with { Status = status };
        using var network = new ScriptedNetwork(hasLocation ? answer.With("Location: https://api.example.com/prod/orders/") : answer, Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.SendAsync("PUT");

        Assert.Equal(failure, outcome.Failure);
        Assert.Equal(failure switch { null => null, FetchFailure.PreflightStatus => NotOk, _ => Redirected }, Words(outcome));
        Assert.Equal(failure is null ? "OPTIONS PUT" : "OPTIONS", network.Methods);
    }

    /// <summary>Method, header, with credentials, the answer's lines, what the console says.</summary>
    public static TheoryData<string, string, bool, string[], string?> Lists => new()
    {
        { "PUT", "", false, [Methods + "PUT"], null },
        { "PUT", "", true, [Methods + "GET, PUT ,DELETE"], null },
        { "PUT", "", false, [Methods + "GET", Methods + "PUT"], null },
        { "PUT", "", false, [Methods + ",,PUT,"], null },
        { "PUT", "", false, [Methods + "*"], null },
        { "PUT", "", true, [Methods + "*"], NoMethod("PUT") },
        { "*", "", true, [Methods + "*"], null },
        { "PUT", "", true, [Methods + "*, PUT"], null },
        { "PUT", "", false, [], NoMethod("PUT") },
        { "PUT", "", false, [Methods], NoMethod("PUT") },
        { "PUT", "", false, [Methods + "put"], NoMethod("PUT") },
        { "put", "", false, [Methods + "PUT"], null },
        { "patch", "", false, [Methods + "PATCH"], NoMethod("patch") },
        { "patch", "", false, [Methods + "patch"], null },
        { "PATCH", "", false, [Methods + "patch"], NoMethod("PATCH") },
        { "OPTIONS", "", false, [Methods + "GET"], NoMethod("OPTIONS") },
        { "PUT", "", false, [Methods + "GET PUT"], BadMethods },
        { "PUT", "", false, [Methods + "PUT;q=1"], BadMethods },
        { "PUT", "", false, [Methods + "\"PUT\""], BadMethods },
        { "GET", "x-a", false, [], NoHeader("x-a") },
        { "GET", "x-a", false, [Headers + "X-A"], null },
        { "GET", "X-A", true, [Headers + "authorization ,x-a"], null },
        { "GET", "x-a", false, [Headers + "authorization", Headers + "x-a"], null },
        { "GET", "x-a", false, [Headers + "*"], null },
        { "GET", "x-a", true, [Headers + "*"], NoHeader("x-a") },
        { "GET", "*", true, [Headers + "*"], null },
        { "GET", "x-a", false, [Headers + "x-*"], NoHeader("x-a") },
        { "GET", "x-a", false, [Headers + "x-a x-b"], BadHeaders },
        { "GET", "x-a", false, [Headers + "x-a: 1"], BadHeaders },
        { "GET", "authorization", false, [Headers + "*"], null }, // not by the standard, but in all three engines
        { "GET", "authorization", true, [Headers + "*"], NoHeader("authorization") },
        { "GET", "authorization", false, [Headers + "x-a"], NoHeader("authorization") },
        { "POST", "content-type", false, [Methods + "PUT"], NoHeader("content-type") },
        { "PUT", "x-a", false, [Methods + "a b", Headers + "a b"], BadMethods },
        { "PUT", "x-a", false, [Methods + "GET", Headers + "a b"], BadHeaders },
        { "PUT", "x-a", false, [Methods + "GET", Headers + "x-b"], NoMethod("PUT") },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Methods_and_headers(string method, string header, bool credentials, string[] lines, string? words)
    {
        using var network = new ScriptedNetwork(new Answered(204, "", [Page.Allow, Page.AllowCredentials, .. lines]), Page.Ok);
        using var page = Page.Open(network);
        (string, string)[] headers = header.Length == 0 ? [] : [(header, "application/json")];

        var outcome = await page.SendAsync(method, credentials: credentials, headers: headers);

        Assert.Equal(words, Words(outcome));
        Assert.Equal(words is null, outcome.Readable);
        Assert.Equal(1, outcome.Preflights);
        Assert.Equal(words is null ? 2 : 1, network.Requests.Count);
    }

    [Fact]
    public async Task Authorization_is_named_before_other_headers()
    {
        using var network = new ScriptedNetwork(Page.Granted with { Lines = [Page.Allow] }, Page.Ok);
        using var page = Page.Open(network);

        Assert.Equal(NoHeader("authorization"), Words(await page.GetAsync(headers: [("accept", "\""), ("a", "1"), ("Authorization", "1")])));
    }

    [Fact]
    public async Task The_CORS_check_comes_before_the_status()
    {
        using var network = new ScriptedNetwork(new Answered(403, ""), Page.Ok);
        using var page = Page.Open(network);

        Assert.Equal(FetchFailure.MissingAllowOrigin, (await page.SendAsync("PUT")).Failure);
    }

    private static string? Words(FetchOutcome outcome) => outcome.ConsoleMessage?.Split("CORS policy: ")[1];
}
