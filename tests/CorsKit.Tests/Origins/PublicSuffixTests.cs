using CorsKit.Origins;
using CorsKit.Tests.Policies;

namespace CorsKit.Tests.Origins;

public sealed class PublicSuffixTests
{
    [Theory]
    [InlineData("com")]
    [InlineData("co.uk")]
    [InlineData("github.io")]
    [InlineData("amplifyapp.com")]
    [InlineData("cloudfront.net")]
    [InlineData("execute-api.us-east-1.amazonaws.com")]
    [InlineData("vercel.app")]
    [InlineData("pages.dev")]
    [InlineData("xn--55qx5d.cn")] // 公司.cn
    [InlineData("kobe.jp")]
    [InlineData("any.kobe.jp")] // the rule *.kobe.jp
    [InlineData("internal")] // no rule: the implicit rule *
    [InlineData("no-such-top-level-domain")]
    [InlineData("amazonaws.com")] // s3.amazonaws.com lies below it
    [InlineData("azurewebsites.net")]
    public void Domains_below_which_strangers_register(string domain)
    {
        Assert.True(PublicSuffixes.IsOpenToStrangers(domain));
        Assert.Equal("CORS023", Assert.Single(Settings.Of($"https://*.{domain}").Credentials().Problems()).Code);
        Settings.Of($"https://*.{domain}").Compile();
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("a.example.com")]
    [InlineData("example.co.uk")]
    [InlineData("my-shop.github.io")]
    [InlineData("city.kobe.jp")] // the exception !city.kobe.jp
    [InlineData("a.b.kobe.jp")]
    [InlineData("xn--85x722f.xn--55qx5d.cn")] // 食狮.公司.cn
    public void Domains_of_ones_own(string domain)
    {
        Assert.False(PublicSuffixes.IsOpenToStrangers(domain));
        Settings.Of($"https://*.{domain}").Credentials().Compile();
    }

    [Fact]
    public void The_list_keeps_the_notice_of_its_license_and_its_source()
    {
        using var stream = typeof(GatewayCorsPolicy).Assembly.GetManifestResourceStream("public-suffixes.txt")!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();

        Assert.StartsWith("// This Source Code Form is subject to the terms of the Mozilla Public\n// License, v. 2.0.", text, StringComparison.Ordinal);
        Assert.Contains("publicsuffix.org", text, StringComparison.Ordinal);
        Assert.True(text.Count(c => c == '\n') > 9000);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }
}
