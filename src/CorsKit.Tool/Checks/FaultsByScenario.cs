using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>What was found in which scenarios: the same fault is reported once, with the conditions that it hangs on.</summary>
internal sealed class FaultsByScenario(IReadOnlyList<Scenario> scenarios)
{
    private readonly Dictionary<(string Code, Fault Fault), (RuleHelp Rule, List<int> Scenarios)> _faults = [];

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
        _faults.Select(entry => (entry.Value.Rule, entry.Key.Fault, Describe(entry.Value.Scenarios)));

    /// <summary>The conditions that say the same in all of these scenarios, and something else in one of the others.</summary>
    private string Describe(List<int> found)
    {
        if (found.Count == scenarios.Count)
        {
            return "";
        }

        var first = scenarios[found[0]].Conditions;
        var common = first.Where(condition => found.TrueForAll(i => Says(i, condition)) && !Enumerable.Range(0, scenarios.Count).All(i => Says(i, condition)));
        var text = string.Join(" and ", common.Select(condition => $"{condition.Key} is {(condition.Value ? "true" : "false")}"));
        return text.Length == 0 ? " (Under some conditions.)" : $" (When {text}.)";

        bool Says(int scenario, KeyValuePair<string, bool> condition) =>
            scenarios[scenario].Conditions.TryGetValue(condition.Key, out var value) && value == condition.Value;
    }
}
