using System.Text;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>How the CDK is spoken to in a language. Nodes are values: a mapping is an object, or a map where its keys are no identifiers, and the argument of a Ref is code.</summary>
/// <param name="IsCSharp">C#; else TypeScript.</param>
internal sealed record CdkText(bool IsCSharp)
{
    public static readonly CdkText TypeScript = new(false);

    public static readonly CdkText CSharp = new(true);

    public string Indent => IsCSharp ? "    " : "  ";

    /// <summary>A member: the names of jsii in C# begin in upper case (https://aws.github.io/jsii/specification/2-type-system/).</summary>
    public string Member(string name) => IsCSharp ? char.ToUpperInvariant(name[0]) + name[1..] : name;

    public string Quote(string value)
    {
        var quote = IsCSharp || value.Contains('\'') ? '"' : '\'';
        var text = new StringBuilder().Append(quote);
        foreach (var letter in value)
        {
            text.Append(letter == quote || letter == '\\' ? $"\\{letter}" : letter < ' ' ? $"\\u{(int)letter:x4}" : letter);
        }

        return text.Append(quote).ToString();
    }

    /// <param name="node">What is written.</param>
    /// <param name="indent">Of the line that it begins in.</param>
    /// <param name="valueType">Of a map's values, in C#.</param>
    public string Value(Node node, string indent = "", string valueType = "string")
    {
        switch (node)
        {
            case FunctionNode code:
                return code.Argument.Text!;
            case MappingNode:
                var isMap = !node.Entries.All(entry => entry.Key.All(char.IsAsciiLetter));
                var inner = indent + Indent;
                var lines = node.Entries.Select(entry => $"{inner}{Key(entry.Key, isMap)}{Value(entry.Value, inner)},\n");
                var open = !IsCSharp ? "{" : isMap ? $"new Dictionary<string, {valueType}>\n{indent}{{" : $"new()\n{indent}{{";
                return $"{open}\n{string.Concat(lines)}{indent}}}";
            case SequenceNode:
                var items = string.Join(", ", node.Items.Select(item => Value(item)));
                return !IsCSharp ? $"[{items}]" : node.Items.Count > 0 ? $"new[] {{ {items} }}" : "new string[0]";
            case ScalarNode { IsString: false }:
                return node.Text!;
            default:
                return Quote(node.Text!);
        }
    }

    private string Key(string name, bool isMap) => (isMap, IsCSharp) switch
    {
        (false, false) => $"{name}: ",
        (false, true) => $"{Member(name)} = ",
        (true, false) => $"{Quote(name)}: ",
        _ => $"[{Quote(name)}] = ",
    };
}
