namespace CorsKit.Tool.Templates;

/// <summary>Makes nodes for both readers: functions are recognised and limits are kept here.</summary>
internal sealed class TreeBuilder(string file)
{
    public List<(Place Place, string Text)> Remarks { get; } = [];

    public Place At(long line, long column) => new(file, (int)line, (int)column);

    /// <summary>A mapping, or the function that a mapping with the one key <c>Ref</c> or <c>Fn::…</c> calls.</summary>
    public Node Mapping(Place place, List<Entry> entries)
    {
        Node node = entries is [{ Key: var key, Value: var argument }] && IsFunction(key)
            ? new FunctionNode(place, key, argument)
            : new MappingNode(place, Deduplicate(entries));
        return Within(node);
    }

    public static Node Sequence(Place place, List<Node> items) => Within(new SequenceNode(place, items));

    public static void CheckDepth(int depth, Place place)
    {
        if (depth > Document.MaxDepth)
        {
            throw new UnusableInput(place, $"nested deeper than {Document.MaxDepth} levels");
        }
    }

    private static Node Within(Node node) => node.Weight <= Document.MaxNodes
        ? node
        : throw new UnusableInput(node.Place, $"more than {Document.MaxNodes} values once aliases are expanded");

    private static bool IsFunction(string key) =>
        key == "Ref" || (key.StartsWith("Fn::", StringComparison.Ordinal) && !key.StartsWith("Fn::ForEach::", StringComparison.Ordinal));

    /// <summary>The last one wins, as with the parsers that AWS uses; the first is worth a remark.</summary>
    private List<Entry> Deduplicate(List<Entry> entries)
    {
        var seen = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        List<Entry>? kept = null;
        for (var i = 0; i < entries.Count; i++)
        {
            if (seen.TryGetValue(entries[i].Key, out var first))
            {
                Remarks.Add((entries[i].Place, $"The key {entries[i].Key} stands twice, first in line {entries[first].Place.Line}; this one counts."));
                kept ??= [.. entries];
                kept.RemoveAll(entry => entry.Place == entries[first].Place && entry.Key == entries[first].Key);
            }

            seen[entries[i].Key] = i;
        }

        return kept ?? entries;
    }
}
