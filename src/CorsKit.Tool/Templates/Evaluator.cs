using System.Text;

namespace CorsKit.Tool.Templates;

/// <summary>
/// Puts values in the place of functions, as far as the template alone tells them in one scenario; what only the
/// deployment knows becomes an <see cref="UnknownNode"/>, and what names a resource a <see cref="ReferenceNode"/>.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="scenario">One of its scenarios.</param>
/// <param name="output">What an output of a nested stack is: the stack's resource and the output's name; null where it cannot be seen.</param>
internal sealed class Evaluator(Template template, Scenario scenario, Func<string, string, Node?>? output = null)
{
    /// <summary>Characters that functions may make in all: CloudFormation takes templates of 1 MB.</summary>
    private const int MaxText = 4 << 20;

    private const string Outputs = "Outputs.";

    private long _text;

    /// <returns>Null for AWS::NoValue: the property is not there.</returns>
    public Node? Evaluate(Node node) => !node.HasFunctions ? node : node switch
    {
        FunctionNode function => Call(function),
        SequenceNode => new SequenceNode(node.Location, [.. node.Items.Select(Evaluate).OfType<Node>()]),
        _ => new MappingNode(node.Location, [.. Evaluated(node.Entries)]),
    };

    /// <summary>A value for messages and for telling what it is about: parts that are not known stand as ${…}.</summary>
    public static string Sketch(Node? node) => node switch
    {
        null => "",
        UnknownNode unknown => unknown.Sketch,
        ReferenceNode { Attribute: null } reference => $"${{{reference.Resource}}}",
        ReferenceNode reference => $"${{{reference.Resource}.{reference.Attribute}}}",
        FunctionNode { Name: "Ref" } function => $"${{{Sketch(function.Argument)}}}",
        FunctionNode { Name: "Fn::Sub", Argument.Text: { } text } => text,
        FunctionNode function => $"${{{function.Name}({Sketch(function.Argument)})}}",
        SequenceNode => string.Join(',', node.Items.Select(Sketch)),
        MappingNode => string.Join(',', node.Entries.Select(entry => $"{entry.Key}={Sketch(entry.Value)}")),
        _ => node.Text ?? "",
    };

    private IEnumerable<Entry> Evaluated(IReadOnlyList<Entry> entries)
    {
        foreach (var entry in entries)
        {
            if (Evaluate(entry.Value) is { } value)
            {
                yield return entry with { Value = value };
            }
        }
    }

    private Node? Call(FunctionNode function)
    {
        if (function is { Name: "Fn::If", Argument.Items: [{ Text: { } condition }, var yes, var no] })
        {
            return scenario.Conditions.TryGetValue(condition, out var holds) ? Evaluate(holds ? yes : no) : Unknown(function, function.Argument);
        }

        var argument = Evaluate(function.Argument);
        return (function.Name, argument) switch
        {
            ("Ref", { Text: "AWS::NoValue" }) => null,
            ("Ref", { Text: { } name }) => Refer(function.Location, name),
            ("Fn::GetAtt", { Text: { } path }) when path.Split('.', 2) is [var resource, var attribute] => Get(function.Location, resource, attribute),
            ("Fn::GetAtt", { Items: [{ Text: { } resource }, var attribute] }) => Get(function.Location, resource, Sketch(attribute)),
            ("Fn::Sub", { Text: { } pattern }) => Substitute(function, pattern, null),
            ("Fn::Sub", { Items: [{ Text: { } pattern }, var values] }) => Substitute(function, pattern, values),
            ("Fn::Join", { Items: [{ Text: { } separator }, SequenceNode parts] }) => Join(function, separator, parts.Items),
            ("Fn::Split", { Items: [{ Text: { Length: > 0 } separator }, { Text: { } text }] }) =>
                new SequenceNode(function.Location, [.. text.Split(separator).Select(part => new ScalarNode(function.Location, part))]),
            ("Fn::Select", { Items: [{ Text: { } index }, SequenceNode list] }) when int.TryParse(index, out var i) && i >= 0 && i < list.Items.Count => list.Items[i],
            ("Fn::FindInMap", { Items: [{ Text: { } map }, { Text: { } top }, { Text: { } second }, ..] }) when template.Mappings?[map]?[top]?[second] is { } found =>
                Moved(function.Location, found),
            ("Fn::FindInMap", { Items: [{ Text: not null }, { Text: not null }, { Text: not null }, { } options] }) when options["DefaultValue"] is { } other => other,
            ("Fn::Transform", { } transform) when transform["Name"]?.Text == "AWS::Include" =>
                new UnknownNode(function.Location, Sketch(function), transform["Parameters"]?["Location"]?.Text ?? ""),
            _ => Unknown(function, argument),
        };
    }

    private Node Refer(Location location, string name)
    {
        if (template.Parameters?[name] is null)
        {
            return name.StartsWith("AWS::", StringComparison.Ordinal) ? new UnknownNode(location, $"${{{name}}}")
                : name.Split('.', 2) is [var resource, var attribute] ? Get(location, resource, attribute)
                : new ReferenceNode(location, template.Prefix + name, null);
        }

        if (!scenario.Parameters.ContainsKey(name) && template.Given?.GetValueOrDefault(name) is { Text: null } given)
        {
            return Moved(location, given);
        }

        var value = scenario.Parameters.GetValueOrDefault(name) ?? template.DefaultOf(name);
        return value is null ? new UnknownNode(location, $"${{{name}}}")
            : template.IsList(name) ? new SequenceNode(location, [.. value.Split(',').Select(item => new ScalarNode(location, item.Trim()))])
            : new ScalarNode(location, value);
    }

    private Node Get(Location location, string resource, string attribute) =>
        attribute.StartsWith(Outputs, StringComparison.Ordinal) && output?.Invoke(resource, attribute[Outputs.Length..]) is { } value
            ? Moved(location, value)
            : new ReferenceNode(location, template.Prefix + resource, attribute);

    private Node Substitute(FunctionNode function, string pattern, Node? values)
    {
        var text = new StringBuilder();
        var isKnown = true;
        for (var rest = pattern.AsSpan(); !rest.IsEmpty;)
        {
            var open = rest.IndexOf("${");
            var close = open < 0 ? -1 : rest[open..].IndexOf('}');
            if (close < 0)
            {
                text.Append(rest);
                break;
            }

            var name = rest[(open + 2)..(open + close)].Trim().ToString();
            text.Append(rest[..open]);
            rest = rest[(open + close + 1)..];
            if (name.StartsWith('!'))
            {
                text.Append("${").Append(name.AsSpan(1)).Append('}');
                continue;
            }

            var value = values?[name] ?? Refer(function.Location, name);
            isKnown &= value.Text is not null;
            text.Append(Counted(Sketch(value), function.Location));
        }

        return isKnown ? new ScalarNode(function.Location, text.ToString()) : new UnknownNode(function.Location, text.ToString());
    }

    private Node Join(FunctionNode function, string separator, IReadOnlyList<Node> parts)
    {
        var text = string.Join(separator, parts.Select(part => Counted(Sketch(part), function.Location)));
        return parts.All(part => part.Text is not null) ? new ScalarNode(function.Location, text) : new UnknownNode(function.Location, text);
    }

    /// <summary>A value from the mappings or from another template is at fault where it is used, not where it stands.</summary>
    private static Node Moved(Location location, Node found) => found switch
    {
        { Text: { } text } => new ScalarNode(location, text),
        UnknownNode unknown => new UnknownNode(location, unknown.Sketch, unknown.Include),
        ReferenceNode reference => new ReferenceNode(location, reference.Resource, reference.Attribute),
        _ => found,
    };

    private UnknownNode Unknown(FunctionNode function, Node? argument) =>
        new(function.Location, $"${{{function.Name}({Counted(Sketch(argument), function.Location)})}}");

    /// <summary>Functions that repeat what other functions made double with each level.</summary>
    private string Counted(string text, Location location) => (_text += text.Length + 1) <= MaxText
        ? text
        : throw new UnusableInput(location, $"the functions make more than {MaxText >> 20} MB of text");
}
