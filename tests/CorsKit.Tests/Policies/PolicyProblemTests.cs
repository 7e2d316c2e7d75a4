using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Policies;

public sealed class PolicyProblemTests
{
    /// <summary>AllowOrigins items that are no origins: the code, and the text that the fix proposes in quotes, if any.</summary>
    public static TheoryData<string, string, string?> BadOrigins => new()
    {
        { "https://shop.example.com/", "CORS011", "https://shop.example.com" },
        { "https://shop.example.com/path", "CORS011", "https://shop.example.com" },
        { "https://shop.example.com?q=1", "CORS011", "https://shop.example.com" },
        { "https://shop.example.com#top", "CORS011", "https://shop.example.com" },
        { "https://user@shop.example.com", "CORS011", "https://shop.example.com" },
        { "https://user:secret@shop.example.com/a@b", "CORS011", "https://shop.example.com" },
        { "https://evil.example\\@shop.example.com", "CORS011", "https://evil.example" },
        { "https://Shop.example.com", "CORS011", "https://shop.example.com" },
        { "HTTPS://shop.example.com", "CORS011", "https://shop.example.com" },
        { "https://Shop.Example.com/", "CORS011", "https://shop.example.com" },
        { "https://bücher.example", "CORS011", "https://xn--bcher-kva.example" },
        { "https://*.bücher.example", "CORS011", "https://*.xn--bcher-kva.example" },
        { "https://\ud800.example", "CORS011", null },
        { "https://xn--" + "ü.example", "CORS011", null },
        { "shop.example.com", "CORS011", "https://shop.example.com" },
        { "Shop.example.com/", "CORS011", "https://shop.example.com" },
        { "0x1:", "CORS011", null },
        { "localhost:3000", "CORS011", "http://localhost:3000" },
        { "'https://shop.example.com'", "CORS011", "https://shop.example.com" },
        { "https://a.example;https://b.example", "CORS006", null },
        { "https://a.example;", "CORS011", "https://a.example" },
        { "com..", "CORS011", null },
        { "https://shop.example.com.:443", "CORS014", null },
        { "//shop.example.com", "CORS011", null },
        { "https:shop.example.com", "CORS011", null },
        { "1https://shop.example.com", "CORS011", null },
        { "ht_tp://shop.example.com", "CORS011", null },
        { "://shop.example.com", "CORS011", null },
        { new string('a', 65) + "://shop.example.com", "CORS011", null },
        { " https://shop.example.com", "CORS011", "https://shop.example.com" },
        { "https://shop.example.com ", "CORS011", "https://shop.example.com" },
        { "https://shop example.com", "CORS011", null },
        { "null", "CORS012", null },
        { "NULL", "CORS012", null },
        { "file://", "CORS013", null },
        { "file:///home/me/page.html", "CORS013", null },
        { "file://host:*", "CORS013", null },
        { "https://shop.example.com:443", "CORS014", "https://shop.example.com" },
        { "http://shop.example.com:80", "CORS014", "http://shop.example.com" },
        { "https://*.example.com:443", "CORS014", "https://*.example.com" },
        { "https://shop.example.com:0", "CORS014", null },
        { "https://shop.example.com:65536", "CORS014", null },
        { "https://shop.example.com:08443", "CORS014", null },
        { "https://shop.example.com:", "CORS014", null },
        { "https://shop.example.com:port", "CORS014", null },
        { "https://shop.example.com:8443:8444", "CORS014", null },
        { "https://", "CORS015", null },
        { "https://shop..example.com", "CORS015", null },
        { "https://.example.com", "CORS015", null },
        { "https://shop.example.com.", "CORS015", "https://shop.example.com" },
        { "https://shop!.example.com", "CORS015", null },
        { "https://shop%2eexample.com", "CORS015", null },
        { "https://" + new string('a', 64) + ".example.com", "CORS015", null },
        { "https://" + string.Join('.', Enumerable.Repeat(new string('a', 61), 5)), "CORS015", null },
        { "http://127.1", "CORS015", null },
        { "https://" + string.Join('.', Enumerable.Repeat(new string('a', 62), 4)) + ".ab", "CORS015", null },
        { "http://0x7f.1", "CORS015", null },
        { "http://a.0x1", "CORS015", null },
        { "http://2130706433", "CORS015", null },
        { "http://127.0.0.01", "CORS015", null },
        { "http://256.0.0.1", "CORS015", null },
        { "http://1.2.3.4.5", "CORS015", null },
        { "https://example.0", "CORS015", null },
        { "http://[::1", "CORS015", null },
        { "http://[0:0:0:0:0:0:0:1]", "CORS015", null },
        { "http://[2001:DB8::1]", "CORS011", null },
        { "http://[2001:db8:0:0:0:0:0:1]", "CORS015", null },
        { "http://[2001:0db8::1]", "CORS015", null },
        { "http://[::ffff:192.0.2.1]", "CORS015", null },
        { "http://[fe80::1%eth0]", "CORS015", null },
        { "http://[]", "CORS015", null },
        { "https://shop.*.example.com", "CORS016", "https://*.example.com" },
        { "https://a*b*.example.com:8443", "CORS016", "https://*.example.com:8443" },
        { "https://pr-**.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://*.pr-*.example.com:*", "CORS016", "https://pr-*.example.com:*" },
        { "https://*.*.example.com", "CORS016", "https://*.example.com" },
        { "https://a.pr-*.example.com", "CORS016", "https://*.example.com" },
        { "https://*example.com", "CORS016", "https://*.example.com" },
        { "https://*-example.com:8443", "CORS016", "https://*.example.com:8443" },
        { "https://shop*.com", "CORS016", null },
        { "https://my-app-*.app", "CORS016", null },
        { "http://192.168.1.*:3000", "CORS016", null },
        { "http://10.*", "CORS016", null },
        { "http://localhost*", "CORS016", "http://localhost:*" },
        { "https://my-app-.*-team.vercel.app", "CORS016", "https://my-app-*-team.vercel.app" },
        { "*://*.example.com", "CORS016", "https://*.example.com" },
        { "http*://shop.example.com", "CORS016", "https://shop.example.com" },
        { "ionic:*", "CORS011", "ionic://*" },
        { "https:*", "CORS011", "https://*" },
        { "https//*", "CORS011", "https://*" },
        { "localhost:*", "CORS011", "http://localhost:*" },
        { "moz-extension://{0b4f0b66-0000-4000-8000-000000000000}", "CORS015", "moz-extension://0b4f0b66-0000-4000-8000-000000000000" },
        { "moz-extension://my-addon@example.com", "CORS011", "moz-extension://*" },
        { "https://pr-?.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://pr-#.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://pr-\\d.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://pr-\\d\\d.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://pr-\\*.example.com", "CORS016", "https://pr-*.example.com" },
        { "https://pr-:id.example.com", "CORS014", "https://pr-*.example.com" },
        { "^https?://localhost:\\d+$", "CORS016", "http://localhost:*" },
        { "/^https:\\/\\/.*\\.example\\.com$/i", "CORS016", "https://*.example.com" },
        { "https://(www|app).example.com", "CORS016", null },
        { "https://pr-\\\\d+\\\\.example\\\\.com", "CORS016", "https://pr-*.example.com" },
        { "https:\\\\shop.example.com", "CORS011", null },
        { "https://$(Stage).example.com", "CORS009", null },
        { "https://{0}.example.com", "CORS009", null },
        { "[\"https:\\/\\/a.example\"]", "CORS003", null },
        { "https://shop.*.com", "CORS016", null },
        { "https://shop.*", "CORS016", null },
        { "https://*:8443", "CORS016", "https://*" },
        { "http://*:80", "CORS014", "http://*" },
        { "https://pr-*", "CORS016", null },
        { "https://*.", "CORS016", null },
        { "https://*.0.0.1", "CORS016", null },
        { "https://pr-*.0.0.1", "CORS016", null },
        { "https://*.[::1]", "CORS016", null },
        { "https://pr-*.[::1]", "CORS016", null },
        { "https://pr-*.example.com.", "CORS015", "https://pr-*.example.com" },
        { "https://pr-*..example.com", "CORS015", null },
        { "https://PR-*.example.com", "CORS011", "https://pr-*.example.com" },
        { "https://pr-*.bücher.example", "CORS011", "https://pr-*.xn--bcher-kva.example" },
        { "https://bücher-*.example.com", "CORS011", null },
        { "https://" + new string('a', 40) + "*" + new string('b', 23) + ".example.com", "CORS015", null },
        { "https://pr-!*.example.com", "CORS015", null },
        { "app://*.example.com", "CORS016", "app://*" },
        { "app://pr-*", "CORS016", "app://*" },
        { "moz-extension://*:80", "CORS016", "moz-extension://*" },
        { "app://", "CORS015", null },
        { "capacitor://localhost/", "CORS011", "capacitor://localhost" },
        { "Capacitor://localhost", "CORS011", "capacitor://localhost" },
        { "app://bücher", "CORS015", null },
        { "app://a@b", "CORS011", "app://b" },
        { "app://a!b", "CORS015", null },
        { "app://[::01]", "CORS015", null },
        { "^https://.*\\.example\\.com$", "CORS016", "https://*.example.com" },
        { "https://[a-z0-9-]+\\.example\\.com", "CORS016", "https://*.example.com" },
        { "^https?://pr-(\\d+)\\.preview\\.example\\.com$", "CORS016", "https://pr-*.preview.example.com" },
        { "/^https:\\/\\/deploy-preview-\\d{1,4}--shop\\.netlify\\.app$/", "CORS016", "https://deploy-preview-*--shop.netlify.app" },
        { "https://(a|b)\\.example\\.com", "CORS016", null },
        { "^https://shop[0-9]\\.example\\.com", "CORS016", null },
        { "https://shop.example.com:84*", "CORS016", "https://shop.example.com:*" },
        { "https://example.com*", "CORS016", null },
        { "*://shop.example.com", "CORS016", "https://shop.example.com" },
        { "**", "CORS011", null },
    };

    [Theory]
    [MemberData(nameof(BadOrigins))]
    public void An_item_that_is_no_origin_is_one_problem_with_its_fix(string item, string code, string? proposal)
    {
        var problem = Assert.Single(Settings.Of(item).Problems());

        Assert.Equal(code, problem.Code);
        Assert.Equal("AllowOrigins", problem.Setting);
        Assert.Equal(item, problem.Value);
        Assert.NotEmpty(problem.Reason);
        Assert.EndsWith(".", problem.Fix, StringComparison.Ordinal);
        if (proposal is not null)
        {
            Assert.Contains($"\"{proposal}\"", problem.Fix, StringComparison.Ordinal);
        }

        AssertProposalsAreAccepted(problem.Fix);
    }

    /// <summary>Whatever a fix says to write is accepted when it is written.</summary>
    private static void AssertProposalsAreAccepted(string fix)
    {
        foreach (Match match in Regex.Matches(fix, "Write \"([^\"]+)\""))
        {
            Settings.Of(match.Groups[1].Value).Compile();
        }
    }

    public static TheoryData<string> GoodOrigins =>
    [
        "https://shop.example.com", "http://shop.example.com", "https://shop.example.com:8443", "http://localhost", "http://localhost:3000",
        "https://a", "https://a_b.example.com", "https://-a-.example.com", "https://xn--bcher-kva.example", "https://1a.example1",
        "http://127.0.0.1", "http://127.0.0.1:65535", "http://0.0.0.0", "http://[::1]:3000", "http://[::]", "http://[2001:db8::1]",
        "http://[2001:db8:0:1:1:1:1:1]", "http://[1::]", "http://[::ffff:c000:201]", "http://[1:0:0:2::3]", "http://[2001:db8::1:0:0:1]",
        "capacitor://localhost", "chrome-extension://abcdefghijklmnopabcdefghijklmnop", "moz-extension://0b4f0b66-0000-4000-8000-000000000000",
        "a+b-c.d://host", "http://shop.example.com:443", "https://shop.example.com:80",
        "https://*.example.com", "https://*.example.com:8443", "https://*.example.com:*", "http://localhost:*", "http://[::1]:*", "http://*.localhost:*",
        "http://127.0.0.1:*", "https://*.com", "*", "https://*", "http://*", "https://*:*", "http://localhost:*",
        "https://pr-*.example", "https://pr-*.invalid", "https://shop-*.example.com", "https://*--shop.netlify.app", "https://app-*-team.example.com:*", "http://pr-*.localhost:5173", "http://mac-*.local:*",
        "https://" + new string('a', 40) + "*" + new string('b', 22) + ".example.com",
        "app://.", "app://*", "app://localhost:*", "moz-extension://*", "ionic://localhost", "tauri://localhost", "vscode-webview://0abc",
        "safari-web-extension://E5C71F5B-6EC1-4B43-A8C8-0FA4C4BA2A54", "app://Bundle", "app://[::1]", "a://127.0.0.01",
        "https://" + new string('a', 63) + ".example", "https://" + string.Join('.', Enumerable.Repeat(new string('a', 62), 4)) + ".a", "http://a.0xg",
    ];

    [Theory]
    [MemberData(nameof(GoodOrigins))]
    public void What_a_browser_sends_and_the_two_wildcards_are_accepted(string item) => Settings.Of(item).Compile();

    /// <summary>Settings with one problem beyond the syntax of origins.</summary>
    public static TheoryData<string, string, string?, GatewayCorsPolicySettings> OtherProblems => new()
    {
        { "CORS010", "AllowOrigins", null, Settings.Of() },
        { "CORS010", "AllowOrigins", null, new GatewayCorsPolicySettings { AllowOrigins = null! } },
        { "CORS005", "AllowOrigins", "", Settings.Of("https://a.example", "") },
        { "CORS005", "AllowMethods", "  ", Settings.Of("*").Methods("  ") },
        { "CORS005", "AllowHeaders", "", Settings.Of("*").Headers("") },
        { "CORS005", "ExposeHeaders", "", Settings.Of("*").Expose([null!]) },
        { "CORS006", "AllowOrigins", "https://a.example,https://b.example", Settings.Of("https://a.example,https://b.example") },
        { "CORS006", "AllowMethods", "PUT,DELETE", Settings.Of("*").Methods("PUT,DELETE") },
        { "CORS006", "AllowHeaders", "a, b", Settings.Of("*").Headers("a, b") },
        { "CORS006", "ExposeHeaders", "a,b", Settings.Of("*").Expose("a,b") },
        { "CORS020", "AllowOrigins", "*", Settings.Of("*").Credentials() },
        { "CORS020", "AllowOrigins", "*", Settings.Of("https://a.example", "*").Credentials() },
        { "CORS021", "ExposeHeaders", "*", Settings.Of("https://a.example").Expose("*").Credentials() },
        { "CORS021", "ExposeHeaders", "*", Settings.Of("https://a.example").Expose("etag", "*").Credentials() },
        { "CORS022", "AllowOrigins", "http://shop.example.com", Settings.Of("http://shop.example.com").Credentials() },
        { "CORS022", "AllowOrigins", "http://*.shop.example.com", Settings.Of("http://*.shop.example.com").Credentials() },
        { "CORS022", "AllowOrigins", "http://localhost.example.com", Settings.Of("http://localhost.example.com").Credentials() },
        { "CORS022", "AllowOrigins", "http://shop.example.com:443", Settings.Of("http://shop.example.com:443").Credentials() },
        { "CORS022", "AllowOrigins", "http://128.0.0.1", Settings.Of("http://128.0.0.1").Credentials() },
        { "CORS022", "AllowOrigins", "http://127.0.0.1.example.com", Settings.Of("http://127.0.0.1.example.com").Credentials() },
        { "CORS023", "AllowOrigins", "https://*.com", Settings.Of("https://*.com").Credentials() },
        { "CORS023", "AllowOrigins", "https://*.github.io", Settings.Of("https://*.github.io").Credentials() },
        { "CORS023", "AllowOrigins", "https://*.internal", Settings.Of("https://*.internal").Credentials() },
        { "CORS006", "AllowMethods", "GET POST", Settings.Of("*").Methods("GET POST") },
        { "CORS030", "AllowMethods", "PÜT", Settings.Of("*").Methods("PÜT") },
        { "CORS031", "AllowMethods", "CONNECT", Settings.Of("*").Methods("CONNECT") },
        { "CORS031", "AllowMethods", "trace", Settings.Of("*").Methods("trace") },
        { "CORS031", "AllowMethods", "Track", Settings.Of("*").Methods("Track") },
        { "CORS040", "AllowHeaders", "content type", Settings.Of("*").Headers("content type") },
        { "CORS040", "AllowHeaders", "x:y", Settings.Of("*").Headers("x:y") },
        { "CORS040", "ExposeHeaders", "e(tag)", Settings.Of("*").Expose("e(tag)") },
        { "CORS041", "AllowHeaders", "Cookie", Settings.Of("*").Headers("Cookie") },
        { "CORS041", "ExposeHeaders", "Set-Cookie", Settings.Of("*").Expose("Set-Cookie") },
        { "CORS042", "AllowHeaders", "Access-Control-Allow-Origin", Settings.Of("*").Headers("Access-Control-Allow-Origin") },
        { "CORS042", "ExposeHeaders", "Origin", Settings.Of("*").Expose("Origin") },
        { "CORS050", "MaxAge", "-2", Settings.Of("*").MaxAge(-2) },
        { "CORS050", "MaxAge", "86401", Settings.Of("*").MaxAge(86401) },
    };

    [Theory]
    [MemberData(nameof(OtherProblems))]
    public void Each_problem_has_its_code_setting_value_and_fix(string code, string setting, string? value, GatewayCorsPolicySettings settings)
    {
        var problem = Assert.Single(settings.Problems());

        Assert.Equal((code, setting, value), (problem.Code, problem.Setting, problem.Value));
        Assert.NotEmpty(problem.Reason);
        Assert.EndsWith(".", problem.Fix, StringComparison.Ordinal);
        if (setting == "AllowOrigins")
        {
            AssertProposalsAreAccepted(problem.Fix);
        }
    }

    [Fact]
    public void Six_mistakes_are_six_problems_each_with_its_fix_in_one_exception()
    {
        var settings = Settings.Of("https://shop.example.com/", "null", "http://shop.example.com")
            .Methods("TRACE").Headers("cookie").MaxAge(100_000).Credentials();

        var exception = Assert.Throws<OptionsValidationException>(() => GatewayCorsPolicy.Create(settings));

        Assert.Equal(
            [
                "CORS011 AllowOrigins \"https://shop.example.com/\": An origin ends after its host and port: no user info, path, query, fragment or trailing slash. Write \"https://shop.example.com\".",
                "CORS012 AllowOrigins \"null\": null is the origin of sandboxed frames, data: pages and redirected requests, so any site can send it. Serve the page from an origin of its own and allow that one; where no credentials are needed, \"*\" covers null too.",
                "CORS022 AllowOrigins \"http://shop.example.com\": With credentials an http origin is an open door: anyone on the network can answer in its name. Write \"https://shop.example.com\", or set DangerouslyAllowInsecureOrigins.",
                "CORS031 AllowMethods \"TRACE\": Browsers never send this method (https://fetch.spec.whatwg.org/#forbidden-method). Remove it.",
                "CORS041 AllowHeaders \"cookie\": Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header). Remove it; cookies are sent when AllowCredentials is true and the page asks for it.",
                "CORS050 MaxAge \"100000\": The preflight cache is set in seconds, from -1 (off) to 86400 (a day). Write 7200, the longest that Chromium honors, or leave it unset for the same.",
            ],
            exception.Failures);
    }

    [Theory]
    [InlineData("http://shop.example.com")]
    [InlineData("http://*.shop.example.com:*")]
    public void DangerouslyAllowInsecureOrigins_lifts_that_rule_and_no_other(string origin)
    {
        var settings = Settings.Of(origin).Credentials();
        settings.DangerouslyAllowInsecureOrigins = true;
        settings.Compile();

        settings.AllowOrigins = ["http://*.com"];
        Assert.Equal("CORS023", Assert.Single(settings.Problems()).Code);
    }

    [Fact]
    public void DangerouslyAllowPublicSuffixes_lifts_that_rule_and_no_other()
    {
        var settings = Settings.Of("https://*.github.io").Credentials();
        settings.DangerouslyAllowPublicSuffixes = true;
        settings.Compile();

        settings.AllowOrigins = ["http://*.github.io"];
        Assert.Equal("CORS022", Assert.Single(settings.Problems()).Code);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:*")]
    [InlineData("http://app.localhost:3000")]
    [InlineData("http://*.localhost:*")]
    [InlineData("http://127.0.0.1:*")]
    [InlineData("http://127.255.0.1")]
    [InlineData("http://[::1]:3000")]
    [InlineData("https://*.example.com")]
    [InlineData("https://*.example.co.uk")]
    [InlineData("https://*.city.kobe.jp")]
    [InlineData("capacitor://localhost")]
    public void Loopback_http_and_own_domains_may_have_credentials(string origin) => Settings.Of(origin).Credentials().Compile();

    [Fact]
    public void A_value_from_outside_is_cut_and_cleaned_in_the_message()
    {
        var problem = Assert.Single(Settings.Of("https://a\r\nb" + new string('x', 500)).Problems());

        Assert.DoesNotContain('\n', problem.ToString());
        Assert.Contains("https://a??b", problem.ToString(), StringComparison.Ordinal);
        Assert.True(problem.ToString().Length < 500);
    }
}
