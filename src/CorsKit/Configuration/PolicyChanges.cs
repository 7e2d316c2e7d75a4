using CorsKit.Diagnostics;
using CorsKit.Policies;

namespace CorsKit.Configuration;

/// <summary>Says in one line what a reload changed. Settings are no secrets; what they hold is cut and cleaned all the same.</summary>
internal static class PolicyChanges
{
    /// <summary>How many items of a list are named, so that a line stays a line.</summary>
    private const int MostItems = 5;

    public static string Describe(PolicySet before, PolicySet after)
    {
        var changes = new List<string>();
        if (before.Enabled != after.Enabled)
        {
            changes.Add(after.Enabled ? "switched on" : "switched off");
        }

        foreach (var definition in after.Definitions)
        {
            var name = NameOf(definition);
            if (Find(before, definition) is not { } old)
            {
                changes.Add($"{name} added");
            }
            else if (!old.SameAs(definition))
            {
                changes.Add($"{name} {Describe(old.Settings, definition.Settings)}");
            }
        }

        foreach (var definition in before.Definitions)
        {
            if (Find(after, definition) is null)
            {
                changes.Add($"{NameOf(definition)} removed");
            }
        }

        return changes.Count > 0 ? string.Join("; ", changes) : "their order";
    }

    private static string Describe(GatewayCorsPolicySettings before, GatewayCorsPolicySettings after)
    {
        var changes = new List<string>();
        foreach (var setting in PolicySetting.All)
        {
            object? old = setting.Get(before), now = setting.Get(after);
            if (setting.Kind == PolicySettingKind.List)
            {
                AddList(changes, setting.Name, (IList<string>?)old, (IList<string>?)now);
            }
            else if (!Equals(old, now))
            {
                changes.Add(FormattableString.Invariant($"{setting.Name} {old ?? "unset"} -> {now ?? "unset"}"));
            }
        }

        if (changes.Count == 0)
        {
            changes.Add("the order of its lists, or its source");
        }

        return string.Join(", ", changes);
    }

    private static void AddList(List<string> changes, string setting, IList<string>? before, IList<string>? after)
    {
        var items = new List<string>();
        var count = Add(items, '+', after, before) + Add(items, '-', before, after);
        if (count > 0)
        {
            changes.Add($"{setting} {string.Join(' ', items)}{(count > items.Count ? $" and {count - items.Count} more" : "")}");
        }
    }

    /// <returns>How many items there are, of which the first few are named.</returns>
    private static int Add(List<string> items, char sign, IList<string>? present, IList<string>? missing)
    {
        var known = new HashSet<string>(missing ?? [], StringComparer.Ordinal);
        int count = 0, named = 0;
        foreach (var item in present ?? [])
        {
            if (known.Contains(item))
            {
                continue;
            }

            count++;
            if (named++ < MostItems)
            {
                items.Add(sign + LogText.Clean(item));
            }
        }

        return count;
    }

    private static PolicyDefinition? Find(PolicySet policies, PolicyDefinition like)
    {
        foreach (var definition in policies.Definitions)
        {
            if (string.Equals(definition.Name, like.Name, StringComparison.OrdinalIgnoreCase))
            {
                return definition;
            }
        }

        return null;
    }

    private static string NameOf(PolicyDefinition definition) => LogText.Clean(definition.Name ?? NamedPolicy.DefaultName);
}
