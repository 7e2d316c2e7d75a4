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
        from host in scheme == "app"
            ? Gen.OneOf(HostName, Gen.Elements(".", "..", "A", "Foo.BAR", "a.b.", "1.2", "x_~%20", "[::1]"))
            : Gen.Frequency((8, HostName), (1, Gen.Constant("127.0.0.1")), (1, Gen.Constant("[::1]")))
        from port in Port
        where !(scheme == "https" && port == ":443") && !(scheme == "http" && port == ":80")
        select $"{scheme}://{host}{port}";

    // Parts of labels that overlap in each other: a*ab, ab*b, and what they could be mistaken for.
    private static readonly Gen<string> LabelPattern =
        from prefix in Gen.Elements("", "a", "ab", "x-", "foo")
        from suffix in Gen.Elements("", "b", "ab", "-x", "bar")
        where prefix != "" || suffix != ""
        select $"{prefix}*{suffix}.";

    private static readonly Gen<string> Pattern = Gen.Frequency(
        (6, from scheme in Gen.Elements("https", "http")
            from wildcard in Gen.OneOf(Gen.Elements("", "*.", "*."), LabelPattern)
            from host in HostName
            where wildcard is "" or "*." || host.Contains('.')
            from port in Gen.Elements("", ":*", ":8080")
            select $"{scheme}://{wildcard}{host}{port}"),
        (1, from host in HostName select $"app://{host}:*"),
        (1, from scheme in Scheme from port in Gen.Elements("", ":*") select $"{scheme}://*{port}"));

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
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Items.ToArbitrary(), HostName.ToArbitrary(), (items, host) =>
        {
            var policy = Settings.Of(items).Compile();
            foreach (var item in items)
            {
                var afterPort = item.EndsWith(":*", StringComparison.Ordinal) ? item[..^2] : item;
                foreach (var origin in (string[])[afterPort, .. new[] { host, host.Split('.')[0], "", "a", "ab", ".", "a.", "-" }.Select(text => afterPort.Replace("*", text, StringComparison.Ordinal))])
                {
                    foreach (var sent in new[] { origin, $"{origin}:8080" })
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

        var match = Regex.Match(origin, @"^(?<scheme>[a-z]+)://(?<host>\[[0-9a-f:]+\]|[^:/?#@*,\[\]]+)(?<port>:[1-9][0-9]{0,4})?$", RegexOptions.CultureInvariant);
        var (scheme, host, port) = (match.Groups["scheme"].Value, match.Groups["host"].Value, match.Groups["port"].Value);
        var isWeb = scheme is "http" or "https";
        var labels = host.Split('.');
        var isAddress = host.StartsWith('[') && System.Net.IPAddress.TryParse(host[1..^1], out var six) && $"[{six}]" == host;
        var isHost = host.Length is > 0 and <= 253 && (isWeb
            ? isAddress || (labels.All(label => label.Length is > 0 and < 64 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
                && (!labels[^1].All(char.IsAsciiDigit) || System.Net.IPAddress.TryParse(host, out var address) && address.ToString() == host))
            : isAddress || host.All(c => char.IsAsciiLetterOrDigit(c) || "-._~%".Contains(c, StringComparison.Ordinal)));
        var isPort = port == "" || (int.Parse(port[1..], System.Globalization.CultureInfo.InvariantCulture) <= 65535
            && !(scheme == "https" && port == ":443") && !(scheme == "http" && port == ":80"));
        if (!match.Success || !isHost || !isPort || match.Value != origin)
        {
            return false;
        }

        var end = item.IndexOf("://", StringComparison.Ordinal);
        var authority = item[(end + 3)..];
        if (item[..end] != scheme)
        {
            return false;
        }

        if (authority is "*" or "*:*")
        {
            return true;
        }

        var colon = authority.LastIndexOf(':');
        var (allowedHost, allowedPort) = colon < 0 ? (authority, "") : (authority[..colon], authority[colon..]);
        if (allowedPort != ":*" && allowedPort != port)
        {
            return false;
        }

        return allowedHost.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(allowedHost[1..], StringComparison.Ordinal) && host.Length > allowedHost.Length - 1
            : !allowedHost.Contains('*') ? host == allowedHost
            : labels[0] is var label && allowedHost.Split('.')[0].Split('*') is [var prefix, var suffix] && label.Length > prefix.Length + suffix.Length
                && label.StartsWith(prefix, StringComparison.Ordinal) && label.EndsWith(suffix, StringComparison.Ordinal)
                && labels.Length > 1 && host[(label.Length + 1)..] == allowedHost[(allowedHost.IndexOf('.') + 1)..];
    }
}
