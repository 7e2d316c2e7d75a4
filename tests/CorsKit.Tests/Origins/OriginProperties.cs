using CorsKit.Origins;
using CorsKit.Tests.Policies;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace CorsKit.Tests.Origins;

/// <summary>What holds for every origin and every policy, on random ones.</summary>
public sealed class OriginProperties
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(3000);

    // Few labels, so that sets share prefixes, suffixes and boundaries: foo.com, bar.com, barfoo.com.
    private static readonly Gen<string> Label = Gen.Elements("a", "b", "ab", "foo", "bar", "barfoo", "example", "com", "x-y", "a_b");

    private static readonly Gen<string> HostName =
        from count in Gen.Choose(1, 4)
        from labels in Label.ListOf(count)
        select string.Join('.', labels);

    private static readonly Gen<string> Scheme = Gen.Elements("https", "http", "app");

    private static readonly Gen<string> Port = Gen.Elements("", "", ":8080", ":3000", ":443", ":80", ":65535");

    private static readonly Gen<string> WellFormed =
        from scheme in Scheme
        from host in Gen.Frequency((8, HostName), (1, Gen.Constant("127.0.0.1")), (1, Gen.Constant("[::1]")))
        from port in Port
        where !(scheme == "https" && port == ":443") && !(scheme == "http" && port == ":80")
        select $"{scheme}://{host}{port}";

    private static readonly Gen<string> Pattern =
        from scheme in Scheme
        from subdomains in Gen.Elements("", "*.", "*.")
        from host in HostName
        from port in Gen.Elements("", ":*", ":8080")
        select $"{scheme}://{subdomains}{host}{port}";

    private static readonly Gen<string[]> Items =
        from patterns in Pattern.ListOf()
        from exact in WellFormed.ListOf()
        from one in WellFormed
        select patterns.Concat(exact).Append(one).ToArray();

    /// <summary>Anything: text, near misses of origins, and origins.</summary>
    private static readonly Gen<string> Anything = Gen.OneOf(
        ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? ""),
        WellFormed,
        from origin in WellFormed
        from position in Gen.Choose(0, origin.Length)
        from character in Gen.Elements('.', '*', ':', '/', '@', 'A', ' ', '\0', '-', '_', '%', '[', ']', 'é', '0', '\u2028', '\ud800')
        select origin.Insert(position, character.ToString()));

    [Fact]
    [Trait("Check", "C18")]
    public void Nothing_that_is_sent_or_configured_throws() =>
        Check.One(Often, Prop.ForAll(Items.ToArbitrary(), Anything.ToArbitrary(), (items, text) =>
        {
            GatewayCorsPolicy.TryCreate(Settings.Of(text).Credentials(), out _, out var problems);
            foreach (var problem in problems)
            {
                // Nothing is proposed that would be refused in turn.
                foreach (Match match in Regex.Matches(problem.ToString(), "Write \"([^\"]+://[^\"]+)\""))
                {
                    Settings.Of(match.Groups[1].Value).Compile();
                }
            }

            var policy = Settings.Of(items).Compile();
            _ = policy.EvaluateOrigin(text);
            _ = policy.EvaluatePreflight(text, text, text);
            _ = policy.EvaluatePreflight(items[^1], text, text, requestedOnly: true);
        }));

    [Fact]
    public void An_accepted_exact_origin_matches_itself_and_nothing_else() =>
        Check.One(Often, Prop.ForAll(Anything.ToArbitrary(), Anything.ToArbitrary(), (configured, sent) =>
        {
            if (configured.Contains('*') || !GatewayCorsPolicy.TryCreate(Settings.Of(configured), out var policy, out _))
            {
                return true;
            }

            return policy.EvaluateOrigin(configured).AllowOrigin == configured
                && policy.EvaluateOrigin(sent).IsAllowed == (configured == sent);
        }));

    [Fact]
    [Trait("Check", "C6"), Trait("Check", "C7")]
    public void The_index_agrees_with_a_naive_twin() =>
        Check.One(Often, Prop.ForAll(Items.ToArbitrary(), Anything.ToArbitrary(), (items, origin) =>
            Settings.Of(items).Compile().EvaluateOrigin(origin).IsAllowed == items.Any(item => NaiveMatch(item, origin))));

    [Fact]
    [Trait("Check", "C7")]
    [Trait("Speed", "slow")]
    public void The_index_agrees_with_the_naive_twin_on_origins_that_nearly_match() =>
        Check.One(Often, Prop.ForAll(Items.ToArbitrary(), HostName.ToArbitrary(), (items, host) =>
        {
            var policy = Settings.Of(items).Compile();
            foreach (var item in items)
            {
                foreach (var origin in new[] { item.Replace("*.", host + ".", StringComparison.Ordinal), item.Replace("*.", host, StringComparison.Ordinal) })
                {
                    foreach (var sent in new[] { origin.Replace(":*", "", StringComparison.Ordinal), origin.Replace(":*", ":8080", StringComparison.Ordinal) })
                    {
                        if (policy.EvaluateOrigin(sent).IsAllowed != items.Any(allowed => NaiveMatch(allowed, sent)))
                        {
                            return false;
                        }
                    }
                }
            }

            return true;
        }));

    /// <summary>Two patterns whose hashes are the same are still two patterns.</summary>
    [Fact]
    [Trait("Check", "C7")]
    public void Hosts_whose_hashes_collide_are_told_apart()
    {
        var seen = new Dictionary<uint, string>();
        for (var i = 0; ; i++)
        {
            Assert.True(i < 2_000_000, "no collision among two million hosts");
            var host = $"shop-{i}.example";
            Assert.True(OriginPattern.TryParse($"https://*.{host}", out _, out var pattern));
            if (!seen.TryAdd(PatternIndex.HashOf(pattern!), host))
            {
                var policy = Settings.Of($"https://*.{seen[PatternIndex.HashOf(pattern!)]}").Compile();
                Assert.True(policy.EvaluateOrigin($"https://a.{seen[PatternIndex.HashOf(pattern!)]}").IsAllowed);
                Assert.False(policy.EvaluateOrigin($"https://a.{host}").IsAllowed);
                return;
            }
        }
    }

    [Fact]
    public void No_policy_echoes_an_origin_outside_it() =>
        Check.One(Often, Prop.ForAll(Items.ToArbitrary(), Anything.ToArbitrary(), (items, origin) =>
        {
            var policy = Settings.Of(items).Methods("*").Headers("*").Compile();
            var allowed = policy.EvaluateOrigin(origin).AllowOrigin;
            var preflight = policy.EvaluatePreflight(origin, "PUT", "x-a").Origin.AllowOrigin;
            return allowed == preflight && (allowed is null || (allowed == origin && items.Any(item => NaiveMatch(item, origin))));
        }));

    /// <summary>The definition, spelt out with strings: slow, and plainly right.</summary>
    private static bool NaiveMatch(string item, string origin)
    {
        if (!item.Contains('*'))
        {
            return item == origin;
        }

        var scheme = item[..item.IndexOf("://", StringComparison.Ordinal)];
        var rest = item[(scheme.Length + 3)..];
        var subdomains = rest.StartsWith("*.", StringComparison.Ordinal);
        rest = subdomains ? rest[2..] : rest;
        var anyPort = rest.EndsWith(":*", StringComparison.Ordinal);
        var port = anyPort || !rest.Contains(':') ? "" : rest[rest.IndexOf(':')..];
        var host = rest[..^(anyPort ? 2 : port.Length)];

        if (!origin.StartsWith(scheme + "://", StringComparison.Ordinal))
        {
            return false;
        }

        var authority = origin[(scheme.Length + 3)..];
        var colon = authority.LastIndexOf(':');
        var sentPort = colon < 0 ? "" : authority[colon..];
        var sentHost = authority[..^sentPort.Length];
        var portMatches = anyPort
            ? sentPort == "" || (int.TryParse(sentPort[1..], System.Globalization.NumberStyles.None, null, out var number)
                && number is > 0 and < 65536 && sentPort == $":{number}"
                && !(scheme == "https" && number == 443) && !(scheme == "http" && number == 80))
            : sentPort == port;
        var labels = sentHost.Split('.');
        var wellFormed = sentHost.Length <= 253
            && labels.All(label => label.Length is > 0 and < 64 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'));
        var hostMatches = subdomains
            ? labels.Length > host.Split('.').Length && sentHost.EndsWith("." + host, StringComparison.Ordinal)
            : sentHost == host;
        return portMatches && wellFormed && hostMatches;
    }
}
