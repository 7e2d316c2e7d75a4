using System.Reflection;
using CorsKit.Tests.Policies;

namespace CorsKit.Tests;

/// <summary>
/// C1-C20: what every published CORS vulnerability says a library must keep. Each has at least one test that names it;
/// those that stand nowhere else are here.
/// </summary>
public sealed class ChecksTests
{
    private const string Shop = "https://shop.example.com";

    [Fact]
    public void Every_check_has_a_test_that_names_it()
    {
        var named = from type in typeof(ChecksTests).Assembly.GetTypes()
                    from method in type.GetMethods()
                    from trait in method.GetCustomAttributes<TraitAttribute>()
                    where trait.Name == "Check"
                    select trait.Value;

        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"C{i}").Order(), named.Distinct().Order());
    }

    public static TheoryData<string> Floods =>
    [
        new string(',', 1 << 20),
        new string(' ', 100 << 10),
        new string('\t', 1 << 20),
        string.Concat(Enumerable.Repeat("x-a,", 1 << 18)),
        string.Concat(Enumerable.Repeat(" \t,", 1 << 18)),
        new string('x', 1 << 20),
    ];

    /// <summary>CVE-2025-47908, CVE-2026-69207: a header of commas or blanks must cost neither time nor memory.</summary>
    [Theory]
    [MemberData(nameof(Floods))]
    [Trait("Check", "C1"), Trait("Check", "C2")]
    public void A_flood_in_the_requested_headers_allocates_nothing(string flood)
    {
        var lines = Enumerable.Repeat(flood[..1024], 1024).ToArray();
        foreach (var policy in new[] { Settings.Of(Shop).Headers("x-a").Compile(), Settings.Of(Shop).Headers("*").Credentials().Compile() })
        {
            PreflightVerdict one = default, many = default;
            var allocated = Enumerable.Range(0, 5).Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                one = policy.EvaluatePreflight(Shop, "PUT", flood, requestedOnly: true);
                many = policy.EvaluatePreflight(Shop, "PUT", lines);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });

            Assert.Equal(0, allocated);
            Assert.Null(one.AllowHeaders);
            Assert.False(one.IsAllowed);
            Assert.False(many.IsAllowed);
        }
    }

    /// <summary>CVE-2026-54290, CVE-2024-25124 and others: any origin with credentials cannot be said.</summary>
    [Fact]
    [Trait("Check", "C3")]
    public void Any_origin_with_credentials_is_refused_however_it_is_said()
    {
        foreach (var settings in new[]
        {
            Settings.Of("*"), Settings.Of("*", Shop), Settings.Of(Shop, "*"),
            Settings.Of("https://*"), Settings.Of("http://*", Shop), Settings.Of("https://*:*"), Settings.Of("moz-extension://*"),
        })
        {
            settings.Credentials();
            settings.DangerouslyAllowInsecureOrigins = settings.DangerouslyAllowPublicSuffixes = true;
            Assert.Equal("CORS020", Assert.Single(settings.Problems()).Code);
        }

        foreach (var almost in new[] { "*://*", "**", "https://*.", "https://**", "http*://*" })
        {
            Assert.NotEmpty(Settings.Of(almost).Problems());
        }
    }

    /// <summary>CVE-2024-6221: no header for private or local network access is ever written.</summary>
    [Fact]
    [Trait("Check", "C9")]
    public async Task Private_network_access_is_not_granted()
    {
        await using var host = Hosts.TestHost.Start(
            Hosts.HostKind.Kestrel, cors => cors.AddDefaultPolicy(p => p.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()), app => app.UseGatewayCors());

        var answer = await host.SendAsync("OPTIONS", "/", ("Origin", Shop), ("Access-Control-Request-Method", "PUT"),
            ("Access-Control-Request-Private-Network", "true"), ("Access-Control-Request-Local-Network", "true"));

        Assert.Equal(204, answer.Status);
        Assert.DoesNotContain("Network", answer.Cors, StringComparison.OrdinalIgnoreCase);
    }
}
