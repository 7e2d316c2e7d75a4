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
            var origins = (config?["Origins"]?.Items ?? []).ToLookup(origin => Evaluator.Sketch(origin["Id"]), origin => OriginKinds.Of(origin, config?["Aliases"], template));
            var behaviors = (config?["CacheBehaviors"]?.Items ?? []).Append(config?["DefaultCacheBehavior"]).OfType<Node>().ToList();
            var groups = (config?["OriginGroups"]?["Items"]?.Items ?? []).ToLookup(group => Evaluator.Sketch(group["Id"]), MembersOf);
            OriginKind KindOf(Node behavior) => KindOfOrigin(Evaluator.Sketch(behavior["TargetOriginId"]));

            // A group is what its members are, the one that is asked first before the one for failures.
            OriginKind KindOfOrigin(string id) => origins[id].Concat(groups[id].SelectMany(members => members).SelectMany(member => origins[member]))
                .FirstOrDefault(kind => kind != OriginKind.Unknown, OriginKind.Unknown);
            IEnumerable<string> BehindOf(Node behavior) => (config?["Origins"]?.Items ?? [])
                .Where(origin => Evaluator.Sketch(origin["Id"]) == Evaluator.Sketch(behavior["TargetOriginId"]))
                .SelectMany(origin => OriginKinds.ResourcesIn(origin["DomainName"]));
            RestApi? ApiOf(Node behavior) => BehindOf(behavior).Select(id => model.RestApis.Find(api => api.Id == id)).FirstOrDefault(api => api is not null);
            IEnumerable<PageRequest> RequestsTo(Node behavior) => ApiOf(behavior)?.PageRequests
                ?? BehindOf(behavior).Select(id => model.HttpApis.Find(api => api.Id == id)?.PageRequests).FirstOrDefault(requests => requests is not null) ?? [];
            foreach (var unknown in behaviors.Where(behavior => KindOf(behavior) == OriginKind.Unknown).GroupBy(behavior => Evaluator.Sketch(behavior["TargetOriginId"])))
            {
                var names = unknown.Select(NameOf).ToList();
                model.Remark(resource.Id, unknown.First().Location,
                    $"corskit cannot tell whether the origin \"{unknown.Key}\" of the behavior{(names.Count == 1 ? "" : "s")} {string.Join(", ", names)} is an API, and did not evaluate it.");
            }

            foreach (var behavior in behaviors.Where(behavior => KindOf(behavior) != OriginKind.Pages && IsUnknown(behavior["ResponseHeadersPolicyId"], template)))
            {
                model.Remark(resource.Id, behavior["ResponseHeadersPolicyId"]!.Location,
                    $"The response headers policy of the behavior {NameOf(behavior)} is not in the template and none that corskit knows; whether it overrides the app's CORS headers was not evaluated.");
            }

            var distribution = new Distribution(resource.Id, resource.Location,
                behaviors.Exists(behavior => KindOf(behavior) == OriginKind.Pages),
                [.. from behavior in behaviors
                    where KindOf(behavior) is OriginKind.Api or OriginKind.CustomDomain or OriginKind.LoadBalancer && !IsForWebSockets(behavior, template)
                    select ReadBehavior(behavior, template) with
                    {
                        KnowsItsHost = KindOf(behavior) == OriginKind.Api,
                        HasSignOfCors = HasSignOfCors(behavior, template, model),
                        Requests = [.. RequestsTo(behavior)],
                        IgnoresOrigin = ApiOf(behavior) is { } api && IgnoresOrigin(api),
                    }]);
            model.Distributions.Add(distribution);
            foreach (var behind in behaviors.Where(behavior => EdgeFunctions.Read(behavior, template) == EdgeCors.Writes || ReadResponseHeaders(behavior["ResponseHeadersPolicyId"], template) is { Overrides: true }).Select(ApiOf).OfType<RestApi>())
            {
                behind.IsWrittenOnTheWay = true;
            }

            foreach (var behavior in distribution.Behaviors.Where(behavior => behavior.Edge == EdgeCors.Unread))
            {
                model.Remark(resource.Id, behavior.Location,
                    $"The behavior {behavior.Path} runs a function on responses whose code is not in the template; whether it writes CORS headers was not evaluated.");
            }

            foreach (var behavior in distribution.Behaviors.Where(behavior => behavior.Key is null || behavior.Forwarded is null))
            {
                model.Remark(resource.Id, behavior.Location,
                    $"A policy of the behavior {behavior.Path} is not in the template and none that corskit knows; what it caches and forwards was not evaluated.");
            }
        }
    }

    /// <summary>A handshake is a GET, and knows no preflight; what forwards its headers by name serves nothing else.</summary>
    private static bool IsForWebSockets(Node behavior, EvaluatedTemplate template) =>
        template.Find(behavior["OriginRequestPolicyId"])?["OriginRequestPolicyConfig"]?["HeadersConfig"]?["Headers"]?.Items.Any(header => header.Says("Sec-WebSocket-Key")) == true;

    /// <summary>The requests and the preflights too.</summary>
    private static bool IgnoresOrigin(RestApi api) =>
        api is { IsWhole: true, Resources.Count: > 0 } && api.Resources.TrueForAll(resource => resource.Methods.TrueForAll(method => method.IgnoresOrigin));

    /// <summary>What takes GET alone, and hears nothing of Origin, mostly serves what no page of another origin asks for.</summary>
    private static bool HasSignOfCors(Node node, EvaluatedTemplate template, GatewayModel model)
    {
        var behavior = ReadBehavior(node, template);
        return behavior.AllowedMethods is { } methods && (!methods.IsComplete || methods.Texts.Any(method => method is not ("GET" or "HEAD")))
            || behavior.Key?.Has("Origin") == true || behavior.Forwarded?.Has("Origin") == true || behavior.ResponseHeaders is not null || behavior.Edge != EdgeCors.None
            || model.HttpApis.Exists(api => api.Cors is not null) || model.FunctionUrls.Exists(url => url.Cors is not null) || model.RestApis.Exists(api => api.HasSignOfCors);
    }

    private static IEnumerable<string> MembersOf(Node group) => (group["Members"]?["Items"]?.Items ?? []).Select(member => Evaluator.Sketch(member["OriginId"]));

    private static string NameOf(Node behavior) => behavior["PathPattern"] is { } pattern ? Evaluator.Sketch(pattern) : "default";

    private static bool IsUnknown(Node? responseHeadersPolicy, EvaluatedTemplate template) =>
        responseHeadersPolicy is { } reference && template.Find(reference) is null
        && !(reference.Text is { } id && ManagedPolicies.ResponseHeaders.Any(managed => managed.Id == id));

    private static CacheBehavior ReadBehavior(Node behavior, EvaluatedTemplate template)
    {
        // Beside a cache policy the legacy settings do not count.
        var legacy = behavior["CachePolicyId"] is null ? behavior["ForwardedValues"] : null;
        var key = legacy is null ? CachePolicies.Key(behavior["CachePolicyId"], template) : CachePolicies.Key(legacy, behavior);
        return new CacheBehavior(NameOf(behavior), behavior.Location)
        {
            AllowedMethods = ListSetting.From(behavior["AllowedMethods"]),
            CachedMethods = ListSetting.From(behavior["CachedMethods"]),
            ViewerProtocolPolicy = Setting.From(behavior["ViewerProtocolPolicy"]),
            Key = key,
            Forwarded = legacy is null ? CachePolicies.Forwarded(behavior, key, template) : CachePolicies.Forwarded(legacy, key!),
            Edge = EdgeFunctions.Read(behavior, template),
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
