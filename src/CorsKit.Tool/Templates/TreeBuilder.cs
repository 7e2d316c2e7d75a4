namespace CorsKit.Tool.Templates;

/// <summary>Makes nodes for both readers: functions are recognized and limits are kept here.</summary>
internal sealed class TreeBuilder(string file, int maxNodes = Document.MaxNodes)
{
    private int _repeatedKeys;

    public List<(Location Location, string Text)> Remarks { get; } = [];

    public Location At(long line, long column) => new(file, (int)line, (int)column);

    /// <summary>A mapping, or the function that a mapping with the one key <c>Ref</c> or <c>Fn::…</c> calls.</summary>
    public Node Mapping(Location location, List<Entry> entries)
    {
        Node node = entries is [{ Key: var key, Value: var argument }] && IsFunction(key)
            ? new FunctionNode(location, key, argument)
            : new MappingNode(location, Deduplicate(entries));
        return Within(node);
    }

    /// <summary>
    /// Text, or the value that CloudFormation fetches when it deploys (<c>{{resolve:ssm:/shop/origin}}</c>,
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).
    /// </summary>
    public static Node Scalar(Location location, string value, bool isString = true) =>
        value.Contains("{{resolve:", StringComparison.Ordinal) ? new UnknownNode(location, value) : new ScalarNode(location, value, isString);

    public Node Sequence(Location location, List<Node> items) => Within(new SequenceNode(location, items));

    public static void CheckDepth(int depth, Location location)
    {
        if (depth > Document.MaxDepth)
        {
            throw new UnusableInput(location, $"nested deeper than {Document.MaxDepth} levels");
        }
    }

    /// <summary>Before they are expanded: so much a mapping is made of.</summary>
    public void CheckWeight(long weight, Location location)
    {
        if (weight > maxNodes)
        {
            throw new UnusableInput(location, $"more than {maxNodes} values{(maxNodes == Document.MaxNodes ? " once aliases are expanded" : "")}");
        }
    }

    private Node Within(Node node)
    {
        CheckWeight(node.Weight, node.Location);
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
                    throw new UnusableInput(entries[i].Location, $"more than {Document.MaxRepeatedKeys} keys stand twice in their mapping");
                }

                Remarks.Add((entries[i].Location, $"The key {entries[i].Key} stands twice, first in line {entries[first].Location.Line}; this one counts."));
            }

            last[entries[i].Key] = i;
        }

        return isUnique ? entries : [.. entries.Where((entry, i) => last[entry.Key] == i)];
    }
}
