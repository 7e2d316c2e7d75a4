namespace Playground;

/// <summary>A request that the page makes, the same through every front door.</summary>
internal sealed record ShopRequest(string Id, string Note, string Method, string Path)
{
    public bool Credentials { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }

    /// <summary>The front doors that cannot be in this situation.</summary>
    public IReadOnlyList<string> NotBehind { get; init; } = [];

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
        new("missing", "the app says 404", "GET", "/orders/99"),
        new("forbidden", "the app says 403, preflighted", "GET", "/admin") { Headers = new Dictionary<string, string> { ["authorization"] = "Bearer someone" } },
        new("boom", "the app throws: 500", "GET", "/boom"),
        new("members", "the gateway says 401", "GET", "/members") { NotBehind = ["Function URL", "Load balancer"] },
        new("busy", "the gateway says 429", "GET", "/busy") { NotBehind = ["Function URL", "Load balancer"] },
        new("slow", "too slow for the gateway: 504", "GET", "/slow?seconds=60"),
        new("export", "over 6 MB", "GET", "/export?megabytes=7"),
    ];
}
