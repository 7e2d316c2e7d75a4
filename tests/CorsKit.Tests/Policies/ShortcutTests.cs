using CorsKit.Policies;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Policies;

/// <summary>What the middleware asks a policy on its way says the same as the public questions, which take no shortcut.</summary>
public sealed class ShortcutTests
{
    private const string Shop = "https://shop.example.com";

    private static readonly StringValues[] Origins =
    [
        Shop, "https://a.shop.example.com", "https://evil.example", "https://shop.example.org", "null", "", "https://Shop.example.com", "https://shop.example.com/",
        "https://a, https://b", new string('a', 5000), StringValues.Empty, new(new string?[] { null }), new([Shop, Shop]),
    ];

    public static TheoryData<string> Policies => ["exact", "patterns", "any", "echo", "echo of methods", "echo of headers", "nothing"];

    [Theory]
    [MemberData(nameof(Policies))]
    public void An_origin_is_evaluated_the_same_and_explained_when_asked(string name)
    {
        var policy = Policy(name);
        foreach (var origins in Origins)
        {
            var verdict = policy.EvaluateOrigins(origins);

            var full = origins.Count switch
            {
                0 => policy.EvaluateOrigin(null),
                1 => policy.EvaluateOrigin(origins[0] ?? ""),
                _ => name == "any" ? policy.EvaluateOrigin(Shop) : OriginVerdict.Several,
            };
            Assert.Equal((full.IsAllowed, full.AllowOrigin, full.Vary, full.ExposeHeaders), (verdict.IsAllowed, verdict.AllowOrigin, verdict.Vary, verdict.ExposeHeaders));
            Assert.Equal(origins.Count == 0 ? CorsReason.NoOrigin : full.Reason, policy.ReasonFor(origins, verdict));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Where_all_is_named_the_answer_does_not_depend_on_what_is_asked_for(string name)
    {
        var policy = Policy(name);
        Assert.False(policy.NamesAll(requestedOnly: true));
        Assert.Equal(!name.StartsWith("echo", StringComparison.Ordinal), policy.NamesAll(requestedOnly: false));
        if (!policy.NamesAll(requestedOnly: false))
        {
            return;
        }

        var origin = policy.EvaluateOrigin(name == "patterns" ? "https://a.shop.example.com" : Shop);
        Assert.True(origin.IsAllowed);
        var all = policy.FullAnswerFor(origin);
        foreach (var (method, headers) in new[] { ("PUT", "x-a"), ("DELETE", "x-b"), ("put", ""), ("", new string(',', 10_000)), ("GET", "content-type, x-a") })
        {
            var full = policy.EvaluatePreflight(origin, method, headers, requestedOnly: false);
            Assert.Equal((full.AllowMethods, full.AllowHeaders, full.MaxAge, full.Vary), (all.AllowMethods, all.AllowHeaders, all.MaxAge, all.Vary));
            Assert.Same(all, policy.AnswerOf(full));
        }
    }

    /// <summary>An answer is kept for the next request that asks the same, and never given to one that asks for something else.</summary>
    [Fact]
    public void An_answer_that_names_what_is_requested_is_made_once_in_a_row()
    {
        var policy = Policy("echo");
        PreflightAnswer Ask(string method, string headers) => policy.AnswerOf(policy.EvaluatePreflight(Shop, method, headers));

        var put = Ask("PUT", "x-a");
        Assert.Same(put, Ask("PUT", "x-a"));
        var delete = Ask("DELETE", "x-b");
        Assert.Equal(("PUT", "x-a", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"), (put.AllowMethods, put.AllowHeaders, put.Vary));
        Assert.Equal(("DELETE", "x-b"), (delete.AllowMethods, delete.AllowHeaders));
        Assert.Equal(("PUT", "x-a"), Ask("PUT", "x-a") is var again ? (again.AllowMethods, again.AllowHeaders) : default);
    }

    private static GatewayCorsPolicy Policy(string name) => GatewayCorsPolicy.Create(name switch
    {
        "patterns" => new() { AllowOrigins = ["https://*.shop.example.com"], AllowMethods = ["PUT"], AllowHeaders = ["x-a"] },
        "any" => new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"], ExposeHeaders = ["*"] },
        "echo" => new() { AllowOrigins = [Shop], AllowMethods = ["*"], AllowHeaders = ["*"], AllowCredentials = true },
        "echo of methods" => new() { AllowOrigins = [Shop], AllowMethods = ["*"], AllowHeaders = ["x-a"], AllowCredentials = true },
        "echo of headers" => new() { AllowOrigins = [Shop], AllowMethods = ["PUT"], AllowHeaders = ["*"], AllowCredentials = true },
        "nothing" => new() { AllowOrigins = [Shop] },
        _ => new() { AllowOrigins = [Shop], AllowMethods = ["PUT"], AllowHeaders = ["x-a"], ExposeHeaders = ["etag"], AllowCredentials = true },
    });
}
