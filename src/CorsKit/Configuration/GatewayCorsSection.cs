using System.Globalization;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Configuration;

/// <summary>
/// Reads a configuration section into options: by hand, so that nothing is ignored (unknown keys, values that do not
/// parse, a list beside a string) and nothing is reflected upon.
/// </summary>
internal sealed class GatewayCorsSection
{
    /// <summary>The section that <c>AddGatewayCors()</c> reads.</summary>
    public const string DefaultName = "GatewayCors";

    private const string PoliciesKey = "Policies";

    private static readonly string[] PolicyKeys = Array.ConvertAll(PolicySetting.All, setting => setting.Name);

    private static readonly string[] RootKeys = [.. PolicyKeys, nameof(GatewayCorsOptions.Enabled), PoliciesKey];

    private readonly GatewayCorsOptions _options;
    private readonly IConfiguration? _root;

    private GatewayCorsSection(GatewayCorsOptions options, IConfiguration? root)
    {
        _options = options;
        _root = root;
    }

    /// <param name="configuration">The section.</param>
    /// <param name="options">Gets the policies, and every problem.</param>
    /// <param name="root">The whole configuration, to find a misspelt section in; null where it is not known.</param>
    public static void Read(IConfiguration configuration, GatewayCorsOptions options, IConfiguration? root = null)
    {
        configuration = LongSection.Read(configuration, root);
        var section = configuration as IConfigurationSection;
        var reader = new GatewayCorsSection(options, root);
        if (section is null && !Array.Exists(RootKeys, key => configuration.GetSection(key).Exists()))
        {
            reader.Report(ProblemCode.NoPolicy, DefaultName, null, "AddGatewayCors was given a whole configuration, and none of its keys is a setting",
                $"Give it the section: AddGatewayCors(builder.Configuration.GetSection(\"{DefaultName}\")), or AddGatewayCors() for that one.");
        }
        else if (section is { Value.Length: > 0 } && !HasChildren(section))
        {
            reader.Report(ProblemCode.Unreadable, section.Path, section.Value, "The section is a string, and it holds settings",
                $"Write \"{section.Key}\": {{ \"AllowOrigins\": … }}.");
        }
        else
        {
            reader.ReadRoot(configuration, section?.Path ?? DefaultName);
        }
    }

    private void ReadRoot(IConfiguration root, string path)
    {
        var settings = new GatewayCorsPolicySettings();
        var place = _options.Definitions.Count;
        bool hasDefault = false, hasAnything = false;
        foreach (var entry in root.GetChildren())
        {
            hasAnything = true;
            switch (Canonical(entry.Key, RootKeys))
            {
                case nameof(GatewayCorsOptions.Enabled):
                    _options.Enabled = ReadBoolean(entry, _options.Enabled);
                    break;
                case PoliciesKey:
                    ReadPolicies(entry);
                    break;
                case { } key:
                    hasDefault = true;
                    ReadSetting(key, entry, settings);
                    break;
                default:
                    ReportUnknown(entry, path, RootKeys);
                    break;
            }
        }

        if (hasDefault)
        {
            _options.Definitions.Insert(place, new PolicyDefinition(null, path, settings));
        }

        if (!hasAnything)
        {
            Report(ProblemCode.NoPolicy, path, null, "The configuration section is missing or empty",
                FindMeant(path) is { } meant
                    ? $"There is a section \"{meant.Path}\": rename it to \"{path}\", or write AddGatewayCors(builder.Configuration.GetSection(\"{meant.Path}\"))."
                    : "Add it to appsettings.json with AllowOrigins at least; look for a misspelt section or a file that is not deployed.");
        }
    }

    /// <returns>The section beside the missing one that was probably meant: of nearly its name, or with settings in it.</returns>
    private IConfigurationSection? FindMeant(string path)
    {
        var parent = ConfigurationPath.GetParentPath(path);
        IConfigurationSection? withSettings = null;
        foreach (var section in (parent is null ? _root : _root?.GetSection(parent))?.GetChildren() ?? [])
        {
            var hasSettings = section.GetSection(nameof(GatewayCorsPolicySettings.AllowOrigins)).Exists() || section.GetSection(PoliciesKey).Exists();
            if (NearName.IsNear(ConfigurationPath.GetSectionKey(path), section.Key) && HasChildren(section))
            {
                return section;
            }

            withSettings ??= hasSettings ? section : null;
        }

        return withSettings;
    }

    private void ReadPolicies(IConfigurationSection policies)
    {
        if (!string.IsNullOrEmpty(policies.Value))
        {
            Report(ProblemCode.Unreadable, policies.Path, policies.Value, "Policies holds a section for each named policy", "Write \"Policies\": { \"public\": { \"AllowOrigins\": [\"*\"] } }.");
        }

        foreach (var policy in policies.GetChildren())
        {
            var settings = new GatewayCorsPolicySettings();
            foreach (var entry in policy.GetChildren())
            {
                if (Canonical(entry.Key, PolicyKeys) is { } key)
                {
                    ReadSetting(key, entry, settings);
                }
                else
                {
                    ReportUnknown(entry, policy.Path, PolicyKeys);
                }
            }

            _options.Definitions.Add(new PolicyDefinition(policy.Key, policy.Path, settings));
        }
    }

    private void ReadSetting(string key, IConfigurationSection entry, GatewayCorsPolicySettings settings)
    {
        var setting = PolicySetting.All[Array.IndexOf(PolicyKeys, key)];
        setting.Set(settings, setting.Kind switch
        {
            PolicySettingKind.List => ReadList(entry),
            PolicySettingKind.Number => ReadNumber(entry),
            _ => ReadBoolean(entry, false),
        });
    }

    /// <summary>A list, or one string with commas: a template parameter can pass no more than a string.</summary>
    private List<string> ReadList(IConfigurationSection entry)
    {
        var items = new List<string>();
        var isString = !string.IsNullOrEmpty(entry.Value);
        if (isString && ItemFault.IsJsonArray(entry.Value!))
        {
            // One item, for the policy to refuse: its commas are JSON's.
            items.Add(entry.Value!);
        }
        else if (isString)
        {
            foreach (var item in entry.Value!.Split(','))
            {
                items.Add(item.Trim());
            }
        }

        var isList = false;
        foreach (var item in entry.GetChildren())
        {
            isList = true;
            if (!int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || IsNested(item))
            {
                Report(ProblemCode.Unreadable, item.Path, item.Value, "A list holds plain strings", "Write [\"one\", \"two\"], or one string with commas.");
            }
            else if (!isString)
            {
                items.Add(item.Value ?? "");
            }
        }

        if (isString && isList)
        {
            Report(ProblemCode.StringAndList, entry.Path, entry.Value,
                "The setting is a list in one place and a string in another (appsettings.json and the environment, say), and both would count",
                "Keep one. To override a whole list from the environment, write it as a string in appsettings.json too.");
        }

        return items;
    }

    private bool ReadBoolean(IConfigurationSection entry, bool otherwise)
    {
        if (IsUnset(entry))
        {
            return otherwise;
        }

        if (bool.TryParse(entry.Value, out var value) && !HasChildren(entry))
        {
            return value;
        }

        Report(ProblemCode.Unreadable, entry.Path, entry.Value ?? "", "The value is neither true nor false", "Write true or false.");
        return otherwise;
    }

    private int? ReadNumber(IConfigurationSection entry)
    {
        if (IsUnset(entry))
        {
            return null;
        }

        if (int.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && !HasChildren(entry))
        {
            return value;
        }

        Report(ProblemCode.Unreadable, entry.Path, entry.Value ?? "", "The value is not a whole number", "Write a number of seconds, for example 7200.");
        return null;
    }

    /// <summary>A null in JSON.</summary>
    private static bool IsUnset(IConfigurationSection entry) => entry.Value is null && !HasChildren(entry);

    /// <summary>
    /// Whether an item of a list is a list or a section. Only what has no value, not even null, is: looking for what lies
    /// below walks through all keys of the configuration, and for every item that would be quadratic.
    /// </summary>
    private static bool IsNested(IConfigurationSection item) =>
        item switch
        {
            LongSection section => !section.HasValue,
            ConfigurationSection section => !section.TryGetValue(null, out _),
            _ => item.Value is null && HasChildren(item),
        };

    private static bool HasChildren(IConfigurationSection entry)
    {
        foreach (var _ in entry.GetChildren())
        {
            return true;
        }

        return false;
    }

    private static string? Canonical(string key, string[] keys) =>
        Array.Find(keys, known => known.Equals(key, StringComparison.OrdinalIgnoreCase));

    private void ReportUnknown(IConfigurationSection entry, string path, string[] keys)
    {
        var near = Array.Find(keys, known => NearName.IsNear(known, entry.Key));
        Report(ProblemCode.UnknownSetting, path, entry.Key, "There is no such setting",
            near is null ? $"The settings are {string.Join(", ", keys)}." : $"Write \"{near}\".");
    }

    private void Report(string code, string setting, string? value, string reason, string fix) =>
        _options.Problems.Add(new PolicyProblem(code, setting, value, reason, fix));
}
