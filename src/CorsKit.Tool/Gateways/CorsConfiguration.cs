using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>
/// The six settings under which HTTP APIs, Function URLs and OpenAPI's x-amazon-apigateway-cors write CORS; what is
/// null is not there.
/// </summary>
internal sealed record CorsConfiguration(Location Location)
{
    public ListSetting? AllowOrigins { get; init; }

    public ListSetting? AllowMethods { get; init; }

    public ListSetting? AllowHeaders { get; init; }

    public ListSetting? ExposeHeaders { get; init; }

    public Setting? AllowCredentials { get; init; }

    public Setting? MaxAge { get; init; }

    /// <summary>Whether it is all there to read; false where a function gives the whole.</summary>
    public bool IsKnown { get; init; } = true;

    public bool AllowsAnyOriginWithCredentials => AllowOrigins?.Has("*") == true && AllowCredentials is { IsTrue: true };

    /// <summary>CloudFormation and SAM write AllowOrigins, OpenAPI writes allowOrigins.</summary>
    public static CorsConfiguration? From(Node? node, bool camelCase = false)
    {
        if (node is null)
        {
            return null;
        }

        Node? Get(string name) => node[camelCase ? char.ToLowerInvariant(name[0]) + name[1..] : name];
        return new CorsConfiguration(node.Location)
        {
            AllowOrigins = ListSetting.From(Get(nameof(AllowOrigins))),
            AllowMethods = ListSetting.From(Get(nameof(AllowMethods))),
            AllowHeaders = ListSetting.From(Get(nameof(AllowHeaders))),
            ExposeHeaders = ListSetting.From(Get(nameof(ExposeHeaders))),
            AllowCredentials = Setting.From(Get(nameof(AllowCredentials))),
            MaxAge = Setting.From(Get(nameof(MaxAge))),
            IsKnown = node is MappingNode,
        };
    }
}
