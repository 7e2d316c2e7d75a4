using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>What an XMLHttpRequest does, and what a listener to its upload changes: https://fetch.spec.whatwg.org/#use-cors-preflight-flag</summary>
internal static class XhrCases
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";
    private const string Credentials = "Access-Control-Allow-Credentials: true";

    private static readonly ScriptedAnswer Granted = new(204, Own, Credentials, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: x-one");

    public static IEnumerable<FetchCase> All => [.. Sent(), .. HeadersAndUrls(), .. Refused()];

    private static FetchCase Case(string name, string target, string[][] headers, Expectation expected) =>
        new($"Xhr: {name}", Page.Shop, Api.Scripted, target) { Xhr = "plain", Headers = headers, Script = new(Granted, new(200, Own, Credentials)), Expected = expected };

    /// <summary>Values of one name are joined: https://xhr.spec.whatwg.org/#the-setrequestheader()-method. User information in a URL is no matter.</summary>
    private static IEnumerable<FetchCase> HeadersAndUrls() =>
    [
        Case("x-one twice", "/scripted", [["X-One", "1"], ["x-one", "2"]], new(200, 1, 1) { Asked = "x-one", Set = "X-One: 1, 2" }),
        Case("accept twice, 70 bytes each", "/scripted", [["Accept", new('a', 70)], ["Accept", new('b', 70)]], new(0, 1, 0, "Request header field accept is not allowed") { Asked = "accept" }),
        Case("range twice", "/scripted", [["Range", "bytes=0-5"], ["Range", "bytes=0-5"]], new(0, 1, 0, "Request header field range is not allowed") { Asked = "range" }),
        Case("content-type twice", "/scripted", [["Content-Type", "text/plain"], ["Content-Type", "text/plain"]], new(0, 1, 0, "Request header field content-type is not allowed") { Asked = "content-type" }),
        Case("user information", "http://user:secret@{here-host}/scripted", [], new(200, 0, 1)),
        Case("redirected to user information", "/scripted", [], new(200, 0, 2)) with { Api = Api.Home, Script = new(Granted, new(302, "Location: http://user:secret@{shop-host}/landed{case}")) },
    ];

    private static IEnumerable<FetchCase> Refused() =>
    [
        .. from method in new[] { "TRACE", "track", "Connect" } select Case($"method {method}", "/scripted", [], new(0, 0, 0, $"SecurityError: Failed to execute 'open' on 'XMLHttpRequest': '{method}' HTTP method is unsupported.")) with { Method = method },
        Case("a name with a space", "/scripted", [["a b", "1"]], new(0, 0, 0, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'a b' is not a valid HTTP header field name.")),
        Case("a value of two lines", "/scripted", [["x-one", "a\nb"]], new(0, 0, 0, "SyntaxError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': 'a\nb' is not a valid HTTP header field value.")),
        Case("a value beyond Latin-1", "/scripted", [["x-one", "\u0101"]], new(0, 0, 0, "TypeError: Failed to execute 'setRequestHeader' on 'XMLHttpRequest': String contains non ISO-8859-1 code point.")),
    ];

    private static IEnumerable<FetchCase> Sent() =>
        from api in new[] { Api.Home, Api.Scripted }
        from kind in new[] { "plain", "upload" }
        from target in new[] { null, "here", "elsewhere" }
        where target is null || api == Api.Scripted
        from isAnswered in new[] { true, false }
        from credentials in new[] { false, true }
        from request in new (string Method, string[]? Header, string? Body)[] { ("GET", null, null), ("GET", null, "text"), ("POST", null, "text"), ("PUT", null, "text"), ("POST", ["X-One", "1"], "text") }
        let isAsked = api != Api.Home && (kind == "upload" || request.Method == "PUT" || request.Header is not null)
        let hops = target is null ? 1 : 2
        let unasked = new Expectation(200, 0, hops)
        select new FetchCase(
            $"Xhr: {kind}, {api}{(target is null ? "" : $" to {target}")}{(isAnswered ? "" : " where OPTIONS fails")}, {request.Method} {request.Body}{(request.Header is null ? "" : " with x-one")}{(credentials ? ", with credentials" : "")}",
            Page.Shop, api, "/scripted", request.Method)
        {
            Xhr = kind,
            Headers = request.Header is null ? [] : [request.Header],
            Body = request.Body,
            Credentials = credentials,
            Script = new(isAnswered ? Granted : new(405), target is null ? new(200, Own, Credentials) : new(307, Own, Credentials, $"Location: {{{target}}}/landed{{case}}")) { Landed = new(200, Own, Credentials) },
            Expected = !isAsked ? unasked : isAnswered ? unasked with { Preflights = hops } : new(0, 1, 0, FrontDoorCases.NoHeaderOnPreflight),
            Otherwise = isAsked && request.Method == "GET" ? new() { ["Chromium"] = unasked } : new Dictionary<string, Expectation>(),
        };
}
