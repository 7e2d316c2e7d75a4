using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>What was found in which scenarios: the same fault is reported once, with the conditions that it hangs on.</summary>
internal sealed class FaultsByScenario(IReadOnlyList<Scenario> scenarios)
{
    private readonly Dictionary<(string Code, Fault Fault), (RuleHelp Rule, List<int> Scenarios)> _faults = [];

    // Many faults hang on the same conditions.
    private readonly Dictionary<string, string> _described = [];
    private readonly HashSet<(string Name, string Value)>[] _circumstances = [.. scenarios.Select(scenario => Circumstances(scenario).ToHashSet())];

    /// <summary>Whether there is something to evaluate in any of them.</summary>
    public bool HasFrontDoor { get; set; }

    /// <summary>Why there is none, where the reader can say.</summary>
    public string? WhyEmpty { get; set; }

    public void AddInAll(RuleHelp rule, Fault fault) => _faults[(rule.Code, fault)] = (rule, [.. Enumerable.Range(0, scenarios.Count)]);

    public void Add(RuleHelp rule, Fault fault, int scenario)
    {
        if (!_faults.TryGetValue((rule.Code, fault), out var entry))
        {
            _faults[(rule.Code, fault)] = entry = (rule, []);
        }

        if (!entry.Scenarios.Contains(scenario))
        {
            entry.Scenarios.Add(scenario);
        }
    }

    /// <returns>Each fault with " (When IsProd is true.)", or nothing where it is there in every scenario.</returns>
    public IEnumerable<(RuleHelp Rule, Fault Fault, string Circumstances)> All() =>
        _faults.Select(entry => (entry.Value.Rule, entry.Key.Fault, DescribeOnce(entry.Value.Scenarios)));

    private string DescribeOnce(List<int> found)
    {
        var key = string.Join(',', found);
        return _described.TryGetValue(key, out var known) ? known : _described[key] = Describe(found);
    }

    /// <summary>The conditions and parameters that tell these scenarios from the others: as few as do, taken greedily.</summary>
    private string Describe(List<int> found)
    {
        var others = Enumerable.Range(0, scenarios.Count).Except(found).ToList();
        if (others.Count == 0)
        {
            return "";
        }

        var common = Circumstances(scenarios[found[0]]).Where(circumstance => found.TrueForAll(i => Holds(circumstance, i))).ToList();
        var told = new List<string>();
        while (others.Count > 0 && common.Count > 0)
        {
            var best = common.MinBy(circumstance => others.Count(i => Holds(circumstance, i)));
            if (others.RemoveAll(i => !Holds(best, i)) == 0)
            {
                break;
            }

            told.Add($"{best.Name} is {best.Value}");
        }

        return told.Count == 0 ? " (Under some conditions.)" : $" (When {string.Join(" and ", told)}.)";

        bool Holds((string Name, string Value) circumstance, int scenario) => _circumstances[scenario].Contains(circumstance);
    }

    private static IEnumerable<(string Name, string Value)> Circumstances(Scenario scenario) =>
        scenario.Conditions.Select(condition => (condition.Key, condition.Value ? "true" : "false"))
            .Concat(scenario.Parameters.Select(parameter => (parameter.Key, parameter.Value.Length == 0 ? "empty" : parameter.Value)));
}
