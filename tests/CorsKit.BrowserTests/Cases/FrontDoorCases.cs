using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>The cross product for the apps behind front doors: origin x method x outcome x headers x credentials.</summary>
internal static class FrontDoorCases
{
    public const string NoHeader = "No 'Access-Control-Allow-Origin' header is present on the requested resource";
    public const string NoHeaderOnPreflight = "Response to preflight request doesn't pass access control check: " + NoHeader;

    private static readonly string[] Json = ["Content-Type", "application/json"];

    // IsSafelisted: the browser asks no preflight for it (https://fetch.spec.whatwg.org/#cors-safelisted-method).
    private static readonly (string Name, string Method, string[]? Header, string? Body, bool IsSafelisted, bool IsAllowed)[] Methods =
    [
        ("GET", "GET", null, null, true, true),
        ("HEAD", "HEAD", null, null, true, true),
        ("POST text", "POST", null, "text", true, true),
        ("POST json", "POST", Json, "{}", false, true),
        ("PUT", "PUT", null, "text", false, true),
        ("PATCH", "PATCH", Json, "{}", false, true),
        ("DELETE", "DELETE", null, null, false, false),
        ("patch", "patch", null, "text", false, false), // https://fetch.spec.whatwg.org/#concept-method-normalize leaves it alone
    ];

    private static readonly (string Name, string Target, int Status)[] AppOutcomes =
    [
        ("200", "/outcome/200", 200), ("204", "/outcome/204", 204), ("302", "/outcome/302", 200), ("404", "/outcome/404", 404),
        ("500", "/outcome/500", 500), ("thrown", "/thrown", 500), ("no route of the app", "/nowhere", 404),
    ];

    // The policy of Outcomes allows content-type and x-request-id.
    private static readonly (string[] Header, string? Unsafe, bool IsAllowed)[] RequestHeaders =
    [
        (["X-Request-Id", "7"], "x-request-id", true),
        (["x-request-id", "7"], "x-request-id", true),
        (["X-Other", "7"], "x-other", false),
        (["Authorization", "Bearer x"], "authorization", false),
        (["Content-Type", "application/json"], "content-type", true),
        (["Content-Type", "text/plain; charset=utf-8"], null, true),
        (["Accept", "application/json"], null, true),
        (["If-None-Match", "\"1\""], "if-none-match", false),
    ];

    private static readonly string[] Visible = ["content-length: 11", "content-type: text/plain; charset=utf-8", "etag: \"1\""];

    public static IEnumerable<FetchCase> All => [.. Outcomes(), .. MadeByTheGateway(), .. Headers(), .. Orders(), .. Public()];

    private static bool IsAllowed(Page page) => page is Page.Shop or Page.Desk;

    private static IEnumerable<FetchCase> Outcomes() =>
        from page in Enum.GetValues<Page>()
        from method in Methods
        from outcome in AppOutcomes
        from api in new[] { Api.OutcomesRest, Api.OutcomesHttp }
        let credentials = (method.Name.Length + outcome.Name.Length + (int)api + (int)page) % 2 == 0 // each triple once with and once without, at one front door or the other
        let expected = Expect(page, method.IsSafelisted, method.IsAllowed, outcome.Status, NotAllowed(method.Method))
        select new FetchCase($"{api}: {page} {method.Name} → {outcome.Name}{With(credentials)}", page, api, outcome.Target, method.Method)
        {
            Headers = method.Header is null ? [] : [method.Header],
            Body = method.Body,
            Credentials = credentials,
            Expected = (expected.Status > 0, outcome.Name) switch
            {
                (true, "302") => Redirected(expected, method.Name),
                (true, "thrown") => expected with { Body = "" },
                _ => expected,
            },
        };

    /// <summary>
    /// A redirect within the API: every address has a preflight of its own; a 302 makes GET of POST, and its
    /// Content-Type goes with its body (https://fetch.spec.whatwg.org/#http-redirect-fetch).
    /// </summary>
    private static Expectation Redirected(Expectation direct, string method) =>
        method == "POST json" ? direct with { Requests = 2, Asked = "content-type" } : direct with { Requests = 2, Preflights = direct.Preflights * 2 };

    private static Expectation Expect(Page page, bool isSafelisted, bool isAllowed, int status, string refusal) => (isSafelisted, IsAllowed(page)) switch
    {
        (true, true) => new(status, 0, 1),
        (true, false) => new(0, 0, 1, NoHeader),
        (false, false) => new(0, 1, 0, NoHeaderOnPreflight),
        (false, true) => isAllowed ? new(status, 1, 1) : new(0, 1, 0, refusal),
    };

    /// <summary>The function fails, or no route of the API matches: the answer carries no CORS headers.</summary>
    private static IEnumerable<FetchCase> MadeByTheGateway() =>
        from page in Enum.GetValues<Page>()
        from method in Methods
        from place in new[] { (Api: Api.OutcomesRest, Target: "/crash"), (Api: Api.OutcomesHttp, Target: "/crash"), (Api: Api.OutcomesRest, Target: "/../nowhere") }
        let isRouted = place.Target == "/crash"
        let passes = isRouted && IsAllowed(page) && method.IsAllowed
        select new FetchCase($"{place.Api}: {page} {method.Name} → {(isRouted ? "the function crashes" : "no such stage")}", page, place.Api, place.Target, method.Method)
        {
            Headers = method.Header is null ? [] : [method.Header],
            Body = method.Body,
            Expected = (method.IsSafelisted, passes) switch
            {
                (true, _) => new(0, 0, 1, NoHeader),
                (false, true) => new(0, 1, 1, NoHeader),
                (false, false) => isRouted ? Expect(page, false, method.IsAllowed, 0, NotAllowed(method.Method)) : new(0, 1, 0, NoHeaderOnPreflight),
            },
        };

    private static IEnumerable<FetchCase> Headers() =>
        from page in Enum.GetValues<Page>()
        from header in RequestHeaders
        from method in new[] { "GET", "POST" }
        where method == "POST" || header.Header[0] != "Content-Type"
        from credentials in new[] { false, true }
        let api = credentials ? Api.OutcomesRest : Api.OutcomesHttp
        select new FetchCase($"{api}: {page} {method} with {header.Header[0]}: {header.Header[1]}{With(credentials)}", page, api, "/outcome/200", method)
        {
            Headers = [header.Header],
            Body = method == "POST" ? "text" : null,
            Credentials = credentials,
            Expected = Expect(page, header.Unsafe is null, header.IsAllowed, 200, HeaderNotAllowed(header.Unsafe)) with { Headers = IsAllowed(page) && header.IsAllowed ? Visible : [] },
        };

    private static IEnumerable<FetchCase> Orders() =>
        from page in Enum.GetValues<Page>()
        from api in new[] { Api.OrdersRest, Api.OrdersHttp }
        from call in new (string Method, string Target, string[]? Header, string? Body, bool IsAllowed, int Status)[]
        {
            ("GET", "/orders/1", null, null, true, 200),
            ("GET", "/orders/99", null, null, true, 404),
            ("GET", "/boom", null, null, true, 500),
            ("GET", "/admin", null, null, true, 401),
            ("GET", "/admin", ["Authorization", "Bearer someone"], null, true, 403),
            ("GET", "/admin", ["Authorization", "Bearer let-me-in"], null, true, 200),
            ("PUT", "/orders/2", Json, """{"item":"Filter","quantity":3}""", true, 200),
            ("PUT", "/orders/3", Json, "no json", true, 400),
            ("DELETE", "/orders/99", null, null, true, 404),
            ("POST", "/orders/1", null, "text", true, 405),
            ("PATCH", "/orders/1", null, null, false, 405),
            ("GET", "/orders/1", ["X-Other", "7"], null, false, 200),
        }
        let isSafelisted = call.Method is "GET" or "POST" && call.Header is null
        let refusal = call.Method == "PATCH" ? NotAllowed("PATCH") : HeaderNotAllowed("x-other")
        select new FetchCase($"{api}: {page} {call.Method} {call.Target}{(call.Header is null ? "" : $" with {call.Header[0]}: {call.Header[1]}")}", page, api, call.Target, call.Method)
        {
            Headers = call.Header is null ? [] : [call.Header],
            Body = call.Body,
            Credentials = true,
            Expected = Expect(page, isSafelisted, call.IsAllowed, call.Status, refusal),
        };

    /// <summary>Everyone may read, even a sandboxed page, but nobody with credentials.</summary>
    private static IEnumerable<FetchCase> Public() =>
        from page in Enum.GetValues<Page>()
        from call in new (string Method, string[]? Header)[]
        {
            ("GET", null), ("PUT", null), ("patch", null), ("GET", ["X-Any", "1"]), ("GET", ["Authorization", "Bearer x"]),
        }
        from credentials in new[] { false, true }
        let isSafelisted = call is ("GET", null)
        select new FetchCase($"{Api.PublicHttp}: {page} {call.Method}{(call.Header is null ? "" : $" with {call.Header[0]}")}{With(credentials)}", page, Api.PublicHttp, "/outcome/200", call.Method)
        {
            Headers = call.Header is null ? [] : [call.Header],
            Credentials = credentials,
            Expected = (credentials, isSafelisted) switch
            {
                (false, _) => new(200, isSafelisted ? 0 : 1, 1),
                (true, true) => new(0, 0, 1, "must not be the wildcard '*' when the request's credentials mode is 'include'"),
                (true, false) => new(0, 1, 0, "must not be the wildcard '*' when the request's credentials mode is 'include'"),
            },
        };

    private static string NotAllowed(string method) => $"Method {method} is not allowed by Access-Control-Allow-Methods in preflight response.";

    private static string HeaderNotAllowed(string? name) => $"Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response.";

    private static string With(bool credentials) => credentials ? ", with credentials" : "";
}
