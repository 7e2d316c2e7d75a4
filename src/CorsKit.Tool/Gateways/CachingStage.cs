using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A stage with a cache.</summary>
/// <param name="Resource">Its resource.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Methods">What it caches and what not: paths and verbs as MethodSettings has them, <c>/*</c> and <c>*</c> for all; null where that is not known.</param>
internal sealed record CachingStage(string Resource, Location Location, IReadOnlyList<(string? Path, string? Verb, bool IsCached)> Methods)
{
    /// <summary>
    /// The setting of a path overrides that of all, and the one of GET that of all verbs. MethodSettings writes the slashes of a path, but the first, as ~1
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html).
    /// </summary>
    public bool CachesGetOf(string path) => Methods
        .Where(method => (method.Verb is null or "*" or "GET") && (IsForAll(method.Path) || "/" + method.Path!.TrimStart('/').Replace("~1", "/", StringComparison.Ordinal).TrimStart('/') == path))
        .OrderBy(method => IsForAll(method.Path)).ThenBy(method => method.Verb != "GET")
        .Select(method => method.IsCached).FirstOrDefault();

    /// <returns>The stage; null where it caches nothing.</returns>
    public static CachingStage? Read(string resource, Location location, Resource stage)
    {
        var methods = stage["CacheClusterEnabled"] is { IsTrue: true }
            ? (stage["MethodSettings"]?.Items ?? []).Where(setting => setting["CachingEnabled"]?.Text is not null)
                .Select(setting => (setting["ResourcePath"]?.Text, setting["HttpMethod"]?.Text, setting["CachingEnabled"] is { IsTrue: true })).ToList()
            : [];
        return methods.Exists(method => method.Item3) ? new CachingStage(resource, location, methods) : null;
    }

    private static bool IsForAll(string? path) => path is null or "/*";
}
