namespace CorsKit.Tests.Load;

/// <summary>The requests of a load, the same for the same seed.</summary>
internal sealed class LoadRequests(int seed, int tenants)
{
    private static readonly string[] RequestHeaders = ["content-type", "authorization, x-in-1", new string(',', 8 * 1024), string.Concat(Enumerable.Repeat("x-a,", 2048))];

    private readonly Random _random = new(seed);

    /// <summary>The paths whose handlers fail, each for one in a hundred requests.</summary>
    public string[] FailingPaths { get; init; } = ["/missing", "/boom", "/caught"];

    /// <summary>Origins that no page has. A client of HTTP would not send all of them.</summary>
    public IReadOnlyList<string[]> HostileOrigins { get; init; } =
    [
        ["null"], [""], ["*"], ["https://app-0.tenant-0.example", "https://app-0.tenant-0.example"], ["HTTPS://APP-0.TENANT-0.EXAMPLE"],
        ["https://app-0.tenant-0.example/"], ["https://app-0.tenant-0.example."], ["https://app-0.tenant-0.example:443"],
        ["https://user@app-0.tenant-0.example"], ["https://" + new string('a', 8 * 1024)],
    ];

    /// <summary>Those that only an event of Lambda can carry.</summary>
    public static IReadOnlyList<string[]> OriginsInEvents { get; } =
    [
        ["https://app-0.tenant-0.example\0"], ["\r\nAccess-Control-Allow-Origin: *"], ["https://app-0.tenant-0.example\u007f"], ["https://äpp.example"], ["\t"],
        ["https://app-0.tenant-0.example", "null"],
    ];

    public LoadRequest Next()
    {
        var tenant = _random.Next(100) switch
        {
            < 4 => LoadOrigins.NoTenant,
            < 6 => LoadOrigins.UnknownTenant,
            < 7 => LoadOrigins.FailingTenant,
            _ => _random.Next(tenants),
        };
        var path = _random.Next(100) is var draw && draw < FailingPaths.Length ? FailingPaths[draw] : draw < 10 ? LoadRequest.OwnPath : "/orders";
        var isOptions = _random.Next(100) < 40;
        return Ask(tenant, path) with
        {
            IsOptions = isOptions,

            // Any other OPTIONS is a request like every other.
            RequestMethod = isOptions && _random.Next(20) > 0 ? "PUT" : null,
            RequestHeaders = _random.Next(10) is var headers && headers < RequestHeaders.Length ? RequestHeaders[headers] : null,
            IsLong = _random.Next(50) == 0,
        };
    }

    private LoadRequest Ask(int tenant, string path)
    {
        var app = _random.Next(LoadOrigins.Apps);
        return _random.Next(100) switch
        {
            < 60 => WellFormed(LoadOrigins.App(tenant, app)),
            < 68 => WellFormed(LoadOrigins.App(_random.Next(tenants), app)),
            < 78 => WellFormed(LoadOrigins.Page(tenant, _random.Next(LoadOrigins.PageGroups), _random.Next(LoadOrigins.Pages))),
            < 83 => WellFormed(LoadOrigins.Console(_random.Next(LoadOrigins.Consoles))),
            < 90 => new LoadRequest(tenant, path, []),

            // Nobody has come from there before: what is remembered must have a bound.
            < 94 => WellFormed($"https://x{_random.NextInt64(1L << 40, 1L << 41)}.example"),
            _ => new LoadRequest(tenant, path, HostileOrigins[_random.Next(HostileOrigins.Count)]),
        };

        LoadRequest WellFormed(string origin) => new(tenant, path, [origin]) { HasWellFormedOrigin = true };
    }
}
