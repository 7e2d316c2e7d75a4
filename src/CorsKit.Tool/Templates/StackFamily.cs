namespace CorsKit.Tool.Templates;

/// <summary>A template and those that are nested in it, in one scenario: they name each other's resources.</summary>
/// <param name="variation">Which of its own scenarios each nested template is in, counted around.</param>
internal sealed class StackFamily(int variation)
{
    /// <summary>CloudFormation takes 500 resources in a template.</summary>
    private const int MaxMembers = 200;

    private readonly Dictionary<string, string> _parameters = [];
    private readonly Dictionary<string, bool> _conditions = [];

    /// <summary>The outermost first.</summary>
    public List<EvaluatedTemplate> Members { get; } = [];

    /// <summary>By id, of all members.</summary>
    public Dictionary<string, Resource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>So many variations there are.</summary>
    public int Variations { get; private set; } = 1;

    /// <summary>Whether the scenarios of all nested templates are complete.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Nodes in the nested templates.</summary>
    public long Weight { get; private set; }

    /// <summary>What is decided in all of them.</summary>
    public Scenario Scenario => new(_parameters, _conditions);

    /// <summary>The template and what it nests in all scenarios of both.</summary>
    public static List<StackFamily> In(Template template, out bool complete)
    {
        var families = new List<StackFamily>();
        var work = 0L;
        var scenarios = template.Scenarios(out complete);
        for (int variation = 0, variations = 1; variation < variations; variation++)
        {
            foreach (var scenario in scenarios)
            {
                if (work > Scenarios.MaxWork || (variation > 0 && families.Count >= Scenarios.Most))
                {
                    complete = false;
                    return families;
                }

                var family = new EvaluatedTemplate(template, scenario, variation).Family;
                families.Add(family);
                work += family.Weight;
                variations = Math.Max(variations, family.Variations);
                complete &= family.IsComplete;
            }
        }

        return families;
    }

    public void Add(EvaluatedTemplate member, Scenario scenario)
    {
        Members.Add(member);
        var prefix = member.Template.Prefix;
        foreach (var (name, value) in scenario.Parameters)
        {
            _parameters[prefix + name] = value;
        }

        foreach (var (name, value) in scenario.Conditions)
        {
            _conditions[prefix + name] = value;
        }
    }

    public Scenario Choose(List<Scenario> scenarios, bool complete)
    {
        Variations = Math.Max(Variations, scenarios.Count);
        IsComplete &= complete;
        return scenarios[variation % scenarios.Count];
    }

    /// <summary>Stacks that nest stacks grow as aliases do.</summary>
    public void Count(Document nested, Location location)
    {
        if (Members.Count >= MaxMembers || (Weight += nested.Root.Weight) > Document.MaxNodes)
        {
            throw new UnusableInput(location, $"more than {MaxMembers} nested stacks, or more than {Document.MaxNodes} values in them");
        }
    }
}
