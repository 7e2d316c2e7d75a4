namespace CorsKit.Tool.Templates;

/// <summary>
/// A piece of a document and its place, read from YAML and JSON alike. What a node does not have is absent, not an
/// error: readers ask <c>node["Properties"]?["Cors"]</c> of whatever is there.
/// </summary>
internal abstract class Node(Location location)
{
    public Location Location { get; } = location;

    /// <summary>Nodes below and with this one, aliases counted as often as they are used.</summary>
    public virtual long Weight => 1;

    /// <summary>Whether a function stands in it, so that its value depends on parameters and conditions.</summary>
    public virtual bool HasFunctions => false;

    public virtual string? Text => null;

    public virtual IReadOnlyList<Node> Items => [];

    public virtual IReadOnlyList<Entry> Entries => [];

    public virtual Node? this[string key] => null;

    /// <summary>Whether it says true, quoted or not.</summary>
    public bool IsTrue => Text is { } text && text.Equals("true", StringComparison.OrdinalIgnoreCase);

    public bool IsFalse => Text is { } text && text.Equals("false", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A key of a mapping, its place, and its value.</summary>
internal readonly record struct Entry(string Key, Location Location, Node Value);

/// <param name="location">Where it begins.</param>
/// <param name="value">As it reads, without the document's own quotes.</param>
/// <param name="isString">Whether it is quoted, or a string in JSON: "true" is then no boolean when it is written again.</param>
internal sealed class ScalarNode(Location location, string value, bool isString = true) : Node(location)
{
    private const int CharactersOfOneNode = 256;

    public bool IsString { get; } = isString;

    /// <summary>Long text that aliases repeat is as much of a bomb as many nodes are.</summary>
    public override long Weight => 1 + (Text!.Length / CharactersOfOneNode);

    public override string? Text { get; } = value;
}

internal sealed class SequenceNode(Location location, IReadOnlyList<Node> items) : Node(location)
{
    public override long Weight { get; } = 1 + items.Sum(item => item.Weight);

    public override bool HasFunctions { get; } = items.Any(item => item.HasFunctions);

    public override IReadOnlyList<Node> Items { get; } = items;
}

internal sealed class MappingNode : Node
{
    // Most mappings are small; a search in the list is as quick as a hash then.
    private readonly Dictionary<string, Node>? _byKey;

    public MappingNode(Location location, IReadOnlyList<Entry> entries)
        : base(location)
    {
        Entries = entries;
        Weight = 1 + entries.Sum(entry => 1 + entry.Value.Weight);
        HasFunctions = entries.Any(entry => entry.Value.HasFunctions);
        if (entries.Count > 8)
        {
            _byKey = new Dictionary<string, Node>(entries.Count, StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                _byKey[entry.Key] = entry.Value;
            }
        }
    }

    public override long Weight { get; }

    public override bool HasFunctions { get; }

    public override IReadOnlyList<Entry> Entries { get; }

    public override Node? this[string key]
    {
        get
        {
            if (_byKey is not null)
            {
                return _byKey.GetValueOrDefault(key);
            }

            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }
}

/// <summary>A call of an intrinsic function, short (<c>!Sub</c>) or long (<c>Fn::Sub</c>): the long name and the argument.</summary>
internal sealed class FunctionNode(Location location, string name, Node argument) : Node(location)
{
    public string Name { get; } = name;

    public Node Argument { get; } = argument;

    public override long Weight { get; } = 1 + argument.Weight;

    public override bool HasFunctions => true;
}

/// <summary>What a function gives that names a resource of the template: <c>!Ref Api</c>, <c>!GetAtt Api.RootResourceId</c>.</summary>
internal sealed class ReferenceNode(Location location, string resource, string? attribute) : Node(location)
{
    public string Resource { get; } = resource;

    public string? Attribute { get; } = attribute;
}

/// <summary>A value that only the deployment knows.</summary>
/// <param name="location">Where the function stands.</param>
/// <param name="sketch">The value as far as it is known: <c>${Api}.execute-api.${AWS::Region}.amazonaws.com</c>.</param>
/// <param name="include">The file that <c>AWS::Include</c> would put here, or null.</param>
internal sealed class UnknownNode(Location location, string sketch, string? include = null) : Node(location)
{
    public string Sketch { get; } = sketch;

    public string? Include { get; } = include;
}

internal static class NodeExtensions
{
    public static bool Says(this Node? node, string value) => node?.Text is { } text && text.Equals(value, StringComparison.OrdinalIgnoreCase);
}
