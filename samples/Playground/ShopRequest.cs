namespace Playground;

/// <summary>A request that the page makes, the same through every front door.</summary>
/// <param name="Id">Names the row.</param>
/// <param name="Note">What is to be seen, in a few words.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query.</param>
internal sealed record ShopRequest(string Id, string Note, string Method, string Path)
{
    public bool Credentials { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }

    /// <summary>The front doors that cannot be in this situation.</summary>
    public IReadOnlyList<string> NotBehind { get; init; } = [];

    /// <summary>What the front door answers itself, where each says it in another way; else empty.</summary>
    public IReadOnlyDictionary<string, int> Answers { get; init; } = new Dictionary<string, int>();

    public static IReadOnlyList<ShopRequest> All { get; } =
    [
        new("list", "simple", "GET", "/orders"),
        new("cookies", "with credentials", "GET", "/orders") { Credentials = true },
        new("change", "preflighted, with credentials", "PUT", "/orders/1")
        {
            Credentials = true,
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
            Body = """{"item":"Espresso cups","quantity":8}""",
        },
        new("missing", "the app answers 404", "GET", "/orders/99"),
        new("forbidden", "the app answers 403, preflighted", "GET", "/admin") { Headers = new Dictionary<string, string> { ["authorization"] = "Bearer someone" } },
        new("boom", "the app throws", "GET", "/boom"),
        new("members", "the gateway answers 401", "GET", "/members") { NotBehind = ["Function URL", "Load balancer"] },
        new("busy", "the gateway answers 429", "GET", "/busy") { NotBehind = ["Function URL", "Load balancer"] },
        new("slow", "slower than the front door waits", "GET", "/slow?seconds=60")
        {
            Answers = new Dictionary<string, int> { ["REST API"] = 504, ["HTTP API"] = 503, ["Function URL"] = 504, ["Load balancer"] = 502, ["CloudFront"] = 504 },
        },
        new("export", "larger than the front door takes", "GET", "/export?megabytes=7")
        {
            Answers = new Dictionary<string, int> { ["REST API"] = 502, ["HTTP API"] = 500, ["Function URL"] = 502, ["Load balancer"] = 502, ["CloudFront"] = 502 },
        },
    ];
}
