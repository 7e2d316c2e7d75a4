namespace CorsKit.Tests.Origins;

/// <summary>Patterns beside each other, which one index finds: every combination of short ones against the naive twin.</summary>
public sealed class PatternsTogetherTests
{
    /// <summary>A label pattern for each beginning and end of up to two of two letters, and every label of up to five.</summary>
    private static readonly string[] Labels = [.. Words(5)];

    private static readonly string[] LabelPatterns =
        [.. from prefix in Words(2).Append("") from suffix in Words(2).Append("") where prefix + suffix != "" select $"https://{prefix}*{suffix}.example.com"];

    [Fact]
    public void Label_patterns_of_one_domain_in_pairs()
    {
        for (var i = 0; i < LabelPatterns.Length; i++)
        {
            for (var j = i; j < LabelPatterns.Length; j++)
            {
                Same([LabelPatterns[j], LabelPatterns[i]], Labels.Select(label => $"https://{label}.example.com"));
            }
        }
    }

    [Fact]
    public void All_but_one()
    {
        foreach (var left in LabelPatterns)
        {
            Same([.. LabelPatterns.Where(pattern => pattern != left && pattern.Length > "https://a*.example.com".Length)], Labels.Select(label => $"https://{label}.example.com"));
        }
    }

    /// <summary>More domains than any index begins with room for, each with a pattern of another form; the neighbor's forms are not its own.</summary>
    [Fact]
    public void Patterns_of_many_domains()
    {
        const int Domains = 400;
        string Pattern(int i) => (i % 5) switch
        {
            0 => $"https://*.d{i}.example.com",
            1 => $"https://pr-*.d{i}.example.com",
            2 => $"https://d{i}.example.com:*",
            3 => $"https://*.d{i}.example.com:8443",
            _ => $"http://*-x.d{i}.example.com:*",
        };
        var policy = GatewayCorsPolicy.Create(new() { AllowOrigins = [.. Enumerable.Range(0, Domains).Select(Pattern)] });

        for (var i = 0; i < Domains; i++)
        {
            foreach (var origin in new[]
            {
                $"https://a.d{i}.example.com", $"https://a.b.d{i}.example.com", $"https://pr-1.d{i}.example.com", $"https://pr-.d{i}.example.com", $"https://a.pr-1.d{i}.example.com",
                $"https://d{i}.example.com", $"https://d{i}.example.com:65535", $"https://a.d{i}.example.com:8443", $"https://a.d{i}.example.com:8444", $"http://1-x.d{i}.example.com", $"http://1-x.d{i}.example.com:81",
            })
            {
                Assert.Equal((origin, NaiveOrigins.Matches(Pattern(i), origin)), (origin, policy.EvaluateOrigin(origin).IsAllowed));
            }
        }
    }

    /// <summary>One of each form: what none of the others allows.</summary>
    [Fact]
    public void Each_form_alone_and_with_one_other()
    {
        string[] patterns = ["https://*", "http://*:*", "moz-extension://*", "capacitor://localhost:*", "https://*.example.com", "https://pr-*.example.com", "http://localhost:*", "https://*-x.example.com:*", "https://*.a.example.com:8443"];
        string[] origins =
        [
            "https://a.example.com", "https://pr-1.example.com", "https://a-x.example.com", "https://a-x.example.com:1", "https://b.a.example.com:8443", "https://example.com", "http://localhost", "http://localhost:3000",
            "http://example.com:8080", "moz-extension://0b4f0b66", "capacitor://localhost", "capacitor://localhost:1", "ionic://localhost", "https://a.example.org", "https://evilexample.com",
        ];
        foreach (var one in patterns)
        {
            foreach (var other in patterns)
            {
                Same([one, other], origins);
            }
        }
    }

    private static void Same(string[] patterns, IEnumerable<string> origins)
    {
        var policy = GatewayCorsPolicy.Create(new() { AllowOrigins = patterns });
        foreach (var origin in origins)
        {
            var expected = Array.Exists(patterns, pattern => NaiveOrigins.Matches(pattern, origin));
            if (expected != policy.EvaluateOrigin(origin).IsAllowed)
            {
                Assert.Fail($"{string.Join(' ', patterns)} {(expected ? "must" : "must not")} allow {origin}");
            }
        }
    }

    private static IEnumerable<string> Words(int longest) =>
        longest == 0 ? [] : Words(longest - 1).SelectMany(word => new[] { word + "a", word + "b" }).Concat(["a", "b"]).Concat(Words(longest - 1)).Distinct();
}
