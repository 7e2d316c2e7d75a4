using CorsKit.Configuration;
using CorsKit.Policies;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Apps;

/// <summary>The app behind the front doors, as its settings have it: evaluated by the engine that it runs on.</summary>
internal sealed class App
{
    private readonly Func<string, Location> _find;

    public App(PolicySet policies, Func<string, Location> find)
    {
        Policies = policies;
        _find = find;

        // Gateways know one policy; the default is it, or the only one there is.
        Definition = policies.Definitions.FirstOrDefault(definition => definition.Name is null)
            ?? (policies.Definitions.Count == 1 ? policies.Definitions[0] : null);
    }

    public PolicySet Policies { get; }

    /// <summary>Whether the app writes CORS headers.</summary>
    public bool WritesCors => Policies.Enabled;

    /// <summary>The policy that gateways are compared with; null where there is none, or no telling which.</summary>
    public PolicyDefinition? Definition { get; }

    /// <summary>Its settings, read and evaluated; null where they have problems.</summary>
    public PolicyRules? Rules => Definition?.Rules is { Problems.Count: 0 } rules ? rules : null;

    public Location Location => _find(GatewayCorsSection.DefaultName);

    public Location Find(PolicyProblem problem) => _find(problem.Setting);
}
