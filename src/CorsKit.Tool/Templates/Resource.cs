namespace CorsKit.Tool.Templates;

/// <summary>A resource of a template as it is in one scenario.</summary>
/// <param name="Id">With that of the nested stack before it, and a slash.</param>
/// <param name="Type">Of CloudFormation or SAM.</param>
/// <param name="Location">Where.</param>
/// <param name="Declaration">All of it.</param>
internal sealed record Resource(string Id, string Type, Location Location, Node Declaration)
{
    private static readonly MappingNode Nothing = new(default, []);

    public Node Properties { get; init; } = Declaration["Properties"] ?? Nothing;

    public Node? this[string property] => Properties[property];

    /// <summary>A property, or the file beside the template that <c>cdk synth</c> put in its place (https://docs.aws.amazon.com/cdk/v2/guide/assets.html).</summary>
    public static Node? Asset(Node declaration, string property) =>
        declaration["Metadata"] is { } metadata && metadata["aws:asset:property"].Says(property) && metadata["aws:asset:path"] is { Text: not null } path
            ? path
            : declaration["Properties"]?[property];

    /// <summary>The ids that DependsOn names, a string or a list.</summary>
    public IEnumerable<string> DependsOn =>
        (Declaration["DependsOn"] is not { } dependencies ? [] : dependencies.Text is not null ? [dependencies] : dependencies.Items)
            .Select(item => Id[..(Id.LastIndexOf('/') + 1)] + item.Text);
}
