using CorsKit.Selection;

namespace CorsKit.Tests.Selection;

/// <summary>What is declared to be read: what Vary names then, what a preflight lacks of it, and what is read undeclared.</summary>
public sealed class VaryByTests
{
    /// <summary>The declaration, Vary, and the first thing that no preflight carries.</summary>
    public static TheoryData<string, Action<VaryBy>, string?, string?> Declarations => new()
    {
        { "nothing", _ => { }, null, null },
        { "a header", reads => reads.Header("x-tenant"), "x-tenant", "the header x-tenant" },
        { "one that a proxy adds", reads => reads.Header("CloudFront-Viewer-Country", onPreflights: true), "CloudFront-Viewer-Country", null },
        { "credentials, whatever is claimed of them", reads => reads.Header("Authorization", onPreflights: true), "Authorization", "the header Authorization" },
        { "cookies, too", reads => reads.Header("cookie", onPreflights: true), "cookie", "the header cookie" },
        { "two", reads => reads.Header("x-proxy", onPreflights: true).Header("x-a").Header("x-b"), "x-proxy, x-a, x-b", "the header x-a" },
        { "one twice", reads => reads.Header("x-a").Header("X-A").Header("x-b"), "x-a, x-b", "the header x-a" },
        { "the authorizer", reads => reads.Authorizer(), "Authorization", "the authorizer's context" },
        { "the authorizer, which knows callers by another header", reads => reads.Authorizer("x-key", "x-tenant"), "x-key, x-tenant", "the authorizer's context" },
        { "a header, and the authorizer", reads => reads.Header("x-a").Authorizer("x-key"), "x-a, x-key", "the header x-a" },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_says_what_caches_and_preflights_need(string what, Action<VaryBy> declare, string? vary, string? missing)
    {
        var reads = new VaryBy();
        declare(reads);

        Assert.Equal((what, vary, missing), (what, reads.Vary, reads.MissingOnPreflights));
        Assert.Empty(reads.Problems);
        Assert.Same(reads.Vary, reads.Vary);
    }

    /// <summary>It is asked for while the app starts, and more may be declared after that.</summary>
    [Fact]
    public void What_is_declared_later_counts_too()
    {
        var reads = new VaryBy().Header("x-a");
        Assert.Equal("x-a", reads.Vary);
        Assert.Equal("x-a, x-b", reads.Header("x-b").Vary);
    }

    [Theory]
    [InlineData("x tenant")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_header_name_is_a_problem_with_its_fix(string? name)
    {
        var reads = new VaryBy().Header(name!);

        var problem = Assert.Single(reads.Problems);
        Assert.Equal(("CORS040", name ?? "", "A header name is a token (RFC 9110, section 5.1)", "Write the name alone, for example \"x-tenant\"."), (problem.Code, problem.Value, problem.Reason, problem.Fix));
        Assert.Null(reads.Vary);
    }

    [Fact]
    public void No_list_of_identity_sources_is_an_exception() => Assert.Throws<ArgumentNullException>("identitySources", () => new VaryBy().Authorizer(null!));

    [Fact]
    public void What_is_not_declared_cannot_be_read()
    {
        var request = new CorsRequest(new DefaultHttpContext(), new VaryBy().Header("x-b"), isPreflight: false);

        Assert.Equal(
            "The header x-a is read and not declared, so caches would not know that the response depends on it. Declare it: reads => reads.Header(\"x-a\").",
            Assert.Throws<InvalidOperationException>(() => request.Header("x-a")).Message);
        Assert.Equal(
            "The authorizer's value plan is read and not declared, so caches would not know that the response depends on the caller. Declare it: reads => reads.Authorizer().",
            Assert.Throws<InvalidOperationException>(() => request.AuthorizerValue("plan")).Message);
        Assert.Equal((null, ""), (request.Header("X-B"), request.Host));
    }
}
