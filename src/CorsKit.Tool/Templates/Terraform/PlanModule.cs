namespace CorsKit.Tool.Templates.Terraform;

/// <summary>A module, once for each key of its count or for_each.</summary>
/// <param name="parent">The module that calls it; null for the root.</param>
/// <param name="name">The name of the call.</param>
/// <param name="key">The key of the call's count or for_each.</param>
/// <param name="configuration">What the configuration says of the module; null in a state.</param>
internal sealed class PlanModule(PlanModule? parent, string name, string? key, Node? configuration)
{
    public PlanModule? Parent { get; } = parent;

    public string Name { get; } = name;

    public string? Key { get; } = key;

    public Node? Configuration { get; } = configuration;

    /// <summary>What is passed to it.</summary>
    public Node? Call => Parent?.Configuration?["module_calls"]?[Name];

    /// <summary>Where the expressions of the call stand.</summary>
    public PlanScope CallScope => new(Parent!, Key, Call?["for_each_expression"]);

    public List<PlanModule> Children { get; } = [];

    /// <summary>The resources and data sources of this module, without those of the modules below.</summary>
    public List<PlannedResource> Resources { get; } = [];

    public PlanModule Child(string name, string? key)
    {
        var child = Children.Find(known => known.Name == name && known.Key == key);
        if (child is null)
        {
            Children.Add(child = new PlanModule(this, name, key, Configuration?["module_calls"]?[name]?["module"]));
        }

        return child;
    }

    /// <summary>The resources of this module and of all below.</summary>
    public IEnumerable<PlannedResource> AllResources => Resources.Concat(Children.SelectMany(child => child.AllResources));
}

/// <summary>Where an expression stands: what <c>each.key</c> and <c>each.value</c> mean there.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Key">The key of count or for_each.</param>
/// <param name="ForEach">The expression of for_each.</param>
internal readonly record struct PlanScope(PlanModule Module, string? Key, Node? ForEach);
