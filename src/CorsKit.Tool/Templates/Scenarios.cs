namespace CorsKit.Tool.Templates;

/// <summary>
/// The ways in which a template's conditions can fall out, so that both branches of every Fn::If are looked at, and no
/// two branches together that never meet (IsProd and its negation).
/// </summary>
internal sealed class Scenarios
{
    public const int Most = 64;

    /// <summary>Conditions, and how many may build on each other; honest templates have a few dozen.</summary>
    private const int MaxConditions = 500;
    private const int MaxDepth = 200;

    /// <summary>Nodes that are evaluated in all.</summary>
    public const long MaxWork = 4_000_000;

    // Stands for any value that no condition mentions.
    private const string Other = "\0other";

    private readonly Template _template;
    private readonly SortedDictionary<string, List<string>> _domains = new(StringComparer.Ordinal);
    private readonly HashSet<(string Key, string Value)> _values = [];
    private readonly HashSet<(string Key, string Value)> _compared = [];
    private int _depth;

    private Scenarios(Template template)
    {
        _template = template;
        var conditions = template.Conditions?.Entries ?? [];
        if (conditions.Count > MaxConditions)
        {
            throw new UnusableInput(conditions[MaxConditions].Location, $"more than {MaxConditions} conditions");
        }

        foreach (var condition in conditions)
        {
            Collect(condition.Value);
        }
    }

    /// <param name="template">The template.</param>
    /// <param name="complete">Whether these are all that can differ in a front door; else some choices were varied on their own.</param>
    public static List<Scenario> Of(Template template, out bool complete)
    {
        var scenarios = new Scenarios(template);
        var most = (int)Math.Clamp(MaxWork / template.Root.Weight, 1, Most);
        complete = true;
        var assignments = Product(scenarios._domains.Values) <= most ? All([], scenarios._domains) : scenarios.Grouped(most, out complete);
        return [.. assignments.Select(scenarios.Decide)];
    }

    /// <summary>What an operand of Fn::Equals asks about: a parameter, or something that is free to be this or that.</summary>
    private void Collect(Node node)
    {
        if (node is FunctionNode { Name: "Fn::Equals", Argument.Items: [var left, var right] })
        {
            var (key, value) = Atom(left, right);
            if (key is not null)
            {
                var domain = DomainOf(key);
                _compared.Add((key, value ?? ""));
                if (value is not null && !_template.IsFixed(key) && _values.Add((key, value)))
                {
                    domain.Add(value);
                }
            }
        }
        else if (node is FunctionNode function)
        {
            Collect(function.Argument);
        }

        foreach (var item in node.Items)
        {
            Collect(item);
        }
    }

    private List<string> DomainOf(string key)
    {
        if (!_domains.TryGetValue(key, out var domain))
        {
            var declared = _template.IsFixed(key) ? null : _template.Parameters?[key];
            domain = [.. declared?["AllowedValues"]?.Items.Select(item => item.Text ?? "") ?? []];
            var isClosed = domain.Count > 0;
            if (_template.DefaultOf(key) is { } first)
            {
                domain.Remove(first);
                domain.Insert(0, first);
            }

            if (!isClosed && !_template.IsFixed(key))
            {
                domain.Add(Other);
            }

            _domains[key] = domain;
            _values.UnionWith(domain.Select(value => (key, value)));
        }

        return domain;
    }

    /// <returns>The parameter and the value it is compared with; a key alone where neither side is a plain value.</returns>
    private static (string? Key, string? Value) Atom(Node left, Node right) => (left, right) switch
    {
        (FunctionNode { Name: "Ref", Argument.Text: { } name }, { Text: { } value }) => (name, value),
        ({ Text: { } value }, FunctionNode { Name: "Ref", Argument.Text: { } name }) => (name, value),
        ({ Text: not null }, { Text: not null }) => (null, null),
        _ => ($"\0{Evaluator.Sketch(left)}={Evaluator.Sketch(right)}", "equal"),
    };

    private static double Product(IEnumerable<List<string>> domains) => domains.Aggregate(1.0, (product, domain) => product * domain.Count);

    /// <summary>Every combination of values, over those that are given.</summary>
    private static IEnumerable<Dictionary<string, string>> All(Dictionary<string, string> given, IEnumerable<KeyValuePair<string, List<string>>> domains)
    {
        IEnumerable<Dictionary<string, string>> assignments = [given];
        foreach (var (key, domain) in domains)
        {
            assignments = assignments.SelectMany(assignment => domain.Select(value => new Dictionary<string, string>(assignment) { [key] = value }));
        }

        return assignments;
    }

    /// <summary>
    /// Every combination within each group of conditions, beside the first values of the others; where those are too many, every value
    /// of every parameter once.
    /// </summary>
    private IEnumerable<Dictionary<string, string>> Grouped(int most, out bool complete)
    {
        complete = true;
        var first = _domains.ToDictionary(pair => pair.Key, pair => pair.Value[0]);
        var assignments = new List<Dictionary<string, string>> { first };
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in ConditionGroups.Of(_template))
        {
            var keys = new SortedSet<string>(StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var condition in group.Conditions)
            {
                AddKeys(condition, keys, seen);
            }

            var domains = keys.ToDictionary(key => key, key => group.Names.Contains(key) ? _domains[key] : Told(key));
            if (keys.Count == 0 || !known.Add(string.Join('\n', domains.Select(pair => $"{pair.Key}={pair.Value.Count}"))))
            {
                continue;
            }

            var isWhole = Product(domains.Values) <= most;
            complete &= isWhole;
            assignments.AddRange(isWhole
                ? All(first, domains)
                : domains.SelectMany(pair => pair.Value.Select(value => new Dictionary<string, string>(first) { [pair.Key] = value })));
        }

        var distinct = assignments.DistinctBy(assignment => string.Join('\n', assignment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value))).ToList();
        complete &= distinct.Count <= most * 4;
        return distinct.Take(most * 4);
    }

    /// <summary>Where only conditions ask for a parameter, the values that none compares it with are all the same.</summary>
    private List<string> Told(string key)
    {
        var other = _domains[key].Find(value => !_compared.Contains((key, value)));
        return _domains[key].FindAll(value => value == other || _compared.Contains((key, value)));
    }

    /// <summary>What a condition asks for, and those that it is made of.</summary>
    private void AddKeys(string condition, SortedSet<string> keys, HashSet<string> seen)
    {
        if (seen.Add(condition) && _template.Conditions?[condition] is { } node)
        {
            AddKeys(node, keys, seen);
        }
    }

    private void AddKeys(Node node, SortedSet<string> keys, HashSet<string> seen)
    {
        switch (node)
        {
            case FunctionNode { Name: "Fn::Equals", Argument.Items: [var left, var right] }:
                if (Atom(left, right).Key is { } key)
                {
                    keys.Add(key);
                }

                break;
            case FunctionNode { Name: "Condition", Argument.Text: { } name }:
                AddKeys(name, keys, seen);
                break;
            case MappingNode { Entries: [{ Key: "Condition", Value.Text: { } longName }] }:
                AddKeys(longName, keys, seen);
                break;
            case FunctionNode function:
                AddKeys(function.Argument, keys, seen);
                break;
            default:
                foreach (var item in node.Items)
                {
                    AddKeys(item, keys, seen);
                }

                break;
        }
    }

    private Scenario Decide(Dictionary<string, string> assignment)
    {
        var decided = new Dictionary<string, bool?>(StringComparer.Ordinal);
        foreach (var condition in _template.Conditions?.Entries ?? [])
        {
            Decide(condition.Key, assignment, decided);
        }

        return new Scenario(
            assignment.Where(pair => pair.Value != Other && pair.Key[0] != '\0').ToDictionary(),
            decided.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value == true));
    }

    /// <summary>Each condition is decided once; one that names itself finds itself undecided, and stays so.</summary>
    private bool? Decide(string name, Dictionary<string, string> assignment, Dictionary<string, bool?> decided)
    {
        if (!decided.TryGetValue(name, out var truth) && _template.Conditions?[name] is { } condition)
        {
            decided[name] = null;
            decided[name] = truth = IsTrue(condition, assignment, decided);
        }

        return truth;
    }

    private bool? IsTrue(Node node, Dictionary<string, string> assignment, Dictionary<string, bool?> decided)
    {
        if (++_depth > MaxDepth)
        {
            throw new UnusableInput(node.Location, $"conditions build on each other in more than {MaxDepth} steps");
        }

        var truth = Evaluate(node, assignment, decided);
        _depth--;
        return truth;
    }

    private bool? Evaluate(Node node, Dictionary<string, string> assignment, Dictionary<string, bool?> decided)
    {
        bool? Of(Node operand) => IsTrue(operand, assignment, decided);
        switch (node)
        {
            case FunctionNode { Name: "Fn::Equals", Argument.Items: [var left, var right] }:
                var (key, value) = Atom(left, right);
                return key is null ? left.Text == right.Text : assignment[key] == value;
            case FunctionNode { Name: "Fn::Not", Argument.Items: [var operand] }:
                return !Of(operand);
            case FunctionNode { Name: "Fn::And" } and:
                return and.Argument.Items.Select(Of).Aggregate((bool?)true, (all, one) => all & one);
            case FunctionNode { Name: "Fn::Or" } or:
                return or.Argument.Items.Select(Of).Aggregate((bool?)false, (any, one) => any | one);
            case FunctionNode { Name: "Condition", Argument.Text: { } name }:
                return Decide(name, assignment, decided);
            case MappingNode { Entries: [{ Key: "Condition", Value.Text: { } longName }] }:
                return Decide(longName, assignment, decided);
            default:
                return null;
        }
    }
}
