namespace CorsKit.Tool.Templates;

/// <summary>A SAM or CloudFormation template: its sections, before conditions and parameters are decided.</summary>
internal sealed class Template
{
    // Scenarios mostly give a nested template the same values.
    private readonly Dictionary<string, Template> _nested = new(StringComparer.Ordinal);
    private List<Scenario>? _scenarios;
    private bool _hasAllScenarios;

    /// <param name="document">The file.</param>
    /// <param name="files">The files beside it.</param>
    public Template(Document document, IncludedFiles? files = null)
        : this(document, files ?? new IncludedFiles(document.File, allowsOutside: false), "", null)
    {
    }

    private Template(Document document, IncludedFiles files, string prefix, IReadOnlyDictionary<string, Node>? given)
    {
        (Document, Files, Prefix, Given) = (document, files, prefix, given);
        Document = Expansion.Of(this);
        IsSam = Mentions(Root["Transform"], "AWS::Serverless-2016-10-31");
    }

    public Document Document { get; }

    public IncludedFiles Files { get; }

    /// <summary>Stands before the ids of its resources, so that they differ from those of other templates: <c>Nested/</c>; nothing for the outermost.</summary>
    public string Prefix { get; }

    /// <summary>What the template that nests this one gives its parameters; null for the outermost.</summary>
    public IReadOnlyDictionary<string, Node>? Given { get; }

    public Node Root => Document.Root;

    /// <summary>Whether SAM's transform is asked for; its resource types mean nothing without.</summary>
    public bool IsSam { get; }

    /// <summary>Whether it is made of a plan of Terraform's.</summary>
    public bool IsTerraform { get; init; }

    public Node? Parameters => Root["Parameters"];

    public Node? Mappings => Root["Mappings"];

    public Node? Conditions => Root["Conditions"];

    public static bool IsTemplate(Node root) => root["Resources"] is not null;

    /// <summary>Worked out once.</summary>
    /// <param name="complete">Whether these are all.</param>
    public List<Scenario> Scenarios(out bool complete)
    {
        _scenarios ??= Templates.Scenarios.Of(this, out _hasAllScenarios);
        complete = _hasAllScenarios;
        return _scenarios;
    }

    /// <summary>The template that a resource of this one nests.</summary>
    public Template Nest(string resource, Document document, IReadOnlyDictionary<string, Node> given)
    {
        var key = string.Join('\0', given.Select(value => $"{value.Key}={value.Value.GetType().Name}:{Evaluator.Sketch(value.Value)}").Prepend(document.File).Prepend(resource));
        if (!_nested.TryGetValue(key, out var template))
        {
            _nested[key] = template = new Template(document, Files.Of(document), $"{Prefix}{resource}/", given);
        }

        return template;
    }

    /// <summary>The value of a parameter where nothing varies it: a scalar, or the items of a list; null where only the deployment knows.</summary>
    public string? DefaultOf(string parameter)
    {
        var declaration = Parameters?[parameter];

        // What stands in such a parameter is the name of the value, not the value.
        var isStored = declaration?["Type"]?.Text?.StartsWith("AWS::SSM::", StringComparison.Ordinal) == true;
        return isStored ? null : Given?.TryGetValue(parameter, out var given) == true ? given.Text : declaration?["Default"]?.Text;
    }

    /// <summary>Whether nobody can give it another value: a nested template has what it is given, or the default.</summary>
    public bool IsFixed(string parameter) => Given is not null && DefaultOf(parameter) is not null;

    public bool IsList(string parameter) =>
        Parameters?[parameter]?["Type"]?.Text is { } type && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal));

    public static bool Mentions(Node? transform, string name) =>
        transform is not null && (transform.Text == name || transform.Items.Any(item => item.Text == name));
}
