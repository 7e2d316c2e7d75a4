using CorsKit.Testing.Aws;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>CloudFront distributions, and the policies that their behaviors name.</summary>
internal static class DistributionReader
{
    public static void Read(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var resource in template.OfType("AWS::CloudFront::Distribution"))
        {
            var config = resource["DistributionConfig"];
            var origins = (config?["Origins"]?.Items ?? []).ToLookup(origin => Evaluator.Sketch(origin["Id"]), origin => OriginKinds.Of(origin, template));
            var behaviors = (config?["CacheBehaviors"]?.Items ?? []).Append(config?["DefaultCacheBehavior"]).OfType<Node>().ToList();
            var groups = (config?["OriginGroups"]?["Items"]?.Items ?? []).ToLookup(group => Evaluator.Sketch(group["Id"]), MembersOf);
            OriginKind KindOf(Node behavior) => KindOfOrigin(Evaluator.Sketch(behavior["TargetOriginId"]));

            // A group is what its members are, the one that is asked first before the one for failures.
            OriginKind KindOfOrigin(string id) => origins[id].Concat(groups[id].SelectMany(members => members).SelectMany(member => origins[member]))
                .FirstOrDefault(kind => kind != OriginKind.Unknown, OriginKind.Unknown);
            foreach (var behavior in behaviors.Where(behavior => KindOf(behavior) == OriginKind.Unknown))
            {
                model.Remark(resource.Id, behavior.Location,
                    $"corskit cannot tell whether the origin \"{Evaluator.Sketch(behavior["TargetOriginId"])}\" of the behavior {NameOf(behavior)} is an API, and did not evaluate it.");
            }

            foreach (var behavior in behaviors.Where(behavior => KindOf(behavior) != OriginKind.Pages && IsUnknown(behavior["ResponseHeadersPolicyId"], template)))
            {
                model.Remark(resource.Id, behavior["ResponseHeadersPolicyId"]!.Location,
                    $"The response headers policy of the behavior {NameOf(behavior)} is not in the template and none that corskit knows; whether it overrides the app's CORS headers was not evaluated.");
            }

            var distribution = new Distribution(resource.Id, resource.Location,
                behaviors.Exists(behavior => KindOf(behavior) == OriginKind.Pages),
                [.. behaviors.Where(behavior => KindOf(behavior) is OriginKind.Api or OriginKind.LoadBalancer)
                    .Select(behavior => ReadBehavior(behavior, template) with { KnowsItsHost = KindOf(behavior) == OriginKind.Api })]);
            model.Distributions.Add(distribution);
            foreach (var behavior in distribution.Behaviors.Where(behavior => behavior.Key is null || behavior.Forwarded is null))
            {
                model.Remark(resource.Id, behavior.Location,
                    $"A policy of the behavior {behavior.Path} is not in the template and none that corskit knows; what it caches and forwards was not evaluated.");
            }
        }
    }

    private static IEnumerable<string> MembersOf(Node group) => (group["Members"]?["Items"]?.Items ?? []).Select(member => Evaluator.Sketch(member["OriginId"]));

    private static string NameOf(Node behavior) => behavior["PathPattern"] is { } pattern ? Evaluator.Sketch(pattern) : "default";

    private static bool IsUnknown(Node? responseHeadersPolicy, EvaluatedTemplate template) =>
        responseHeadersPolicy is { } reference && template.Find(reference) is null
        && !(reference.Text is { } id && ManagedPolicies.ResponseHeaders.Any(managed => managed.Id == id));

    private static CacheBehavior ReadBehavior(Node behavior, EvaluatedTemplate template)
    {
        var legacy = behavior["ForwardedValues"];
        var key = legacy is null ? CachePolicies.Key(behavior["CachePolicyId"], template) : CachePolicies.Key(legacy, behavior);
        return new CacheBehavior(NameOf(behavior), behavior.Location)
        {
            AllowedMethods = ListSetting.From(behavior["AllowedMethods"]),
            CachedMethods = ListSetting.From(behavior["CachedMethods"]),
            ViewerProtocolPolicy = Setting.From(behavior["ViewerProtocolPolicy"]),
            Key = key,
            Forwarded = legacy is null ? CachePolicies.Forwarded(behavior, key, template) : CachePolicies.Forwarded(legacy, key!),
            ResponseHeaders = ReadResponseHeaders(behavior["ResponseHeadersPolicyId"], template),
        };
    }

    private static ResponseHeadersPolicy? ReadResponseHeaders(Node? reference, EvaluatedTemplate template)
    {
        if (reference is null)
        {
            return null;
        }

        // The managed ones that write CORS do not override, and allow any origin.
        if (reference.Text is { } id && ManagedPolicies.ResponseHeaders.FirstOrDefault(managed => managed.Id == id) is { WritesCors: true, Name: var name })
        {
            return new ResponseHeadersPolicy(reference.Location, name, false, new CorsConfiguration(reference.Location)
            {
                AllowOrigins = new ListSetting(reference.Location, [new Setting(reference.Location, "*")]),
            });
        }

        if (template.Find(reference) is not { } policy || policy["ResponseHeadersPolicyConfig"]?["CorsConfig"] is not { } cors)
        {
            return null;
        }

        ListSetting? Items(string property) => ListSetting.From(cors[property]?["Items"]);
        return new ResponseHeadersPolicy(reference.Location, $"the response headers policy {policy.Id}", cors["OriginOverride"] is { IsTrue: true }, new CorsConfiguration(cors.Location)
        {
            AllowOrigins = Items("AccessControlAllowOrigins"),
            AllowMethods = Items("AccessControlAllowMethods"),
            AllowHeaders = Items("AccessControlAllowHeaders"),
            ExposeHeaders = Items("AccessControlExposeHeaders"),
            AllowCredentials = Setting.From(cors["AccessControlAllowCredentials"]),
            MaxAge = Setting.From(cors["AccessControlMaxAgeSec"]),
        });
    }
}
