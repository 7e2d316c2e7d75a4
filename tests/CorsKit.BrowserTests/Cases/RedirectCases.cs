using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>Redirects from home, within an API and between APIs: what goes on, and is the second address asked? https://fetch.spec.whatwg.org/#http-redirect-fetch</summary>
internal static class RedirectCases
{
    private const string Own = "Access-Control-Allow-Origin: {origin}";

    private static readonly ScriptedAnswer Granted = new(
        204, Own, "Access-Control-Allow-Methods: PUT, DELETE, PATCH", "Access-Control-Allow-Headers: authorization, content-type, x-one");

    private static readonly Sent[] Requests =
    [
        new("GET", "GET", [], null),
        new("GET with authorization", "GET", ["Authorization"], null),
        new("GET with x-one", "GET", ["X-One"], null),
        new("HEAD", "HEAD", [], null),
        new("POST text", "POST", [], "text"),
        new("POST json", "POST", ["Content-Type"], "{}"),
        new("POST json with authorization", "POST", ["Authorization", "Content-Type"], "{}"),
        new("PUT text", "PUT", [], "text"),
        new("PUT json", "PUT", ["Content-Type"], "{}"),
        new("DELETE", "DELETE", [], null),
        new("PATCH json", "PATCH", ["Content-Type"], "{}"),
    ];

    private static readonly Way[] Ways =
    [
        new("home to home", Api.Home, "shop"),
        new("home to an API", Api.Home, "elsewhere"),
        new("within an API", Api.Scripted, "here"),
        new("an API to another", Api.Scripted, "elsewhere"),
        new("an API to home", Api.Scripted, "shop"),
    ];

    /// <summary>User information, and the signs of it with nothing between them, which are none: https://url.spec.whatwg.org/#include-credentials</summary>
    private static readonly (string Text, bool IsSome)[] UserInfos = [("@", false), (":@", false), ("user@", true), ("user:@", true), (":secret@", true), ("user:secret@", true)];

    public static IEnumerable<FetchCase> All => [.. Followed(), .. WithUserInfo()];

    private static IEnumerable<FetchCase> Followed() =>
        from way in Ways
        from request in Requests
        from status in new[] { 301, 302, 303, 307, 308 }
        from isAnswered in way.IsCors ? new[] { true, false } : [true]
        let standard = Expect(way, request, status, isAnswered, engine: null)
        select Case($"{status}, {way.Name}{(isAnswered ? "" : " where OPTIONS fails")}: {request.Name}", way, request, status, $"{{{way.Target}}}") with
        {
            Script = new(Granted, new(status, Own, $"Location: {{{way.Target}}}/landed{{case}}")) { LandedPreflight = isAnswered ? Granted : new(405) },
            Expected = standard,
            Otherwise = EngineRuns.Names.Select(engine => (engine, Does: Expect(way, request, status, isAnswered, engine)))
                .Where(pair => pair.Does != standard).ToDictionary(pair => pair.engine, pair => pair.Does),
        };

    private static IEnumerable<FetchCase> WithUserInfo() =>
        from way in Ways
        from userInfo in UserInfos
        from request in Requests
        where request.Name is "GET" or "PUT text"
        let followed = Expect(way, request, 302, isAnswered: true, engine: null)
        let blocked = new Expectation(0, way.Start != Api.Home && request.Method == "PUT" ? 1 : 0, 1)
        select Case($"302, {way.Name}, location with {userInfo.Text}: {request.Name}", way, request, 302, $"http://{userInfo.Text}{{{way.Target}-host}}") with
        {
            Expected = userInfo.IsSome && way.IsCors ? blocked : followed,
            Otherwise = (userInfo.IsSome, way.IsCors, way.Start, request.Method) switch
            {
                (true, false, _, _) => new() { ["Chromium"] = blocked },
                (true, true, Api.Home, "PUT") => new() { ["WebKit"] = blocked with { Preflights = 1 } },
                _ => new Dictionary<string, Expectation>(),
            },
        };

    private static FetchCase Case(string name, Way way, Sent request, int status, string target) => new($"Redirect {name}", Page.Shop, way.Start, "/scripted", request.Method)
    {
        Headers = [.. request.Headers.Select(header => new[] { header, header == "Content-Type" ? "application/json" : "1" })],
        Body = request.Body,
        Script = new(Granted, new(status, Own, $"Location: {target}/landed{{case}}")),
    };

    /// <summary>By the standard, or by an engine that leaves it as <see cref="EngineDifferences"/> says.</summary>
    private static Expectation Expect(Way way, Sent request, int status, bool isAnswered, string? engine)
    {
        var becomesGet = (status is 301 or 302 && request.Method == "POST") || (status == 303 && request.Method is not ("GET" or "HEAD"))
            || (engine == "WebKit" && request.Method == "DELETE" && way.ChangesOrigin);
        var method = becomesGet ? "GET" : request.Method;
        var before = request.Headers.Select(header => header.ToLowerInvariant()).ToList();
        var after = before.Where(name => !(becomesGet && name == "content-type") && !(way.ChangesOrigin && name == "authorization")).ToList();
        var asksFirst = way.Start != Api.Home && (before.Count > 0 || IsUnsafe(request.Method));
        var asksThen = way.IsCors && (after.Count > 0 || IsUnsafe(method) || (engine is "Firefox" or "WebKit" && (asksFirst || before.Count > 0)));

        var isBlocked = asksThen && !isAnswered;
        var origin = way is { Start: not Api.Home, ChangesOrigin: true } ? "null"
            : way.IsCors || !IsSafe(method) || (engine == "WebKit" && !IsSafe(request.Method)) ? "{shop}" : "no origin";
        string?[] asked = [asksFirst ? string.Join(',', before) : null, asksThen ? string.Join(',', engine == "WebKit" ? before : after) : null];
        string?[] sent =
        [
            asksFirst ? $"OPTIONS for {request.Method}" : null,
            $"{request.Method} from {(way.Start != Api.Home || !IsSafe(request.Method) ? "{shop}" : "no origin")}",
            asksThen ? $"OPTIONS for {method}" : null,
            isBlocked ? null : $"{method} from {origin}",
        ];
        return new(isBlocked ? 0 : 200, asked.OfType<string>().Count(), isBlocked ? 1 : 2, isBlocked ? FrontDoorCases.NoHeaderOnPreflight : null)
        {
            Asked = string.Join(" | ", asked.OfType<string>()),
            Sent = string.Join(" | ", sent.OfType<string>()),
        };
    }

    private static bool IsUnsafe(string method) => method is not ("GET" or "HEAD" or "POST");

    private static bool IsSafe(string method) => method is "GET" or "HEAD";

    private sealed record Sent(string Name, string Method, string[] Headers, string? Body);

    /// <param name="Target">Who is there: a name of <see cref="ScriptedApi.Names"/>.</param>
    private sealed record Way(string Name, Api Start, string Target)
    {
        public bool IsCors => (Start, Target) is not (Api.Home, "shop");

        public bool ChangesOrigin => (Start, Target) is not ((Api.Home, "shop") or (Api.Scripted, "here"));
    }
}
