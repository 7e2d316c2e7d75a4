using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A stage with a cache.</summary>
/// <param name="Resource">Its resource.</param>
/// <param name="Location">Where it stands.</param>
/// <param name="Methods">What it caches: paths and verbs as MethodSettings has them, <c>/*</c> and <c>*</c> for all; null where that is not known.</param>
internal sealed record CachingStage(string Resource, Location Location, IReadOnlyList<(string? Path, string? Verb)> Methods)
{
    /// <summary>MethodSettings writes the slashes of a path, but the first, as ~1 (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html).</summary>
    public bool CachesGetOf(string path) => Methods.Any(method =>
        method.Verb is null or "*" or "GET"
        && (method.Path is null or "/*" || "/" + method.Path.TrimStart('/').Replace("~1", "/", StringComparison.Ordinal).TrimStart('/') == path));

    /// <returns>The stage; null where it caches nothing.</returns>
    public static CachingStage? Read(string resource, Location location, Resource stage)
    {
        var methods = stage["CacheClusterEnabled"] is { IsTrue: true }
            ? (stage["MethodSettings"]?.Items ?? []).Where(setting => setting["CachingEnabled"] is { IsTrue: true })
                .Select(setting => (setting["ResourcePath"]?.Text, setting["HttpMethod"]?.Text)).ToList()
            : [];
        return methods.Count > 0 ? new CachingStage(resource, location, methods) : null;
    }
}
