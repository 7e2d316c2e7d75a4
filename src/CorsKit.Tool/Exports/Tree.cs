using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>Short words for building what is written.</summary>
internal static class Tree
{
    /// <summary>A mapping; an entry whose value is null is left out.</summary>
    public static Node Map(params (string Key, Node? Value)[] entries) =>
        new MappingNode(default, [.. entries.Where(entry => entry.Value is not null).Select(entry => new Entry(entry.Key, default, entry.Value!))]);

    public static Node Text(string value) => new ScalarNode(default, value);

    public static Node Number(int value) => new ScalarNode(default, value.ToString(System.Globalization.CultureInfo.InvariantCulture), isString: false);

    public static Node Flag(bool value) => new ScalarNode(default, value ? "true" : "false", isString: false);

    public static Node List(params IEnumerable<Node> items) => new SequenceNode(default, [.. items]);

    public static Node Texts(IEnumerable<string> items) => List(items.Select(Text));

    public static Node Ref(string name) => new FunctionNode(default, "Ref", Text(name));

    public static Node Attribute(string resource, string attribute) => new FunctionNode(default, "Fn::GetAtt", Texts([resource, attribute]));

    public static Node Resource(string type, Node properties, Node? metadata = null) => Map(("Type", Text(type)), ("Metadata", metadata), ("Properties", properties));
}
