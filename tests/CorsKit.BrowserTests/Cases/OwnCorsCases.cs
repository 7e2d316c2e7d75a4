using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>The other front doors: those that leave CORS to the app, and what becomes of it where they have CORS of their own.</summary>
internal static class OwnCorsCases
{
    private const string Multiple = "header contains multiple values";
    private const string Wildcard = "must not be the wildcard '*' when the request's credentials mode is 'include'";
    private const string OtherValue = "that is not equal to the supplied origin";
    private const string NotOk = "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.";
    private const string NoRedirect = "Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.";

    private static readonly Call Get = new("GET", "/outcome/200", 200, false);
    private static readonly Call Put = new("PUT", "/outcome/200", 200, true);

    public static IEnumerable<FetchCase> All =>
    [
        .. from api in new[] { Api.OutcomesHttpV1, Api.OutcomesUrl, Api.OutcomesBalancer, Api.OutcomesBalancerSingle, Api.OutcomesCloudFront }
           from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put, Put with { Target = "/outcome/404", Status = 404 }, Get with { Target = "/thrown", Status = 500 }, Get with { Target = "/crash", Status = 0 } }
           select Case(api, page, call, (page is Page.Shop or Page.Desk, call) switch
           {
               (true, { Status: 0 }) => Blocked(call, FrontDoorCases.NoHeader),
               (true, _) => Read(call),
               (false, _) => Blocked(call, FrontDoorCases.NoHeader, atPreflight: true),
           }),

        // What the gateway says itself is readable only where its responses carry the headers, and only for the page that they name.
        .. from api in new[] { Api.RestBare, Api.RestFixed }
           from page in Enum.GetValues<Page>()
           from call in new[] { new Call("GET", "/members", 401, false), new("GET", "/busy", 429, false), new("GET", "/crash", 502, false), new("DELETE", "/only", 403, true) }
           select Case(api, page, call, (api, page, call.IsPreflighted) switch
           {
               (Api.RestBare, _, _) => Blocked(call, FrontDoorCases.NoHeader, atPreflight: true),
               (_, Page.Shop, false) => Read(call),
               (_, Page.Shop, true) => Blocked(call, NotOk, atPreflight: true),
               _ => Blocked(call, OtherValue, atPreflight: true),
           }),

        // CorsConfiguration replaces the app's headers: the app allows Desk, PATCH and what it exposes, the API does not.
        .. from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put, Get with { Target = "/outcome/404", Status = 404 }, Get with { Target = "/crash", Status = 0 }, Put with { Method = "PATCH" } }
           select Case(Api.HttpConfigured, page, call, (page, call) switch
           {
               (Page.Shop, { Status: 0 }) => Blocked(call, FrontDoorCases.NoHeader),
               (Page.Shop, { Method: not "PATCH" }) => Read(call) with
               {
                   Headers = call == Get ? ["content-length: 11", "content-type: text/plain; charset=utf-8", "x-hidden: not exposed"] : null,
               },
               _ => Blocked(call, FrontDoorCases.NoHeader, atPreflight: true),
           }),

        // Two owners: the preflight passes, and the answer has two values. For other pages only the URL speaks.
        .. from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put }
           from credentials in new[] { false, true }
           select Case(Api.UrlDoubled, page, call, credentials, (page is Page.Shop or Page.Desk, credentials, call.IsPreflighted) switch
           {
               (_, true, true) => Blocked(call, Wildcard, atPreflight: true),
               (true, _, _) => Blocked(call, Multiple),
               (false, true, _) => Blocked(call, Wildcard),
               _ => Read(call),
           }),

        // The listener attribute names Desk on every response, whoever asks.
        .. from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put, Get with { Target = "/crash", Status = 502 } }
           select Case(Api.BalancerOverwritten, page, call, page == Page.Desk ? Read(call) : Blocked(call, OtherValue, atPreflight: true)),

        // Without Origin the app sees no page, and without the request's method no preflight.
        .. from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put }
           select Case(Api.CloudFrontBlind, page, call, Blocked(call, FrontDoorCases.NoHeader, atPreflight: true)),
        .. from page in Enum.GetValues<Page>()
           from call in new[] { Get, Put }
           select Case(Api.CloudFrontHttps, page, call, Blocked(call, call.IsPreflighted ? NoRedirect : FrontDoorCases.NoHeader, atPreflight: true)),
    ];

    private static FetchCase Case(Api api, Page page, Call call, Expectation expected) => Case(api, page, call, false, expected);

    private static FetchCase Case(Api api, Page page, Call call, bool credentials, Expectation expected) =>
        new($"{api}: {page} {call.Method} {call.Target}{(credentials ? ", with credentials" : "")}", page, api, call.Target, call.Method)
        {
            Credentials = credentials,
            Expected = expected,
        };

    private static Expectation Read(Call call) => new(call.Status, call.IsPreflighted ? 1 : 0, 1);

    /// <summary>Refused on the answer; or on the preflight, where there is one.</summary>
    private static Expectation Blocked(Call call, string reason, bool atPreflight = false) => (call.IsPreflighted, atPreflight) switch
    {
        (true, true) => new(0, 1, 0, reason),
        (true, false) => new(0, 1, 1, reason),
        _ => new(0, 0, 1, reason),
    };

    private sealed record Call(string Method, string Target, int Status, bool IsPreflighted);
}
