namespace CorsKit.Tool.Templates;

/// <summary>Makes nodes for both readers: functions are recognized and limits are kept here.</summary>
internal sealed class TreeBuilder(string file)
{
    private int _repeatedKeys;

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

    /// <summary>Before they are expanded: so much a mapping is made of.</summary>
    public static void CheckWeight(long weight, Place place)
    {
        if (weight > Document.MaxNodes)
        {
            throw new UnusableInput(place, $"more than {Document.MaxNodes} values once aliases are expanded");
        }
    }

    private static Node Within(Node node)
    {
        CheckWeight(node.Weight, node.Place);
        return node;
    }

    private static bool IsFunction(string key) =>
        key == "Ref" || (key.StartsWith("Fn::", StringComparison.Ordinal) && !key.StartsWith("Fn::ForEach::", StringComparison.Ordinal));

    /// <summary>The last one wins, as with the parsers that AWS uses; the first is worth a remark.</summary>
    private List<Entry> Deduplicate(List<Entry> entries)
    {
        var last = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        var isUnique = true;
        for (var i = 0; i < entries.Count; i++)
        {
            if (last.TryGetValue(entries[i].Key, out var first))
            {
                isUnique = false;
                if (++_repeatedKeys > Document.MaxRepeatedKeys)
                {
                    throw new UnusableInput(entries[i].Place, $"more than {Document.MaxRepeatedKeys} keys stand twice in their mapping");
                }

                Remarks.Add((entries[i].Place, $"The key {entries[i].Key} stands twice, first in line {entries[first].Place.Line}; this one counts."));
            }

            last[entries[i].Key] = i;
        }

        return isUnique ? entries : [.. entries.Where((entry, i) => last[entry.Key] == i)];
    }
}
