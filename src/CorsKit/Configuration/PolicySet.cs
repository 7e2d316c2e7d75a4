using System.Diagnostics.CodeAnalysis;

namespace CorsKit;

/// <summary>All policies of an app at one moment; immutable. A reload swaps the whole set.</summary>
internal sealed class PolicySet
{
    private readonly Dictionary<string, NamedPolicy> _byName = new(StringComparer.OrdinalIgnoreCase);

    private PolicySet(GatewayCorsOptions options)
    {
        Enabled = options.Enabled;
        Definitions = options.Definitions;
    }

    public bool Enabled { get; }

    public NamedPolicy? Default { get; private set; }

    public List<PolicyProblem> Problems { get; } = [];

    public IReadOnlyList<PolicyDefinition> Definitions { get; }

    public bool TryFind(string name, [NotNullWhen(true)] out NamedPolicy? policy) => _byName.TryGetValue(name, out policy);

    /// <summary>For messages about a name that is not among them.</summary>
    public string DescribeNames() =>
        _byName.Count == 0 ? "There are no named policies; add one with AddPolicy or under \"Policies\"." : $"The named policies are: {string.Join(", ", _byName.Keys)}.";

    public static PolicySet Compile(GatewayCorsOptions options)
    {
        var set = new PolicySet(options);
        set.Problems.AddRange(options.Problems);
        foreach (var definition in options.Definitions)
        {
            set.Add(definition);
        }

        if (options is { Enabled: true, Definitions.Count: 0, Problems.Count: 0 })
        {
            set.Problems.Add(new PolicyProblem(ProblemCode.NoPolicy, "GatewayCors", null,
                "No policy is configured, so no page of another origin could read a response",
                "Fill the section \"GatewayCors\" (AllowOrigins at least) or call AddDefaultPolicy; set Enabled to false if the front door owns CORS."));
        }

        return set;
    }

    /// <summary>Whether both were compiled from the same settings.</summary>
    public bool SameAs(PolicySet other)
    {
        if (Enabled != other.Enabled || Definitions.Count != other.Definitions.Count)
        {
            return false;
        }

        for (var i = 0; i < Definitions.Count; i++)
        {
            if (Definitions[i].Name != other.Definitions[i].Name || !Definitions[i].Settings.SameAs(other.Definitions[i].Settings))
            {
                return false;
            }
        }

        return true;
    }

    private void Add(PolicyDefinition definition)
    {
        if (!GatewayCorsPolicy.TryCreate(definition.Settings, out var policy, out var problems))
        {
            foreach (var problem in problems)
            {
                Problems.Add(PolicyDefinition.At(definition.Path, problem));
            }
        }

        var named = new NamedPolicy(definition.Name ?? NamedPolicy.DefaultName, policy ?? NamedPolicy.Closed.Policy);
        var isNew = definition.Name is null ? Default is null : _byName.TryAdd(definition.Name, named);
        if (!isNew)
        {
            Problems.Add(new PolicyProblem(ProblemCode.DuplicatePolicy, definition.Path, definition.Name ?? NamedPolicy.DefaultName,
                "There is another policy of this name, and policies are never merged",
                "Remove one of the two, or give it another name."));
        }
        else if (definition.Name is null)
        {
            Default = named;
        }
    }
}
