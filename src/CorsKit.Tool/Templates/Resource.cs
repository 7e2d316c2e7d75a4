namespace CorsKit.Tool.Templates;

/// <summary>A resource of a template as it is in one scenario.</summary>
internal sealed record Resource(string Id, string Type, Location Location, Node Declaration)
{
    private static readonly MappingNode Nothing = new(default, []);

    public Node Properties { get; init; } = Declaration["Properties"] ?? Nothing;

    public Node? this[string property] => Properties[property];

    /// <summary>The ids that DependsOn names, a string or a list.</summary>
    public IEnumerable<string> DependsOn =>
        Declaration["DependsOn"] is not { } dependencies ? []
        : dependencies.Text is { } one ? [one]
        : dependencies.Items.Select(item => item.Text ?? "");
}

/// <summary>A template as it is in one scenario: functions evaluated, resources whose condition is false left out.</summary>
internal sealed class EvaluatedTemplate
{
    private readonly Dictionary<string, Resource> _byId;

    public EvaluatedTemplate(Template template, Scenario scenario)
    {
        Template = template;
        Evaluator = new Evaluator(template, scenario);
        Resources = [.. Read(scenario)];
        _byId = Resources.ToDictionary(resource => resource.Id);
        Globals = template.Root["Globals"] is { } globals ? Evaluator.Evaluate(globals) : null;
    }

    public Template Template { get; }

    public Evaluator Evaluator { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public Node? Globals { get; }

    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    public Resource? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>The resource that a property refers to, where it stands in this template.</summary>
    public Resource? Find(Node? reference) => reference is ReferenceNode { Resource: var id } ? Find(id) : null;

    private IEnumerable<Resource> Read(Scenario scenario)
    {
        foreach (var entry in Template.Root["Resources"]!.Entries)
        {
            var condition = entry.Value["Condition"]?.Text;
            var exists = condition is null || scenario.Conditions.GetValueOrDefault(condition, true);
            if (exists && entry.Value["Type"]?.Text is { } type && Evaluator.Evaluate(entry.Value) is { } declaration)
            {
                yield return new Resource(entry.Key, type, entry.Location, declaration);
            }
        }
    }
}
