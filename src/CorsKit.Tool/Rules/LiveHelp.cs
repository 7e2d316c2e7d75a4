using CorsKit.Testing.Browsers;

namespace CorsKit.Tool.Rules;

/// <summary>
/// Help about what no template shows: what the app itself does, and the network. Where check has a rule, its help serves both.
/// </summary>
internal static class LiveHelp
{
    private const string Standard = "https://fetch.spec.whatwg.org/#http-cors-protocol";
    private const string Readme = "https://github.com/corskit/corskit";

    public static readonly RuleHelp OriginNotAllowed = new("CK701", Level.Error, "Live: the origin is not among those that are allowed")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            The API does CORS, and has no permission for this origin. Scheme, host and port all count, letter by letter: http is not https, and a port
            that is not the scheme's own belongs to the origin.
            """,
        Fix = "Add the origin to AllowOrigins of the one place that owns CORS, if its pages are meant to use the API, and deploy it.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com", "http://localhost:*"]
            }
            """,
        Source = Standard,
    };

    public static readonly RuleHelp MethodNotAllowed = new("CK702", Level.Error, "Live: the method is not allowed by the preflight's answer")
    {
        ConsoleMessage = Chromium.MethodNotAllowed,
        Why = """
            Every method but GET, HEAD and POST needs to be named in Access-Control-Allow-Methods. Methods compare case by case: patch is not PATCH. '*'
            is no wildcard for a request with credentials.
            """,
        Fix = "Add the method to AllowMethods of whatever answers the preflight, and deploy it.",
        Paste = """
            "GatewayCors": { "AllowMethods": ["GET", "PUT", "DELETE"] }
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    public static readonly RuleHelp HeaderNotAllowed = new("CK703", Level.Error, "Live: a header is not allowed by the preflight's answer")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            Headers that a page sets need to be named in Access-Control-Allow-Headers, content-type too where it is application/json. '*' is no wildcard
            for a request with credentials.
            """,
        Fix = "Add the header to AllowHeaders of whatever answers the preflight, and deploy it.",
        Paste = """
            "GatewayCors": { "AllowHeaders": ["content-type", "authorization"] }
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    public static readonly RuleHelp NoCors = new("CK704", Level.Error, "Live: nothing does CORS")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Neither the app nor the front door writes a CORS header on any response, to whatever origin: no CORS middleware runs, it is switched off, it
            comes after what answers, or what it does was never deployed.
            """,
        Fix = "Call UseGatewayCors() first in the app's pipeline, with the origin in AllowOrigins; if that is done, deploy it, and see that no other host or stage answers.",
        Paste = """
            "GatewayCors": { "AllowOrigins": ["https://shop.example.com"] }
            """,
        Source = Readme,
    };

    public static readonly RuleHelp AnyOriginWithCredentials = new("CK705", Level.Error, "Live: any origin together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = "The answer is Access-Control-Allow-Origin: *, and the page sends credentials. Browsers never accept the two together.",
        Fix = "List the origins in AllowOrigins and set AllowCredentials; or fetch without credentials, if no cookie is needed.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com"],
              "AllowCredentials": true
            }
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    };

    public static readonly RuleHelp CredentialsNotAllowed = new("CK706", Level.Error, "Live: credentials are not allowed")
    {
        ConsoleMessage = Chromium.NoCredentials,
        Why = """
            A page that sends credentials needs Access-Control-Allow-Credentials: true, on the preflight's answer and on the response. Only the word
            true counts, in lower case and once.
            """,
        Fix = "Set AllowCredentials to true; or fetch without credentials, if no cookie is needed.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com"],
              "AllowCredentials": true
            }
            """,
        Source = "https://fetch.spec.whatwg.org/#http-access-control-allow-credentials",
    };

    public static readonly RuleHelp TwoOwners = new("CK707", Level.Error, "Live: two owners write Access-Control-Allow-Origin")
    {
        ConsoleMessage = Chromium.SeveralOrigins,
        Why = """
            The header comes twice, even if with the same value, and browsers take neither: UseCors() beside UseGatewayCors(), a backend whose headers
            are passed on, or a front door that writes its own.
            """,
        Fix = "Keep one owner, and remove the other.",
        Source = "https://fetch.spec.whatwg.org/#concept-cors-check",
    };

    public static readonly RuleHelp InvalidValue = new("CK708", Level.Error, "Live: a CORS header with a value that is none")
    {
        ConsoleMessage = Chromium.ListOfOrigins,
        Why = """
            Access-Control-Allow-Origin holds one origin or *: no list, no pattern, no slash at the end. The lists of methods and headers hold names and
            commas and nothing else.
            """,
        Fix = "Answer with the one origin that asked, if it is in the list: AllowOrigins does that.",
        Source = "https://fetch.spec.whatwg.org/#http-new-header-syntax",
    };

    public static readonly RuleHelp FixedOrigin = new("CK709", Level.Error, "Live: one fixed origin, whoever asks")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The header names an origin, and it is not the one that asks: it stands in the app, in a template, in a response headers policy or in a
            listener attribute.
            """,
        Fix = "Let one place own CORS that answers with the origin that asked, if it is allowed, and says Vary: Origin.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com", "https://admin.example.com"]
            }
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    };

    public static readonly RuleHelp SharedCache = new("CK710", Level.Error, "Live: a shared cache hands one origin's answer to another")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            Something between the page and the app keeps answers and does not tell origins apart. Which origin asks first decides who can read the
            answer, until it expires.
            """,
        Fix = "Let every response say Vary: Origin, make Origin a part of the cache's key, and empty the cache.",
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches",
    };

    public static readonly RuleHelp NotDeployed = new("CK711", Level.Error, "Live: what is live is not the policy of the settings")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            The settings say one thing and the responses another: the change was never deployed, another stage or host answers, other settings override
            these (an environment variable, another file), or a front door writes the headers instead of the app.
            """,
        Fix = "Deploy, and probe again; if nothing changes, see which configuration the function reads, and run corskit check on the template.",
        Source = Readme,
    };

    public static readonly RuleHelp RedirectedPreflight = new("CK712", Level.Error, "Live: the preflight is redirected")
    {
        ConsoleMessage = Chromium.PreflightRedirect,
        Why = """
            Browsers follow no redirect of a preflight. It comes from UseHttpsRedirection(), from a login before the CORS middleware, or from an address
            that is not the final one.
            """,
        Fix = "Call UseGatewayCors() before anything that redirects; " + Fixes.FinalAddress,
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    public static readonly RuleHelp ErrorsWithoutCors = new("CK713", Level.Error, "Live: errors of the app lose their CORS headers")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Good answers can be read and errors cannot, so that the console speaks of CORS where it should show the error: an exception handler that
            clears the response, or CORS that comes after what fails.
            """,
        Fix = Fixes.ErrorsOfApp,
        Source = Readme,
    };

    public static readonly RuleHelp NoAnswer = new("CK714", Level.Error, "Live: no answer")
    {
        ConsoleMessage = "Failed to load resource: net::ERR_FAILED",
        Why = "Some requests were answered and this one was not. A page sees a failed fetch, which looks like CORS from its code and is none.",
        Fix = "See the function's log for what it does with this request; --timeout makes the probe wait longer.",
        Source = Readme,
    };

    public static readonly RuleHelp AuthenticationFirst = new("CK715", Level.Error, "Live: authentication stands before CORS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = "Browsers send a preflight without credentials, and what stands first asks for some.",
        Fix = "In the app call UseGatewayCors() before UseAuthentication() and UseAuthorization(); a proxy or firewall before it must let OPTIONS through.",
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    };

    public static readonly RuleHelp FrontDoorError = new("CK716", Level.Warning, "Live: an error of the front door itself, without CORS headers")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            The app never saw the request, or its answer did not come through, and what the front door says instead has no CORS header. Gateway
            responses, which could be given some, are a thing of REST APIs.
            """,
        Fix = "Fix what causes the error, or let the app answer it: let the app check the token instead of an authorizer, say.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
    };

    public static readonly RuleHelp FailedPreflight = new("CK717", Level.Error, "Live: the preflight fails")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = "The answer to the preflight is a failure of the function or of what calls it: it does not start, it takes too long, or it is throttled.",
        Fix = "Read the function's log; UseGatewayCors() first in the pipeline answers preflights without running the rest.",
        Source = Readme,
    };

    public static readonly RuleHelp UnintendedOrigin = new("CK718", Level.Error, "Live: an origin is allowed that nobody can have meant")
    {
        Why = """
            Whoever owns that origin can read, in the name of a signed-in user, what the user can: the origin that asks is echoed, or compared by its
            beginning, its end or a pattern that is too wide. null is anybody's.
            """,
        Fix = "List the origins in AllowOrigins; do not echo, and do not match origins with code of your own.",
        Paste = """
            "GatewayCors": {
              "AllowOrigins": ["https://shop.example.com", "https://*.preview.example.com"]
            }
            """,
        Source = "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties",
    };

    public static readonly RuleHelp UnansweredPreflight = new("CK719", Level.Error, "Live: preflights are not answered as such")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = "Other answers have CORS headers and the preflight's has not, or not with a status of 200 to 299: what answers OPTIONS is not what does CORS.",
        Fix = "Let UseGatewayCors() come first in the pipeline and lead OPTIONS to the app; then look at what the app's log says of the refusal.",
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    public static readonly RuleHelp LoginRedirect = new("CK720", Level.Error, "Live: the page's own request is redirected to a login")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            A browser follows a redirect of fetch() by itself, and the page cannot read what another origin answers, or a redirect without CORS headers. A
            login page is for a person to see: to a script, 401 says that there is nobody signed in.
            """,
        Fix = Fixes.Login + " Call UseGatewayCors() before UseAuthentication().",
        Source = "https://learn.microsoft.com/aspnet/core/security/authentication/cookie",
    };

    public static readonly RuleHelp HostFiltering = new("CK721", Level.Error, "Live: host filtering refuses the host name")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = "The app takes only the hosts in AllowedHosts. Host filtering answers 400 before the rest of the app, UseGatewayCors() too, so the answer has no CORS headers.",
        Fix = Fixes.HostFiltering,
        Paste = """
            "AllowedHosts": "api.example.com;*.execute-api.eu-west-1.amazonaws.com"
            """,
        Source = "https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/host-filtering",
    };

    public static readonly RuleHelp AppCacheFirst = new("CK722", Level.Error, "Live: a cache in the app stands before CORS")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            An output or response cache that stands before UseGatewayCors() stores a response before the CORS headers are on it. The first page can read the
            response; whoever is served from the cache cannot.
            """,
        Fix = Fixes.CacheInApp,
        Source = "https://learn.microsoft.com/aspnet/core/performance/caching/output",
    };

    public static IReadOnlyList<RuleHelp> All { get; } =
    [
        OriginNotAllowed, MethodNotAllowed, HeaderNotAllowed, NoCors, AnyOriginWithCredentials, CredentialsNotAllowed,
        TwoOwners, InvalidValue, FixedOrigin, SharedCache, NotDeployed, RedirectedPreflight, ErrorsWithoutCors,
        NoAnswer, AuthenticationFirst, FrontDoorError, FailedPreflight, UnintendedOrigin, UnansweredPreflight,
        LoginRedirect, HostFiltering, AppCacheFirst,
    ];
}
