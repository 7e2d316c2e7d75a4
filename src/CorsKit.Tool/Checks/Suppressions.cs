using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>
/// What a template does not want to hear of, and why:
/// <c>Metadata: { corskit: { suppress: [CK105], reason: … } }</c> on a resource or on the whole template, <c>x-corskit</c> in OpenAPI.
/// </summary>
internal sealed class Suppressions
{
    // No resource is called so.
    private const string OfFile = "\0";

    private readonly Dictionary<(string Resource, string Code), string> _reasons = [];
    private readonly List<string> _prefixes = [];

    /// <param name="roots">The document and the templates nested in it, each with what stands before its resources' ids.</param>
    /// <param name="included">What it includes besides: definitions that have their own.</param>
    public Suppressions(IEnumerable<(string Prefix, Node Root)> roots, IEnumerable<Document> included)
    {
        foreach (var document in included)
        {
            Read(OfFile + document.File, document.Root["x-corskit"]);
        }

        foreach (var (prefix, root) in roots.DistinctBy(root => root.Prefix))
        {
            _prefixes.Add(prefix);
            Read(prefix, root["Metadata"]?["corskit"] ?? root["x-corskit"]);
            foreach (var resource in root["Resources"]?.Entries ?? [])
            {
                Read(prefix + resource.Key, resource.Value["Metadata"]?["corskit"]);
            }
        }
    }

    /// <summary>Suppressions that cannot stand as they are.</summary>
    public List<Fault> Faults { get; } = [];

    /// <returns>The reason; null where it is to be reported.</returns>
    public string? Find(string code, Fault fault) =>
        _reasons.GetValueOrDefault((OfFile + fault.Location.File, code)) ?? Find(code, fault.Resource);

    private string? Find(string code, string? resource) =>
        _reasons.GetValueOrDefault((resource ?? "", code)) ?? Around(resource).Select(prefix => _reasons.GetValueOrDefault((prefix, code))).FirstOrDefault(reason => reason is not null);

    /// <summary>A resource as its own template calls it.</summary>
    public string? NameOf(string? resource) => resource?[(Around(resource).MaxBy(prefix => prefix.Length)?.Length ?? 0)..];

    /// <summary>What stands before the ids of its template, and of those around that.</summary>
    private IEnumerable<string> Around(string? resource) => _prefixes.Where(prefix => (resource ?? "").StartsWith(prefix, StringComparison.Ordinal));

    private void Read(string id, Node? entry)
    {
        var resource = _prefixes.Contains(id) || id.StartsWith(OfFile, StringComparison.Ordinal) ? null : id;
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
                _reasons[(id, rule.Code)] = reason;
            }
            else
            {
                Faults.Add(new Fault(code.Location, resource,
                    $"There is no rule \"{code.Text}\" to suppress.{DidYouMean.Ask(Rulebook.AllHelp.Select(help => help.Code), code.Text ?? "")}"));
            }
        }
    }
}
