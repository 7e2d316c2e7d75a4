namespace CorsKit.Tool.Templates;

/// <summary>
/// What CloudFormation does before it looks at a template: <c>AWS::Include</c> puts files in their place, and <c>Fn::ForEach</c> repeats
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html).
/// </summary>
internal sealed class Expansion
{
    private const string Loop = "Fn::ForEach::";
    private const string Transform = "Fn::Transform";

    /// <summary>Characters that loops may make in all: CloudFormation takes templates of 1 MB.</summary>
    private const int MaxText = 4 << 20;

    private readonly Evaluator _evaluator;
    private readonly IncludedFiles _files;
    private readonly bool _hasLoops;
    private readonly List<(Location Location, string Text)> _remarks = [];
    private bool _isIncluded;
    private long _made;
    private long _text;

    private Expansion(Template template)
    {
        _evaluator = new Evaluator(template, new Scenario(new Dictionary<string, string>(), new Dictionary<string, bool>()));
        _files = template.Files;
        _hasLoops = Template.Mentions(template.Root["Transform"], "AWS::LanguageExtensions");
    }

    public static Document Of(Template template)
    {
        var expansion = new Expansion(template);
        var root = expansion.Expand(expansion.WithTopLevel(template.Root));
        return template.Document with { Root = root, Remarks = [.. template.Document.Remarks, .. expansion._remarks] };
    }

    /// <summary>An AWS::Include of the whole template brings sections.</summary>
    private Node WithTopLevel(Node root)
    {
        var transforms = root["Transform"];
        return (transforms is SequenceNode ? transforms.Items : transforms is null ? [] : [transforms]).Select(Included).OfType<Node>()
            .Aggregate(root, (whole, included) => new MappingNode(whole.Location, [.. whole.Entries, .. included.Entries.Where(entry => whole[entry.Key] is null)]));
    }

    /// <returns>The same node where there is nothing to expand.</returns>
    private Node Expand(Node node)
    {
        switch (node)
        {
            case FunctionNode { Name: Transform } function when Included(function.Argument) is { } included:
                return included;
            case FunctionNode function:
                return Expand(function.Argument) is var argument && argument == function.Argument ? function : new FunctionNode(function.Location, function.Name, argument);
            case SequenceNode:
                var items = node.Items.Select(Expand).ToList();
                return items.SequenceEqual(node.Items) ? node : new SequenceNode(node.Location, items);
            case MappingNode:
                var entries = node.Entries.SelectMany(Expand).ToList();
                return entries.SequenceEqual(node.Entries) ? node : new MappingNode(node.Location, [.. entries.DistinctBy(entry => entry.Key)]);
            default:
                return node;
        }
    }

    private IEnumerable<Entry> Expand(Entry entry) =>
        entry.Key == Transform && Included(entry.Value) is { } included ? included.Entries
        : entry.Key.StartsWith(Loop, StringComparison.Ordinal) ? Repeat(entry)
        : [entry with { Value = Expand(entry.Value) }];

    private Node? Included(Node transform)
    {
        if (_isIncluded || transform["Name"]?.Text != "AWS::Include" || transform["Parameters"]?["Location"]?.Text is not { } location || _files.Find(location) is not { } root)
        {
            return null;
        }

        // What an included file includes is not read by CloudFormation either; loops in it run.
        Count(root.Weight, transform.Location, "files are included");
        _isIncluded = true;
        var expanded = Expand(root);
        _isIncluded = false;
        return expanded;
    }

    private List<Entry> Repeat(Entry loop)
    {
        if (!_hasLoops)
        {
            _remarks.Add((loop.Location, $"{loop.Key} means nothing without \"Transform: AWS::LanguageExtensions\"."));
            return [loop];
        }

        if (loop.Value.Items is not [{ Text: { } variable }, var collection, MappingNode body] || _evaluator.Evaluate(collection) is not SequenceNode values
            || values.Items.Any(value => value.Text is null))
        {
            _remarks.Add((loop.Location, $"{loop.Key} cannot be expanded: what it goes over is known to the deployment only, or it is no loop; check the processed template."));
            return [loop];
        }

        var entries = new List<Entry>();
        foreach (var value in values.Items)
        {
            Count(body.Weight, loop.Location, "loops are expanded");
            entries.AddRange(Put(body, variable, value.Text!).Entries.SelectMany(Expand));
        }

        return entries;
    }

    /// <summary>A value in the place of the loop's variable, in keys and values alike.</summary>
    private Node Put(Node node, string variable, string value)
    {
        switch (node)
        {
            case FunctionNode { Name: "Ref", Argument.Text: { } name } when name == variable:
                return new ScalarNode(node.Location, value);
            case FunctionNode function:
                return Put(function.Argument, variable, value) is var argument && argument == function.Argument
                    ? function : new FunctionNode(function.Location, function.Name, argument);
            case SequenceNode:
                return new SequenceNode(node.Location, [.. node.Items.Select(item => Put(item, variable, value))]);
            case MappingNode:
                return new MappingNode(node.Location, [.. node.Entries.Select(entry =>
                    new Entry(Put(entry.Key, variable, value, entry.Location), entry.Location, Put(entry.Value, variable, value)))]);
            case { Text: null }:
                return node;
            default:
                return Put(node.Text, variable, value, node.Location) is var text && text == node.Text ? node : new ScalarNode(node.Location, text);
        }
    }

    /// <summary><c>${Name}</c> is the value, <c>&amp;{Name}</c> its letters and digits, as logical ids take them.</summary>
    private string Put(string text, string variable, string value, Location location)
    {
        if (!text.Contains($"{{{variable}}}", StringComparison.Ordinal))
        {
            return text;
        }

        // Before it is made: so long it can become.
        _text += text.Length + ((long)text.AsSpan().Count($"{{{variable}}}") * value.Length);
        return _text > MaxText
            ? throw new UnusableInput(location, $"the loops make more than {MaxText >> 20} MB of text")
            : text.Replace($"${{{variable}}}", value, StringComparison.Ordinal)
                .Replace($"&{{{variable}}}", string.Concat(value.Where(char.IsAsciiLetterOrDigit)), StringComparison.Ordinal);
    }

    private void Count(long weight, Location location, string when)
    {
        if ((_made += weight) > Document.MaxNodes)
        {
            throw new UnusableInput(location, $"more than {Document.MaxNodes} values once {when}");
        }
    }
}
