namespace CorsKit.Tests.Policies;

/// <summary>Settings x Origin of an actual request -> exact headers, nothing more.</summary>
public sealed class OriginVerdictTests
{
    private const string Refused = "Vary: Origin";

    public static TheoryData<string[], string?, CorsReason, string> Cases => new()
    {
        // Exact origins: scheme, host and port all count.
        { ["https://shop.example.com"], "https://shop.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin" },
        { ["https://shop.example.com"], "http://shop.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://shop.example.com"], "https://shop.example.com:8443", CorsReason.OriginNotAllowed, Refused },
        { ["https://shop.example.com"], "https://example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://shop.example.com"], "https://a.shop.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://a.example", "https://b.example"], "https://b.example", CorsReason.Allowed, "Access-Control-Allow-Origin: https://b.example\nVary: Origin" },
        { ["capacitor://localhost"], "capacitor://localhost", CorsReason.Allowed, "Access-Control-Allow-Origin: capacitor://localhost\nVary: Origin" },
        { ["http://[2001:db8::1]:8080"], "http://[2001:db8::1]:8080", CorsReason.Allowed, "Access-Control-Allow-Origin: http://[2001:db8::1]:8080\nVary: Origin" },

        // Requests without an origin, and what is none.
        { ["https://shop.example.com"], null, CorsReason.NoOrigin, Refused },
        { ["https://shop.example.com"], "null", CorsReason.OriginIsNull, Refused },
        { ["https://shop.example.com"], "", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "*", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "Null", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "file://", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "https://shop.example.com/", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "https://shop.example.com:443", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], "https://Shop.example.com", CorsReason.OriginMalformed, Refused },
        { ["https://shop.example.com"], " https://shop.example.com", CorsReason.OriginMalformed, Refused },

        { ["https://shop.example.com"], "https://shop.example.com, https://shop.example.com", CorsReason.SeveralOrigins, Refused },
        { ["*"], "https://a.example,https://b.example", CorsReason.Allowed, "Access-Control-Allow-Origin: *" },

        // Any origin: one answer for all, so no Vary.
        { ["*"], "https://shop.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: *" },
        { ["*"], null, CorsReason.Allowed, "Access-Control-Allow-Origin: *" },
        { ["*"], "null", CorsReason.Allowed, "Access-Control-Allow-Origin: *" },
        { ["https://shop.example.com", "*"], "https://other.example", CorsReason.Allowed, "Access-Control-Allow-Origin: *" },

        // Subdomain patterns: one or more labels, at a label boundary.
        { ["https://*.example.com"], "https://a.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a.example.com\nVary: Origin" },
        { ["https://*.example.com"], "https://a.b.c.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a.b.c.example.com\nVary: Origin" },
        { ["https://*.example.com"], "https://example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*.example.com"], "https://evilexample.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*.example.com"], "https://a.example.com.evil.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*.example.com"], "http://a.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*.example.com"], "https://a.example.com:8443", CorsReason.OriginNotAllowed, Refused },
        { ["https://*.example.com"], "https://*.example.com", CorsReason.OriginMalformed, Refused },
        { ["https://*.example.com"], "https://.example.com", CorsReason.OriginMalformed, Refused },
        { ["https://*.example.com"], "https://a..example.com", CorsReason.OriginMalformed, Refused },
        { ["https://*.example.com:8443"], "https://a.example.com:8443", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a.example.com:8443\nVary: Origin" },
        { ["https://*.example.com:8443"], "https://a.example.com", CorsReason.OriginNotAllowed, Refused },

        // Any port, or none.
        { ["http://localhost:*"], "http://localhost", CorsReason.Allowed, "Access-Control-Allow-Origin: http://localhost\nVary: Origin" },
        { ["http://localhost:*"], "http://localhost:5173", CorsReason.Allowed, "Access-Control-Allow-Origin: http://localhost:5173\nVary: Origin" },
        { ["http://localhost:*"], "https://localhost:5173", CorsReason.OriginNotAllowed, Refused },
        { ["http://localhost:*"], "http://a.localhost:5173", CorsReason.OriginNotAllowed, Refused },
        { ["http://localhost:*"], "http://localhost:80", CorsReason.OriginMalformed, Refused },
        { ["http://localhost:*"], "http://localhost:*", CorsReason.OriginMalformed, Refused },
        { ["http://localhost:*"], "http://localhost:", CorsReason.OriginMalformed, Refused },
        { ["https://*.example.com:*"], "https://a.example.com:8443", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a.example.com:8443\nVary: Origin" },
        { ["https://*.example.com:*"], "https://example.com:8443", CorsReason.OriginNotAllowed, Refused },
        { ["http://[::1]:*"], "http://[::1]:3000", CorsReason.Allowed, "Access-Control-Allow-Origin: http://[::1]:3000\nVary: Origin" },
        { ["http://127.0.0.1:*"], "http://127.0.0.1:3000", CorsReason.Allowed, "Access-Control-Allow-Origin: http://127.0.0.1:3000\nVary: Origin" },

        // A label with fixed text: one or more characters, never a dot.
        { ["https://*--shop.netlify.app"], "https://deploy-preview-12--shop.netlify.app", CorsReason.Allowed, "Access-Control-Allow-Origin: https://deploy-preview-12--shop.netlify.app\nVary: Origin" },
        { ["https://*--shop.netlify.app"], "https://a--shop.netlify.app", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a--shop.netlify.app\nVary: Origin" },
        { ["https://*--shop.netlify.app"], "https://--shop.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://shop.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://a.b--shop.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://b--shop.a.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://a--shop.netlify.app.evil.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://a--shop-evil.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "http://a--shop.netlify.app", CorsReason.OriginNotAllowed, Refused },
        { ["https://*--shop.netlify.app"], "https://a--shop.netlify.app:8443", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-1.preview.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://pr-1.preview.example.com\nVary: Origin" },
        { ["https://pr-*.preview.example.com"], "https://pr-.preview.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-1.2.preview.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://xpr-1.preview.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-1.preview.example.com:8443", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-1.evilpreview.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://app-*-team.example.com"], "https://app-x-team.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://app-x-team.example.com\nVary: Origin" },
        { ["https://app-*-team.example.com"], "https://app-a-b-c-team.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://app-a-b-c-team.example.com\nVary: Origin" },
        { ["https://app-*-team.example.com"], "https://app--team.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://app-*-team.example.com"], "https://app-team.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://app-*-team.example.com"], "https://app-x-team.a.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://app-*-team.example.com"], "https://app-x.y-team.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.example.com:*"], "https://pr-7.example.com:8443", CorsReason.Allowed, "Access-Control-Allow-Origin: https://pr-7.example.com:8443\nVary: Origin" },
        { ["https://pr-*.example.com:*"], "https://pr-7.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://pr-7.example.com\nVary: Origin" },
        { ["https://pr-*.example.com:8443"], "https://pr-7.example.com:8443", CorsReason.Allowed, "Access-Control-Allow-Origin: https://pr-7.example.com:8443\nVary: Origin" },
        { ["https://pr-*.example.com:8443"], "https://pr-7.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://ab*ba.example.com"], "https://abxba.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://abxba.example.com\nVary: Origin" },
        { ["https://ab*ba.example.com"], "https://abba.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://ab*ba.example.com"], "https://aba.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-*.preview.example.com", CorsReason.OriginMalformed, Refused },
        { ["https://pr-*.preview.example.com"], "https://pr-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.preview.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://pr-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.preview.example.com\nVary: Origin" },
        { ["https://pr-*.preview.example.com"], "https://pr-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.preview.example.com", CorsReason.OriginMalformed, Refused },

        // Any origin of a scheme.
        { ["https://*"], "https://shop.example.com", CorsReason.Allowed, "Access-Control-Allow-Origin: https://shop.example.com\nVary: Origin" },
        { ["https://*"], "https://shop.example.com:8443", CorsReason.Allowed, "Access-Control-Allow-Origin: https://shop.example.com:8443\nVary: Origin" },
        { ["https://*"], "https://[::1]", CorsReason.Allowed, "Access-Control-Allow-Origin: https://[::1]\nVary: Origin" },
        { ["https://*"], "http://shop.example.com", CorsReason.OriginNotAllowed, Refused },
        { ["https://*"], "app://localhost", CorsReason.OriginNotAllowed, Refused },
        { ["http://*"], "http://localhost:3000", CorsReason.Allowed, "Access-Control-Allow-Origin: http://localhost:3000\nVary: Origin" },
        { ["http://*"], "https://localhost:3000", CorsReason.OriginNotAllowed, Refused },
        { ["https://*:*"], "https://a.example:1", CorsReason.Allowed, "Access-Control-Allow-Origin: https://a.example:1\nVary: Origin" },
        { ["moz-extension://*"], "moz-extension://0b4f0b66-0000-4000-8000-000000000000", CorsReason.Allowed, "Access-Control-Allow-Origin: moz-extension://0b4f0b66-0000-4000-8000-000000000000\nVary: Origin" },
        { ["moz-extension://*"], "chrome-extension://0b4f0b66-0000-4000-8000-000000000000", CorsReason.OriginNotAllowed, Refused },
        { ["https://*"], null, CorsReason.NoOrigin, Refused },
        { ["https://*"], "null", CorsReason.OriginIsNull, Refused },
        { ["https://*"], "https://*", CorsReason.OriginMalformed, Refused },
        { ["https://*"], "https://Shop.example.com", CorsReason.OriginMalformed, Refused },
        { ["https://*"], "https://a.example,https://b.example", CorsReason.SeveralOrigins, Refused },
        { ["app://*"], "app://a,b", CorsReason.SeveralOrigins, Refused },

        // Other schemes have opaque hosts: compared as they are.
        { ["app://."], "app://.", CorsReason.Allowed, "Access-Control-Allow-Origin: app://.\nVary: Origin" },
        { ["app://."], "app://..", CorsReason.OriginNotAllowed, Refused },
        { ["app://."], "app://a.", CorsReason.OriginNotAllowed, Refused },
        { ["tauri://localhost"], "tauri://localhost", CorsReason.Allowed, "Access-Control-Allow-Origin: tauri://localhost\nVary: Origin" },
        { ["ionic://localhost"], "ionic://localhost", CorsReason.Allowed, "Access-Control-Allow-Origin: ionic://localhost\nVary: Origin" },
        { ["ionic://localhost"], "ionic://Localhost", CorsReason.OriginNotAllowed, Refused },
        { ["ionic://localhost"], "capacitor://localhost", CorsReason.OriginNotAllowed, Refused },
        { ["capacitor://localhost:*"], "capacitor://localhost:3000", CorsReason.Allowed, "Access-Control-Allow-Origin: capacitor://localhost:3000\nVary: Origin" },
        { ["chrome-extension://abcdefghijklmnopabcdefghijklmnop"], "chrome-extension://abcdefghijklmnopabcdefghijklmnop", CorsReason.Allowed, "Access-Control-Allow-Origin: chrome-extension://abcdefghijklmnopabcdefghijklmnop\nVary: Origin" },
        { ["chrome-extension://abcdefghijklmnopabcdefghijklmnop"], "chrome-extension://abcdefghijklmnopabcdefghijklmnoo", CorsReason.OriginNotAllowed, Refused },
        { ["safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54"], "safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54", CorsReason.Allowed, "Access-Control-Allow-Origin: safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54\nVary: Origin" },
        { ["safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54"], "safari-web-extension://e5c71f5b-6ec1-4b43-a8c8-0fa4c4ba2a54", CorsReason.OriginNotAllowed, Refused },
        { ["app://Bundle"], "app://Bundle", CorsReason.Allowed, "Access-Control-Allow-Origin: app://Bundle\nVary: Origin" },
        { ["app://Bundle"], "app://bundle", CorsReason.OriginNotAllowed, Refused },
        { ["app://Bundle"], "App://Bundle", CorsReason.OriginMalformed, Refused },
        { ["app://."], "app://a b", CorsReason.OriginMalformed, Refused },
        { ["app://."], "app://", CorsReason.OriginMalformed, Refused },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_origin_gets_exactly_these_headers(string[] allowed, string? origin, CorsReason reason, string headers)
    {
        var verdict = Settings.Of(allowed).Compile().EvaluateOrigin(origin);

        Assert.Equal(headers, verdict.Lines());
        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(reason == CorsReason.Allowed, verdict.IsAllowed);
    }

    [Fact]
    public void Credentials_and_exposed_headers_go_to_allowed_origins_only()
    {
        var policy = Settings.Of("https://a.example", "https://*.b.example").Credentials().Expose("ETag", "x-request-id", "etag").Compile();

        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://a.example\nAccess-Control-Expose-Headers: etag,x-request-id\nVary: Origin",
            policy.EvaluateOrigin("https://a.example").Lines());
        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://x.b.example\nAccess-Control-Expose-Headers: etag,x-request-id\nVary: Origin",
            policy.EvaluateOrigin("https://x.b.example").Lines());
        Assert.Equal(Refused, policy.EvaluateOrigin("https://evil.example").Lines());
        Assert.Equal(Refused, policy.EvaluateOrigin(null).Lines());
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData("etag,*", "*")]
    [InlineData("content-type,Content-Length,cache-control,expires,last-modified,pragma,content-language", null)]
    [InlineData("Content-Type,X-Total", "x-total")]
    public void Safelisted_response_headers_are_dropped_and_a_wildcard_wins(string exposed, string? header) =>
        Assert.Equal(header, Settings.Of("*").Expose(exposed.Split(',')).Compile().EvaluateOrigin("https://a.example").ExposeHeaders);

    /// <summary>A scheme of 64 characters, a host of 253 and a port of five digits; one more of either is no origin.</summary>
    [Theory]
    [InlineData(64, 253, true)]
    [InlineData(65, 253, false)]
    [InlineData(64, 254, false)]
    public void The_longest_origin_that_there_can_be(int scheme, int host, bool isOrigin)
    {
        var origin = $"{new string('s', scheme)}://{string.Concat(Enumerable.Repeat("host.", 60))[..host].TrimEnd('.').PadRight(host, 'h')}:65535";

        Assert.Equal(isOrigin, GatewayCorsPolicy.TryCreate(Settings.Of(origin), out var policy, out _));
        Assert.Equal(isOrigin, policy?.EvaluateOrigin(origin).AllowOrigin == origin);
    }

    [Fact]
    public void The_settings_are_read_once()
    {
        var settings = Settings.Of("https://a.example");
        settings.AllowOrigins = ["https://a.example"];
        var policy = settings.Compile();

        settings.AllowOrigins[0] = "https://evil.example";
        settings.AllowCredentials = true;

        Assert.True(policy.EvaluateOrigin("https://a.example").IsAllowed);
        Assert.Null(policy.EvaluateOrigin("https://a.example").AllowCredentials);
        Assert.False(policy.EvaluateOrigin("https://evil.example").IsAllowed);
    }
}
