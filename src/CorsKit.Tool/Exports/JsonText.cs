using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Writes nodes as JSON, functions in their long form.</summary>
internal static class JsonText
{
    /// <summary>Readable: nothing is escaped that JSON does not ask for.</summary>
    public static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static void Write(Node root, TextWriter writer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            Write(root, json);
        }

        writer.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void Write(Node node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case FunctionNode function:
                json.WriteStartObject();
                json.WritePropertyName(function.Name);
                Write(function.Argument, json);
                json.WriteEndObject();
                break;
            case MappingNode:
                json.WriteStartObject();
                foreach (var entry in node.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json);
                }

                json.WriteEndObject();
                break;
            case SequenceNode:
                json.WriteStartArray();
                foreach (var item in node.Items)
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case ScalarNode { IsString: false }:
                json.WriteRawValue(node.Text!);
                break;
            default:
                json.WriteStringValue(node.Text);
                break;
        }
    }
}
