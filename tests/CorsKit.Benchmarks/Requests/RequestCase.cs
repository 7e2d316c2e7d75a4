using CorsKit.Tests.Middleware;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Benchmarks.Requests;

/// <summary>A request, which depends on the policy only in the origin that it comes from.</summary>
internal sealed record RequestCase(string Name, Func<PolicyCase, StringValues> Origin, string? RequestMethod = null, StringValues RequestHeaders = default)
{
    // Like those that are listed, and as long as most of them.
    public const string Evil = "https://shop-000.example.com";

    public static RequestCase NoOrigin { get; } = new("no Origin", _ => default);

    public static RequestCase Allowed { get; } = new("actual, allowed", policy => policy.Allowed);

    public static RequestCase Refused { get; } = new("actual, refused", _ => Evil);

    public static RequestCase Preflight { get; } = new("preflight, allowed", policy => policy.Allowed, "PUT", "content-type,x-a");

    public static RequestCase PreflightRefused { get; } = new("preflight, origin refused", _ => Evil, "PUT", "content-type,x-a");

    public static IReadOnlyList<RequestCase> Usual { get; } = [NoOrigin, Allowed, Refused, Preflight, PreflightRefused];

    public static IReadOnlyList<RequestCase> All { get; } =
    [
        .. Usual,
        new("preflight, method refused", policy => policy.Allowed, "DELETE", "content-type,x-a"),
        new("preflight, header refused", policy => policy.Allowed, "PUT", "content-type,x-b"),
    ];

    /// <summary>What nobody but an attacker sends; to a policy with one origin, one with patterns and one that echoes names.</summary>
    public static IReadOnlyList<RequestCase> Hostile { get; } =
    [
        Asking("1 MB of commas", new string(',', 1 << 20)),
        Asking("1 MB of blanks", new string(' ', 1 << 20)),
        Asking("1 MB of names", string.Concat(Enumerable.Repeat("x-a,", 1 << 18))),
        Asking("100,000 lines", Enumerable.Repeat("x-a", 100_000).ToArray()),
        new("Origin of 100 KB", _ => "https://" + new string('a', 100 << 10)),
        new("Origin with 4,000 labels", _ => "https://" + string.Concat(Enumerable.Repeat("a.", 4000)) + "shop.example.com"),
        new("Origin with 120 labels", _ => "https://" + string.Concat(Enumerable.Repeat("a.", 120)) + "evil.com"),
    ];

    public bool IsPreflight => RequestMethod is not null;

    public static RequestCase Named(string name) => All.Single(request => request.Name == name);

    public ReusedRequest To(PolicyCase policy) => new(Origin(policy), RequestMethod, RequestHeaders);

    public override string ToString() => Name;

    private static RequestCase Asking(string what, StringValues headers) => new(what, policy => policy.Allowed, "PUT", headers);
}
