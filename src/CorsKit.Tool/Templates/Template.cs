namespace CorsKit.Tool.Templates;

/// <summary>A SAM or CloudFormation template: its sections, before conditions and parameters are decided.</summary>
internal sealed class Template(Document document)
{
    public Document Document { get; } = document;

    public Node Root => Document.Root;

    /// <summary>Whether SAM's transform is asked for; its resource types mean nothing without.</summary>
    public bool IsSam { get; } = Mentions(document.Root["Transform"], "AWS::Serverless-2016-10-31");

    /// <summary>Whether it is made of a plan of Terraform's.</summary>
    public bool IsTerraform { get; init; }

    public Node? Parameters => Root["Parameters"];

    public Node? Mappings => Root["Mappings"];

    public Node? Conditions => Root["Conditions"];

    public static bool IsTemplate(Node root) => root["Resources"] is not null;

    /// <summary>The default of a parameter: a scalar, or the items of a list; null where only the deployment knows.</summary>
    public string? DefaultOf(string parameter)
    {
        var declaration = Parameters?[parameter];

        // What stands in such a default is the name of the value, not the value.
        var isStored = declaration?["Type"]?.Text?.StartsWith("AWS::SSM::", StringComparison.Ordinal) == true;
        return isStored ? null : declaration?["Default"]?.Text;
    }

    public bool IsList(string parameter) =>
        Parameters?[parameter]?["Type"]?.Text is { } type && (type == "CommaDelimitedList" || type.StartsWith("List<", StringComparison.Ordinal));

    private static bool Mentions(Node? transform, string name) =>
        transform is not null && (transform.Text == name || transform.Items.Any(item => item.Text == name));
}
