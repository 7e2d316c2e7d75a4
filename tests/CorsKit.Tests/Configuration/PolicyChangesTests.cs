using CorsKit.Configuration;

namespace CorsKit.Tests.Configuration;

/// <summary>What the log says of a reload.</summary>
public sealed class PolicyChangesTests
{
    private static void Old(GatewayCorsOptions cors) => cors
        .AddDefaultPolicy(p => p.AllowOrigins("https://a.example", "https://b.example").AllowMethods("PUT").MaxAge(TimeSpan.FromMinutes(1)))
        .AddPolicy("public", p => p.AllowAnyOrigin());

    public static TheoryData<string, Action<GatewayCorsOptions>> Cases => new()
    {
        {
            "default AllowOrigins +https://c.example -https://a.example, AllowMethods +DELETE, AllowCredentials False -> True, MaxAge 60 -> unset",
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins("https://b.example", "https://c.example").AllowMethods("PUT", "DELETE").AllowCredentials()).AddPolicy("PUBLIC", p => p.AllowAnyOrigin())
        },
        { "partner added; default removed; public removed", cors => cors.AddPolicy("partner", p => p.AllowAnyOrigin()) },
        {
            "switched off; default AllowOrigins +https://0.example +https://1.example +https://2.example +https://3.example +https://4.example and 95 more; public AllowHeaders +x-a, ExposeHeaders +etag",
            cors =>
            {
                Old(cors);
                cors.Enabled = false;
                cors.Definitions[0].Settings.AllowOrigins = [.. cors.Definitions[0].Settings.AllowOrigins, .. Enumerable.Range(0, 100).Select(i => $"https://{i}.example")];
                cors.Definitions[1].Settings.AllowHeaders.Add("x-a");
                cors.Definitions[1].Settings.ExposeHeaders.Add("etag");
            }
        },
        {
            "default the order of its lists, or its source",
            cors => cors.AddDefaultPolicy(p => p.AllowOrigins("https://b.example", "https://a.example").AllowMethods("PUT").MaxAge(TimeSpan.FromMinutes(1))).AddPolicy("public", p => p.AllowAnyOrigin())
        },
        { "default MaxAge 60 -> -1", cors =>
            {
                Old(cors);
                cors.Definitions[0].Settings.MaxAge = -1;
            }
        },
        { "default AllowMethods -PUT", cors =>
            {
                Old(cors);
                cors.Definitions[0].Settings.AllowMethods = null!;
            }
        },
        { "their order", cors =>
            {
                Old(cors);
                cors.Definitions.Reverse();
            }
        },
        { "default DangerouslyAllowInsecureOrigins False -> True, DangerouslyAllowPublicSuffixes False -> True", cors =>
            {
                Old(cors);
                cors.Definitions[0].Settings.DangerouslyAllowInsecureOrigins = cors.Definitions[0].Settings.DangerouslyAllowPublicSuffixes = true;
            }
        },
        { "default AllowHeaders +x?forged", cors =>
            {
                Old(cors);
                cors.Definitions[0].Settings.AllowHeaders.Add("x\nforged");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_change_is_described_in_one_line(string expected, Action<GatewayCorsOptions> next)
    {
        Assert.Equal(expected, PolicyChanges.Describe(Compile(Old), Compile(next)));
    }

    [Fact]
    public void What_was_unset_and_switched_off_is_said_too()
    {
        Assert.Equal(
            "switched on; default AllowOrigins +https://a.example, MaxAge unset -> 60",
            PolicyChanges.Describe(
                Compile(cors => cors.AddDefaultPolicy(p => p.AllowOrigins("https://b.example").AllowMethods("PUT")).Enabled = false),
                Compile(cors => cors.AddDefaultPolicy(p => p.AllowOrigins("https://a.example", "https://b.example").AllowMethods("PUT").MaxAge(TimeSpan.FromMinutes(1))))));
    }

    private static PolicySet Compile(Action<GatewayCorsOptions> configure)
    {
        var options = new GatewayCorsOptions();
        configure(options);
        return PolicySet.Compile(options);
    }
}
