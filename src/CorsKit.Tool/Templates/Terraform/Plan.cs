namespace CorsKit.Tool.Templates.Terraform;

/// <summary>
/// What <c>terraform show -json</c> prints of a plan, or of a state
/// (https://developer.hashicorp.com/terraform/internals/json-format).
/// </summary>
internal sealed class Plan
{
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<PlanModule, Dictionary<string, Node>> _configurations = [];

    public Plan(Node root)
    {
        foreach (var change in root["resource_changes"]?.Items ?? [])
        {
            if (change["address"]?.Text is { } address && change["change"]?["after_unknown"] is { } unknown)
            {
                _changes[address] = unknown;
            }
        }

        Root = new PlanModule(null, "", null, root["configuration"]?["root_module"]);
        Read((root["planned_values"] ?? root["values"])?["root_module"], Root, dataOnly: false);

        // Data sources that were read for the plan stand in the state before it.
        Read(root["prior_state"]?["values"]?["root_module"], Root, dataOnly: true);
    }

    public PlanModule Root { get; }

    private void Read(Node? values, PlanModule module, bool dataOnly)
    {
        foreach (var resource in values?["resources"]?.Items ?? [])
        {
            var isData = resource["mode"].Says("data");
            if ((isData || !dataOnly) && resource["address"]?.Text is { } address && resource["type"]?.Text is { } type
                && resource["name"]?.Text is { } name && resource["values"] is MappingNode known && _addresses.Add(address))
            {
                module.Resources.Add(new PlannedResource(address, module, known, ConfigurationOf(module, isData, type, name))
                {
                    Type = type,
                    Name = name,
                    Key = resource["index"]?.Text,
                    IsData = isData,
                    Unknown = _changes.GetValueOrDefault(address),
                    Sensitive = resource["sensitive_values"],
                    Location = resource.Location,
                });
            }
        }

        foreach (var child in values?["child_modules"]?.Items ?? [])
        {
            // Its address ends in the name of its call, and the key.
            if (child["address"]?.Text is { } address && PlanReference.Steps(address) is [.., var (name, key)])
            {
                Read(child, module.Child(name, key), dataOnly);
            }
        }
    }

    private Node? ConfigurationOf(PlanModule module, bool isData, string type, string name)
    {
        if (!_configurations.TryGetValue(module, out var byAddress))
        {
            _configurations[module] = byAddress = new Dictionary<string, Node>(StringComparer.Ordinal);
            foreach (var resource in module.Configuration?["resources"]?.Items ?? [])
            {
                byAddress[resource["address"]?.Text ?? ""] = resource;
            }
        }

        return byAddress.GetValueOrDefault(isData ? $"data.{type}.{name}" : $"{type}.{name}");
    }
}
