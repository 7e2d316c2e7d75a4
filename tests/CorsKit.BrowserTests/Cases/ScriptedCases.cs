using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>Answers of which each is right or wrong in one thing, and what the Fetch standard makes of it.</summary>
internal static class ScriptedCases
{
    private const string Origin = "Access-Control-Allow-Origin: ";
    private const string Own = Origin + "{origin}";
    private const string Credentials = "Access-Control-Allow-Credentials: ";
    private const string Methods = "Access-Control-Allow-Methods: ";
    private const string Headers = "Access-Control-Allow-Headers: ";
    private const string Expose = "Access-Control-Expose-Headers: ";
    private const string MaxAge = "Access-Control-Max-Age: ";
    private const string OnPreflight = "Response to preflight request doesn't pass access control check: ";
    private const string NotPut = "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";
    private const string NotThat = "Request header field x-one is not allowed by Access-Control-Allow-Headers in preflight response.";

    // https://fetch.spec.whatwg.org/#concept-cors-check
    private static readonly (string Name, bool Credentials, string[] Answer, string? Reason)[] OriginChecks =
    [
        ("own origin", false, [Own], null),
        ("own origin and credentials", true, [Own, Credentials + "true"], null),
        ("any origin", false, [Origin + "*"], null),
        ("no origin at all", false, [], "No 'Access-Control-Allow-Origin' header is present on the requested resource."),
        ("another origin", false, [Origin + "{untrusted}"], "has a value"),
        ("a slash at the end", false, [Own + "/"], "that is not equal to the supplied origin."),
        ("upper case", false, [Origin + "HTTP://LOCALHOST"], "that is not equal to the supplied origin."),
        ("null", false, [Origin + "null"], "that is not equal to the supplied origin."),
        ("an empty value", false, [Origin], "No 'Access-Control-Allow-Origin' header is present on the requested resource."),
        ("no URL", false, [Origin + "shop"], "contains the invalid value 'shop'."),
        ("a subdomain wildcard", false, [Origin + "http://*.localhost"], "that is not equal to the supplied origin."),
        ("two values", false, [Own + ", {untrusted}"], "contains multiple values"),
        ("two lines", false, [Own, Own], "contains multiple values"),
        ("own origin and any", false, [Own, Origin + "*"], "contains multiple values"),
        ("any origin twice", false, [Origin + "*", Origin + "*"], "contains multiple values '*, *', but only one is allowed."),
        ("any origin, with credentials", true, [Origin + "*", Credentials + "true"], "must not be the wildcard '*' when the request's credentials mode is 'include'."),
        ("own origin without leave for credentials", true, [Own], "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true'"),
        ("credentials in capitals", true, [Own, Credentials + "True"], "header in the response is 'True' which must be 'true'"),
        ("credentials false", true, [Own, Credentials + "false"], "header in the response is 'false' which must be 'true'"),
        ("credentials twice", true, [Own, Credentials + "true", Credentials + "true"], "which must be 'true'"),
        ("credentials false, none sent", false, [Own, Credentials + "false"], null),
    ];

    public static IEnumerable<FetchCase> All =>
        [.. OnActual(), .. OnPreflights(), .. PreflightStatuses(), .. Lists(), .. Exposed(), .. Redirects(), .. RequestHeaders(), .. PreflightCache()];

    private static FetchCase Case(string name, string method, Script script, Expectation? expected) =>
        new($"Scripted: {name}", Page.Shop, Api.Scripted, "/scripted", method) { Script = script, Expected = expected };

    private static ScriptedAnswer Say(params string[] headers) => new(200, headers);

    private static IEnumerable<FetchCase> OnActual() =>
        from check in OriginChecks
        from status in new[] { 200, 404, 500 }
        select Case($"{check.Name} on a {status}", "GET", new(ScriptedAnswer.Ok, new(status, check.Answer)), new(check.Reason is null ? status : 0, 0, 1, check.Reason))
            with { Credentials = check.Credentials };

    private static IEnumerable<FetchCase> OnPreflights() =>
        from check in OriginChecks
        from both in new[] { false, true }
        let good = Say(Own, Credentials + "true")
        let preflight = Say([.. check.Answer, Methods + "PUT"])
        select Case(
            $"{check.Name} on {(both ? "the answer behind a good preflight" : "a preflight")}", "PUT",
            both ? new(Say(Own, Credentials + "true", Methods + "PUT"), Say(check.Answer)) : new(preflight, good),
            (check.Reason, both) switch
            {
                (null, _) => new(200, 1, 1),
                (_, true) => new(0, 1, 1, check.Reason),
                (_, false) => new(0, 1, 0, check.Reason),
            }) with { Credentials = check.Credentials };

    // https://fetch.spec.whatwg.org/#ok-status, asked of preflights only
    private static IEnumerable<FetchCase> PreflightStatuses() =>
        from status in new[] { 200, 201, 204, 299, 301, 302, 307, 400, 401, 403, 404, 405, 500, 503 }
        let location = status is 301 or 302 or 307 ? ["Location: {here}/landed{case}"] : Array.Empty<string>()
        select Case(
            $"a preflight with status {status}", "PUT", new(new(status, [Own, Methods + "PUT", .. location]), ScriptedAnswer.Ok),
            status switch
            {
                < 300 => new(200, 1, 1),
                < 400 => new(0, 1, 0, "Redirect is not allowed for a preflight request."),
                _ => new(0, 1, 0, OnPreflight + "It does not have HTTP ok status."),
            });

    // https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.3 to 7.7
    private static IEnumerable<FetchCase> Lists() =>
        from list in new (string Name, bool Credentials, string[] Sent, string[] Answer, string? Reason)[]
        {
            ("no methods", false, [], [], NotPut),
            ("any method", false, [], [Methods + "*"], null),
            ("any method, with credentials", true, [], [Methods + "*"], NotPut),
            ("methods on two lines", false, [], [Methods + "GET", Methods + "PUT"], null),
            ("methods with spaces", false, [], [Methods + "GET ,  PUT"], null),
            ("methods with empty items", false, [], [Methods + ",,PUT,"], null),
            ("a method in lower case", false, [], [Methods + "put"], NotPut),
            ("methods that do not parse", false, [], [Methods + "PUT; GET"], "Cannot parse Access-Control-Allow-Methods response header field in preflight response."),
            ("no headers", false, ["X-One", "1"], [Methods + "PUT"], NotThat),
            ("any header", false, ["X-One", "1"], [Methods + "PUT", Headers + "*"], null),
            ("any header, with credentials", true, ["X-One", "1"], [Methods + "PUT", Headers + "*"], NotThat),
            ("any header, but authorization is sent", false, ["Authorization", "x"], [Methods + "PUT", Headers + "*"], "Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response."),
            ("any header and authorization", false, ["Authorization", "x"], [Methods + "PUT", Headers + "*, Authorization"], null),
            ("the header in capitals", false, ["X-One", "1"], [Methods + "PUT", Headers + "X-ONE"], null),
            ("headers on two lines", false, ["X-One", "1"], [Methods + "PUT", Headers + "x-two", Headers + "x-one"], null),
            ("another header", false, ["X-One", "1"], [Methods + "PUT", Headers + "x-two"], NotThat),
            ("headers that do not parse", false, ["X-One", "1"], [Methods + "PUT", Headers + "x-one x-two"], "Cannot parse Access-Control-Allow-Headers response header field in preflight response."),
        }
        select Case($"preflight, {list.Name}", "PUT", new(Say([Own, Credentials + "true", .. list.Answer]), Say(Own, Credentials + "true")), list.Reason is null ? new(200, 1, 1) : new(0, 1, 0, list.Reason))
            with { Credentials = list.Credentials, Headers = list.Sent.Length == 0 ? [] : [list.Sent] };

    // https://fetch.spec.whatwg.org/#http-access-control-expose-headers
    private static IEnumerable<FetchCase> Exposed() =>
        from exposed in new (string Name, bool Credentials, string[] Answer, string[] Seen)[]
        {
            ("nothing", false, [], []),
            ("one", false, [Expose + "x-one"], ["x-one: 1"]),
            ("one in capitals", false, [Expose + "X-ONE"], ["x-one: 1"]),
            ("two on two lines", false, [Expose + "x-one", Expose + "x-two"], ["x-one: 1", "x-two: 2"]),
            ("any", false, [Expose + "*"], ["access-control-allow-credentials: true", "access-control-allow-origin: {shop}", "access-control-expose-headers: *", "x-one: 1", "x-two: 2"]),
            ("any, with credentials", true, [Expose + "*"], []),
            ("what does not parse", false, [Expose + "x-one x-two"], []),
            ("Set-Cookie", false, [Expose + "set-cookie, x-one"], ["x-one: 1"]),
        }
        select Case(
            $"exposes {exposed.Name}", "GET", new(ScriptedAnswer.Ok, Say([Own, Credentials + "true", "X-One: 1", "X-Two: 2", "Set-Cookie: a=b", "Content-Type: text/plain", "Content-Length: 8", .. exposed.Answer])),
            new(200, 0, 1) { Headers = [.. exposed.Seen, "content-length: 8", "content-type: text/plain", .. exposed.Name == "any" ? ["date"] : Array.Empty<string>()] })
            with { Credentials = exposed.Credentials };

    // https://fetch.spec.whatwg.org/#http-redirect-fetch; a redirect to another origin makes the origin null
    private static IEnumerable<FetchCase> Redirects() =>
        from redirect in new (string Name, string Method, string[] Redirect, ScriptedAnswer Landed, Expectation Expected)[]
        {
            ("within the API", "GET", [Own, "Location: {here}/landed{case}"], Say(Own), new(200, 0, 2)),
            ("within the API, landing refused", "GET", [Own, "Location: {here}/landed{case}"], Say(), new(0, 0, 2, "No 'Access-Control-Allow-Origin' header is present")),
            ("without leave", "GET", ["Location: {here}/landed{case}"], Say(Own), new(0, 0, 1, "No 'Access-Control-Allow-Origin' header is present")),
            ("to another API that echoes the origin", "GET", [Own, "Location: {elsewhere}/landed{case}"], Say(Own), new(200, 0, 2)),
            ("to another API that allows the page", "GET", [Own, "Location: {elsewhere}/landed{case}"], Say(Origin + "{shop}"), new(0, 0, 2, "that is not equal to the supplied origin.")),
            ("to another API that allows any", "GET", [Own, "Location: {elsewhere}/landed{case}"], Say(Origin + "*"), new(200, 0, 2)),
            ("to user information", "GET", [Own, "Location: http://user:secret@127.0.0.1/landed{case}"], Say(Own), new(0, 0, 1, "contains a username and password, which is disallowed for cross-origin requests.")),
            ("to another scheme", "GET", [Own, "Location: ftp://127.0.0.1/landed{case}"], Say(Own), new(0, 0, 1)),
            ("with preflights", "PUT", [Own, "Location: {here}/landed{case}"], Say(Own), new(200, 2, 2)),
            ("with preflights, to another API", "PUT", [Own, "Location: {elsewhere}/landed{case}"], Say(Own), new(200, 2, 2)),
        }
        from status in new[] { 302, 307 }
        select Case(
            $"redirect {status} {redirect.Name}", redirect.Method,
            new(Say(Own, Methods + "PUT"), new(status, redirect.Redirect)) { Landed = redirect.Landed }, redirect.Expected);

    // https://fetch.spec.whatwg.org/#cors-safelisted-request-header and #forbidden-request-header: which headers ask for a preflight?
    private static IEnumerable<FetchCase> RequestHeaders() =>
        from sent in new (string Name, string[] Headers, string? Asked)[]
        {
            ("Accept", ["Accept", "text/html"], null),
            ("Accept with an unsafe byte", ["Accept", "text/html\"x\""], "accept"),
            ("Accept of 128 bytes", ["Accept", new('a', 128)], null),
            ("Accept of 129 bytes", ["Accept", new('a', 129)], "accept"),
            ("Accept-Language", ["Accept-Language", "de-CH, de;q=0.9"], null),
            ("Accept-Language with an underscore", ["Accept-Language", "de_CH"], "accept-language"),
            ("Content-Language", ["Content-Language", "en"], null),
            ("Content-Language with an @", ["Content-Language", "en@x"], "content-language"),
            ("Content-Type form", ["Content-Type", "application/x-www-form-urlencoded"], null),
            ("Content-Type multipart", ["Content-Type", "multipart/form-data"], null),
            ("Content-Type text with a charset", ["Content-Type", "text/plain; charset=utf-8"], null),
            ("Content-Type text in capitals", ["Content-Type", "TEXT/PLAIN"], null),
            ("Content-Type json", ["Content-Type", "application/json"], "content-type"),
            ("Content-Type text, application/json", ["Content-Type", "text/plain, application/json"], "content-type"),
            ("Content-Type no type", ["Content-Type", "text"], "content-type"),
            ("Range", ["Range", "bytes=0-10"], null),
            ("Range open", ["Range", "bytes=5-"], null),
            ("Range suffix", ["Range", "bytes=-10"], "range"),
            ("Range two", ["Range", "bytes=0-1,3-4"], "range"),
            ("Accept twice, 70 bytes each", ["Accept", new('a', 70), "Accept", new('a', 70)], null),
            ("DPR", ["DPR", "2"], "dpr"),
            ("Cookie, which is forbidden", ["Cookie", "a=b"], null),
            ("Origin, which is forbidden", ["Origin", "http://other.example"], null),
            ("X-HTTP-Method-Override of a forbidden method", ["X-HTTP-Method-Override", "TRACE"], null),
            ("X-HTTP-Method-Override", ["X-HTTP-Method-Override", "PUT"], "x-http-method-override"),
            ("an unsafe and a safelisted one", ["X-B", "1", "Accept", "text/html", "x-a", "2", "X-B", "3"], "x-a,x-b"),
        }
        let answer = Say(Own, Headers + "*")
        select Case($"sends {sent.Name}", "POST", new(answer, answer), sent.Asked is null ? new(200, 0, 1) : new(200, 1, 1) { Asked = sent.Asked })
            with { Headers = [.. sent.Headers.Chunk(2)], Body = "text" };

    // https://fetch.spec.whatwg.org/#concept-cache-create-entry; two fetches, one after the other. To a server with a name:
    // Firefox keeps a preflight only while its DNS cache knows the host (nsCORSListenerProxy.cpp, CORSCacheEntry::CheckDNSCache),
    // and of a bare IP address that is true at one time and not at the next.
    private static IEnumerable<FetchCase> PreflightCache() =>
        from cache in new (string Name, string[] MaxAge, Expectation Expected)[]
        {
            ("for ten minutes", [MaxAge + "600"], new(200, 1, 2)),
            ("for longer than any engine keeps it", [MaxAge + "999999999"], new(200, 1, 2)),
            ("for no time", [MaxAge + "0"], new(200, 2, 2)),
        }
        from credentials in new[] { false, true }
        select Case($"two PUTs, preflight kept {cache.Name}{(credentials ? ", with credentials" : "")}", "PUT", new(Say([Own, Credentials + "true", Methods + "PUT", .. cache.MaxAge]), Say(Own, Credentials + "true")), cache.Expected)
            with { Times = 2, Credentials = credentials };
}
