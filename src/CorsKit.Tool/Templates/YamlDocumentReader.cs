using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CorsKit.Tool.Templates;

/// <summary>Reads the parser's events, not objects: positions and tags are kept, and nothing is reflected upon.</summary>
internal sealed class YamlDocumentReader
{
    private readonly TreeBuilder _builder;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, Node?> _anchors = [];

    private readonly YamlLeniency _text;

    private YamlDocumentReader(string file, YamlLeniency text)
    {
        _builder = new TreeBuilder(file);
        _text = text;
        _scanner = new Scanner(new StringReader(text.Text), skipComments: true);
        _parser = new Parser(_scanner);
    }

    public static Document Read(string file, string text)
    {
        var lenient = new YamlLeniency(text);
        while (true)
        {
            var reader = new YamlDocumentReader(file, lenient);
            try
            {
                return reader.ReadDocument(file, new Location(file, 1, 1));
            }
#pragma warning disable CA1031 // The scanner meets some malformed input with exceptions of every kind.
            catch (Exception exception) when (exception is not UnusableInput)
#pragma warning restore CA1031
            {
                var message = (exception.InnerException ?? exception).Message;
                var mark = reader.MarkOf(exception);
                if (!lenient.TryRepair(message, mark.Line, mark.Column))
                {
                    throw new UnusableInput(reader.PlaceOf(message, mark), exception is YamlException ? $"not YAML: {Lowered(message)}" : "not YAML: it cannot be parsed from here on");
                }
            }
        }
    }

    private Document ReadDocument(string file, Location start)
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            throw new UnusableInput(start, "the file is empty");
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            throw new UnusableInput(At(second.Start), "a second document begins here; a template is one document");
        }

        return new Document(file, root, _builder.Remarks);
    }

    private Node ReadNode(int depth, bool isKey = false)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            // An anchor is entered before its node is read, and filled after: an empty one stands inside itself.
            return _anchors.GetValueOrDefault(alias.Value)
                ?? throw new UnusableInput(At(alias.Start), _anchors.ContainsKey(alias.Value)
                    ? $"the alias *{alias.Value} stands inside what it repeats"
                    : $"the alias *{alias.Value} has no anchor");
        }

        var start = _parser.Consume<NodeEvent>();
        var location = At(start.Start);
        TreeBuilder.CheckDepth(depth, location);
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = null;
        }

        var node = start switch
        {
            Scalar scalar when !isKey && IsNull(scalar) => new ScalarNode(location, "", isString: false),
            Scalar scalar => TreeBuilder.Scalar(location, scalar.Value, scalar.Style is not ScalarStyle.Plain),
            SequenceStart => ReadSequence(location, depth),
            _ => ReadMapping(location, depth),
        };
        node = Tagged(start.Tag, node);
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        return node;
    }

    /// <summary>As JSON's null is read (https://yaml.org/type/null.html); an empty one is empty anyway.</summary>
    private static bool IsNull(Scalar scalar) => scalar is { Style: ScalarStyle.Plain, Tag.IsEmpty: true, Value: "null" or "Null" or "NULL" or "~" };

    private Node ReadSequence(Location location, int depth)
    {
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return _builder.Sequence(location, items);
    }

    private Node ReadMapping(Location location, int depth)
    {
        var entries = new List<Entry>();
        List<Node>? merged = null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1, isKey: true);
            var value = ReadNode(depth + 1);
            if (key is ScalarNode { Text: "<<", IsString: false })
            {
                (merged ??= []).AddRange(value is SequenceNode ? value.Items : [value]);
            }
            else
            {
                entries.Add(new Entry(key.Text ?? throw new UnusableInput(key.Location, "a key is a plain string here, not a list or a mapping"), key.Location, value));
            }
        }

        // Keys of its own win over merged ones, and earlier merged ones over later: https://yaml.org/type/merge.html
        if (merged is not null)
        {
            _builder.CheckWeight(merged.Sum(node => node.Weight), location);
            var known = entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
            entries.AddRange(merged.SelectMany(node => node.Entries).Where(entry => known.Add(entry.Key)));
        }

        return _builder.Mapping(location, entries);
    }

    /// <summary><c>!Sub</c> is <c>Fn::Sub</c>; tags of YAML itself (<c>!!str</c>) say nothing that matters here.</summary>
    private static Node Tagged(TagName tag, Node node) =>
        tag.IsEmpty || tag.IsNonSpecific || !tag.Value.StartsWith('!') ? node
        : tag.Value is "!Ref" or "!Condition" ? new FunctionNode(node.Location, tag.Value[1..], node)
        : new FunctionNode(node.Location, $"Fn::{tag.Value[1..]}", node);

    private Location At(Mark mark) => _builder.At(Math.Max(mark.Line, 1), _text.ColumnOf(mark.Line, Math.Max(mark.Column, 1)));

    /// <summary>Some of the scanner's exceptions come without a place. It knows where it is.</summary>
    private Mark MarkOf(Exception exception) => exception is YamlException { Start: { Index: > 0 } start } ? start : _scanner.CurrentPosition;

    /// <summary>A tab stands on a line after the one where the scanner minds it.</summary>
    private Location PlaceOf(string message, Mark mark)
    {
        var location = At(mark);
        if (message.Contains(" tab ", StringComparison.Ordinal))
        {
            var number = 0;
            foreach (var line in _text.Text.AsSpan().EnumerateLines())
            {
                number++;
                if (number >= location.Line && line.IndexOfAnyExcept(' ') is >= 0 and var indent && line[indent] == '\t')
                {
                    return _builder.At(number, _text.ColumnOf(number, indent + 1));
                }
            }
        }

        return location;
    }

    private static string Lowered(string message) => message.Length == 0 ? "it cannot be parsed" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
