using System.Text;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>
/// Writes nodes in Terraform's language, as "terraform fmt" leaves it: a mapping is a block, or a map where its keys are no
/// identifiers, and the argument of a Ref is an expression.
/// </summary>
internal static class HclText
{
    /// <param name="blocks">Those of the file, by what stands in front of the brace.</param>
    public static string Write(params IEnumerable<(string Header, Node Body)> blocks)
    {
        var text = new StringBuilder();
        foreach (var (header, body) in blocks)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            Block(header, body, "", text);
        }

        return text.ToString();
    }

    /// <summary>A string, in which nothing is a template (https://developer.hashicorp.com/terraform/language/expressions/strings).</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        for (var i = 0; i < value.Length; i++)
        {
            var isTemplate = value[i] is '$' or '%' && i + 1 < value.Length && value[i + 1] == '{';
            text.Append(value[i] switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                < ' ' => $"\\u{(int)value[i]:x4}",
                _ => isTemplate ? $"{value[i]}{value[i]}" : value[i],
            });
        }

        return text.Append('"').ToString();
    }

    private static void Block(string header, Node body, string indent, StringBuilder text)
    {
        var arguments = body.Entries.Where(entry => !IsBlock(entry.Value)).ToList();
        var width = arguments.Where(entry => entry.Value is not MappingNode).Select(entry => entry.Key.Length).DefaultIfEmpty().Max();
        text.Append(indent).Append(header).Append(" {\n");
        foreach (var (key, _, value) in arguments)
        {
            // A value of several lines stands apart: "terraform fmt" does not align it with the others.
            text.Append(indent).Append("  ").Append(value is MappingNode ? key : key.PadRight(width)).Append(" = ");
            Value(value, indent + "  ", text);
            text.Append('\n');
        }

        foreach (var (key, _, value) in body.Entries.Where(entry => IsBlock(entry.Value)))
        {
            text.Append('\n');
            Block(key, value, indent + "  ", text);
        }

        text.Append(indent).Append("}\n");
    }

    private static void Value(Node node, string indent, StringBuilder text)
    {
        switch (node)
        {
            case FunctionNode expression:
                text.Append(expression.Argument.Text);
                break;
            case MappingNode:
                var keys = node.Entries.Select(entry => Quote(entry.Key)).ToList();
                var width = keys.Max(key => key.Length);
                text.Append("{\n");
                foreach (var (key, entry) in keys.Zip(node.Entries))
                {
                    text.Append(indent).Append("  ").Append(key.PadRight(width)).Append(" = ");
                    Value(entry.Value, indent, text);
                    text.Append('\n');
                }

                text.Append(indent).Append('}');
                break;
            case SequenceNode:
                text.Append('[');
                foreach (var (index, item) in node.Items.Index())
                {
                    text.Append(index > 0 ? ", " : "");
                    Value(item, indent, text);
                }

                text.Append(']');
                break;
            case ScalarNode { IsString: false }:
                text.Append(node.Text);
                break;
            default:
                text.Append(Quote(node.Text!));
                break;
        }
    }

    private static bool IsBlock(Node node) => node is MappingNode && node.Entries.All(entry => entry.Key.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter)));
}
