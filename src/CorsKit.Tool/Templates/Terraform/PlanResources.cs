using System.Text;

namespace CorsKit.Tool.Templates.Terraform;

/// <summary>Declares the resources of a plan as CloudFormation does: some of its own are several of Terraform's.</summary>
internal sealed class PlanResources
{
    private const string Listener = "routing_http_response_access_control_";
    private const string ListenerEnd = "_header_value";

    // What can only be changed by another deployment.
    private static readonly string[] OldTriggers = ["stage_description", "variables"];

    private readonly PlanTargets _targets;
    private readonly PlanBlocks _blocks;

    // What belongs to a method or to a stage, and stands for itself in Terraform.
    private readonly Dictionary<PlannedResource, List<PlannedResource>> _parts = [];
    private readonly Dictionary<PlannedResource, MappingNode> _read = [];

    public PlanResources(Plan plan)
    {
        _targets = new PlanTargets(plan);
        _blocks = new PlanBlocks(_targets);
        var all = plan.Root.AllResources.Where(resource => !resource.IsData).ToList();
        var methods = Index(all.FindAll(resource => resource.Type == "aws_api_gateway_method"), "HttpMethod");
        var stages = Index(all.FindAll(resource => resource.Type == "aws_api_gateway_stage"), "StageName");
        foreach (var resource in all)
        {
            var whole = resource.Type switch
            {
                "aws_api_gateway_integration" or "aws_api_gateway_integration_response" or "aws_api_gateway_method_response" =>
                    Whole(resource, "aws_api_gateway_method", "http_method", methods, "HttpMethod"),
                "aws_api_gateway_method_settings" => Whole(resource, "aws_api_gateway_stage", "stage_name", stages, "StageName"),
                _ => null,
            };
            if (whole is not null)
            {
                PartsOf(whole).Add(resource);
            }
        }
    }

    public MappingNode Declare(PlannedResource resource, string type)
    {
        var properties = Properties(resource);
        return PlanBlocks.Mapping(resource.Location,
        [
            ("Type", new ScalarNode(resource.Location, type)),
            ("Properties", properties),
            ("DependsOn", resource.Type == "aws_api_gateway_deployment" ? Awaited(resource) : null),
        ]);
    }

    private MappingNode Properties(PlannedResource resource)
    {
        var read = Read(resource);
        switch (resource.Type)
        {
            case "aws_api_gateway_rest_api" or "aws_apigatewayv2_api":
                return With(read, ("Body", Parsed(read["Body"])));
            case "aws_api_gateway_model":
                return With(read, ("Schema", Parsed(read["Schema"])));
            case "aws_api_gateway_method":
                return Method(resource, read);
            case "aws_api_gateway_deployment":
                return With(read, ("Triggers", Triggers(resource, read)));
            case "aws_api_gateway_stage":
                return With(read, ("MethodSettings", new SequenceNode(resource.Location, [.. PartsOf(resource).Select(MethodSetting)])));
            case "aws_apigatewayv2_stage":
                return With(read, ("StageName", read["Name"]), ("AutoDeploy", AutoDeploy(read)));
            case "aws_lambda_function_url":
                return With(read, ("AuthType", read["AuthorizationType"]), ("TargetFunctionArn", read["FunctionName"]));
            case "aws_lb_listener" or "aws_alb_listener":
                return With(read, ("ListenerAttributes", ListenerAttributes(resource)));
            case "aws_lb_listener_rule" or "aws_alb_listener_rule":
                return With(read, ("Conditions", Conditions(read["Conditions"])));
            case "aws_cloudfront_distribution":
                return PlanBlocks.Mapping(read.Location, [("DistributionConfig", With(read, ("Origins", Origins(read["Origins"])), ("OriginGroups", OriginGroups(read["OriginGroup"]))))]);
            case "aws_cloudfront_cache_policy":
                return PlanBlocks.Mapping(read.Location, [("CachePolicyConfig", read)]);
            case "aws_cloudfront_origin_request_policy":
                return PlanBlocks.Mapping(read.Location, [("OriginRequestPolicyConfig", read)]);
            case "aws_cloudfront_response_headers_policy":
                return PlanBlocks.Mapping(read.Location, [("ResponseHeadersPolicyConfig", read)]);
            case "aws_cloudfront_function":
                return With(read, ("FunctionCode", read["Code"]));
            default:
                return read;
        }
    }

    private MappingNode Read(PlannedResource resource)
    {
        if (!_read.TryGetValue(resource, out var read))
        {
            _read[resource] = read = _blocks.Read(resource);
        }

        return read;
    }

    private List<PlannedResource> PartsOf(PlannedResource whole)
    {
        if (!_parts.TryGetValue(whole, out var parts))
        {
            _parts[whole] = parts = [];
        }

        return parts;
    }

    private static MappingNode With(MappingNode node, params IEnumerable<(string Key, Node? Value)> properties)
    {
        var own = properties.ToList();
        return PlanBlocks.Mapping(node.Location, node.Entries.Where(entry => !own.Exists(property => property.Key == entry.Key)).Select(entry => (entry.Key, (Node?)entry.Value)).Concat(own).ToList());
    }

    /// <summary>By API, path and method, or by API and stage: what tells one from another.</summary>
    private Dictionary<string, PlannedResource> Index(List<PlannedResource> resources, string name)
    {
        var index = new Dictionary<string, PlannedResource>(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            index.TryAdd(Identity(resource, name), resource);
        }

        return index;
    }

    private string Identity(PlannedResource resource, string name)
    {
        var read = Read(resource);
        return $"{Evaluator.Sketch(read["RestApiId"])}\n{Evaluator.Sketch(read["ResourceId"])}\n{Evaluator.Sketch(read[name])}";
    }

    /// <summary>What a part belongs to: what its configuration names, else what has the same API, path and name.</summary>
    private PlannedResource? Whole(PlannedResource part, string type, string attribute, Dictionary<string, PlannedResource> index, string name)
    {
        var expressions = part.Configuration?["expressions"];
        var written = new[] { attribute, "resource_id", "rest_api_id" }.Select(key => expressions?[key]).OfType<Node>();
        foreach (var expression in written)
        {
            if (_targets.Find(part, attribute, null, [expression], [type]) is { } named)
            {
                return named;
            }
        }

        return index.GetValueOrDefault(Identity(part, name));
    }

    private MappingNode Method(PlannedResource method, MappingNode read)
    {
        var parts = PartsOf(method);
        IEnumerable<MappingNode> OfType(string type) => parts.Where(part => part.Type == type).Select(Read);
        var integration = OfType("aws_api_gateway_integration").FirstOrDefault();
        var responses = OfType("aws_api_gateway_integration_response").ToList<Node>();
        return With(read,
            ("Integration", integration is null ? null : With(integration, ("IntegrationResponses", responses.Count == 0 ? null : new SequenceNode(responses[0].Location, responses)))),
            ("MethodResponses", new SequenceNode(method.Location, [.. OfType("aws_api_gateway_method_response")])),

            // CloudFormation has no such property: what a deployment has to wait for.
            ("Parts", new SequenceNode(method.Location, [.. parts.Prepend(method).Select(part => new ScalarNode(part.Location, part.Address))])));
    }

    private static MappingNode MethodSettingOf(MappingNode settings, string path, Node written)
    {
        // orders/{id}/GET, */*
        var slash = path.LastIndexOf('/');
        return With(settings,
            ("ResourcePath", new ScalarNode(written.Location, slash < 0 || path[..slash] == "*" ? "/*" : $"/{path[..slash].TrimStart('/').Replace("/", "~1", StringComparison.Ordinal)}")),
            ("HttpMethod", new ScalarNode(written.Location, path[(slash + 1)..])));
    }

    private MappingNode MethodSetting(PlannedResource part)
    {
        var read = Read(part);
        var settings = read["Settings"] as MappingNode ?? new MappingNode(read.Location, []);
        return read["MethodPath"] is { Text: { } path } written ? MethodSettingOf(settings, path, written) : settings;
    }

    /// <summary>What makes another deployment: triggers, or a value that changes, as in plans from before there were triggers.</summary>
    private static Node? Triggers(PlannedResource deployment, MappingNode read) =>
        read["Triggers"] ?? OldTriggers
            .Select(attribute => deployment.Configuration?["expressions"]?[attribute])
            .Where(expression => expression is not null && expression["constant_value"] is null)
            .Select(_ => new UnknownNode(deployment.Location, "${known after apply}")).FirstOrDefault();

    /// <summary>The methods and gateway responses, in all their parts, that are made before a deployment.</summary>
    private SequenceNode Awaited(PlannedResource deployment) =>
        new(deployment.Location, [.. _targets.Before(deployment).Select(resource => new ScalarNode(resource.Location, resource.Address))]);

    /// <summary>A stage with a deployment that triggers renew deploys what changes, too.</summary>
    private Node? AutoDeploy(MappingNode stage)
    {
        var isRenewed = stage["DeploymentId"] is ReferenceNode { Resource: var address } && _targets.At(address) is { } deployment && Read(deployment)["Triggers"] is not null;
        return isRenewed ? new ScalarNode(stage["DeploymentId"]!.Location, "true", isString: false) : stage["AutoDeploy"];
    }

    private SequenceNode ListenerAttributes(PlannedResource listener)
    {
        var read = Read(listener);
        var attributes = new List<Node>();
        foreach (var entry in listener.Values.Entries.Concat(listener.Configuration?["expressions"]?.Entries ?? []).DistinctBy(entry => entry.Key))
        {
            if (entry.Key.StartsWith(Listener, StringComparison.Ordinal) && entry.Key.EndsWith(ListenerEnd, StringComparison.Ordinal) && read[PlanBlocks.Spell(entry.Key)] is { } value)
            {
                attributes.Add(PlanBlocks.Mapping(value.Location,
                [
                    ("Key", new ScalarNode(value.Location, $"routing.http.response.access_control_{entry.Key[Listener.Length..^ListenerEnd.Length]}.header_value")),
                    ("Value", value),
                ]));
            }
        }

        return new SequenceNode(listener.Location, attributes);
    }

    /// <summary>A condition has a block for its field here, and the name of the field there.</summary>
    private static SequenceNode? Conditions(Node? conditions) => conditions is null ? null : new SequenceNode(conditions.Location,
        [.. conditions.Items.SelectMany(condition => condition.Entries).Select(field => PlanBlocks.Mapping(field.Location,
        [
            ("Field", new ScalarNode(field.Location, Dashed(field.Key))),
            ($"{field.Key}Config", field.Value),
        ]))]);

    private static string Dashed(string pascal)
    {
        var text = new StringBuilder();
        foreach (var character in pascal)
        {
            text.Append(char.IsAsciiLetterUpper(character) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(character));
        }

        return text.ToString();
    }

    private static SequenceNode? Origins(Node? origins) => origins is null ? null
        : new SequenceNode(origins.Location, [.. origins.Items.OfType<MappingNode>().Select(origin => With(origin, ("Id", origin["OriginId"])))]);

    private static MappingNode? OriginGroups(Node? groups) => groups is null ? null : PlanBlocks.Mapping(groups.Location,
    [
        ("Items", new SequenceNode(groups.Location, [.. groups.Items.OfType<MappingNode>().Select(group =>
            With(group, ("Id", group["OriginId"]), ("Members", group["Member"] is { } members ? PlanBlocks.Mapping(members.Location, [("Items", members)]) : null)))])),
    ]);

    /// <summary>A document in a string, as jsonencode, file and templatefile give it. All of it stands where the string does.</summary>
    private static Node? Parsed(Node? text)
    {
        if (text is not ScalarNode { Text: { } source } || source.Length == 0)
        {
            return text;
        }

        try
        {
            var root = source.AsSpan().TrimStart() is ['{', ..]
                ? JsonDocumentReader.Read(text.Location.File, Encoding.UTF8.GetBytes(source), lenient: false).Root
                : YamlDocumentReader.Read(text.Location.File, source).Root;
            return At(text.Location, root);
        }
        catch (UnusableInput)
        {
            return new UnknownNode(text.Location, "${not JSON}");
        }
    }

    private static Node At(Location location, Node node) => node switch
    {
        MappingNode => new MappingNode(location, [.. node.Entries.Select(entry => new Entry(entry.Key, location, At(location, entry.Value)))]),
        SequenceNode => new SequenceNode(location, [.. node.Items.Select(item => At(location, item))]),
        FunctionNode function => new FunctionNode(location, function.Name, At(location, function.Argument)),
        ScalarNode scalar => new ScalarNode(location, scalar.Text!, scalar.IsString),
        _ => node,
    };
}
