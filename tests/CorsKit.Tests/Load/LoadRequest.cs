namespace CorsKit.Tests.Load;

/// <summary>A request of a load: what is sent, and what its right answer depends on.</summary>
internal sealed record LoadRequest(int Tenant, string Path, string[] Origins)
{
    public const string OwnPath = "/own";
    public const string OwnOrigin = "https://own.example";
    public const string OwnHeader = "x-own";

    /// <summary>The handler has written part of the response; on Kestrel the connection would end.</summary>
    public const string LatePath = "/late";

    /// <summary>The handler changes the configuration and throws: the error page runs under another version than the request began with.</summary>
    public const string ChangedPath = "/changed";

    public static readonly string Filler = new('f', 8 * 1024);

    public bool IsOptions { get; init; }

    /// <summary>Access-Control-Request-Method.</summary>
    public string? RequestMethod { get; init; }

    public string? RequestHeaders { get; init; }

    /// <summary>Whether 8 KB of another header come with it.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether a store may be asked about the origin.</summary>
    public bool HasWellFormedOrigin { get; init; }

    public bool IsPreflight => IsOptions && Origins.Length > 0 && RequestMethod is not null;

    /// <summary>The app's own status, where it is asked.</summary>
    public int PassedOn => Path switch
    {
        "/orders" or OwnPath => 200,
        "/missing" => 404,
        _ => 500,
    };

    public override string ToString() => $"{(IsOptions ? "OPTIONS" : "GET")} {Path} {string.Join(", ", Headers().Select(header => $"{header.Name}: {Cut(string.Join(" + ", header.Values))}"))}";

    private static string Cut(string value) => value.Length > 100 ? value[..100] + "…" : value;

    public IEnumerable<(string Name, string[] Values)> Headers()
    {
        yield return ("host", ["api.example.com"]);
        if (LoadOrigins.Name(Tenant) is { } tenant)
        {
            yield return ("x-tenant", [tenant]);
        }

        if (Origins.Length > 0)
        {
            yield return ("origin", Origins);
        }

        if (RequestMethod is not null)
        {
            yield return ("access-control-request-method", [RequestMethod]);
        }

        if (RequestHeaders is not null)
        {
            yield return ("access-control-request-headers", [RequestHeaders]);
        }

        if (IsLong)
        {
            yield return ("x-filler", [Filler]);
        }
    }
}
