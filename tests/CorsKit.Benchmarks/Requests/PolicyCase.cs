namespace CorsKit.Benchmarks.Requests;

/// <summary>A policy, as CorsKit and UseCors both take it. Whatever its size, it allows one origin that the requests come from.</summary>
internal sealed record PolicyCase(string Name, int ExactOrigins = 0, int Patterns = 0, int LabelPatterns = 0, bool AnyOrigin = false, bool Credentials = false)
{
    /// <summary>An exact origin of every policy that has exact ones, and the last of them.</summary>
    public const string AllowedOrigin = "https://shop.example.com";

    /// <summary>Matched by the last label pattern of every policy that has such patterns.</summary>
    public const string LabelledOrigin = "https://pr-0-a1b2c3.example.com";

    /// <summary>Matched by the last pattern of every policy that has patterns.</summary>
    public const string MatchedOrigin = "https://a.shop.example.com";

    public static IReadOnlyList<PolicyCase> All { get; } =
    [
        One,
        One with { Name = "1 origin, credentials", Credentials = true },
        new("10 origins", ExactOrigins: 10),
        Thousand,
        new("100,000 origins", ExactOrigins: 100_000),
        new("1 pattern", Patterns: 1),
        new("100 patterns", Patterns: 100),
        new("1,000 patterns", Patterns: 1000),
        new("10,000 patterns", Patterns: 10_000),
        new("any origin", AnyOrigin: true),
    ];

    public static PolicyCase One => new("1 origin", ExactOrigins: 1);

    public static PolicyCase Thousand => new("1,000 origins", ExactOrigins: 1000);

    /// <summary>Patterns with fixed text in the label, half of them below the parent that allowed and refused requests come from. No other middleware has these.</summary>
    public static IReadOnlyList<PolicyCase> OfLabels { get; } =
        [new("1 label pattern", LabelPatterns: 1), new("100 label patterns", LabelPatterns: 100), new("10,000 label patterns", LabelPatterns: 10_000)];

    public static PolicyCase Named(string name) => All.Single(policy => policy.Name == name);

    public IEnumerable<string> Origins =>
    [
        .. Enumerable.Range(1, Math.Max(ExactOrigins - 1, 0)).Select(i => $"https://shop-{i}.example.com"),
        .. ExactOrigins > 0 ? [AllowedOrigin] : Array.Empty<string>(),
        .. Enumerable.Range(1, Math.Max(Patterns - 1, 0)).Select(i => $"https://*.shop-{i}.example.com"),
        .. Patterns > 0 ? ["https://*.shop.example.com"] : Array.Empty<string>(),
        .. Enumerable.Range(1, Math.Max(LabelPatterns - 1, 0)).Select(i => i % 2 == 0 ? $"https://pr-{i}-*.example.com" : $"https://*--shop-{i}.shop-{i}.example.com"),
        .. LabelPatterns > 0 ? ["https://pr-0-*.example.com"] : Array.Empty<string>(),
        .. AnyOrigin ? ["*"] : Array.Empty<string>(),
    ];

    /// <summary>An origin that the policy allows.</summary>
    public string Allowed => LabelPatterns > 0 ? LabelledOrigin : Patterns > 0 ? MatchedOrigin : AllowedOrigin;

    public override string ToString() => Name;
}
