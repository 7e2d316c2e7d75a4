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
    public void Domains_below_which_anyone_registers(string domain)
    {
        Assert.True(PublicSuffixes.IsOpenToAnyone(domain));
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
        Assert.False(PublicSuffixes.IsOpenToAnyone(domain));
        Settings.Of($"https://*.{domain}").Credentials().Compile();
    }

    [Fact]
    public void The_search_agrees_with_its_naive_twin_on_every_rule_and_near_it()
    {
        var rules = ReadList().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("//", StringComparison.Ordinal)).ToHashSet();
        var parents = rules.SelectMany(rule => Parents(rule.TrimStart('!'))).ToHashSet();
        bool IsOpen(string domain) => parents.Contains(domain)
            || (!rules.Contains("!" + domain)
                && (!domain.Contains('.') || rules.Contains(domain) || rules.Contains("*" + domain[domain.IndexOf('.')..])));

        var near = rules.Select(rule => rule.TrimStart('!').Replace("*.", "", StringComparison.Ordinal))
            .SelectMany(domain => new[] { domain, domain[1..], "a" + domain, "a." + domain, "a.b." + domain, domain + "a", domain[..^1], domain + ".com" });
        foreach (var domain in near.Concat(parents).Where(domain => domain.Length > 0 && domain[0] != '.' && domain[^1] != '.'))
        {
            Assert.True(IsOpen(domain) == PublicSuffixes.IsOpenToAnyone(domain), domain);
        }

        static IEnumerable<string> Parents(string rule)
        {
            for (var dot = rule.IndexOf('.'); dot >= 0; dot = rule.IndexOf('.', dot + 1))
            {
                yield return rule[(dot + 1)..];
            }
        }
    }

    /// <summary>A name with a wildcard in its label lies directly below the parent: what lies deeper does not count.</summary>
    [Theory]
    [InlineData("netlify.app", true)]
    [InlineData("vercel.app", true)]
    [InlineData("no-such-top-level-domain.example.com", false)]
    [InlineData("amazonaws.com", false)] // s3.amazonaws.com lies below it, and nobody registers s3-x.amazonaws.com
    [InlineData("preview.example.com", false)]
    [InlineData("shop.pages.dev", false)]
    [InlineData("any.kobe.jp", true)]
    [InlineData("city.kobe.jp", false)]
    public void A_label_pattern_is_as_safe_as_its_parent(string domain, bool isOpen)
    {
        var settings = Settings.Of($"https://pr-*.{domain}", $"https://*--shop.{domain}:*").Credentials();
        if (!isOpen)
        {
            settings.Compile();
            return;
        }

        Assert.Equal(["CORS023", "CORS023"], settings.Problems().Select(problem => problem.Code));
        settings.DangerouslyAllowPublicSuffixes = true;
        settings.Compile();
    }

    /// <summary>What was found of one pattern is not taken for another: the same domain by another form, a domain of the same parent.</summary>
    [Theory]
    [InlineData("https://pr-*.amazonaws.com https://*.amazonaws.com", "https://*.amazonaws.com")]
    [InlineData("https://*.example.com https://pr-*.example.com https://*.s3.amazonaws.com https://*.example.com", "https://*.s3.amazonaws.com")]
    [InlineData("https://*.shop.co.uk https://*.co.uk https://*.desk.co.uk", "https://*.co.uk")]
    [InlineData("https://*.shop.kobe.jp https://*.city.kobe.jp https://*.a.shop.kobe.jp", "https://*.shop.kobe.jp")]
    [InlineData("https://pr-*.example.com https://pr-*.example.com:* https://x-*.example.com", "")]
    public void Patterns_in_a_list_are_looked_up_each(string items, string refused) =>
        Assert.Equal(refused, GatewayCorsPolicy.TryCreate(Settings.Of(items.Split(' ')).Credentials(), out _, out var problems) ? "" : Assert.Single(problems).Value);

    /// <summary>Of a domain whose parent was asked about before, as in a long list; another parent costs an object. Other tests ask at the same time, so the least counts.</summary>
    [Fact]
    public void A_search_allocates_nothing()
    {
        var least = Enumerable.Range(0, 20).Min(_ =>
        {
            PublicSuffixes.IsOpenToAnyone("shop.example.co.uk");
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isOpen = PublicSuffixes.IsOpenToAnyone("desk.example.co.uk");
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.False(isOpen);
            return allocated;
        });

        Assert.Equal(0, least);
    }

    /// <summary>Of ten thousand rules a search looks at fourteen: the order of the lines is what makes that right.</summary>
    [Fact]
    public void The_list_is_sorted_from_the_last_character_of_each_rule_to_the_first()
    {
        var rules = ReadList().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("//", StringComparison.Ordinal))
            .Select(rule => new string([.. rule.Reverse()])).ToList();

        Assert.Equal(rules.Order(StringComparer.Ordinal), rules);
    }

    private static string ReadList()
    {
        using var stream = typeof(GatewayCorsPolicy).Assembly.GetManifestResourceStream("public-suffixes.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [Fact]
    public void The_list_keeps_the_notice_of_its_license_and_its_source()
    {
        var text = ReadList();

        Assert.StartsWith("// This Source Code Form is subject to the terms of the Mozilla Public\n// License, v. 2.0.", text, StringComparison.Ordinal);
        Assert.Contains("publicsuffix.org", text, StringComparison.Ordinal);
        Assert.True(text.Count(c => c == '\n') > 9000);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }
}
