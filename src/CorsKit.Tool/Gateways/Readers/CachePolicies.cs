using CorsKit.Testing.Aws;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What the cache tells answers apart by and what reaches the API, from policies or from legacy settings.</summary>
internal static class CachePolicies
{
    public static CacheKey? Key(Node? reference, EvaluatedTemplate template)
    {
        if (reference?.Text is { } id)
        {
            return ManagedPolicies.Cache.FirstOrDefault(policy => policy.Id == id) is { } managed ? new CacheKey(reference.Location, managed.Name, managed.Caches, managed.Headers) : null;
        }

        if (template.Find(reference) is not { } policy || policy["CachePolicyConfig"] is not { } config)
        {
            return null;
        }

        var parameters = config["ParametersInCacheKeyAndForwardedToOrigin"];
        var headers = parameters?["HeadersConfig"]?["Headers"] is SequenceNode list ? list.Items.Select(item => item.Text ?? "") : [];
        return new CacheKey(reference!.Location, $"the cache policy {policy.Id}", config["MaxTTL"]?.Text != "0", [.. headers]);
    }

    /// <summary>Legacy settings: what is forwarded by name is in the key; with <c>*</c> nothing is kept.</summary>
    public static CacheKey Key(Node forwardedValues, Node behavior)
    {
        var headers = (forwardedValues["Headers"]?.Items ?? []).Select(item => item.Text ?? "").ToList();
        return new CacheKey(forwardedValues.Location, "ForwardedValues", !headers.Contains("*") && behavior["MaxTTL"]?.Text != "0", headers);
    }

    /// <summary>
    /// The cache policy's headers and those of the origin request policy, and nothing more
    /// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html).
    /// </summary>
    public static ForwardedHeaders? Forwarded(Node behavior, CacheKey? key, EvaluatedTemplate template)
    {
        if (key is null)
        {
            return null;
        }

        var reference = behavior["OriginRequestPolicyId"];
        if (reference is null)
        {
            return new ForwardedHeaders(key.Location, key.Name, false, key.Headers);
        }

        if (reference.Text is { } id)
        {
            return ManagedPolicies.OriginRequest.FirstOrDefault(policy => policy.Id == id) is { } managed
                ? new ForwardedHeaders(reference.Location, managed.Name, managed.All, managed.All ? [.. managed.Headers.Except(key.Headers)] : [.. managed.Headers, .. key.Headers])
                : null;
        }

        if (template.Find(reference) is not { } policy)
        {
            return null;
        }

        var config = policy["OriginRequestPolicyConfig"]?["HeadersConfig"];
        var headers = (config?["Headers"]?.Items ?? []).Select(item => item.Text ?? "");
        var name = $"the origin request policy {policy.Id}";
        return config?["HeaderBehavior"]?.Text switch
        {
            "allViewer" or "allViewerAndWhitelistCloudFront" => new ForwardedHeaders(reference.Location, name, true, []),
            "allExcept" => new ForwardedHeaders(reference.Location, name, true, [.. headers.Except(key.Headers)]),
            _ => new ForwardedHeaders(reference.Location, name, false, [.. headers, .. key.Headers]),
        };
    }

    /// <summary>
    /// A custom origin gets every header but a few whether it is in the key or not, Host only where it is named
    /// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html).
    /// </summary>
    public static ForwardedHeaders Forwarded(Node forwardedValues, CacheKey key) =>
        new(forwardedValues.Location, key.Name, true, key.Has("*") || key.Has("Host") ? [] : ["Host"]);
}
