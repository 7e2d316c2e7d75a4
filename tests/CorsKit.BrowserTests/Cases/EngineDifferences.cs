namespace CorsKit.BrowserTests.Cases;

/// <summary>Where engines do otherwise than the standard says.</summary>
/// <param name="Engines">Which, with the versions in which it was seen.</param>
/// <param name="What">What they do, and why.</param>
/// <param name="Link">Their source, or the clause that they leave.</param>
/// <param name="Applies">The cases in which it shows.</param>
/// <param name="Instead">What these engines do there, exactly: when they fix it, a test turns red.</param>
internal sealed record EngineDifference(string[] Engines, string Versions, string What, string Link, Func<FetchCase, bool> Applies, Expectation Instead);

/// <summary>All that are known. A difference that is not in this table fails the tests.</summary>
internal static class EngineDifferences
{
    private const string FirefoxSource = "https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp";

    public static IReadOnlyList<EngineDifference> All { get; } =
    [
        new(
            ["Chromium", "Firefox", "WebKit"], "156, 153, 2.50.6",
            "'*' in Access-Control-Allow-Headers covers Authorization too. (Firefox warns that this will end: network.cors_preflight.authorization_covered_by_wildcard.)",
            "https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name",
            @case => @case.Name == "Scripted: preflight, any header, but authorization is sent",
            new(200, 1, 1) { Asked = "authorization" }),
        new(
            ["Chromium"], "156",
            "Client hints, which were in the standard's safelist once, need no preflight.",
            "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
            @case => @case.Name == "Scripted: sends DPR",
            new(200, 0, 1)),
        new(
            ["Chromium", "WebKit"], "156, 2.50.6",
            "Headers of one name are joined before the limit of 128 bytes is applied; in the standard each value has its own.",
            "https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names",
            @case => @case.Name == "Scripted: sends Accept twice, 70 bytes each",
            new(200, 1, 1) { Asked = "accept" }),
        new(
            ["Firefox"], "153",
            "A header that is set twice is named twice in Access-Control-Request-Headers.",
            FirefoxSource + " (StartCORSPreflight sorts, and drops nothing)",
            @case => @case.Name == "Scripted: sends an unsafe and a safelisted one",
            new(200, 1, 1) { Asked = "x-a,x-b,x-b" }),
        new(
            ["Firefox"], "153",
            "A 302 makes GET of POST and drops its Content-Type, but the new address is asked by a preflight all the same, one that names no headers.",
            "https://fetch.spec.whatwg.org/#http-redirect-fetch",
            IsRedirectedPost,
            new(200, 2, 2) { Asked = "content-type | " }),
        new(
            ["WebKit"], "2.50.6",
            "A 302 makes GET of POST but leaves its Content-Type in the request, so the new address is asked by a preflight for it.",
            "https://fetch.spec.whatwg.org/#http-redirect-fetch",
            IsRedirectedPost,
            new(200, 2, 2) { Asked = "content-type | content-type" }),
    ];

    public static EngineDifference? Of(string engine, FetchCase @case) =>
        All.FirstOrDefault(difference => difference.Engines.Contains(engine) && difference.Applies(@case));

    private static bool IsRedirectedPost(FetchCase @case) =>
        @case.Name.Contains("POST json → 302", StringComparison.Ordinal) && @case.Expected!.Status == 200;
}
