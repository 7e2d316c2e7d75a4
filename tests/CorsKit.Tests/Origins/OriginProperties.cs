using System.Text.RegularExpressions;
using CorsKit.Origins;
using CorsKit.Tests.Fuzz;
using CorsKit.Tests.Policies;
using CsCheck;

namespace CorsKit.Tests.Origins;

/// <summary>What holds for every origin and every policy, on random ones.</summary>
public sealed class OriginProperties
{
    // Few labels, so that sets share prefixes, suffixes and boundaries: foo.com, bar.com, barfoo.com.
    private static readonly Gen<string> Label = Gen.OneOf("a", "b", "ab", "foo", "bar", "barfoo", "example", "com", "x-y", "a_b");

    private static readonly Gen<string> HostName = Label.Array[1, 4].Select(labels => string.Join('.', labels));

    private static readonly Gen<string> Scheme = Gen.OneOf("https", "http", "app");

    private static readonly Gen<string> WellFormed =
        from scheme in Scheme
        from host in scheme == "app"
            ? Gen.OneOf(HostName, Gen.OneOf(".", "..", "A", "Foo.BAR", "a.b.", "1.2", "x_~%20", "[::1]"))
            : Gen.Frequency((8, HostName), (1, Gen.Const("127.0.0.1")), (1, Gen.Const("[::1]")))
        from port in Gen.OneOf("", "", ":8080", ":3000", ":65535", scheme == "https" ? ":80" : ":443")
        select $"{scheme}://{host}{port}";

    // Parts of labels that overlap in each other: a*ab, ab*b, and what they could be mistaken for.
    private static readonly Gen<string> LabelPattern = Gen.OneOf(
        Gen.Select(Gen.OneOf("a", "ab", "x-", "foo"), Gen.OneOf("", "b", "ab", "-x", "bar"), (prefix, suffix) => $"{prefix}*{suffix}."),
        Gen.OneOf("b", "ab", "-x", "bar").Select(suffix => $"*{suffix}."));

    private static readonly Gen<string> Pattern = Gen.Frequency(
        (6, from wildcard in Gen.OneOf(Gen.OneOf("", "*.", "*."), LabelPattern)
            from host in Label.Array[wildcard is "" or "*." ? 1 : 2, 4]
            from scheme in Gen.OneOf("https", "http")
            from port in Gen.OneOf("", ":*", ":8080")
            select $"{scheme}://{wildcard}{string.Join('.', host)}{port}"),
        (1, HostName.Select(host => $"app://{host}:*")),
        (1, Gen.Select(Scheme, Gen.OneOf("", ":*"), (scheme, port) => $"{scheme}://*{port}")));

    private static readonly Gen<string[]> Items =
        Gen.Select(Pattern.Array[0, 12], WellFormed.Array[0, 12], WellFormed, (patterns, exact, one) => (string[])[.. patterns, .. exact, one]);

    /// <summary>Anything: text, near misses of origins, and origins.</summary>
    private static readonly Gen<string> Anything = Gen.OneOf(
        Gen.String,
        WellFormed,
        WellFormed.Edited(".", "*", ":", "/", "@", "A", " ", "\0", "-", "_", "%", "[", "]", "\u00e9", "0", "\u2028", "\ud800", "xn--", "://", ":0", "::", "0x"));

    [Fuzz]
    [Trait("Check", "C18")]
    public void Nothing_that_is_sent_or_configured_throws() =>
        Gen.Select(Items, Anything).Fuzz(input =>
        {
            var (items, text) = input;
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
        });

    [Fuzz]
    public void An_accepted_exact_origin_matches_itself_and_nothing_else() =>
        Gen.Select(Anything, Anything).Fuzz(input =>
        {
            var (configured, sent) = input;
            if (!configured.Contains('*') && GatewayCorsPolicy.TryCreate(Settings.Of(configured), out var policy, out _))
            {
                Assert.True(NaiveOrigins.IsOrigin(configured), "the twin refuses it");
                Assert.Equal(configured, policy.EvaluateOrigin(configured).AllowOrigin);
                Assert.Equal(configured == sent, policy.EvaluateOrigin(sent).IsAllowed);
            }
        });

    /// <summary>With patterns that are edited too, as far as they are accepted.</summary>
    [Fuzz]
    [Trait("Check", "C6"), Trait("Check", "C7")]
    public void The_index_agrees_with_a_naive_twin() =>
        Gen.Select(Items, Pattern.Edited("*", "*.", ".", ":*", "://", "-", "a", "[::1]", ":8080", "\u00e9"), Anything).Fuzz(input =>
        {
            var (items, edited, origin) = input;
            items = edited != "*" && GatewayCorsPolicy.TryCreate(Settings.Of(edited), out _, out _) ? [.. items, edited] : items;
            var policy = Settings.Of(items).Compile();
            foreach (var sent in (string[])[origin, edited.Replace("*", "a", StringComparison.Ordinal), edited.Replace(":*", "", StringComparison.Ordinal).Replace("*", "a.b", StringComparison.Ordinal)])
            {
                Assert.Equal(items.Any(item => NaiveOrigins.Matches(item, sent)), Fuzzing.Within(1024, () => policy.EvaluateOrigin(sent)).IsAllowed);
            }
        });

    [Fuzz]
    [Trait("Check", "C7")]
    public void The_index_agrees_with_the_naive_twin_on_origins_that_nearly_match() =>
        Gen.Select(Items, HostName).Fuzz(input =>
        {
            var (items, host) = input;
            var policy = Settings.Of(items).Compile();
            foreach (var item in items)
            {
                var afterPort = item.EndsWith(":*", StringComparison.Ordinal) ? item[..^2] : item;
                foreach (var origin in (string[])[afterPort, .. new[] { host, host.Split('.')[0], "", "a", "ab", ".", "a.", "-" }.Select(text => afterPort.Replace("*", text, StringComparison.Ordinal))])
                {
                    foreach (var sent in new[] { origin, $"{origin}:8080" })
                    {
                        Assert.Equal(items.Any(allowed => NaiveOrigins.Matches(allowed, sent)), policy.EvaluateOrigin(sent).IsAllowed);
                    }
                }
            }
        });

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

    [Fuzz]
    public void No_policy_echoes_an_origin_outside_it() =>
        Gen.Select(Items, Anything).Fuzz(input =>
        {
            var (items, origin) = input;
            var policy = Settings.Of(items).Methods("*").Headers("*").Compile();
            var allowed = policy.EvaluateOrigin(origin).AllowOrigin;
            Assert.Equal(allowed, policy.EvaluatePreflight(origin, "PUT", "x-a").Origin.AllowOrigin);
            Assert.True(allowed is null || (allowed == origin && items.Any(item => NaiveOrigins.Matches(item, origin))));
        });
}
