namespace CorsKit.BrowserTests.Cases;

/// <summary>Where engines do otherwise than the standard says.</summary>
/// <param name="Engines">Which, with the versions in which it was seen.</param>
/// <param name="What">What they do, and why.</param>
/// <param name="Link">Their source, or the clause that they leave.</param>
/// <param name="Applies">The cases in which it shows; without <see cref="Instead"/>, those of them that name the engine in <see cref="FetchCase.Otherwise"/>.</param>
internal sealed record EngineDifference(string[] Engines, string Versions, string What, string Link, Func<FetchCase, bool> Applies)
{
    /// <summary>What these engines do there, exactly: when they fix it, a test turns red.</summary>
    public Expectation? Instead { get; init; }

    /// <summary>Whether the <c>Browser</c> of CorsKit.Testing does as the engine does, and not as the standard says.</summary>
    public bool IsModeled { get; init; } = true;

    public Expectation Of(string engine, FetchCase @case) => Instead ?? @case.Otherwise[engine];
}

/// <summary>All that are known. A difference that is not in this table fails the tests.</summary>
internal static class EngineDifferences
{
    private const string Safelist = "https://fetch.spec.whatwg.org/#cors-safelisted-request-header";
    private const string RedirectFetch = "https://fetch.spec.whatwg.org/#http-redirect-fetch";
    private const string FirefoxSource = "https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp";

    public static IReadOnlyList<EngineDifference> All { get; } =
    [
        new(
            ["Chromium", "Firefox", "WebKit"], "156, 153, 2.50.6",
            "'*' in Access-Control-Allow-Headers covers Authorization too. (Firefox warns that this will end: network.cors_preflight.authorization_covered_by_wildcard.)",
            "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
            @case => @case.Name == "Scripted: preflight, any header, but authorization is sent") { Instead = new(200, 1, 1) { Asked = "authorization" } },
        new(
            ["Chromium"], "156",
            "Client hints, which were in the standard's safelist once, need no preflight.",
            Safelist,
            @case => @case.Name == "Scripted: sends DPR") { Instead = new(200, 0, 1), IsModeled = false },
        new(
            ["Chromium", "WebKit"], "156, 2.50.6",
            "Headers of one name are joined before the limit of 128 bytes is applied; in the standard each value has its own.",
            "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names",
            @case => @case.Name == "Scripted: sends Accept twice, 70 bytes each") { Instead = new(200, 1, 1) { Asked = "accept" } },
        new(
            ["Firefox"], "153",
            "A header that is set twice is named twice in Access-Control-Request-Headers.",
            FirefoxSource + " (StartCORSPreflight sorts, and drops nothing)",
            @case => @case.Name == "Scripted: sends an unsafe and a safelisted one") { Instead = new(200, 1, 1) { Asked = "x-a,x-b,x-b" } },
        new(
            ["Firefox"], "153",
            "Bytes from 0x80 on are unsafe in Accept and Content-Type.",
            Safelist,
            @case => @case.Name.StartsWith("Sent: ", StringComparison.Ordinal) && @case.Body is not null),
        new(
            ["WebKit"], "2.50.6",
            "A Content-Type with characters beyond ASCII goes out as UTF-8, and not as the bytes that the page wrote.",
            "https://fetch.spec.whatwg.org/#concept-header-value",
            @case => @case.Name.StartsWith("Sent: Content-Type: ", StringComparison.Ordinal)),
        new(
            ["Chromium"], "156",
            "Numbers in a safelisted Range are below 2^63 - 1.",
            Safelist,
            IsRange),
        new(
            ["Firefox"], "153",
            "Numbers in a safelisted Range are below 2^64.",
            Safelist,
            IsRange),
        new(
            ["WebKit"], "2.50.6",
            "Numbers in a safelisted Range are below 2^64 and may have a plus sign, and the unit may be in upper case.",
            Safelist,
            IsRange),
        new(
            ["Chromium"], "156",
            "Ports 4190 and 6679, which came to the standard's list later, are not blocked.",
            "https://fetch.spec.whatwg.org/#port-blocking",
            @case => @case.Name is "Port 4190: GET" or "Port 6679: GET"),
        new(
            ["Chromium"], "156",
            "A redirect within the page's origin to an address with user information is refused too; the standard allows it.",
            RedirectFetch,
            IsUserInfo),
        new(
            ["WebKit"], "2.50.6",
            "A redirect from the page's origin to an address with user information is refused only after the preflight, where there is one.",
            RedirectFetch,
            IsUserInfo),
        new(
            ["Chromium"], "156",
            "With redirect: 'error' a redirect without a Location is a response like any other; with 'manual' one whose Location is no URL is an error.",
            "https://fetch.spec.whatwg.org/#concept-http-fetch",
            IsRedirectOption),
        new(
            ["WebKit"], "2.50.6",
            "With redirect: 'error' a redirect without a Location is a response like any other; with 'manual' the page reads its body, and a redirect to ftp is an error.",
            "https://fetch.spec.whatwg.org/#concept-http-fetch",
            IsRedirectOption),
        new(
            ["WebKit"], "2.50.6",
            "With cache: 'only-if-cached' the request is sent where the cache has no answer.",
            "https://fetch.spec.whatwg.org/#concept-request-cache-mode",
            @case => @case.Name.StartsWith("Options: cache ", StringComparison.Ordinal)),
        new(
            ["Chromium"], "156",
            "A request that is not CORS has the Origin null once it was redirected to another origin; a referrer policy leaves it alone.",
            "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
            IsRedirectedWithoutCors),
        new(
            ["WebKit"], "2.50.6",
            "A referrer policy says nothing of the Origin of a request that was redirected to another origin; a GET that was made of a POST keeps its Origin until then.",
            "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
            IsRedirectedWithoutCors),
        new(
            ["Chromium"], "156",
            "A redirect of fetch() to an address with user information is refused in every mode.",
            RedirectFetch,
            @case => @case.Name.Contains("302 to user information", StringComparison.Ordinal)),
        new(
            ["Chromium"], "156",
            "A conditional request has the Cache-Control of cache: 'no-cache', and not that of 'no-store'.",
            "https://fetch.spec.whatwg.org/#http-network-or-cache-fetch",
            IsConditional),
        new(
            ["Firefox"], "153",
            "A conditional XMLHttpRequest has no Cache-Control.",
            "https://fetch.spec.whatwg.org/#http-network-or-cache-fetch",
            IsConditional),
        new(
            ["Chromium"], "156",
            "A 407 that no proxy gave is a network error.",
            "https://fetch.spec.whatwg.org/#http-network-or-cache-fetch",
            @case => @case.Name.StartsWith("Options: 407", StringComparison.Ordinal)),
        new(
            ["Chromium"], "156",
            "A referrer policy leaves the Origin of requests that are not CORS alone.",
            "https://fetch.spec.whatwg.org/#append-a-request-origin-header",
            @case => @case.Name.StartsWith("Options: referrer policy ", StringComparison.Ordinal)),
        new(
            ["Chromium"], "156",
            "A listener to the upload of an XMLHttpRequest without a body forces no preflight.",
            "https://fetch.spec.whatwg.org/#use-cors-preflight-flag",
            @case => @case.Xhr == "upload"),
        new(
            ["Firefox"], "153",
            "The response of a data: URL has a Content-Length.",
            "https://fetch.spec.whatwg.org/#scheme-fetch",
            @case => @case.Target.StartsWith("data:", StringComparison.Ordinal)),
        new(
            ["Firefox"], "153",
            "A redirect to another origin is preceded by a preflight where the page set Authorization or an unsafe Content-Type, though the redirect takes the header away: "
            + "one that names what is left, which may be nothing. Where OPTIONS fails, the page gets nothing. A request that asked once asks again in any case.",
            FirefoxSource + " (CheckPreflightNeeded goes by the headers that the page set)",
            IsRedirect),
        new(
            ["WebKit"], "2.50.6",
            "After a redirect the preflight names the headers that the page set, though the redirect takes them away; a request that asked once asks again; a GET that was made of another "
            + "method has an Origin at home; and DELETE becomes GET where a redirect of any status leads to another origin.",
            RedirectFetch + "; WebKit's NetworkDataTaskSoup.cpp (shouldRedirectAsGET)",
            IsRedirect),
        new(
            ["Firefox"], "153",
            "A 302 makes GET of POST and drops its Content-Type, but the new address is asked by a preflight all the same, one that names no headers.",
            RedirectFetch,
            IsRedirectedPost) { Instead = new(200, 2, 2) { Asked = "content-type | " } },
        new(
            ["WebKit"], "2.50.6",
            "A 302 makes GET of POST and drops its Content-Type, but the new address is asked by a preflight for it all the same.",
            RedirectFetch,
            IsRedirectedPost) { Instead = new(200, 2, 2) { Asked = "content-type | content-type" } },
    ];

    public static EngineDifference? Of(string engine, FetchCase @case) => All.FirstOrDefault(difference =>
        difference.Engines.Contains(engine) && difference.Applies(@case) && (difference.Instead is not null || @case.Otherwise.ContainsKey(engine)));

    private static bool IsRedirectedWithoutCors(FetchCase @case) => @case.Name.StartsWith("Options: no-cors POST, ", StringComparison.Ordinal);

    private static bool IsConditional(FetchCase @case) => @case.Name.StartsWith("Options: conditional ", StringComparison.Ordinal);

    private static bool IsRange(FetchCase @case) => @case.Name.StartsWith("Sent: range: ", StringComparison.Ordinal);

    private static bool IsRedirect(FetchCase @case) => @case.Name.StartsWith("Redirect ", StringComparison.Ordinal) && !IsUserInfo(@case);

    private static bool IsRedirectOption(FetchCase @case) => @case.Name.StartsWith("Options: ", StringComparison.Ordinal) && @case.Options!.ContainsKey("redirect");

    private static bool IsUserInfo(FetchCase @case) => @case.Name.Contains("location with ", StringComparison.Ordinal);

    private static bool IsRedirectedPost(FetchCase @case) =>
        @case.Name.Contains("POST json → 302", StringComparison.Ordinal) && @case.Expected!.Status == 200;
}
