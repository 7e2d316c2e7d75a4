using CorsKit.Tool.Templates;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CorsKit.Tool.Exports;

/// <summary>Writes nodes as YAML in blocks, lists of values in one line.</summary>
internal static class YamlText
{
    private static readonly EmitterSettings Settings = EmitterSettings.Default.WithBestWidth(int.MaxValue).WithIndentedSequences().WithNewLine("\n");

    public static void Write(Node root, TextWriter writer)
    {
        var emitter = new Emitter(writer, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(root, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Node node, Emitter emitter)
    {
        switch (node)
        {
            case FunctionNode { Name: "Ref" } function:
                Emit(function.Argument.Text!, emitter, "!Ref");
                break;
            case FunctionNode { Name: "Fn::GetAtt" } function:
                Emit(string.Join('.', function.Argument.Items.Select(item => item.Text)), emitter, "!GetAtt");
                break;
            case MappingNode:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Entries.Count > 0 ? MappingStyle.Block : MappingStyle.Flow));
                foreach (var entry in node.Entries)
                {
                    Emit(entry.Key, emitter);
                    Emit(entry.Value, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case SequenceNode:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, node.Items is [MappingNode, ..] ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var item in node.Items)
                {
                    Emit(item, emitter);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case ScalarNode { IsString: false }:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, node.Text!, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: true));
                break;
            default:
                Emit(node.Text ?? "", emitter);
                break;
        }
    }

    /// <summary>A string: quoted where a reader could take it for something else, in YAML 1.1 too, which CloudFormation reads.</summary>
    private static void Emit(string text, Emitter emitter, string? tag = null) => emitter.Emit(new Scalar(
        AnchorName.Empty,
        tag is null ? TagName.Empty : new TagName(tag),
        text,
        tag is null && !IsPlainString(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any,
        isPlainImplicit: tag is null,
        isQuotedImplicit: tag is null));

    private static bool IsPlainString(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NULL" or "Y" or "N");
}
