using CorsKit.Origins;
using CorsKit.Tests.Policies;
using System.Text.RegularExpressions;
using CsCheck;

namespace CorsKit.Tests.Origins;

/// <summary>What holds for every origin and every policy, on random ones.</summary>
[Trait("Lane", "fuzz")]
public sealed class OriginProperties
{
    // Few labels, so that sets share prefixes, suffixes and boundaries: foo.com, bar.com, barfoo.com.
    private static readonly Gen<string> Label = Gen.OneOf("a", "b", "ab", "foo", "bar", "barfoo", "example", "com", "x-y", "a_b");

    private static readonly Gen<string> HostName = Label.Array[1, 4].Select(labels => string.Join('.', labels));

    private static readonly Gen<string> Scheme = Gen.OneOf("https", "http", "app");

    private static readonly Gen<string> Port = Gen.OneOf("", "", ":8080", ":3000", ":443", ":80", ":65535");

    private static readonly Gen<string> WellFormed =
        from scheme in Scheme
        from host in scheme == "app"
            ? Gen.OneOf(HostName, Gen.OneOf(".", "..", "A", "Foo.BAR", "a.b.", "1.2", "x_~%20", "[::1]"))
            : Gen.Frequency((8, HostName), (1, Gen.Const("127.0.0.1")), (1, Gen.Const("[::1]")))
        from port in Port
        where !(scheme == "https" && port == ":443") && !(scheme == "http" && port == ":80")
        select $"{scheme}://{host}{port}";

    // Parts of labels that overlap in each other: a*ab, ab*b, and what they could be mistaken for.
    private static readonly Gen<string> LabelPattern =
        from prefix in Gen.OneOf("", "a", "ab", "x-", "foo")
        from suffix in Gen.OneOf("", "b", "ab", "-x", "bar")
        where prefix != "" || suffix != ""
        select $"{prefix}*{suffix}.";

    private static readonly Gen<string> Pattern = Gen.Frequency(
        (6, from scheme in Gen.OneOf("https", "http")
            from wildcard in Gen.OneOf(Gen.OneOf("", "*.", "*."), LabelPattern)
            from host in HostName
            where wildcard is "" or "*." || host.Contains('.')
            from port in Gen.OneOf("", ":*", ":8080")
            select $"{scheme}://{wildcard}{host}{port}"),
        (1, from host in HostName select $"app://{host}:*"),
        (1, from scheme in Scheme from port in Gen.OneOf("", ":*") select $"{scheme}://*{port}"));

    private static readonly Gen<string[]> Items =
        Gen.Select(Pattern.Array[0, 20], WellFormed.Array[0, 20], WellFormed, (patterns, exact, one) => (string[])[.. patterns, .. exact, one]);

    /// <summary>Anything: text, near misses of origins, and origins.</summary>
    private static readonly Gen<string> Anything = Gen.OneOf(
        Gen.String,
        WellFormed,
        Gen.Select(WellFormed, Gen.Int[0, 100], Gen.OneOf('.', '*', ':', '/', '@', 'A', ' ', '\0', '-', '_', '%', '[', ']', 'é', '0', '\u2028', '\ud800'), (origin, position, character) =>
            origin.Insert(position % (origin.Length + 1), character.ToString())),
        Fuzz.Mutated("https://shop.example.com", "https://*.example.com:8080", "http://[2001:db8::1]", "https://127.0.0.1:*", "moz-extension://3f2504e0-4f89-11d3-9a0c-0305e82c3301", "https://pr-*.preview.example.com"));

    [Fact]
    [Trait("Check", "C18")]
    public void Nothing_that_is_sent_or_configured_throws() =>
        Fuzz.Run(Gen.Select(Items, Anything), input =>
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
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = policy.EvaluateOrigin(text);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
            _ = policy.EvaluatePreflight(text, text, text);
            _ = policy.EvaluatePreflight(items[^1], text, text, requestedOnly: true);
        });

    [Fact]
    public void An_accepted_item_matches_what_the_naive_twin_says_and_nothing_else() =>
        Fuzz.Run(Gen.Select(Anything, Anything), input =>
        {
            var (configured, sent) = input;
            if (!GatewayCorsPolicy.TryCreate(Settings.Of(configured), out var policy, out _))
            {
                return;
            }

            Assert.Equal(configured.Contains('*') ? null : configured, configured == "*" ? null : policy.EvaluateOrigin(configured).AllowOrigin);
            Assert.Equal(configured == "*" || NaiveMatch(configured, sent), policy.EvaluateOrigin(sent).IsAllowed);
        });

    [Fact]
    [Trait("Check", "C6"), Trait("Check", "C7")]
    public void The_index_agrees_with_a_naive_twin() =>
        Fuzz.Run(Gen.Select(Items, Anything), input =>
        {
            var (items, origin) = input;
            var policy = Settings.Of(items).Methods("*").Headers("*").Compile();

            var allowed = policy.EvaluateOrigin(origin).AllowOrigin;
            Assert.Equal(items.Any(item => NaiveMatch(item, origin)) ? origin : null, allowed);
            Assert.Equal(allowed, policy.EvaluatePreflight(origin, "PUT", "x-a").Origin.AllowOrigin);
        });

    [Fact]
    [Trait("Check", "C7")]
    public void The_index_agrees_with_the_naive_twin_on_origins_that_nearly_match() =>
        Fuzz.Run(Gen.Select(Items, HostName), input =>
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
                        Assert.Equal((sent, items.Any(allowed => NaiveMatch(allowed, sent))), (sent, policy.EvaluateOrigin(sent).IsAllowed));
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
