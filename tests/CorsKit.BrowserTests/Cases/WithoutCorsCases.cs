using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>What CORS has no say in: resource policies, the origin and the user information of redirected requests, conditional requests, a 407.</summary>
internal static class WithoutCorsCases
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";

    private static readonly ScriptedAnswer Granted = new(204, Own, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: *");
    private static readonly ScriptedAnswer Ok = new(200, Own);
    private static readonly Expectation Failed = new(0, 0, 1) { Type = "error" };
    private static readonly Api[] Starts = [Api.Home, Api.Scripted];

    public static IEnumerable<FetchCase> All => [.. ResourcePolicies(), .. Origins(), .. UserInformation(), .. Conditional(), .. ProxyChallenges(), .. Backslashes()];

    /// <summary>https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check</summary>
    private static IEnumerable<FetchCase> ResourcePolicies() =>
        from api in Starts
        from mode in new[] { "cors", "no-cors" }
        from policy in new[] { "same-origin", "cross-origin", "SAME-ORIGIN", "same-origin, same-origin" }
        select OptionCases.Case(
            $"{mode}, resource policy {policy}", api, new(Granted, new(200, Own, $"Cross-Origin-Resource-Policy: {policy}")),
            (api, mode, policy) is (Api.Scripted, "no-cors", "same-origin") ? Failed with { Reason = "net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin" } : OptionCases.Seen(api != Api.Home, mode),
            ("mode", mode));

    /// <summary>https://fetch.spec.whatwg.org/#append-a-request-origin-header, of a POST that is redirected.</summary>
    private static IEnumerable<FetchCase> Origins() =>
        from api in Starts
        from target in new[] { "shop", "here", "elsewhere" }
        from policy in new[] { "", "no-referrer", "same-origin" }
        from status in new[] { 302, 307 }
        let hasLeft = (api, target) is not ((Api.Home, "shop") or (Api.Scripted, "here"))
        let isTainted = api != Api.Home && hasLeft
        let isHiddenFirst = policy == "no-referrer" || (policy == "same-origin" && api != Api.Home)
        let isHiddenThen = policy == "no-referrer" || (policy == "same-origin" && target != "shop")
        let expected = OptionCases.Seen(api != Api.Home || target != "shop", "no-cors", requests: 2)
        let standard = expected with { Sent = Line(isHiddenFirst, status == 302 ? null : isTainted || isHiddenThen) }
        let chromium = expected with { Sent = Line(false, status == 302 ? null : hasLeft) }
        let webKit = expected with { Sent = Line(isHiddenFirst, status == 302 && hasLeft ? null : isTainted || (!hasLeft && isHiddenThen), status == 302) }
        select OptionCases.Case($"no-cors POST, {status} to {target}, referrer policy {policy}", api, new(Granted, new(status, $"Location: {{{target}}}/landed{{case}}")) { Landed = Ok }, standard, ("mode", "no-cors"), ("referrerPolicy", policy)) with
        {
            Method = "POST",
            Otherwise = new[] { ("Chromium", chromium), ("WebKit", webKit) }.Where(pair => pair.Item2 != standard).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };

    private static string Line(bool isFirstHidden, bool? isSecondHidden, bool isGet = false) =>
        $"POST from {(isFirstHidden ? "null" : "{shop}")} | {(isSecondHidden is null || isGet ? "GET" : "POST")} from {isSecondHidden switch { null => "no origin", true => "null", _ => "{shop}" }}";

    /// <summary>https://fetch.spec.whatwg.org/#http-redirect-fetch, steps 8 and 9; in cors mode <see cref="RedirectCases"/> have it.</summary>
    private static IEnumerable<FetchCase> UserInformation() =>
        from start in new (Api Api, string Mode)[] { (Api.Home, "no-cors"), (Api.Home, "same-origin"), (Api.Scripted, "no-cors") }
        from target in new[] { "shop", "here", "elsewhere" }
        let isForeign = start.Api != Api.Home || target != "shop"
        let standard = start.Mode == "same-origin" && isForeign ? Failed : OptionCases.Seen(isForeign, start.Mode, requests: 2)
        select OptionCases.Case($"{start.Mode}, 302 to user information at {target}", start.Api, new(Granted, new(302, $"Location: http://user:secret@{{{target}-host}}/landed{{case}}")) { Landed = Ok }, standard, ("mode", start.Mode)) with
        {
            Otherwise = standard == Failed ? new Dictionary<string, Expectation>() : new Dictionary<string, Expectation> { ["Chromium"] = Failed },
        };

    /// <summary>https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.16</summary>
    private static IEnumerable<FetchCase> Conditional() =>
        from header in new[] { "If-Modified-Since", "If-None-Match", "If-Unmodified-Since", "If-Match", "If-Range" }
        from kind in new[] { null, "plain" }
        let expected = new Expectation(200, 0, 1)
        select OptionCases.Case($"conditional {kind} {header}", Api.Home, new(Granted, Ok), expected with { Set = "Cache-Control: no-cache" }) with
        {
            Headers = [[header, "x"]],
            Xhr = kind,
            Otherwise = kind is null ? new Dictionary<string, Expectation> { ["Chromium"] = expected with { Set = "Cache-Control: max-age=0" } }
                : new Dictionary<string, Expectation> { ["Chromium"] = expected with { Set = "Cache-Control: max-age=0" }, ["Firefox"] = expected with { Set = "Cache-Control: none" } },
        };

    private static IEnumerable<FetchCase> ProxyChallenges() =>
        from api in Starts
        select OptionCases.Case("407", api, new(Granted, new(407, Own)), OptionCases.Seen(api != Api.Home, "cors", 407)) with
        {
            Otherwise = new Dictionary<string, Expectation> { ["Chromium"] = Failed with { Reason = "net::ERR_UNEXPECTED_PROXY_AUTH" } },
        };

    /// <summary>https://url.spec.whatwg.org/#relative-state</summary>
    private static IEnumerable<FetchCase> Backslashes() =>
        from api in Starts
        from location in new[] { @"\\{elsewhere-host}\landed{case}", @"http:\\{elsewhere-host}\landed{case}" }
        select OptionCases.Case($"302 to {location}", api, new(Granted, new(302, Own, $"Location: {location}")) { Landed = Ok }, OptionCases.Seen(true, "cors", requests: 2));
}
