using System.Text;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>The members of RequestInit beside method, headers and body: https://fetch.spec.whatwg.org/#requestinit</summary>
internal static class OptionCases
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";
    private const string Credentials = "Access-Control-Allow-Credentials: true";

    private static readonly ScriptedAnswer Granted = new(204, Own, Credentials, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: x-one");
    private static readonly ScriptedAnswer Ok = new(200, Own, Credentials);

    private static readonly string[] Modes = ["cors", "no-cors", "same-origin"];
    private static readonly string[] CredentialsModes = ["omit", "same-origin", "include"];
    private static readonly string[] RedirectModes = ["follow", "error", "manual"];
    private static readonly Api[] Starts = [Api.Home, Api.Scripted];

    private static readonly Expectation Failed = new(0, 0, 1) { Type = "error" };

    public static IEnumerable<FetchCase> All =>
    [
        .. ModesAndRedirects(), .. Requests(), .. Credential(), .. WithoutLocation(), .. Locations(), .. RedirectsWithoutLeave(), .. Caches(), .. Referrers(), .. KeptAlive(), .. Methods(), .. DataUrls(), .. WithoutCorsCases.All,
    ];

    public static FetchCase Case(string name, Api api, Script script, Expectation expected, params (string Name, string Value)[] options) => new($"Options: {name}, {api}", Page.Shop, api, "/scripted")
    {
        Options = options.ToDictionary(option => option.Name, option => option.Value),
        Script = script,
        Expected = expected,
    };

    /// <summary>Null where something is sent: https://fetch.spec.whatwg.org/#concept-main-fetch, step 13</summary>
    private static Expectation? Unsent(Api api, string mode, string redirect = "follow") => (api, mode, redirect) switch
    {
        (not Api.Home, "same-origin", _) => new(0, 0, 0, "Request mode is \"same-origin\" but the URL's origin is not same as the request origin") { Type = "error" },
        (not Api.Home, "no-cors", not "follow") => new(0, 0, 0, "Request mode is \"no-cors\" but the redirect mode is not \"follow\".") { Type = "error" },
        _ => null,
    };

    public static Expectation Seen(bool isForeign, string mode, int status = 200, int requests = 1) => (isForeign, mode) switch
    {
        (true, "no-cors") => new(0, 0, requests) { Type = "opaque", Headers = [], Body = "" },
        (true, _) => new(status, 0, requests) { Type = "cors" },
        _ => new(status, 0, requests) { Type = "basic" },
    };

    private static IEnumerable<FetchCase> ModesAndRedirects() =>
        from api in Starts
        from target in new[] { null, "shop", "here", "elsewhere" }
        from mode in Modes
        from redirect in RedirectModes
        from credentials in CredentialsModes
        where target is not null || redirect == "follow"
        let isForeign = api != Api.Home || target is not (null or "shop")
        select Case(
            $"{mode}, {redirect}, {credentials}{(target is null ? "" : $", redirected to {target}")}", api,
            new(Granted, target is null ? Ok : new(302, Own, Credentials, $"Location: {{{target}}}/landed{{case}}")) { Landed = Ok },
            Unsent(api, mode, redirect) ?? (target, redirect, mode, isForeign) switch
            {
                (null, _, _, _) => Seen(isForeign, mode),
                (_, "error", _, _) => Failed with { Reason = "net::ERR_FAILED" },
                (_, "manual", _, _) => new(0, 0, 1) { Type = "opaqueredirect", Headers = [], Body = "" },
                (_, _, "same-origin", true) => Failed,
                _ => Seen(isForeign, mode, requests: 2),
            },
            ("mode", mode), ("redirect", redirect), ("credentials", credentials));

    /// <summary>In <c>no-cors</c> mode the page sets four headers, and only to what would need no preflight: https://fetch.spec.whatwg.org/#concept-headers-guard</summary>
    private static IEnumerable<FetchCase> Requests() =>
        from api in Starts
        from mode in Modes
        from request in new (string Method, string[]? Header, string? Body, string? Asked, string? Reason)[]
        {
            ("HEAD", null, null, null, null), ("POST", null, "text", null, null), ("PUT", null, "text", "", null), ("CHICKEN", null, null, "", "Method CHICKEN is not allowed"),
            ("POST", ["Content-Type", "application/json"], "{}", "content-type", "Request header field content-type is not allowed"),
            ("POST", ["Content-Type", "application/x-www-form-urlencoded"], "a=b", null, null),
            ("GET", ["X-One", "1"], null, "x-one", null), ("GET", ["Accept", "text/html"], null, null, null), ("GET", ["Range", "bytes=0-5"], null, null, null),
            ("GET", ["Authorization", "x"], null, "authorization", "Request header field authorization is not allowed"), ("GET", ["Accept", new('a', 129)], null, "accept", "Request header field accept is not allowed"),
        }
        let isAsked = request.Asked is not null && api != Api.Home && mode == "cors"
        select Case(
            $"{mode} {request.Method}{(request.Header is [var name, var value] ? $" with {name}: {(value.Length > 100 ? value.Length : value)}" : "")}", api, new(Granted, Ok),
            (mode, request.Method) is ("no-cors", "PUT" or "CHICKEN") ? new(0, 0, 0, $"'{request.Method}' is unsupported in no-cors mode.") { Type = "error" }
            : Unsent(api, mode) ?? (isAsked && request.Reason is not null ? new(0, 1, 0, request.Reason) { Asked = request.Asked }
            : Seen(api != Api.Home, mode) with
            {
                Preflights = isAsked ? 1 : 0,
                Asked = isAsked ? request.Asked : "",
                ContentType = request.Body is null ? "none"
                    : request.Header is [_, var type] && (mode != "no-cors" || type != "application/json") ? type : "text/plain;charset=UTF-8",
                Set = request.Header is ["X-One" or "Range" or "Authorization" or "Accept", _] ? $"{request.Header[0]}: {(mode != "no-cors" || request.Header[1] == "text/html" ? request.Header[1] : request.Header[0] == "Accept" ? "*/*" : "none")}" : null,
            }),
            ("mode", mode)) with { Method = request.Method, Headers = request.Header is null ? [] : [request.Header], Body = request.Body };

    private static IEnumerable<FetchCase> Credential() =>
        from credentials in CredentialsModes
        from answer in new[] { Own, "Access-Control-Allow-Origin: *", "X-Nothing: 1" }
        select Case(
            $"credentials {credentials}, answered {answer}", Api.Scripted, new(Granted, new(200, answer)),
            (credentials, answer) switch
            {
                (_, "X-Nothing: 1") => Failed with { Reason = FrontDoorCases.NoHeader },
                ("include", Own) => Failed with { Reason = "header in the response is '' which must be 'true'" },
                ("include", _) => Failed with { Reason = "must not be the wildcard '*'" },
                _ => Seen(true, "cors"),
            },
            ("credentials", credentials));

    /// <summary>By the standard a redirect status is a redirect to <c>error</c> and <c>manual</c>, with a Location or without: https://fetch.spec.whatwg.org/#concept-http-fetch, step 8</summary>
    private static IEnumerable<FetchCase> WithoutLocation() =>
        from api in Starts
        from redirect in RedirectModes
        from mode in new[] { "cors", "no-cors" }
        from status in new[] { 200, 300, 302, 304, 307, 404 }
        let unsent = Unsent(api, mode, redirect)
        let seen = Seen(api != Api.Home, mode, status)
        let isRedirect = unsent is null && status is 302 or 307
        let opaque = new Expectation(0, 0, 1) { Type = "opaqueredirect", Headers = [], Body = "" }
        select Case($"{mode}, {redirect}, {status} without a Location", api, new(Granted, new(status, Own)), unsent ?? (isRedirect && redirect == "error" ? Failed : isRedirect && redirect == "manual" ? opaque : seen), ("redirect", redirect), ("mode", mode)) with
        {
            Otherwise = (unsent is null && isRedirect, redirect) switch
            {
                (true, "error") => new() { ["Chromium"] = seen, ["WebKit"] = seen },
                (true, "manual") => new() { ["WebKit"] = opaque with { Body = "scripted" } },
                _ => new Dictionary<string, Expectation>(),
            },
        };

    private static IEnumerable<FetchCase> Locations() =>
        from api in Starts
        from redirect in RedirectModes
        from mode in new[] { "cors", "no-cors" }
        from location in new[] { "http://", "data:,x", "ftp://127.0.0.1/", "mailto:a@127.0.0.1", "http://user:secret@127.0.0.1/landed{case}" }
        let unsent = Unsent(api, mode, redirect)
        where !(redirect == "follow" && location.Contains('@', StringComparison.Ordinal))
        select Case($"{mode}, {redirect}, 302 to {location}", api, new(Granted, new(302, Own, $"Location: {location}")), unsent ?? (redirect == "manual" ? new(0, 0, 1) { Type = "opaqueredirect" } : Failed), ("redirect", redirect), ("mode", mode)) with
        {
            Otherwise = (unsent is null && redirect == "manual", location) switch
            {
                (true, "http://") => new() { ["Chromium"] = Failed with { Reason = "net::ERR_INVALID_REDIRECT" } },
                (true, "ftp://127.0.0.1/") => new() { ["WebKit"] = Failed },
                _ => new Dictionary<string, Expectation>(),
            },
        };

    /// <summary>A redirect that is not followed is checked like any response.</summary>
    private static IEnumerable<FetchCase> RedirectsWithoutLeave() =>
        from redirect in RedirectModes
        select Case($"{redirect}, a redirect without CORS headers", Api.Scripted, new(Granted, new(302, "Location: {here}/landed{case}")), Failed with { Reason = FrontDoorCases.NoHeader }, ("redirect", redirect));

    private static IEnumerable<FetchCase> Caches() =>
        from api in Starts
        from cache in new[] { "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached" }
        from mode in Modes
        let isOnly = cache == "only-if-cached"
        select Case(
            $"cache {cache}, {mode}", api, new(Granted, new(200, Own)),
            isOnly && mode != "same-origin" ? new(0, 0, 0, "'only-if-cached' can be set only with 'same-origin' mode") { Type = "error" }
            : Unsent(api, mode) ?? (isOnly ? new(0, 0, 0, "net::ERR_CACHE_MISS") : Seen(api != Api.Home, mode) with
            {
                Set = $"Cache-Control: {(cache is "no-store" or "reload" ? "no-cache" : cache == "no-cache" ? "max-age=0" : "none")}",
            }),
            ("cache", cache), ("mode", mode)) with
        {
            Otherwise = isOnly && mode == "same-origin" && api == Api.Home ? new() { ["WebKit"] = Seen(false, mode) } : new Dictionary<string, Expectation>(),
        };

    /// <summary>https://fetch.spec.whatwg.org/#append-a-request-origin-header</summary>
    private static IEnumerable<FetchCase> Referrers() =>
        from policy in new[] { "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url" }
        from api in Starts
        from request in new[] { ("GET", "cors"), ("POST", "cors"), ("PUT", "cors"), ("GET", "no-cors"), ("POST", "no-cors"), ("POST", "same-origin") }
        let isForeign = api != Api.Home
        let isTold = policy != "no-referrer" && !(policy == "same-origin" && isForeign)
        let preflights = isForeign && request.Item1 == "PUT" ? 1 : 0
        let hasOrigin = request.Item1 != "GET" || (isForeign && request.Item2 == "cors")
        let unsent = Unsent(api, request.Item2)
        let expected = unsent ?? Seen(isForeign, request.Item2) with { Preflights = preflights, Set = $"Referer: {(isTold ? "{shop}/" : "none")}" }
        let isHidden = unsent is null && !isTold && request is ("POST", not "cors")
        let first = preflights == 1 ? "OPTIONS for PUT | " : ""
        let kept = unsent is not null ? expected : expected with { Sent = $"{first}{request.Item1} from {(hasOrigin ? "{shop}" : "no origin")}" }
        select Case($"referrer policy {policy}, {request.Item2} {request.Item1}", api, new(Granted, Ok), isHidden ? kept with { Sent = "POST from null" } : kept, ("referrerPolicy", policy), ("mode", request.Item2)) with
        {
            Method = request.Item1,
            Otherwise = isHidden ? new() { ["Chromium"] = kept } : new Dictionary<string, Expectation>(),
        };

    private static IEnumerable<FetchCase> KeptAlive() =>
        from api in Starts
        from length in new[] { 1, 8192, 65537 } // the limit is one for all that are on their way
        from method in new[] { "POST", "PUT" }
        select Case($"keepalive {method} of {length}", api, new(Granted, Ok), length > 65536 ? new(0, 0, 0) { Type = "error" } : Seen(api != Api.Home, "cors") with { Preflights = api != Api.Home && method == "PUT" ? 1 : 0 }, ("keepalive", "true"))
            with { Method = method, Body = new string('a', length) };

    /// <summary>https://fetch.spec.whatwg.org/#dom-request, step 25</summary>
    private static IEnumerable<FetchCase> Methods() =>
        from method in new[] { "TRACE", "track", "Connect", "a b", "", "é", "GET,PUT", "PUT\n" }
        select Case($"method '{method}'", Api.Home, new(Granted, Ok), new(0, 0, 0, method is "TRACE" or "track" or "Connect" ? $"'{method}' HTTP method is unsupported." : $"'{method}' is not a valid HTTP method.") { Type = "error" }) with { Method = method };

    private static IEnumerable<FetchCase> DataUrls() =>
        from url in new (string Url, string? Type, string Body)[]
        {
            ("data:,x", "text/plain;charset=US-ASCII", "x"), ("data:text/html,<b>", "text/html", "<b>"), ("data:;charset=utf-8,%C3%A9", "text/plain;charset=utf-8", "é"),
            ("data:text/plain;base64,aGk=", "text/plain", "hi"), ("data:text/plain;base64,aGk", "text/plain", "hi"), ("data:;base64,aGk=", "text/plain;charset=US-ASCII", "hi"),
            ("data:application/json,{\"a\":1}", "application/json", "{\"a\":1}"), ("data:x,y", "text/plain;charset=US-ASCII", "y"), ("data:,a%2", "text/plain;charset=US-ASCII", "a%2"),
            ("data:IMAGE/gif,x", "image/gif", "x"), ("data:text/html ;Charset=\"X\",x", "text/html;charset=X", "x"), ("data:;charset= x,x", "text/plain;charset=\" x\"", "x"),
            ("data:text/plain;charset,x", "text/plain", "x"), ("data:text/plain;base64x,aGk=", "text/plain", "aGk="), ("data:text/plain;a=\",\",x", "text/plain;a=\"\"", "\",x"),
            ("data:text/plain", null, ""), ("data:;base64,a", null, ""), ("blob:{shop}/1e0f6dd9-6c86-4ff0-9e3b-0c1d4b2f8a11", null, ""), ("blob:{here}/1e0f6dd9-6c86-4ff0-9e3b-0c1d4b2f8a11", null, ""),
        }
        from mode in Modes
        where mode == "cors" || !url.Url.StartsWith("blob:{here}", StringComparison.Ordinal)
        select Case($"{url.Url}, {mode}", Api.Home, new(Granted, Ok), url.Type is null ? new(0, 0, 0) { Type = "error" } : new(200, 0, 0) { Type = "basic", Headers = [$"content-type: {url.Type}"], Body = url.Body }, ("mode", mode)) with
        {
            Target = url.Url,
            Otherwise = url.Type is null ? new Dictionary<string, Expectation>() : new()
            {
                ["Firefox"] = new(200, 0, 0) { Type = "basic", Headers = [$"content-type: {url.Type}", $"content-length: {Encoding.UTF8.GetByteCount(url.Body)}"], Body = url.Body },
            },
        };
}
