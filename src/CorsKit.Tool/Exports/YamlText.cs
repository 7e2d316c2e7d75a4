using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Writes nodes as YAML in blocks, short lists in one line.</summary>
internal static class YamlText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/:");

    public static void Write(Node root, TextWriter writer) => WriteMapping(root, writer, 0);

    private static void WriteMapping(Node mapping, TextWriter writer, int indent)
    {
        foreach (var entry in mapping.Entries)
        {
            writer.Write(new string(' ', indent));
            writer.Write(Quote(entry.Key));
            writer.Write(':');
            if (entry.Value is MappingNode { Entries.Count: > 0 })
            {
                writer.WriteLine();
                WriteMapping(entry.Value, writer, indent + 2);
            }
            else if (entry.Value is SequenceNode { Items: [MappingNode, ..] })
            {
                writer.WriteLine();
                WriteBlocks(entry.Value, writer, indent + 2);
            }
            else
            {
                writer.Write(' ');
                writer.WriteLine(Inline(entry.Value));
            }
        }
    }

    /// <summary>Items of several lines: the first of each stands behind the dash.</summary>
    private static void WriteBlocks(Node sequence, TextWriter writer, int indent)
    {
        foreach (var item in sequence.Items)
        {
            using var block = new StringWriter { NewLine = writer.NewLine };
            WriteMapping(item, block, indent + 2);
            writer.Write(new string(' ', indent));
            writer.Write("- ");
            writer.Write(block.ToString().AsSpan(indent + 2));
        }
    }

    private static string Inline(Node node) => node switch
    {
        FunctionNode { Name: "Ref" } function => $"!Ref {function.Argument.Text}",
        FunctionNode { Name: "Fn::GetAtt" } function => $"!GetAtt {string.Join('.', function.Argument.Items.Select(item => item.Text))}",
        SequenceNode => $"[{string.Join(", ", node.Items.Select(Inline))}]",
        MappingNode => "{}",
        ScalarNode { IsString: false } => node.Text!,
        _ => Quote(node.Text ?? ""),
    };

    /// <summary>Quoted unless it can be nothing but a string.</summary>
    private static string Quote(string text)
    {
        var isPlain = text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.AsSpan().ContainsAnyExcept(Plain) && !text.EndsWith(':')
            && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");
        return isPlain ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
