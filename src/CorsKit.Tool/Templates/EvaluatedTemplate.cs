namespace CorsKit.Tool.Templates;

/// <summary>
/// A template as it is in one scenario: functions evaluated, resources whose condition is false left out, and the templates
/// beside it that it nests opened.
/// </summary>
internal sealed class EvaluatedTemplate
{
    private readonly StackFamily _family;
    private readonly Scenario _scenario;
    private readonly Dictionary<string, EvaluatedTemplate?> _nested = new(StringComparer.Ordinal);

    /// <param name="template">The template.</param>
    /// <param name="scenario">One of its scenarios.</param>
    /// <param name="variation">Which of their own scenarios the nested templates are in.</param>
    public EvaluatedTemplate(Template template, Scenario scenario, int variation = 0)
        : this(template, scenario, new StackFamily(variation))
    {
    }

    private EvaluatedTemplate(Template template, Scenario scenario, StackFamily family)
    {
        (Template, _scenario, _family) = (template, scenario, family);
        _family.Add(this, scenario);
        Evaluator = new Evaluator(template, scenario, OutputOf);
        Resources = [.. Read()];
        foreach (var resource in Resources)
        {
            _family.Resources.TryAdd(resource.Id, resource);
            Nested(resource.Id[template.Prefix.Length..]);
        }

        Globals = template.Root["Globals"] is { } globals ? Evaluator.Evaluate(globals) : null;
    }

    public Template Template { get; }

    public Evaluator Evaluator { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public Node? Globals { get; }

    /// <summary>The outermost template and all nested ones.</summary>
    public StackFamily Family => _family;

    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>Of this template and all that are nested in or around it.</summary>
    public IEnumerable<Resource> OfTypeAnywhere(string type) => _family.Members.SelectMany(member => member.OfType(type));

    public Resource? Find(string? id) => id is null ? null : _family.Resources.GetValueOrDefault(id);

    /// <summary>The resource that a property refers to, where it stands in this template or a nested one.</summary>
    public Resource? Find(Node? reference) => reference is ReferenceNode { Resource: var id } ? Find(id) : null;

    /// <summary>The property that names the template of a nested stack; null for other resources.</summary>
    public static string? TemplateProperty(string? type) => type switch
    {
        "AWS::CloudFormation::Stack" => "TemplateURL",
        "AWS::Serverless::Application" => "Location",
        _ => null,
    };

    /// <summary>The template that a resource nests, where it lies beside this one.</summary>
    /// <param name="id">As this template calls the resource.</param>
    public EvaluatedTemplate? Nested(string id)
    {
        if (!_nested.TryGetValue(id, out var nested))
        {
            // What asks for an output of its own stack on the way finds nothing.
            _nested[id] = null;
            _nested[id] = nested = Open(id);
        }

        return nested;
    }

    private EvaluatedTemplate? Open(string id)
    {
        if (Template.Root["Resources"]![id] is not { } declaration || TemplateProperty(declaration["Type"]?.Text) is not { } property
            || !Exists(declaration) || LocationOf(declaration, property) is not { } location || Template.Files.Open(location) is not { } document
            || !Template.IsTemplate(document.Root) || Template.Files.IsInside(document.File))
        {
            return null;
        }

        _family.Count(document, declaration.Location);
        var nested = Template.Nest(id, document, Given(declaration, document));
        var scenarios = nested.Scenarios(out var complete);
        return new EvaluatedTemplate(nested, _family.Choose(scenarios, complete), _family);
    }

    public string? LocationOf(Node declaration, string property) =>
        Resource.Asset(declaration, property) is { } location ? Evaluator.Evaluate(location)?.Text : null;

    private Dictionary<string, Node> Given(Node declaration, Document document)
    {
        var given = new Dictionary<string, Node>(StringComparer.Ordinal);
        var parameters = declaration["Properties"]?["Parameters"] is { } raw ? Evaluator.Evaluate(raw) : null;
        foreach (var name in parameters is null or MappingNode ? [] : document.Root["Parameters"]?.Entries ?? [])
        {
            given[name.Key] = new UnknownNode(parameters!.Location, Evaluator.Sketch(parameters));
        }

        foreach (var parameter in parameters?.Entries ?? [])
        {
            given[parameter.Key] = parameter.Value;
        }

        return given;
    }

    private Node? OutputOf(string stack, string output) =>
        Nested(stack) is { } nested && nested.Template.Root["Outputs"]?[output]?["Value"] is { } value ? nested.Evaluator.Evaluate(value) : null;

    private bool Exists(Node declaration) => declaration["Condition"]?.Text is not { } condition || _scenario.Conditions.GetValueOrDefault(condition, true);

    private IEnumerable<Resource> Read()
    {
        foreach (var entry in Template.Root["Resources"]!.Entries)
        {
            if (Exists(entry.Value) && entry.Value["Type"]?.Text is { } type && Evaluator.Evaluate(entry.Value) is { } declaration)
            {
                yield return new Resource(Template.Prefix + entry.Key, type, entry.Location, declaration);
            }
        }
    }
}
