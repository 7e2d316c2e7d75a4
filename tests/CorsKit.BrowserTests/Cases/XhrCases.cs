using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>What an XMLHttpRequest does, and what a listener to its upload changes: https://fetch.spec.whatwg.org/#use-cors-preflight-flag</summary>
internal static class XhrCases
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";
    private const string Credentials = "Access-Control-Allow-Credentials: true";

    private static readonly ScriptedAnswer Granted = new(204, Own, Credentials, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: x-one");

    public static IEnumerable<FetchCase> All =>
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
