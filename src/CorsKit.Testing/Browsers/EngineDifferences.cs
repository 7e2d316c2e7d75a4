namespace CorsKit.Testing.Browsers;

/// <summary>
/// Where the engines differ: each habit once, as it was seen in the version that is named. What is not set is what the
/// Fetch standard says. tests/CorsKit.BrowserTests holds each against the engine itself.
/// </summary>
internal sealed record EngineDifferences
{
    private static readonly EngineDifferences Chromium = new()
    {
        Engine = BrowserEngine.Chromium,
        Version = "156",
        EmptyLocation = EmptyLocation.IsNoRedirect,
        JoinsValues = true,
        KeepsItsUserAgent = true,
        MaxRangeNumber = long.MaxValue - 1,
        MaxPreflightAge = 7200,
        MaxCachedUrlLength = 1024,
        CachesCredentialsOfPreflight = true,
        ForbidsUserInfo = true,
        AllowedPorts = [4190, 6679],
        NeedsLocationToRefuse = true,
        ReadsLocationInManualMode = true,
        HidesOriginOnceLeft = true,
        KeepsOriginFromReferrerPolicy = true,
        RevalidatesConditionalRequests = true,
        RefusesProxyChallenges = true,
        ForcesNoPreflightWithoutBody = true,
    };

    private static readonly EngineDifferences Firefox = new()
    {
        Engine = BrowserEngine.Firefox,
        Version = "153",
        AsksAgain = true,
        AsksForWhatWasUnsafe = true,
        PreflightsAsPage = true,
        RepeatsNames = true,
        TellsLengthOfDataUrls = true,
        LeavesConditionalXhrAlone = true,
        AsksForBytesBeyondAscii = true,
        MergesPreflights = true,
        MaxPreflightAge = 86400,
    };

    private static readonly EngineDifferences WebKit = new()
    {
        Engine = BrowserEngine.WebKit,
        Version = "2.50",
        EmptyLocation = EmptyLocation.IsError,
        NeedsLocationToRefuse = true,
        RefusesFtp = true,
        ForgetsReferrerPolicyOnceLeft = true,
        ShowsBodyWithoutLocation = true,
        SendsOnlyIfCached = true,
        JoinsValues = true,
        AsksAgain = true,
        AsksForOriginalHeaders = true,
        KeepsOrigin = true,
        TurnsDeleteIntoGet = true,
        AsksBeforeUserInfo = true,
        SendsContentTypeAsUtf8 = true,
        ReadsRangesLoosely = true,
        MaxPreflightAge = 600,
        KeepsRefusedPreflights = true,
    };

    public required BrowserEngine Engine { get; init; }

    /// <summary>In which all of its habits were seen.</summary>
    public required string Version { get; init; }

    /// <summary>Bad ports of the standard that are none here (https://fetch.spec.whatwg.org/#port-blocking; Chromium's net/base/port_util.cc).</summary>
    public IReadOnlyList<int> AllowedPorts { get; private init; } = [];

    // --- Redirects: https://fetch.spec.whatwg.org/#http-redirect-fetch

    /// <summary>The standard's empty Location is the URL itself, and so a circle, as in Firefox.</summary>
    public EmptyLocation EmptyLocation { get; private init; }

    /// <summary>The standard forbids user information in a Location to cross-origin requests of CORS, Chromium to all but those of an XMLHttpRequest.</summary>
    public bool ForbidsUserInfo { get; private init; }

    /// <summary><c>redirect: 'error'</c> fails only where the redirect has a Location with something in it; the standard goes by the status.</summary>
    public bool NeedsLocationToRefuse { get; private init; }

    /// <summary>A Location that is no URL is an error with <c>redirect: 'manual'</c> too.</summary>
    public bool ReadsLocationInManualMode { get; private init; }

    /// <summary>A Location with the scheme ftp is an error with <c>redirect: 'manual'</c> too.</summary>
    public bool RefusesFtp { get; private init; }

    /// <summary>With <c>redirect: 'manual'</c> the page reads the body of a redirect that has no Location.</summary>
    public bool ShowsBodyWithoutLocation { get; private init; }

    /// <summary>A request that leaves the page's origin for a Location with user information asks there, where it needs to, before it is refused.</summary>
    public bool AsksBeforeUserInfo { get; private init; }

    /// <summary>A request that asked once, asks at every further address, though it may need it no more (nsCORSListenerProxy; SubresourceLoader).</summary>
    public bool AsksAgain { get; private init; }

    /// <summary>
    /// A request whose headers were unsafe when the page made it asks at another origin, though a redirect has taken them
    /// away; the preflight then names what is left, which may be nothing (nsILoadInfo.corsUnsafeHeaders).
    /// </summary>
    public bool AsksForWhatWasUnsafe { get; private init; }

    /// <summary>A preflight names the headers that the page set, though a redirect has taken them away (SubresourceLoader's original headers).</summary>
    public bool AsksForOriginalHeaders { get; private init; }

    /// <summary>A preflight carries the page's origin where the request behind it goes out as <c>null</c>.</summary>
    public bool PreflightsAsPage { get; private init; }

    /// <summary>A request that is not CORS has the Origin <c>null</c> once it was redirected to another origin (RedirectUtil::UpdateHttpRequest); the standard hides only what two origins redirect.</summary>
    public bool HidesOriginOnceLeft { get; private init; }

    /// <summary>A GET that was made of another method carries Origin at home too, and in <c>no-cors</c> mode until it is redirected to another origin.</summary>
    public bool KeepsOrigin { get; private init; }

    /// <summary>A DELETE that leaves its origin by a redirect of any status becomes a GET (WebKitGTK's NetworkDataTaskSoup.cpp, shouldRedirectAsGET).</summary>
    public bool TurnsDeleteIntoGet { get; private init; }

    // --- Other options of fetch(): https://fetch.spec.whatwg.org/#requestinit

    /// <summary>No referrer policy makes the Origin of a request that is not CORS <c>null</c>.</summary>
    public bool KeepsOriginFromReferrerPolicy { get; private init; }

    /// <summary>A referrer policy says nothing of the Origin of a request that was redirected to another origin.</summary>
    public bool ForgetsReferrerPolicyOnceLeft { get; private init; }

    /// <summary>A request with <c>If-None-Match</c> or the like has the <c>Cache-Control</c> of <c>cache: 'no-cache'</c>; the standard's is that of <c>no-store</c>.</summary>
    public bool RevalidatesConditionalRequests { get; private init; }

    /// <summary>An XMLHttpRequest with such a header has no <c>Cache-Control</c> for it.</summary>
    public bool LeavesConditionalXhrAlone { get; private init; }

    /// <summary>A 407 that no proxy gave is a network error.</summary>
    public bool RefusesProxyChallenges { get; private init; }

    /// <summary>With <c>cache: 'only-if-cached'</c> the request is sent where the cache has no answer.</summary>
    public bool SendsOnlyIfCached { get; private init; }

    /// <summary>A listener to the upload of an XMLHttpRequest without a body forces no preflight.</summary>
    public bool ForcesNoPreflightWithoutBody { get; private init; }

    /// <summary>The response of a <c>data:</c> URL has a Content-Length, save for an XMLHttpRequest.</summary>
    public bool TellsLengthOfDataUrls { get; private init; }

    // --- Headers that a page sets: https://fetch.spec.whatwg.org/#cors-safelisted-request-header

    /// <summary>Values of one name are joined before they are evaluated; in the standard each is evaluated by itself.</summary>
    public bool JoinsValues { get; private init; }

    /// <summary>A page's <c>user-agent</c> is dropped without a word.</summary>
    public bool KeepsItsUserAgent { get; private init; }

    /// <summary>A <c>content-type</c> with characters beyond ASCII goes out as UTF-8; the standard has a byte for each.</summary>
    public bool SendsContentTypeAsUtf8 { get; private init; }

    /// <summary>A header that is set twice is named twice in Access-Control-Request-Headers.</summary>
    public bool RepeatsNames { get; private init; }

    /// <summary>Bytes from 0x80 on are unsafe in <c>accept</c> and <c>content-type</c> (nsContentUtils::IsCORSUnsafeRequestHeaderValue).</summary>
    public bool AsksForBytesBeyondAscii { get; private init; }

    /// <summary>The largest number in a safelisted <c>range</c>; the standard has no limit.</summary>
    public ulong MaxRangeNumber { get; private init; } = ulong.MaxValue;

    /// <summary>A safelisted <c>range</c> may say <c>BYTES=</c>, and <c>+1</c> for 1.</summary>
    public bool ReadsRangesLoosely { get; private init; }

    // --- The preflight cache: https://fetch.spec.whatwg.org/#cors-preflight-cache

    /// <summary>Methods and headers are kept one by one, as in the standard; else each URL has the answer to its last preflight.</summary>
    public bool MergesPreflights { get; private init; }

    /// <summary>In seconds; what Access-Control-Max-Age asks for beyond it is cut.</summary>
    public long MaxPreflightAge { get; private init; }

    /// <summary>Preflights of URLs of this length or longer are not kept.</summary>
    public int MaxCachedUrlLength { get; private init; } = int.MaxValue;

    /// <summary>
    /// Whether a cached <c>*</c> is a wildcard is asked of the cached preflight, else of the request; and it then never
    /// covers authorization, which it does on the wire.
    /// </summary>
    public bool CachesCredentialsOfPreflight { get; private init; }

    /// <summary>An answer is kept although it does not allow the request that it was asked for.</summary>
    public bool KeepsRefusedPreflights { get; private init; }

    public static EngineDifferences Of(BrowserEngine engine) => engine switch
    {
        BrowserEngine.Firefox => Firefox,
        BrowserEngine.WebKit => WebKit,
        _ => Chromium,
    };
}

/// <summary>What a redirect with an empty Location is.</summary>
internal enum EmptyLocation
{
    /// <summary>One to the same URL.</summary>
    IsCircle,

    /// <summary>A response like any other.</summary>
    IsNoRedirect,

    /// <summary>A network error.</summary>
    IsError,
}
