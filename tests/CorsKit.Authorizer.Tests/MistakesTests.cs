using CorsKit.Tests.Hosts;

namespace CorsKit.Authorizer.Tests;

/// <summary>What the app's developer does wrong is said in whole sentences, with the fix: by exceptions where it can be, else in the log.</summary>
public sealed class MistakesTests
{
    private static readonly LogLines Log = new();

    public static TheoryData<string, Action, string> InCode => new()
    {
        { "no decision", () => CorsAuthorizer.ByIdentity(null!, Events.Options(Log)), "Value cannot be null. (Parameter 'authorize')" },
        { "no decision by route", () => CorsAuthorizer.ByRoute(null!, Events.Options(Log)), "Value cannot be null. (Parameter 'authorize')" },
        { "no settings", () => CorsAuthorizer.ByIdentity((_, _) => default, null!), "Value cannot be null. (Parameter 'configure')" },
        { "no event", () => Events.ByIdentity(Log, AuthorizerDecision.Deny()).HandleAsync(null!, TestContext.Current.CancellationToken).GetAwaiter().GetResult(), "Value cannot be null. (Parameter 'lambdaEvent')" },
        { "no identity sources", With([]), "IdentitySources is empty: name the header that the caller is known by, Authorization for example." },
        { "null for identity sources", With(null!), "IdentitySources is empty: name the header that the caller is known by, Authorization for example." },
        { "an empty identity source", With([""]), "The identity source \"\" is no header name. Write the name alone, without method.request.header or $request.header." },
        { "null for one", With([null!]), "The identity source \"\" is no header name. Write the name alone, without method.request.header or $request.header." },
        { "as the template writes it", With(["$request.header.Authorization", "a b"]), "The identity source \"a b\" is no header name. Write the name alone, without method.request.header or $request.header." },
        { "a principal of blanks", () => AuthorizerDecision.Allow(" "), "The value cannot be an empty string or composed entirely of whitespace. (Parameter 'principal')" },
        { "a policy of blanks", () => AuthorizerDecision.Allow("me").WithPolicy(" "), "The value cannot be an empty string or composed entirely of whitespace. (Parameter 'name')" },
        { "null for routes", () => AuthorizerDecision.Allow("me").ForRoutes(null!), "Value cannot be null. (Parameter 'routes')" },
        { "null for text", () => AuthorizerDecision.Allow("me").With("a", null!), "Value cannot be null. (Parameter 'value')" },
        { "a key that is taken", () => AuthorizerDecision.Allow("me").With("Claims", 1), "The key Claims of the context is taken: claims, principalId, corsPolicy are filled by API Gateway or CorsKit. (Parameter 'key')" },
        { "a key twice", () => AuthorizerDecision.Allow("me").With("plan", 1).With("seats", 2).With("plan", 3), "The key plan of the context is there already. (Parameter 'key')" },
    };

    [Theory]
    [MemberData(nameof(InCode))]
    public void In_code_it_is_an_exception(string what, Action act, string message) =>
        Assert.Equal((what, message), (what, Assert.ThrowsAny<ArgumentException>(act).Message));

    /// <summary>The authorizer, the event, and the line of the log.</summary>
    public static TheoryData<string, Func<LogLines, CorsAuthorizer>, string, int, string> InDecisions => new()
    {
        { "null", log => Events.ByIdentity(log, null!), Events.Rest, 102, "The decision about the caller failed; API Gateway answers 500. The decision is null." },
        {
            "routes by identity", log => Events.ByIdentity(log, Me.ForRoutes("GET/orders")), Events.Rest, 103,
            "Denied: a decision by identity holds for every route, so it must not name any: use CorsAuthorizer.ByRoute."
        },
        { "no routes by route", log => ByRoute(log, _ => Me), Events.Rest, 103, "Denied: a decision by route names what it allows: call ForRoutes." },
        {
            "what is no route", log => ByRoute(log, _ => Me.ForRoutes("or\nders")), Events.Rest, 103,
            "Denied: the route \"or?ders\" is not METHOD/path, or too long for a policy (512 characters with the API's own)."
        },
        { "null for a route", log => ByRoute(log, _ => Me.ForRoutes([null!])), Events.Rest, 103, "Denied: the route \"\" is not METHOD/path, or too long for a policy (512 characters with the API's own)." },
        {
            "the path of a request, which has a wildcard", log => ByRoute(log, request => Me.ForRoutes(request.Resource)), Events.Rest.Replace("/GET/orders/1", "/GET/orders/*", StringComparison.Ordinal), 102,
            "The decision about the caller failed; API Gateway answers 500. The path of the request has a wildcard or a policy variable in it, so a policy cannot name it alone."
        },
        {
            "another route", log => CorsAuthorizer.ByRoute((_, _) => new(Me.ForRoutes("GET/carts")), Events.Options(log, options => options.EnableSimpleResponses = true)), Events.Http2, 109,
            "Denied: the request is none of the routes that the decision names."
        },
        {
            "a foreign origin", log => Events.ByIdentity(log, Me.WithPolicy("partner"), options => options.RefuseForeignOrigins = true), Events.Rest, 106,
            "Denied: origin https://shop.example.com is refused by policy partner: OriginNotAllowed."
        },
        {
            "an origin, and no policy for it",
            log => Events.ByIdentity(log, Me, options => (options.RefuseForeignOrigins, options.Policies) = (true, Events.Policies(("partner", Events.Shop)))), Events.Rest, 106,
            "Denied: origin https://shop.example.com is refused by policy (none): OriginNotAllowed."
        },
    };

    [Theory]
    [MemberData(nameof(InDecisions))]
    public async Task In_a_decision_it_lets_nobody_in_and_is_logged(string what, Func<LogLines, CorsAuthorizer> create, string lambdaEvent, int id, string said)
    {
        using var log = new LogLines();
        var authorizer = create(log);
        if (id == 102)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, lambdaEvent));
        }
        else
        {
            Assert.Matches("\"Deny\"|\"isAuthorized\":false", await Events.AskAsync(authorizer, lambdaEvent));
        }

        var line = Assert.Single(log.All, line => line.Id != 108);
        Assert.Equal((what, id, said), (what, line.Id.Id, line.Exception is null ? line.Text : $"{line.Text} {line.Exception.Message}"));
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, false, "ByRoute")]
    [InlineData(false, true, "RefuseForeignOrigins")]
    [InlineData(true, true, "ByRoute RefuseForeignOrigins")]
    public void What_needs_a_TTL_of_0_says_so_once_at_the_start(bool byRoute, bool refuses, string settings)
    {
        using var log = new LogLines();
        var options = Events.Options(log, options => options.RefuseForeignOrigins = refuses);
        _ = byRoute ? CorsAuthorizer.ByRoute((_, _) => default, options) : CorsAuthorizer.ByIdentity((_, _) => default, options);

        Assert.All(log.All, line => Assert.EndsWith(" needs an authorizer TTL of 0 in the template (AuthorizerResultTtlInSeconds, ReauthorizeEvery): API Gateway would use a decision again where it does not hold.", line.Text, StringComparison.Ordinal));
        Assert.Equal(settings, string.Join(' ', log.All.Select(line => line.Text.Split(' ')[0])));
    }

    /// <summary>A header is named by a token (https://www.rfc-editor.org/rfc/rfc9110#name-tokens).</summary>
    [Fact]
    public void An_identity_source_is_a_token()
    {
        for (var c = '\0'; c <= '\u0100'; c++)
        {
            var exception = Record.Exception(With([$"X{c}Tenant"]));
            Assert.Equal((c, char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)), (c, exception is null));
        }
    }

    private static Action With(string[] sources) => () => Events.ByIdentity(Log, AuthorizerDecision.Deny(), options => options.IdentitySources = sources);

    private static AuthorizerDecision Me => AuthorizerDecision.Allow("me");

    private static CorsAuthorizer ByRoute(LogLines log, Func<AuthorizerRoute, AuthorizerDecision> decide) => CorsAuthorizer.ByRoute((request, _) => new(decide(request)), Events.Options(log));
}
