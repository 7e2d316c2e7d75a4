using CorsKit.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit.Tests.Configuration;

/// <summary>What is wrong with settings in code, word for word; what the section says is in <see cref="ConfigurationTests"/>.</summary>
public sealed class OptionsProblemTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static TheoryData<string, Action<GatewayCorsOptions>, string[]> Rows => new()
    {
        {
            "two selections, which have no policy to select", cors => cors.AddDefaultPolicy(Any).SelectPolicy(_ => null).SelectPolicy((_, _) => new((string?)null)),
            ["CORS060 SelectPolicy: SelectPolicy is called twice, and selections are never merged. Call it once."]
        },
        {
            "an unknown policy for preflights, and none has a name", cors => cors.AddDefaultPolicy(Any).SelectPolicy(_ => null, preflightPolicy: "all"),
            ["CORS062 SelectPolicy \"all\": The policy for preflights does not exist. There are no named policies; add one with AddPolicy or under \"Policies\"."]
        },
        {
            "an unknown policy for preflights beside others", cors => cors.AddPolicy("b", Any).AddPolicy("a", Any).SelectPolicy(_ => null, preflightPolicy: "all"),
            ["CORS062 SelectPolicy \"all\": The policy for preflights does not exist. The named policies are: b, a."]
        },
        {
            "a selection by what no preflight carries", cors => cors.AddDefaultPolicy(Any).SelectPolicy(_ => null, reads => reads.Header("x-tenant")),
            [
                "CORS061 SelectPolicy: The selection reads the header x-tenant, and a preflight carries no credentials, nothing that a page sets, and no authorizer context "
                    + "(https://fetch.spec.whatwg.org/#cors-preflight-fetch). Name the policy that answers preflights: preflightPolicy: \"name\"; let it list every origin, method and header that any of the "
                    + "selected policies lists. Declare a header that a proxy adds to preflights too with onPreflights: true.",
            ]
        },
        { "read again after a second", cors => (cors.RefreshAfter, _) = (TimeSpan.FromSeconds(1), cors.AddDefaultPolicy(Any)), [] },
        {
            "read again with every request", cors => (cors.RefreshAfter, _) = (TimeSpan.FromSeconds(1) - Tick, cors.AddDefaultPolicy(Any)),
            ["CORS063 RefreshAfter \"00:00:00.9999999\": The configuration would be read again with nearly every request. Write a second or more, TimeSpan.FromMinutes(5) for example, or leave it unset."]
        },
        {
            "a CorsPolicy with a star beside others", cors => cors.AddDefaultPolicy(p => p.FromCorsPolicy(new CorsPolicy { Origins = { "*", "https://a.example" } })),
            ["CORS008 AddDefaultPolicy:FromCorsPolicy: The CorsPolicy has \"*\" beside other origins, where it matches nothing, and here it would allow any origin. Call AllowAnyOrigin() alone if that is meant, or remove the \"*\"."]
        },
        {
            "a CorsPolicy with a pattern that matches nothing", cors => cors.AddDefaultPolicy(p => p.FromCorsPolicy(new CorsPolicy { Origins = { "https://*.example.com" } })),
            [
                "CORS008 AddDefaultPolicy:FromCorsPolicy: The CorsPolicy has the pattern https://*.example.com switched off, and here it would allow every subdomain. "
                    + "Call SetIsOriginAllowedToAllowWildcardSubdomains() on its builder if that is meant, or list the origins.",
            ]
        },
        {
            "a max-age of half a second", cors => cors.AddPolicy("p", p => Any(p.MaxAge(TimeSpan.FromSeconds(1.5)))),
            ["CORS050 AddPolicy(\"p\"):MaxAge \"00:00:01.5000000\": The preflight cache is set in whole seconds; browsers ignore the header otherwise. Write TimeSpan.FromHours(2), or another number of whole seconds up to a day."]
        },
        {
            "a max-age of more than a day", cors => cors.AddPolicy("p", p => Any(p.MaxAge(TimeSpan.FromSeconds(int.MaxValue)))),
            ["CORS050 AddPolicy(\"p\"):MaxAge \"2147483647\": The preflight cache is set in seconds, from -1 (off) to 86400 (a day). Write 7200, the longest that Chromium honors, or leave it unset for the same."]
        },
        {
            "a max-age of more than an int", cors => cors.AddPolicy("p", p => Any(p.MaxAge(TimeSpan.FromSeconds(int.MaxValue + 1L)))),
            ["CORS050 AddPolicy(\"p\"):MaxAge \"24855.03:14:08\": The preflight cache is set in whole seconds; browsers ignore the header otherwise. Write TimeSpan.FromHours(2), or another number of whole seconds up to a day."]
        },
        {
            "a source beside any origin", cors => cors.AddDefaultPolicy(p => Any(p.AllowOriginsFrom((_, _, _) => true))),
            ["CORS070 AddDefaultPolicy:AllowOriginsFrom \"*\": The policy allows any origin, so its source would never be asked. Remove the \"*\", or the source."]
        },
        {
            "a source with the least", Source(s => (s.AllowedLifetime, s.RefusedLifetime, s.GraceLifetime, s.Timeout, s.RetryAfter, s.MaxEntries) = (default, default, default, TimeSpan.FromMilliseconds(1), default, 1)),
            []
        },
        {
            "a source with the most", Source(s => (s.AllowedLifetime, s.RefusedLifetime, s.GraceLifetime, s.Timeout, s.RetryAfter, s.MaxEntries) = (Day, Day, Day, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), 1_000_000)),
            []
        },
        {
            "a source below its bounds", Source(s => (s.AllowedLifetime, s.RefusedLifetime, s.GraceLifetime, s.Timeout, s.RetryAfter, s.MaxEntries) = (-Tick, -Tick, -Tick, TimeSpan.FromMilliseconds(1) - Tick, -Tick, 0)),
            [
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:AllowedLifetime \"-00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:RefusedLifetime \"-00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:GraceLifetime \"-00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:Timeout \"00:00:00.0009999\": The value is out of range. Write one from 00:00:00.0010000 to 00:00:10.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:RetryAfter \"-00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 00:01:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:MaxEntries \"0\": The value is out of range. Write one from 1 to 1000000.",
            ]
        },
        {
            "a source beyond its bounds",
            Source(s => (s.AllowedLifetime, s.RefusedLifetime, s.GraceLifetime, s.Timeout, s.RetryAfter, s.MaxEntries) = (Day + Tick, Day + Tick, Day + Tick, TimeSpan.FromSeconds(10) + Tick, TimeSpan.FromMinutes(1) + Tick, 1_000_001)),
            [
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:AllowedLifetime \"1.00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:RefusedLifetime \"1.00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:GraceLifetime \"1.00:00:00.0000001\": The value is out of range. Write one from 00:00:00 to 1.00:00:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:Timeout \"00:00:10.0000001\": The value is out of range. Write one from 00:00:00.0010000 to 00:00:10.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:RetryAfter \"00:01:00.0000001\": The value is out of range. Write one from 00:00:00 to 00:01:00.",
                "CORS071 AddDefaultPolicy:AllowOriginsFrom:MaxEntries \"1000001\": The value is out of range. Write one from 1 to 1000000.",
            ]
        },
        {
            "tenants by what no preflight carries", Source(s => s.TenantFrom(_ => null, reads => reads.Header("x-tenant"))),
            [
                "CORS072 AddDefaultPolicy:AllowOriginsFrom: The tenant is told by the header x-tenant, which no preflight carries, so every preflight would be refused. "
                    + "Tell it by the host, or by a header that a proxy adds to preflights too (onPreflights: true); or select a policy for each tenant with SelectPolicy.",
            ]
        },
        {
            "a warm-up for what is no exact origin", Source(s => s.WarmUp(["https://a.example", "https://*.example.com", "https://a.example/"])),
            [
                "CORS016 AddDefaultPolicy:AllowOriginsFrom:WarmUp \"https://*.example.com\": A source is asked for exact origins. List the origins, or add the pattern to AllowOrigins.",
                "CORS011 AddDefaultPolicy:AllowOriginsFrom:WarmUp \"https://a.example/\": An origin ends after its host and port: no user info, path, query, fragment or trailing slash. Write \"https://a.example\".",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_problem_says_what_and_why_and_the_fix(string what, Action<GatewayCorsOptions> configure, string[] problems)
    {
        var options = new GatewayCorsOptions();
        configure(options);

        Assert.Equal([what, .. problems], [what, .. options.Compile().Problems.Select(problem => problem.ToString())]);
    }

    [Fact]
    public void No_rule_is_null()
    {
        Assert.Throws<ArgumentNullException>("select", () => new GatewayCorsOptions().SelectPolicy((Func<CorsRequest, string?>)null!));
        Assert.Throws<ArgumentNullException>("select", () => new GatewayCorsOptions().SelectPolicy((Func<CorsRequest, CancellationToken, ValueTask<string?>>)null!));
        Assert.Throws<ArgumentNullException>("isAllowed", () => new GatewayCorsPolicyBuilder().AllowOriginsFrom((Func<string, OriginSourceContext, CancellationToken, OriginAnswer>)null!));
        Assert.Throws<ArgumentNullException>("isAllowed", () => new GatewayCorsPolicyBuilder().AllowOriginsFrom((Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>>)null!));
    }

    private static void Any(GatewayCorsPolicyBuilder policy) => policy.AllowAnyOrigin();

    private static Action<GatewayCorsOptions> Source(Action<OriginSourceOptions> configure) => cors => cors.AddDefaultPolicy(p => p.AllowOriginsFrom((_, _, _) => true, configure));
}
