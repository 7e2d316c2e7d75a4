using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>
/// What a template does not want to hear of, and why:
/// <c>Metadata: { corskit: { suppress: [CK105], reason: … } }</c> on a resource or on the whole template, <c>x-corskit</c> in OpenAPI.
/// </summary>
internal sealed class Suppressions
{
    private readonly Dictionary<(string? Resource, string Code), string> _reasons = [];

    public Suppressions(Node root)
    {
        Read(null, root["Metadata"]?["corskit"] ?? root["x-corskit"]);
        foreach (var resource in root["Resources"]?.Entries ?? [])
        {
            Read(resource.Key, resource.Value["Metadata"]?["corskit"]);
        }
    }

    /// <summary>Suppressions that cannot stand as they are.</summary>
    public List<Fault> Faults { get; } = [];

    /// <returns>The reason; null where it is to be reported.</returns>
    public string? Find(string code, string? resource) =>
        _reasons.GetValueOrDefault((resource, code)) ?? _reasons.GetValueOrDefault((null, code));

    private void Read(string? resource, Node? entry)
    {
        if (entry is null)
        {
            return;
        }

        var codes = entry["suppress"];
        var reason = entry["reason"]?.Text;
        if (string.IsNullOrWhiteSpace(reason))
        {
            Faults.Add(new Fault(entry.Location, resource, "The suppression gives no reason, and does not count."));
            return;
        }

        foreach (var code in codes is null ? [] : codes.Text is not null ? [codes] : codes.Items)
        {
            if (code.Text is { } known && Rulebook.Find(known) is { } rule)
            {
                _reasons[(resource, rule.Code)] = reason;
            }
            else
            {
                Faults.Add(new Fault(code.Location, resource,
                    $"There is no rule \"{code.Text}\" to suppress.{DidYouMean.Ask(Rulebook.AllHelp.Select(help => help.Code), code.Text ?? "")}"));
            }
        }
    }
}
