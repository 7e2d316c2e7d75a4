using CorsKit.Methods;
using CorsKit.Policies;

namespace CorsKit.Tests.Policies;

/// <summary>The names that Fetch and HTTP treat specially, each of them.</summary>
public sealed class FetchNamesTests
{
    /// <summary>https://fetch.spec.whatwg.org/#forbidden-request-header, and the two prefixes.</summary>
    [Theory]
    [InlineData("Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer Transfer-Encoding Upgrade Via Proxy-A Sec-A", "CORS041")]
    [InlineData("Access-Control-Allow-Origin Access-Control-Allow-Credentials Access-Control-Allow-Methods Access-Control-Allow-Headers Access-Control-Expose-Headers Access-Control-Max-Age", "CORS042")]
    [InlineData("Accept Accept-Language Content-Language Content-Type Range Authorization User-Agent Proxy Security Date2 Vial X-HTTP-Method-Override Access-Control-Allow-Private-Network", "")]
    public void In_AllowHeaders(string names, string code) => Each(names, name => Settings.Of("*").Headers(name), code);

    /// <summary>https://fetch.spec.whatwg.org/#forbidden-response-header-name, and what only requests have.</summary>
    [Theory]
    [InlineData("Set-Cookie Set-Cookie2", "CORS041")]
    [InlineData("Origin Access-Control-Request-Method Access-Control-Request-Headers", "CORS042")]
    [InlineData("ETag Location Cookie Set-Cookie3 Cache-Control", "")]
    public void In_ExposeHeaders(string names, string code) => Each(names, name => Settings.Of("*").Expose(name), code);

    /// <summary>https://fetch.spec.whatwg.org/#concept-method-normalize, #cors-safelisted-method and #forbidden-method.</summary>
    [Theory]
    [InlineData("DELETE GET HEAD OPTIONS POST PUT", true)]
    [InlineData("PATCH QUERY COPY", false)]
    public void Methods_that_browsers_write_in_upper_case(string methods, bool isNormalized)
    {
        foreach (var method in methods.Split(' '))
        {
            var lower = method.ToLowerInvariant();
            foreach (var configured in new[] { lower, $"{method[0]}{lower[1..]}", method })
            {
                var policy = Settings.Of("*").Methods(configured).Compile();
                Assert.Equal((configured, isNormalized ? method : configured), (configured, policy.EvaluatePreflight("https://a.example", method, default).AllowMethods));
            }

            Assert.Equal((method, !isNormalized, false), (method, FetchMethod.KeepsLowerCase(lower), FetchMethod.KeepsLowerCase(method)));
            Assert.True(FetchMethod.KeepsLowerCase($"{method}x"));

            // Three need no permission.
            var reason = Settings.Of("*").Compile().EvaluatePreflight("https://a.example", method, default).Reason;
            Assert.Equal((method, method is "GET" or "HEAD" or "POST" ? CorsReason.Allowed : CorsReason.MethodNotAllowed), (method, reason));
        }
    }

    /// <summary>A method and a header's name are tokens (https://www.rfc-editor.org/rfc/rfc9110#name-tokens).</summary>
    [Fact]
    public void A_name_is_a_token()
    {
        for (var c = '\0'; c <= '\u0100'; c++)
        {
            var isToken = char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

            // A bar stands between values, more often than in a name.
            foreach (var settings in new[] { Settings.Of("*").Methods($"X{c}Y"), Settings.Of("*").Headers($"X{c}Y"), Settings.Of("*").Expose($"X{c}Y") })
            {
                Assert.Equal((c, isToken && c != '|'), (c, GatewayCorsPolicy.TryCreate(settings, out _, out _)));
            }
        }

        Assert.Equal("x|y", Settings.Of("*").Headers("*").Compile().EvaluatePreflight("https://a.example", "X|Y", "x|y", requestedOnly: true).AllowHeaders);
    }

    /// <summary>The closed set of what metrics and logs say, and the sentence that a refused preflight is told with.</summary>
    [Theory]
    [InlineData(CorsReason.Allowed, "allowed", "")]
    [InlineData(CorsReason.NoOrigin, "no-origin", "")]
    [InlineData(CorsReason.OriginIsNull, "origin-is-null", "The origin null can be sent by any site, so it is never allowed. Open the page from a server (http://localhost), not from a file or a sandboxed frame.")]
    [InlineData(CorsReason.OriginMalformed, "origin-malformed", "The Origin header is not scheme://host[:port] in lower case, as browsers send it. Check the client that sends it.")]
    [InlineData(CorsReason.OriginNotAllowed, "origin-not-allowed", "No item of AllowOrigins matches. Scheme, host and port must all match: add the origin exactly as it stands here.")]
    [InlineData(CorsReason.SeveralOrigins, "several-origins", "The request carries several Origin values; a browser sends one. Look for a proxy or client that adds another.")]
    [InlineData(CorsReason.MethodNotAllowed, "method-not-allowed", "")]
    [InlineData(CorsReason.HeaderNotAllowed, "header-not-allowed", "")]
    [InlineData(CorsReason.OriginUnverified, "origin-unverified", "No item of AllowOrigins matches, and the policy's source of origins failed or took too long. Its error is in the log.")]
    [InlineData(CorsReason.Disabled, "disabled", "The endpoint has DisableGatewayCors (or DisableCors), or names a policy that does not exist.")]
    public void A_reason_has_a_code_and_a_sentence(CorsReason reason, string code, string sentence)
    {
        Assert.Equal(code, CorsReasonNames.Code(reason));
        Assert.Contains(sentence, CorsReasonNames.Describe(reason), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_not_set_are_empty()
    {
        var policy = new GatewayCorsPolicySettings { AllowOrigins = ["*"], AllowMethods = null!, AllowHeaders = null!, ExposeHeaders = null! }.Compile();

        Assert.Equal("Access-Control-Allow-Origin: *\nAccess-Control-Max-Age: 7200", policy.EvaluatePreflight("https://a.example", "GET", default).Lines());
        Assert.Throws<ArgumentNullException>("settings", () => GatewayCorsPolicy.Create(null!));
    }

    private static void Each(string names, Func<string, GatewayCorsPolicySettings> settings, string code)
    {
        foreach (var name in names.Split(' ').SelectMany(name => new[] { name, name.ToLowerInvariant(), name.ToUpperInvariant() }))
        {
            Assert.Equal((name, code), (name, GatewayCorsPolicy.TryCreate(settings(name), out _, out var problems) ? "" : string.Join(' ', problems.Select(problem => problem.Code))));
        }
    }
}
