namespace CorsKit.Tool.Templates;

/// <summary>
/// The conditions that decide about front doors, in groups that know nothing of each other: what holds of an API does not depend on
/// the conditions of another one, so that not all combinations of all conditions are looked at.
/// </summary>
internal sealed class ConditionGroups
{
    private const string AllFunctions = "\0events";

    private readonly Template _template;
    private readonly Dictionary<string, ConditionGroup> _parts = new(StringComparer.Ordinal);
    private readonly ConditionGroup _everywhere = new();

    private ConditionGroups(Template template)
    {
        _template = template;
        _everywhere.Add(template.Root["Globals"]);
        foreach (var resource in template.Root["Resources"]!.Entries)
        {
            Add(resource.Key, resource.Value);
        }
    }

    public static IEnumerable<ConditionGroup> Of(Template template) => new ConditionGroups(template).Joined();

    private void Add(string id, Node resource)
    {
        var type = resource["Type"]?.Text ?? "";
        var properties = resource["Properties"];

        // The app's settings are the same for all front doors.
        if (properties?["Environment"] is { } environment && environment["Variables"]?.Entries.Any(entry => entry.Key.StartsWith("GatewayCors__", StringComparison.OrdinalIgnoreCase)) == true)
        {
            _everywhere.Add(environment);
            _everywhere.AddCondition(resource);
        }

        var part = new ConditionGroup();
        switch (type)
        {
            case "AWS::Serverless::Function" or "AWS::Serverless::StateMachine"
                when properties is null || (properties is MappingNode && (properties["Events"] ?? properties["FunctionUrlConfig"]) is null):
            case "AWS::Lambda::Function":
                return;
            case "AWS::Serverless::Function" or "AWS::Serverless::StateMachine" when properties is MappingNode:
                if (properties["Events"] is { } events)
                {
                    part.Add(events);
                    if (events.HasFunctions || events.Entries.Any(e => (e.Value["Properties"]?["RestApiId"] ?? e.Value["Properties"]?["ApiId"]) is null))
                    {
                        part.Names.Add(AllFunctions);
                    }
                }

                part.Add(properties["FunctionUrlConfig"]);
                break;
            default:
                if (!IsPartOfFrontDoor(type))
                {
                    return;
                }

                part.Add(properties);
                part.AddName(resource["DependsOn"]);
                break;
        }

        part.AddCondition(resource);
        _parts[id] = part;
    }

    private static bool IsPartOfFrontDoor(string type) =>
        ((string[])["AWS::ApiGateway", "AWS::Serverless::", "AWS::Lambda::Url", "AWS::ElasticLoadBalancingV2::", "AWS::CloudFront::", "AWS::CloudFormation::", "AWS::AppRunner::"])
            .Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Those that name each other, or the same, belong together.</summary>
    private IEnumerable<ConditionGroup> Joined()
    {
        var leaders = new Dictionary<string, string>(StringComparer.Ordinal);
        string Leader(string name)
        {
            while (leaders.TryGetValue(name, out var next) && next != name)
            {
                name = next;
            }

            return name;
        }

        foreach (var (id, part) in _parts)
        {
            foreach (var name in part.Names.ToList())
            {
                if (_parts.ContainsKey(name) || name == AllFunctions)
                {
                    leaders[Leader(name)] = Leader(id);
                }
                else
                {
                    // A bucket behind a distribution: whether it is there matters too.
                    part.AddCondition(_template.Root["Resources"]![name]);
                }
            }
        }

        foreach (var group in _parts.GroupBy(part => Leader(part.Key), part => part.Value))
        {
            var whole = new ConditionGroup();
            foreach (var part in group.Append(_everywhere))
            {
                whole.Conditions.UnionWith(part.Conditions);
                whole.Names.UnionWith(part.Names);
            }

            yield return whole;
        }
    }
}

/// <summary>Conditions, and the names of parameters and resources that stand beside them.</summary>
internal sealed class ConditionGroup
{
    public HashSet<string> Conditions { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public void AddCondition(Node? resource)
    {
        if (resource?["Condition"]?.Text is { } condition)
        {
            Conditions.Add(condition);
        }
    }

    /// <summary>A resource's id alone, before an attribute, or in a list.</summary>
    public void AddName(Node? node)
    {
        foreach (var text in node is SequenceNode ? node.Items.Select(item => item.Text) : [node?.Text])
        {
            Names.Add(text?.Split('.')[0] ?? "");
        }
    }

    public void Add(Node? node)
    {
        switch (node)
        {
            case FunctionNode function:
                if (function is { Name: "Fn::If", Argument.Items: [{ Text: { } condition }, ..] })
                {
                    Conditions.Add(condition);
                }
                else if (function.Name is "Ref" or "Fn::GetAtt")
                {
                    AddName(function.Argument);
                }
                else if (function.Name == "Fn::Sub")
                {
                    foreach (var piece in (function.Argument is { Items: [var pattern, ..] } ? pattern : function.Argument).Text?.Split("${").Skip(1) ?? [])
                    {
                        Names.Add(piece.Split('.', '}')[0].Trim());
                    }
                }

                Add(function.Argument);
                break;
            default:
                foreach (var item in node?.Items ?? [])
                {
                    Add(item);
                }

                foreach (var entry in node?.Entries ?? [])
                {
                    if (entry.Key != "Tags")
                    {
                        Add(entry.Value);
                    }
                }

                break;
        }
    }
}
