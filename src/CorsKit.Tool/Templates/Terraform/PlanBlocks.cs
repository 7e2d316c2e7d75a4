using System.Text;
using CorsKit.Testing.Aws;

namespace CorsKit.Tool.Templates.Terraform;

/// <summary>
/// The values of a resource in CloudFormation's spelling. What is known after apply only, or sensitive, becomes an
/// <see cref="UnknownNode"/>, and what names a resource of the plan a <see cref="ReferenceNode"/>.
/// </summary>
internal sealed class PlanBlocks(PlanTargets targets)
{
    private static readonly string[] RestApis = ["aws_api_gateway_rest_api"];
    private static readonly string[] RestResources = ["aws_api_gateway_resource", "aws_api_gateway_rest_api"];

    /// <summary>Attributes that name another resource, and the types that it can have.</summary>
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["rest_api_id"] = RestApis,
        ["parent_id"] = RestResources,
        ["resource_id"] = RestResources,
        ["api_id"] = ["aws_apigatewayv2_api", "aws_api_gateway_rest_api"],
        ["authorizer_id"] = ["aws_api_gateway_authorizer", "aws_apigatewayv2_authorizer"],
        ["request_validator_id"] = ["aws_api_gateway_request_validator"],
        ["deployment_id"] = ["aws_api_gateway_deployment", "aws_apigatewayv2_deployment"],
        ["listener_arn"] = ["aws_lb_listener", "aws_alb_listener"],
        ["load_balancer_arn"] = ["aws_lb", "aws_alb"],
        ["cache_policy_id"] = ["aws_cloudfront_cache_policy"],
        ["origin_request_policy_id"] = ["aws_cloudfront_origin_request_policy"],
        ["response_headers_policy_id"] = ["aws_cloudfront_response_headers_policy"],
        ["function_arn"] = ["aws_cloudfront_function"],
        ["lambda_arn"] = ["aws_lambda_function"],
    };

    /// <summary>Blocks that may stand there several times; any other is one.</summary>
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "action", "condition", "custom_header", "default_action", "function_association", "items", "lambda_function_association", "member",
        "ordered_cache_behavior", "origin", "origin_group",
    };

    /// <summary>Blocks whose order in the values is not that of the configuration.</summary>
    private static readonly HashSet<string> Sets = new(StringComparer.Ordinal) { "condition", "function_association", "lambda_function_association", "origin", "origin_group" };

    /// <summary>Blocks that are known after apply as a whole where a dynamic block's for_each is: the configuration in the plan does not have them.</summary>
    private static readonly HashSet<string> Dynamic = new(StringComparer.Ordinal) { "cors", "cors_config", "cors_configuration" };

    /// <summary>Names that CloudFormation does not spell like Terraform.</summary>
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["action"] = "Actions",
        ["authorization"] = "AuthorizationType",
        ["condition"] = "Conditions",
        ["default_action"] = "DefaultActions",
        ["default_ttl"] = "DefaultTTL",
        ["function_arn"] = "FunctionARN",
        ["function_association"] = "FunctionAssociations",
        ["identity_sources"] = "IdentitySource",
        ["lambda_arn"] = "LambdaFunctionARN",
        ["lambda_function_association"] = "LambdaFunctionAssociations",
        ["max_ttl"] = "MaxTTL",
        ["min_ttl"] = "MinTTL",
        ["ordered_cache_behavior"] = "CacheBehaviors",
        ["origin"] = "Origins",
    };

    public static MappingNode Mapping(Location location, params IEnumerable<(string Key, Node? Value)> entries) =>
        new(location, [.. entries.Where(entry => entry.Value is not null).Select(entry => new Entry(entry.Key, entry.Value!.Location, entry.Value))]);

    public MappingNode Read(PlannedResource resource) =>
        Block(resource, resource.Values, resource.Unknown, resource.Sensitive, resource.Configuration?["expressions"] is { } expressions ? [expressions] : null, true);

    /// <param name="resource">The resource.</param>
    /// <param name="values">The values of the block.</param>
    /// <param name="unknown">Which of them are known after apply only.</param>
    /// <param name="sensitive">Which of them are sensitive.</param>
    /// <param name="written">The blocks of the configuration that may be this one; null where it has none, for a dynamic block writes it.</param>
    /// <param name="isWhole">Whether it is the resource itself: what the provider computes there is of no interest.</param>
    private MappingNode Block(PlannedResource resource, Node values, Node? unknown, Node? sensitive, IReadOnlyList<Node>? written, bool isWhole)
    {
        var keys = values.Entries.Select(entry => entry.Key)
            .Concat(isWhole || written is not null ? (written ?? []).SelectMany(block => block.Entries).Select(entry => entry.Key) : (unknown?.Entries ?? []).Select(entry => entry.Key))
            .Concat((unknown?.Entries ?? []).Select(entry => entry.Key).Where(Dynamic.Contains))
            .Distinct(StringComparer.Ordinal);
        return Mapping(values.Location, keys.Select(key =>
            (Spell(key), Value(resource, key, values, unknown?[key], sensitive?[key], written is null ? null : [.. written.Select(block => block[key]).OfType<Node>()]))).ToList());
    }

    private Node? Value(PlannedResource resource, string key, Node block, Node? unknown, Node? sensitive, IReadOnlyList<Node>? written)
    {
        var value = block[key];
        if (sensitive is { IsTrue: true })
        {
            return new UnknownNode(value?.Location ?? block.Location, "${sensitive}");
        }

        var isUnknown = unknown is { IsTrue: true };
        switch (value)
        {
            case null:
            case ScalarNode { Text: "", IsString: false } when isUnknown:
                // What is not there at all is not null, and so known after apply.
                return written is { Count: > 0 } || (isUnknown && (written is null || Dynamic.Contains(key))) ? Later(resource, key, block.Location, written ?? []) : null;
            case ScalarNode { Text: "" }:
                // The id of a policy that CloudFront brings along is null here where its data source is read later.
                return written is { Count: > 0 } && Named.TryGetValue(key, out var policies) && targets.Find(resource, key, null, written, policies) is { } policy
                    && ManagedPolicy(policy) is { } id ? new ScalarNode(value.Location, id) : null;
            case ScalarNode:
                return Named.TryGetValue(key, out var types) && targets.Find(resource, key, value.Text, [], types) is { } named ? Reference(value.Location, named, key) : value;
            case MappingNode:
                return Map(value, unknown, sensitive);
            case SequenceNode when value.Items.Any(item => item is MappingNode):
                return Blocks(resource, key, value, unknown, sensitive, written);
            case SequenceNode when value.Items.Count == 0 && written is null or { Count: 0 } or [SequenceNode, ..]:
                return null;
            case SequenceNode:
                return new SequenceNode(value.Location, [.. value.Items.Select((item, i) => IsKnown(item, unknown, sensitive, i) ? item : new UnknownNode(value.Location, "${known after apply}"))]);
            default:
                return value;
        }
    }

    private static bool IsKnown(Node item, Node? unknown, Node? sensitive, int index) =>
        item is not ScalarNode { Text: "", IsString: false } && unknown?.Items.ElementAtOrDefault(index) is not { IsTrue: true } && sensitive?.Items.ElementAtOrDefault(index) is not { IsTrue: true };

    /// <summary>A map keeps its keys; those whose value is known after apply are not among the values.</summary>
    private static MappingNode Map(Node map, Node? unknown, Node? sensitive) => new(map.Location,
        [.. map.Entries.Select(entry => sensitive?[entry.Key] is { IsTrue: true } ? entry with { Value = new UnknownNode(entry.Location, "${sensitive}") } : entry),
         .. (unknown?.Entries ?? []).Where(entry => entry.Value.IsTrue && map[entry.Key] is null)
            .Select(entry => new Entry(entry.Key, map.Location, new UnknownNode(map.Location, "${known after apply}")))]);

    private Node Blocks(PlannedResource resource, string key, Node blocks, Node? unknown, Node? sensitive, IReadOnlyList<Node>? written)
    {
        // A block that is not in the configuration is a dynamic one's.
        var candidates = written?.SelectMany(list => list is SequenceNode ? list.Items : [list]).ToList();
        var read = blocks.Items.Select((block, i) => Block(resource, block, unknown?.Items.ElementAtOrDefault(i), sensitive?.Items.ElementAtOrDefault(i),
            candidates is null or [] ? null
            : !Sets.Contains(key) && candidates.Count == blocks.Items.Count ? [candidates[i]]
            : Matching(candidates, block), false)).ToList<Node>();
        if (read is [var only] && !Lists.Contains(key))
        {
            // Lists of names are blocks with the one attribute items here, and in CloudFormation in some places only.
            return only["Items"] is { } items && only.Entries.Count == 1 && !key.StartsWith("access_control_", StringComparison.Ordinal) && !key.EndsWith("_config", StringComparison.Ordinal) ? items : only;
        }

        return new SequenceNode(blocks.Location, read);
    }

    /// <summary>The blocks of the configuration that agree with the values of a block, in their constants and in which blocks they have.</summary>
    private static List<Node> Matching(List<Node> candidates, Node block)
    {
        var agreeing = candidates.FindAll(candidate => candidate.Entries.All(entry =>
            entry.Value["constant_value"] is not { Text: { } constant } || block[entry.Key] is not { Text: { } value } || constant == value));
        var alike = agreeing.FindAll(candidate => block.Entries.All(entry =>
            entry.Value is not SequenceNode || entry.Value.Items.Any(item => item is not MappingNode) || (entry.Value.Items.Count > 0) == candidate[entry.Key] is not null));
        return alike.Count > 0 ? alike : agreeing;
    }

    /// <summary>What is known after apply only: what it names, where that is one thing.</summary>
    private Node Later(PlannedResource resource, string key, Location location, IReadOnlyList<Node> written)
    {
        if (Named.TryGetValue(key, out var types) && targets.Find(resource, key, null, written, types) is { } named)
        {
            return Reference(location, named, key);
        }

        if (key is "resource_id" or "rest_api_id")
        {
            // Those that it may be; none where not even that is known.
            return new SequenceNode(location, [.. targets.FindAll(resource, key, written, types!).Select(candidate => Reference(location, candidate, key))]);
        }

        var sketches = written.Select(expression => (Sketch: Sketch(resource, expression, out var only), Only: only)).ToList();
        return sketches.Select(sketch => sketch.Sketch).Distinct().Count() != 1 ? new UnknownNode(location, $"${{{resource.Type}.{key}}}")
            : sketches[0].Only is ({ } target, { } attribute) && types is null ? new ReferenceNode(location, target.Address, Pascal(attribute))
            : new UnknownNode(location, sketches[0].Sketch);
    }

    /// <summary>What an expression names, as <c>${…}</c>.</summary>
    private string Sketch(PlannedResource resource, Node expression, out PlanTarget only)
    {
        var named = targets.Resolve(resource.Scope, expression).Distinct().ToList();
        only = named.Count == 1 && PlanReference.Of(expression).Take(2).Count() == 1 ? named[0] : default;
        var names = named.Count > 0
            ? named.Select(target => (Address: named.Count == 1 ? target.Resource.Address : target.Resource.Instances, target.Attribute)).Distinct()
                .Select(target => target.Attribute is null ? target.Address : $"{target.Address}.{Pascal(target.Attribute)}")
            : PlanReference.Of(expression).DefaultIfEmpty("known after apply");
        return string.Concat(names.Select(name => $"${{{name}}}"));
    }

    private static Node Reference(Location location, PlannedResource named, string attribute) =>
        ManagedPolicy(named) is { } id ? new ScalarNode(location, id)
        : new ReferenceNode(location, named.Address, attribute is "parent_id" or "resource_id" && RestApis.Contains(named.Type) ? "RootResourceId" : null);

    /// <summary>The id of a policy that CloudFront brings along, of a data source that has its name.</summary>
    private static string? ManagedPolicy(PlannedResource policy)
    {
        const string prefix = "Managed-";
        if (!policy.IsData || !policy.Type.StartsWith("aws_cloudfront_", StringComparison.Ordinal))
        {
            return null;
        }

        var name = policy.Values["name"]?.Text ?? policy.Configuration?["expressions"]?["name"]?["constant_value"]?.Text;
        var managed = name?.StartsWith(prefix, StringComparison.Ordinal) == true ? name[prefix.Length..] : null;
        return policy.Values["id"] is { Text: { Length: > 0 } id } ? id : policy.Type switch
        {
            "aws_cloudfront_cache_policy" => ManagedPolicies.Cache.FirstOrDefault(known => known.Name == managed)?.Id,
            "aws_cloudfront_origin_request_policy" => ManagedPolicies.OriginRequest.FirstOrDefault(known => known.Name == managed)?.Id,
            "aws_cloudfront_response_headers_policy" => ManagedPolicies.ResponseHeaders.FirstOrDefault(known => known.Name == managed)?.Id,
            _ => null,
        };
    }

    public static string Spell(string name) => Spellings.GetValueOrDefault(name) ?? Pascal(name);

    private static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var part in name.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(char.ToUpperInvariant(part[0])).Append(part, 1, part.Length - 1);
        }

        return text.ToString();
    }
}
