using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>
/// The six settings under which HTTP APIs, Function URLs and OpenAPI's x-amazon-apigateway-cors write CORS; what is
/// null is not there.
/// </summary>
internal sealed record CorsConfiguration(Location Location)
{
    /// <summary>The settings' names, as CloudFormation and SAM write them.</summary>
    public static readonly string[] Keys = [nameof(AllowOrigins), nameof(AllowMethods), nameof(AllowHeaders), nameof(ExposeHeaders), nameof(AllowCredentials), nameof(MaxAge)];

    public ListSetting? AllowOrigins { get; init; }

    public ListSetting? AllowMethods { get; init; }

    public ListSetting? AllowHeaders { get; init; }

    public ListSetting? ExposeHeaders { get; init; }

    public Setting? AllowCredentials { get; init; }

    public Setting? MaxAge { get; init; }

    /// <summary>Whether it is all there to read; false where a function gives the whole.</summary>
    public bool IsKnown { get; init; } = true;

    /// <summary>The names of the six where it stands.</summary>
    public IReadOnlyList<string> OwnKeys { get; init; } = Keys;

    /// <summary>Keys that are none of the six.</summary>
    public IReadOnlyList<Entry> OtherKeys { get; init; } = [];

    /// <summary>The lists by their names.</summary>
    public IEnumerable<(string Name, ListSetting List)> Lists =>
        from pair in ((string Name, ListSetting? List)[])[(nameof(AllowOrigins), AllowOrigins), (nameof(AllowMethods), AllowMethods), (nameof(AllowHeaders), AllowHeaders), (nameof(ExposeHeaders), ExposeHeaders)]
        where pair.List is not null
        select (pair.Name, pair.List);

    /// <summary>The lists in which <c>*</c> stands beside credentials, where it is no wildcard (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials).</summary>
    public IReadOnlyList<string> WildcardsWithCredentials =>
        AllowCredentials is { IsTrue: true } ? [.. Lists.Where(list => list.List.Has("*")).Select(list => list.Name)] : [];

    /// <summary>CloudFormation and SAM write AllowOrigins, OpenAPI writes allowOrigins.</summary>
    public static CorsConfiguration? From(Node? node, bool camelCase = false)
    {
        if (node is null)
        {
            return null;
        }

        string KeyOf(string name) => camelCase ? char.ToLowerInvariant(name[0]) + name[1..] : name;
        Node? Get(string name) => node[KeyOf(name)];
        var keys = Keys.Select(KeyOf).ToList();
        return new CorsConfiguration(node.Location)
        {
            AllowOrigins = ListSetting.From(Get(nameof(AllowOrigins))),
            AllowMethods = ListSetting.From(Get(nameof(AllowMethods))),
            AllowHeaders = ListSetting.From(Get(nameof(AllowHeaders))),
            ExposeHeaders = ListSetting.From(Get(nameof(ExposeHeaders))),
            AllowCredentials = Setting.From(Get(nameof(AllowCredentials))),
            MaxAge = Setting.From(Get(nameof(MaxAge))),
            IsKnown = node is MappingNode,
            OwnKeys = keys,
            OtherKeys = [.. node.Entries.Where(entry => !keys.Contains(entry.Key))],
        };
    }
}
