namespace CorsKit.Benchmarks.Requests;

/// <summary>A policy, as CorsKit and UseCors both take it. Whatever its size, it allows one origin that the requests come from.</summary>
internal sealed record PolicyCase(string Name, int ExactOrigins = 0, int Patterns = 0, bool AnyOrigin = false, bool Credentials = false)
{
    /// <summary>An exact origin of every policy that has exact ones, and the last of them.</summary>
    public const string AllowedOrigin = "https://shop.example.com";

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

    public static PolicyCase Named(string name) => All.Single(policy => policy.Name == name);

    public IEnumerable<string> Origins =>
    [
        .. Enumerable.Range(1, Math.Max(ExactOrigins - 1, 0)).Select(i => $"https://shop-{i}.example.com"),
        .. ExactOrigins > 0 ? [AllowedOrigin] : Array.Empty<string>(),
        .. Enumerable.Range(1, Math.Max(Patterns - 1, 0)).Select(i => $"https://*.shop-{i}.example.com"),
        .. Patterns > 0 ? ["https://*.shop.example.com"] : Array.Empty<string>(),
        .. AnyOrigin ? ["*"] : Array.Empty<string>(),
    ];

    /// <summary>An origin that the policy allows.</summary>
    public string Allowed => Patterns > 0 ? MatchedOrigin : AllowedOrigin;

    public override string ToString() => Name;
}
