using CorsKit.Tests;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>The plain words: what the evidence shows, and nothing that it does not.</summary>
public sealed class DiagnosisTests
{
    private const string Apigw = "apigw-requestid: abc=";
    private const string Url = "https://abc.lambda-url.eu-west-1.on.aws/";
    private const string Origin = "Access-Control-Allow-Origin: ";

    private static string Message(string text) => $$"""{"message":"{{text}}"}""";

    /// <summary>The preflight's answer, a piece of the cause, a piece of the fix.</summary>
    public static TheoryData<int, string, string[], string, string> Preflights => new()
    {
        { 403, Message("Missing Authentication Token"), ["x-amzn-ErrorType: MissingAuthenticationTokenException"], "nothing there answers OPTIONS on this path", "Lead OPTIONS (or ANY)" },
        { 403, Message("Missing Authentication Token"), [], "nothing there answers OPTIONS on this path", "Lead OPTIONS (or ANY)" },
        { 401, Message("Unauthorized"), ["x-amzn-ErrorType: UnauthorizedException"], "An authorizer asks the preflight for credentials", "Leave OPTIONS out of the authorizer" },
        { 401, Message("Unauthorized"), [Apigw], "An authorizer asks the preflight for credentials", "Leave OPTIONS out of the authorizer" },
        { 401, "", [], "an authorizer on OPTIONS, or authentication placed before CORS", "UseGatewayCors() before UseAuthentication()" },
        { 403, Message("Forbidden"), ["x-amzn-ErrorType: ForbiddenException"], "The gateway itself refused the preflight ('Forbidden')", "Leave OPTIONS out of the authorizer" },
        { 403, """{"Message":"User is not authorized to access this resource"}""", ["x-amzn-ErrorType: AccessDeniedException"], "refused the preflight ('User is not authorized", "Leave OPTIONS out" },
        { 403, "", ["Vary: Accept-Encoding, Origin"], "'https://shop.example.com' is not among the origins that it allows", "Add 'https://shop.example.com' to AllowOrigins" },
        { 403, "", [], "nothing in the answer tells who refused it", "If it was the app, add 'https://shop.example.com' to AllowOrigins" },
        { 403, Message("Forbidden"), [], "nothing in the answer tells who refused it", "let OPTIONS through" },
        { 404, Message("Not Found"), [Apigw], "no route for the preflight and no CorsConfiguration", "not both" },
        { 404, "", [], "no CORS middleware saw the preflight", "UseGatewayCors() first" },
        { 405, "", ["Allow: GET"], "no CORS middleware saw the preflight", "UseGatewayCors() first" },
        { 502, Message("Internal server error"), ["x-amzn-ErrorType: InternalServerErrorException"], "API Gateway made this 502 itself ('Internal server error')", "function's log" },
        { 429, Message("Too Many Requests"), [Apigw], "The request was throttled", "Raise the throttling of the stage or the route" },
        { 431, Message("Request Header Fields Too Large"), [Apigw], "over 10,240 bytes", "fewer cookies" },
        { 503, Message("Service Unavailable"), [Apigw], "30 s at most", "Answer in time" },
        { 502, "502 Bad Gateway", ["Server: awselb/2.0"], "Most likely the load balancer made this 502 itself", "Keep responses under 1 MB" },
        { 500, "", [], "The app failed on the preflight", "UseGatewayCors() before whatever throws" },
        { 204, "", [Apigw], "does not allow 'https://shop.example.com', or knows nothing of CORS", "MOCK OPTIONS" },
        { 204, "", ["Vary: origin"], "is not among the origins", "scheme, host and port" },
        { 302, "", ["Location: https://login.example.com/"], "redirects the preflight to https://login.example.com/", "before UseHttpsRedirection()" },
        { 302, "", [], "answered the preflight with a redirect status", "UseGatewayCors() before it" },
        { 300, "", [], "answered the preflight with a redirect status", "UseGatewayCors() before it" },
        { 200, "", ["Vary: origin"], "is not among the origins", "scheme, host and port" },
        { 299, "", ["Vary: origin"], "is not among the origins", "scheme, host and port" },
        { 500, Message("Internal Server Error"), [Apigw], "The function or an authorizer failed", "function's log" },
        { 200, "", [Page.Allow], "allows no method at all", "Add 'PUT' to AllowMethods" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: GET, POST"], "allows GET, POST, and not the method 'PUT'", "Add 'PUT' to AllowMethods" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: put"], "The page sends 'PUT', and 'put' is allowed", "Write 'PUT' in AllowMethods" },
        { 400, "<HTML><BODY><h2>Bad Request - Invalid Hostname</h2></BODY></HTML>", [], "host filtering answered", "Add the host to AllowedHosts" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: GET;PUT"], "Access-Control-Allow-Methods is 'GET;PUT'", "separated by commas" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: x y"], "Access-Control-Allow-Headers is 'x y'", "Write AllowHeaders" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: PUT"], "allows no header at all", "Add 'x-a' to AllowHeaders" },
        { 200, "", [Page.Allow, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: x-b"], "allows x-b, and not the header 'x-a'", "Add 'x-a' to AllowHeaders" },
    };

    [Theory]
    [MemberData(nameof(Preflights))]
    public async Task Of_preflights(int status, string body, string[] lines, string cause, string fix)
    {
        using var network = new ScriptedNetwork(new Answered(status, body, lines), Page.Ok);
        using var page = Page.Open(network);

        Says(await page.SendAsync("PUT", headers: ("x-a", "1")), cause, fix);
        Assert.Equal("OPTIONS", network.Methods);
    }

    /// <summary>URL, the response, a piece of the cause, a piece of the fix.</summary>
    public static TheoryData<string, int, string, string[], string, string> Responses => new()
    {
        { "/", 401, Message("Unauthorized"), ["x-amzn-ErrorType: UnauthorizedException"], "API Gateway made this 401 itself ('Unauthorized')", "gateway responses DEFAULT_4XX and DEFAULT_5XX" },
        { "/", 403, Message("Missing Authentication Token"), ["x-amzn-ErrorType: MissingAuthenticationTokenException"], "or no route matches", "DEFAULT_4XX" },
        { "/", 413, Message("Request Too Long"), ["x-amzn-ErrorType: RequestTooLargeException"], "The request is over 10 MB", "presigned URL" },
        { "/", 400, Message("Missing required request parameters: [q]"), ["x-amzn-ErrorType: BadRequestException"], "The request lacks what the method's validator asks for", "request parameters and models. So that pages see the status" },
        { "/", 415, Message("Unsupported Media Type"), ["x-amzn-ErrorType: UnsupportedMediaTypeException"], "has no mapping template", "WHEN_NO_MATCH" },
        { "/", 414, Message("Request URI too long"), ["x-amz-apigw-id: abc="], "Most likely API Gateway made this 414 itself", "Move long values from the path" },
        { "/", 431, Message("Request Header Fields Too Large"), ["x-amz-apigw-id: abc="], "over 10,240 bytes", "fewer cookies, smaller tokens" },
        { "/", 429, Message("Too Many Requests"), ["x-amzn-ErrorType: TooManyRequestsException"], "The request was throttled", "Raise the throttling of the stage, the method or the usage plan. So that pages see the status: Give the REST API's gateway responses DEFAULT_4XX" },
        { "/", 502, Message("Internal server error"), ["x-amzn-ErrorType: InternalServerErrorException"], "returned no proxy response", "DEFAULT_5XX" },
        { "/", 504, Message("Endpoint request timed out"), ["x-amzn-ErrorType: InternalServerErrorException"], "did not answer within the gateway's time", "DEFAULT_5XX" },
        { "/", 409, Message("Conflict"), ["x-amzn-ErrorType: ConflictException"], "so no CORS header of the function can be on it.", "gateway responses DEFAULT_4XX" },
        { "/", 400, Message("Forbidden"), [Apigw], "so no CORS header of the function can be on it.", "Fix what causes the error, or let the app answer it. HTTP APIs have no gateway responses" },
        { "/", 401, Message("Unauthorized"), [Apigw], "API Gateway made this 401 itself", "HTTP APIs have no gateway responses" },
        { "/", 401, Message("Unauthorized"), [Apigw], "no valid one", "let the app check it" },
        { "/", 403, Message("Forbidden"), [Apigw], "The authorizer said no, or no API mapping of the custom domain leads to this path", "let the app check it instead of an authorizer where pages need to see the status. On a custom domain" },
        { "/", 404, Message("Not Found"), [Apigw], "No route matches", "Add a route" },
        { "/", 413, Message("Request Entity Too Large"), [Apigw], "Most likely API Gateway made this 413 itself ('Request Entity Too Large'), so no CORS header of the function can be on it. The request is over 10 MB", "Keep uploads under 10 MB" },
        { "/", 413, "too large", [Apigw], "made before or behind the app", "See who made it" },
        { "/", 431, Message("Request Header Fields Too Large"), [Apigw], "over 10,240 bytes", "fewer cookies, smaller tokens. HTTP APIs have no gateway responses" },
        { "/", 429, Message("Too Many Requests"), [Apigw], "The request was throttled", "Raise the throttling of the stage or the route, or the account's quota. HTTP APIs have no gateway responses" },
        { "/", 500, Message("Internal Server Error"), [Apigw], "over 6 MB", "function's log" },
        { "/", 503, Message("Service Unavailable"), [Apigw], "API Gateway made this 503 itself ('Service Unavailable'), so no CORS header of the function can be on it. The function did not answer", "Answer in time, or let the work go on after the answer. HTTP APIs" },

        // A Function URL and a load balancer, which have limits and words of their own.
        { Url, 403, """{"Message":"Forbidden. For troubleshooting …"}""", ["x-amzn-ErrorType: AccessDeniedException"], "The function URL made this 403 itself ('Forbidden.", "Set AuthType to NONE" },
        { Url, 403, "no", [], "no CORS header at all", "UseGatewayCors() first" },
        { Url, 413, "", [], "over 6 MB", "presigned URL" },
        { Url, 429, """{"Message":"Rate Exceeded."}""", [], "all of its concurrency is in use", "Raise the function's reserved concurrency" },
        { Url, 502, "Internal Server Error", [], "Most likely the function URL made this 502 itself, so", "function's log" },
        { Url, 504, "", [], "within its timeout", "raise the function's Timeout" },
        { "/", 413, "", ["Server: awselb/2.0"], "over 1 MB", "Keep uploads under 1 MB" },
        { "/", 502, "", ["Server: awselb/2.0"], "Most likely the load balancer made this 502 itself", "Keep responses under 1 MB: of larger ones let the app return a presigned URL of S3" },
        { "/", 503, "", ["Server: awselb/2.0"], "has no target", "Register the function with the target group" },
        { "/", 504, "", ["Server: awselb/2.0"], "did not answer in time", "listener's attributes" },
        { "/", 500, "", ["Set-Cookie: AWSALBCORS=1"], "The app failed with 500", "app's log" },
        { "/", 401, """{"message":"Unauthorized","code":7}""", [Apigw], "no CORS header at all", "UseGatewayCors() first" },
        { "/", 429, "", [], "made before or behind the app", "gateway responses" },
        { "/", 502, "Bad Gateway", [], "made before or behind the app", "gateway responses" },
        { "/", 500, "", [], "The app failed with 500", "exception handlers included" },
        { "/", 500, Message("boom"), [Apigw], "The app failed with 500", "app's log" },
        { "/", 200, "", ["Vary: Origin"], "'https://shop.example.com' is not among the origins", "Add 'https://shop.example.com'" },
        { "/", 200, "", ["Age: 7"], "UseOutputCache() or UseResponseCaching() before UseGatewayCors()", "Call UseGatewayCors() before UseOutputCache()" },
        { "/", 200, "", ["Age: 7", "Via: 1.1 cloudfront"], "A shared cache answered", "put Origin into the cache policy" },
        { "/", 304, "", [], "304 was answered by something before the CORS middleware", "before UseOutputCache(), UseResponseCaching() and UseStaticFiles()" },
        { "/", 400, "<h2>Bad Request - Invalid Hostname</h2>", [], "host filtering answered", "Add the host to AllowedHosts" },
        { "/", 302, "", ["Location: https://login.example.com/signin"], "redirects the page's own request to https://login.example.com/signin", "Answer 401 instead of redirecting" },
        { "/", 302, "", ["Location: /Account/Login?ReturnUrl=%2F"], "redirects the page's own request to /Account/Login", "Answer 401 instead of redirecting" },
        { "/", 307, "", ["Location: /orders/"], "redirects the page's own request to /orders/ before the CORS middleware saw it", "before UseHttpsRedirection()" },
        { "/", 403, Message("\\ud800"), [], "no CORS header at all", "UseGatewayCors() first" },
        { "/", 200, "", ["X-Cache: Hit from cloudfront"], "A shared cache answered", "put Origin into the cache policy" },
        { "/", 200, "", ["X-Cache: Miss from cloudfront"], "no CORS header at all", "UseGatewayCors() first" },
        { "/", 200, "", [], "no CORS header at all", "'https://shop.example.com' in AllowOrigins" },
        { "/", 200, "", [Origin + "https://other.example", "Age: 1"], "made for 'https://other.example'", "Vary: Origin" },
        { "/", 200, "", [Origin + "https://other.example"], "The API answers for 'https://other.example', whoever asks", "one place that owns CORS" },
        { "/", 200, "", [Origin + "https://shop.example.com/"], "is written differently", "no slash at the end" },
        { "/", 200, "", [Origin + "HTTPS://Shop.example.com:443"], "is written differently", "no default port" },
        { "/", 200, "", [Origin + "null"], "only pages without an origin of their own", "and not null" },
        { "/", 200, "", [Origin + "shop.example.com"], "'shop.example.com' is no origin", "lacks the scheme" },
        { "/", 200, "", [Page.Allow, Page.Allow], "Two owners write the header", "UseCors() beside UseGatewayCors()" },
        { "https://abc.lambda-url.eu-west-1.on.aws/", 200, "", [Origin + "*", Page.Allow], "the function URL's own Cors and the app", "remove Cors from the function URL" },
        { "/", 200, "", [Origin + "https://a.example, https://b.example"], "lists several origins", "the one origin that asked" },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Of_responses(string url, int status, string body, string[] lines, string cause, string fix)
    {
        using var network = new ScriptedNetwork(Page.Granted, new Answered(status, body, lines));
        using var page = Page.Open(network);

        Says(await page.GetAsync(url), cause, fix);
    }

    /// <summary>What the page sends, what is allowed, and where to write what.</summary>
    [Theory]
    [InlineData("patch", "PATCH", "fetch() sends 'patch' as it is written", "Write 'PATCH' where the page calls fetch(): servers answer to 'PATCH'")]
    [InlineData("PATCH", "patch", "The page sends 'PATCH', and 'patch' is allowed", "Write 'PATCH' in AllowMethods")]
    [InlineData("pAtch", "patch", "The page sends 'pAtch', and 'patch' is allowed", "Write 'PATCH' where the page calls fetch(), and in AllowMethods")]
    public async Task Of_methods_in_another_case(string method, string allowed, string cause, string fix)
    {
        using var network = new ScriptedNetwork(Page.Granted.With() with { Lines = [Page.Allow, $"Access-Control-Allow-Methods: {allowed}"] }, Page.Ok);
        using var page = Page.Open(network);

        Says(await page.SendAsync(method), cause, fix);
    }

    /// <summary>The API lets the page follow, to a login of another origin that knows nothing of it.</summary>
    [Fact]
    public async Task Of_a_login_behind_a_redirect()
    {
        using var network = new ScriptedNetwork(asked => asked.Url.Contains("login", StringComparison.Ordinal)
            ? new Answered(200, "<form>") : Page.Ok.With("Location: https://login.example.com/") with { Status = 302 });
        using var page = Page.Open(network);

        Says(await page.GetAsync(), "redirects the page's request to https://login.example.com/, another origin", "Answer 401 instead of redirecting");
    }

    [Theory]
    [InlineData(new[] { Origin + "*", Page.AllowCredentials }, "never accept the two together", "set AllowCredentials")]
    [InlineData(new[] { Page.Allow }, "the API does not allow them", "Set AllowCredentials to true")]
    [InlineData(new[] { Page.Allow, "Access-Control-Allow-Credentials: True" }, "is 'True'; only 'true'", "Set AllowCredentials to true")]
    public async Task Of_credentials(string[] lines, string cause, string fix)
    {
        using var network = new ScriptedNetwork(Page.Granted, new Answered(200, "", lines));
        using var page = Page.Open(network);

        Says(await page.GetAsync(credentials: true), cause, fix);
    }

    [Theory]
    [InlineData("PUT", "", "Access-Control-Allow-Methods: *", "so the method 'PUT' is not listed", "Add 'PUT' to AllowMethods")]
    [InlineData("GET", "authorization", "Access-Control-Allow-Headers: *", "so the header 'authorization' is not listed", "Add 'authorization' to AllowHeaders")]
    public async Task Of_wildcards_with_credentials(string method, string header, string line, string cause, string fix)
    {
        using var network = new ScriptedNetwork(new Answered(204, "", Page.Allow, Page.AllowCredentials, line), Page.Ok);
        using var page = Page.Open(network);

        Says(await page.SendAsync(method, credentials: true, headers: header.Length == 0 ? [] : [(header, "1")]), cause, fix);
    }

    [Fact]
    public async Task Of_an_origin_lost_by_redirects()
    {
        using var network = new ScriptedNetwork(asked => asked.Url.Contains("other", StringComparison.Ordinal) ? Page.Ok : Page.Ok.With("Location: https://other.example.com/") with { Status = 302 });
        using var page = Page.Open(network);

        Says(await page.GetAsync(), "After a redirect from one origin to another", "call the final address directly");
    }

    /// <summary>What fetch() is told, where the API redirects to if it does, a piece of the cause, a piece of the fix.</summary>
    public static TheoryData<RequestMode, RequestRedirect, string, string, string> Options => new()
    {
        { RequestMode.SameOrigin, RequestRedirect.Follow, "", "does not let it ask https://api.example.com, another origin than its own", "Leave mode and redirect out" },
        { RequestMode.NoCors, RequestRedirect.Error, "", "does not let it ask https://api.example.com", "Leave mode and redirect out" },
        { RequestMode.NoCors, RequestRedirect.Follow, "", "Cross-Origin-Resource-Policy is same-origin", "Leave the mode out" },
        { RequestMode.Cors, RequestRedirect.Error, "/final", "redirects to /final, and the page passes redirect: 'error'", "or follow redirects" },
        { RequestMode.Cors, RequestRedirect.Follow, "https://api.example.com/prod/orders", "redirects in a circle, or more than 20 times", "use the final address" },
        { RequestMode.Cors, RequestRedirect.Follow, "file:///etc/passwd", "redirects to file:///etc/passwd, where no page may follow", "use the final address" },
        { RequestMode.Cors, RequestRedirect.Follow, "https://u:p@api.example.com/", "redirects to https://u:p@api.example.com/, where no page may follow", "use the final address" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Of_options_and_redirects(RequestMode mode, RequestRedirect redirect, string location, string cause, string fix)
    {
        using var network = new ScriptedNetwork(_ => Answer(location));
        using var page = Page.Open(network);

        Says(await page.FetchAsync("/orders", new() { Mode = mode, Redirect = redirect }, TestContext.Current.CancellationToken), cause, fix);
    }

    /// <summary>All that is said.</summary>
    [Fact]
    public async Task Word_for_word()
    {
        var said = new SortedSet<string>(StringComparer.Ordinal);
        async Task AddAsync(ScriptedNetwork network, Func<Browser, Task<FetchOutcome>> ask)
        {
            using var page = Page.Open(network);
            var outcome = await ask(page);
            said.Add($"{outcome.Diagnosis}\n    {outcome.Fix}\n");
        }

        foreach (var (status, body, lines, _, _) in Preflights.Select(row => row.Data))
        {
            await AddAsync(new(new Answered(status, body, lines), Page.Ok), page => page.SendAsync("PUT", headers: ("x-a", "1")));
        }

        foreach (var (url, status, body, lines, _, _) in Responses.Select(row => row.Data))
        {
            await AddAsync(new(Page.Granted, new Answered(status, body, lines)), page => page.GetAsync(url));
        }

        foreach (var (mode, redirect, location, _, _) in Options.Select(row => row.Data))
        {
            await AddAsync(new(_ => Answer(location)), page => page.FetchAsync("/orders", new() { Mode = mode, Redirect = redirect }, TestContext.Current.CancellationToken));
        }

        await AddAsync(new(Page.Granted, Page.NoCors), page => page.FetchAsync("/orders", new() { Mode = RequestMode.NoCors }, TestContext.Current.CancellationToken));

        Agreed.ShouldBe("diagnoses.txt", string.Concat(said));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false, "net::ERR_NAME_NOT_RESOLVED")]
    [InlineData(HttpRequestError.SecureConnectionError, false, "net::ERR_SSL_PROTOCOL_ERROR")]
    [InlineData(HttpRequestError.ResponseEnded, false, "net::ERR_EMPTY_RESPONSE")]
    [InlineData(HttpRequestError.ConnectionError, false, "net::ERR_CONNECTION_FAILED")]
    [InlineData(HttpRequestError.ConnectionError, true, "net::ERR_TIMED_OUT")]
    [InlineData(HttpRequestError.Unknown, false, "net::ERR_FAILED")]
    public async Task Nothing_is_said_where_nothing_is_known(HttpRequestError error, bool isTimeout, string words)
    {
        using var network = new ScriptedNetwork(_ => throw new HttpRequestException(error, "it failed", isTimeout ? new TimeoutException() : null));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync();

        Assert.Equal(("Failed to load resource: " + words, null, null), (outcome.ConsoleMessage, outcome.Diagnosis, outcome.Fix));
    }

    private static Answered Answer(string location) =>
        location.Length == 0 ? Page.Ok.With("Cross-Origin-Resource-Policy: same-origin") : Page.Ok.With("Location: " + location) with { Status = 302 };

    private static void Says(FetchOutcome outcome, string cause, string fix)
    {
        Assert.False(outcome.Readable);
        Assert.Contains(cause, outcome.Diagnosis, StringComparison.Ordinal);
        Assert.Contains(fix, outcome.Fix, StringComparison.Ordinal);
    }
}
