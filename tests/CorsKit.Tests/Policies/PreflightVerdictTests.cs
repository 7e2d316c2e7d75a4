using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Policies;

/// <summary>Settings x preflight -> exact headers, nothing more.</summary>
public sealed class PreflightVerdictTests
{
    private const string Shop = "https://shop.example.com";
    private const string AllowShop = "Access-Control-Allow-Origin: https://shop.example.com";
    private const string Credentials = "Access-Control-Allow-Credentials: true";
    private const string MaxAge = "Access-Control-Max-Age: 7200";
    private const string VaryAll = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    private static GatewayCorsPolicySettings Plain => Settings.Of(Shop).Methods("GET", "PUT", "patch").Headers("Content-Type", "X-A");

    private static GatewayCorsPolicySettings Any => Settings.Of(Shop).Methods("*").Headers("*");

    private static GatewayCorsPolicySettings AnyAndAuthorization => Settings.Of(Shop).Methods("*").Headers("*", "Authorization", "x-a");

    public static TheoryData<GatewayCorsPolicySettings, string, string, string?, CorsReason, string[]> WholeUrl => new()
    {
        // All that the policy has, whatever was asked: the browser compares, and one answer serves every method of the URL.
        { Plain, Shop, "PUT", "content-type", CorsReason.Allowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, Shop, "DELETE", null, CorsReason.MethodNotAllowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, Shop, "PUT", "x-b", CorsReason.HeaderNotAllowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, Shop, "DELETE", "x-b", CorsReason.MethodNotAllowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, Shop, "PATCH", null, CorsReason.MethodNotAllowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, Shop, "POST", "CONTENT-TYPE, x-a", CorsReason.Allowed, ["Access-Control-Allow-Headers: content-type,x-a", "Access-Control-Allow-Methods: GET,PUT,patch", AllowShop, MaxAge, "Vary: Origin"] },
        { Plain, "https://evil.example", "PUT", null, CorsReason.OriginNotAllowed, ["Vary: Origin"] },
        { Plain, "null", "PUT", null, CorsReason.OriginIsNull, ["Vary: Origin"] },
        { Plain, "", "PUT", null, CorsReason.OriginMalformed, ["Vary: Origin"] },

        // Credentials, and nothing listed.
        { Settings.Of(Shop).Credentials(), Shop, "POST", null, CorsReason.Allowed, [Credentials, AllowShop, MaxAge, "Vary: Origin"] },
        { Settings.Of(Shop).Credentials(), Shop, "PUT", null, CorsReason.MethodNotAllowed, [Credentials, AllowShop, MaxAge, "Vary: Origin"] },

        // Any origin.
        { Settings.Of("*").Methods("PUT"), Shop, "PUT", null, CorsReason.Allowed, ["Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Origin: *", MaxAge] },

        // Wildcards without credentials stay wildcards.
        { Any, Shop, "PUT", "x-b", CorsReason.Allowed, ["Access-Control-Allow-Headers: *", "Access-Control-Allow-Methods: *", AllowShop, MaxAge, "Vary: Origin"] },
        { Any, Shop, "PUT", "authorization", CorsReason.HeaderNotAllowed, ["Access-Control-Allow-Headers: *", "Access-Control-Allow-Methods: *", AllowShop, MaxAge, "Vary: Origin"] },
        { AnyAndAuthorization, Shop, "PUT", "authorization,x-b", CorsReason.Allowed, ["Access-Control-Allow-Headers: *,authorization", "Access-Control-Allow-Methods: *", AllowShop, MaxAge, "Vary: Origin"] },
        { Settings.Of(Shop).Methods("PUT", "*").Headers("x-a", "*"), Shop, "DELETE", "x-b", CorsReason.Allowed, ["Access-Control-Allow-Headers: *", "Access-Control-Allow-Methods: *", AllowShop, MaxAge, "Vary: Origin"] },

        // With credentials a wildcard would be a literal, so what was asked is named.
        { Any.Credentials(), Shop, "PUT", "x-b,x-c", CorsReason.Allowed, [Credentials, "Access-Control-Allow-Headers: x-b,x-c", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "PUT", null, CorsReason.Allowed, [Credentials, "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "PUT", "authorization,x-b", CorsReason.HeaderNotAllowed, [Credentials, "Access-Control-Allow-Headers: x-b", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "PUT", "Authorization", CorsReason.HeaderNotAllowed, [Credentials, "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { AnyAndAuthorization.Credentials(), Shop, "PUT", "authorization,x-b", CorsReason.Allowed, [Credentials, "Access-Control-Allow-Headers: authorization,x-b", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "PUT", "x-b, x(c)", CorsReason.HeaderNotAllowed, [Credentials, "Access-Control-Allow-Headers: x-b", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "P UT", null, CorsReason.MethodNotAllowed, [Credentials, AllowShop, MaxAge, VaryAll] },
        { Any.Credentials(), Shop, "TRACE", null, CorsReason.MethodNotAllowed, [Credentials, AllowShop, MaxAge, VaryAll] },
        { Settings.Of(Shop).Methods("PUT").Headers("*").Credentials(), Shop, "PUT", "x-b", CorsReason.Allowed, [Credentials, "Access-Control-Allow-Headers: x-b", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Settings.Of(Shop).Methods("*").Headers("x-a").Credentials(), Shop, "PUT", "x-b", CorsReason.HeaderNotAllowed, [Credentials, "Access-Control-Allow-Headers: x-a", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
    };

    [Theory]
    [MemberData(nameof(WholeUrl))]
    public void The_answer_names_all_that_the_policy_has(GatewayCorsPolicySettings settings, string origin, string method, string? headers, CorsReason reason, string[] lines)
    {
        var verdict = settings.Compile().EvaluatePreflight(origin, method, headers);

        Assert.Equal(string.Join('\n', lines), verdict.Lines());
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(reason == CorsReason.Allowed, verdict.IsAllowed);
    }

    public static TheoryData<GatewayCorsPolicySettings, string, string?, CorsReason, string[]> RequestedOnly => new()
    {
        { Plain, "PUT", "content-type", CorsReason.Allowed, ["Access-Control-Allow-Headers: content-type", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Plain, "PUT", "x-b,content-type", CorsReason.HeaderNotAllowed, ["Access-Control-Allow-Headers: content-type", "Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Plain, "PUT", "x-b", CorsReason.HeaderNotAllowed, ["Access-Control-Allow-Methods: PUT", AllowShop, MaxAge, VaryAll] },
        { Plain, "DELETE", "content-type", CorsReason.MethodNotAllowed, ["Access-Control-Allow-Headers: content-type", AllowShop, MaxAge, VaryAll] },
        { Plain, "POST", "content-type", CorsReason.Allowed, ["Access-Control-Allow-Headers: content-type", AllowShop, MaxAge, VaryAll] },

        // A wildcard would be remembered for every method of the URL, so it is not said.
        { Any, "DELETE", "x-b", CorsReason.Allowed, ["Access-Control-Allow-Headers: x-b", "Access-Control-Allow-Methods: DELETE", AllowShop, MaxAge, VaryAll] },
        { Any, "DELETE", "authorization", CorsReason.HeaderNotAllowed, ["Access-Control-Allow-Methods: DELETE", AllowShop, MaxAge, VaryAll] },
        { Settings.Of("*").Methods("PUT"), "PUT", null, CorsReason.Allowed, ["Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Origin: *", MaxAge, "Vary: Access-Control-Request-Method, Access-Control-Request-Headers"] },
    };

    [Theory]
    [MemberData(nameof(RequestedOnly))]
    public void The_answer_names_only_what_was_requested_and_is_allowed(GatewayCorsPolicySettings settings, string method, string? headers, CorsReason reason, string[] lines)
    {
        var verdict = settings.Compile().EvaluatePreflight(Shop, method, headers, requestedOnly: true);

        Assert.Equal(string.Join('\n', lines), verdict.Lines());
        Assert.Equal(reason, verdict.Reason);
    }

    /// <summary>Intermediaries split and pad the header; the HTTP API hands it over split at commas and untrimmed.</summary>
    public static TheoryData<string[], string> Spellings => new()
    {
        { ["content-type,x-a"], "content-type,x-a" },
        { ["content-type, x-a"], "content-type, x-a" },
        { ["content-type", "x-a"], "content-type,x-a" },
        { ["content-type", " x-a"], "content-type,x-a" },
        { ["content-type,", "\tx-a ,"], "content-type,x-a" },
        { ["", "content-type,,x-a", null!], "content-type,x-a" },
        { ["\tcontent-type", "x-a\t"], "content-type,x-a" },
        { [" content-type ,x-a", ""], "content-type,x-a" },
        { ["content-type ", "x-a "], "content-type,x-a" },
    };

    /// <summary>Blank and tab are padding (https://www.rfc-editor.org/rfc/rfc9110#whitespace); no other white space is.</summary>
    [Theory]
    [InlineData("\vx-a")]
    [InlineData("x-a\f")]
    [InlineData("\u00a0x-a")]
    [InlineData(" \rx-a")]
    public void Other_white_space_is_part_of_a_name(string requested) =>
        Assert.Equal(CorsReason.HeaderNotAllowed, Plain.Compile().EvaluatePreflight(Shop, "PUT", requested).Reason);

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Split_and_padded_header_lists_read_the_same(string[] lines, string answer)
    {
        var verdict = Plain.Compile().EvaluatePreflight(Shop, "PUT", new StringValues(lines), requestedOnly: true);

        Assert.Equal((CorsReason.Allowed, answer), (verdict.Reason, verdict.AllowHeaders));
    }

    /// <summary>The set of allowed names against its definition, with as many names as make it collide.</summary>
    [Fact]
    public void Every_listed_header_is_found_and_no_other()
    {
        var listed = Enumerable.Range(0, 500).Select(i => $"x-{i}").ToArray();
        var policy = Settings.Of(Shop).Headers(listed).Compile();

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i < 500, policy.EvaluatePreflight(Shop, "GET", $"X-{i}").IsAllowed);
        }
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void More_names_than_any_browser_sends_are_not_named(int count, bool named)
    {
        var headers = string.Join(',', Enumerable.Range(0, count).Select(i => $"x-{i}"));

        var verdict = Any.Credentials().Compile().EvaluatePreflight(Shop, "PUT", headers);

        Assert.Equal(named ? headers : null, verdict.AllowHeaders);
        Assert.Equal(named, verdict.IsAllowed);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_longer_list_than_any_browser_sends_is_not_named(int length, bool named)
    {
        var header = new string('x', length);

        var verdict = Any.Credentials().Compile().EvaluatePreflight(Shop, "PUT", header);

        Assert.Equal(named ? header : null, verdict.AllowHeaders);
        Assert.Equal(named, verdict.IsAllowed);
    }

    [Theory]
    [InlineData(null, "7200")]
    [InlineData(-1, "0")]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(86400, "86400")]
    public void Max_age_is_whole_seconds_with_a_default(int? maxAge, string header)
    {
        var settings = Plain;
        settings.MaxAge = maxAge;

        Assert.Equal(header, settings.Compile().EvaluatePreflight(Shop, "PUT", default).MaxAge);
    }
}
