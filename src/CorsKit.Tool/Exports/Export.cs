using CorsKit.Tool.Rules.Apps;
using CorsKit.Tool.Rules.Rest;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Exports;

/// <summary>What came of a request: a document and what to say about it, or the reasons why there is none.</summary>
internal sealed class Export
{
    private readonly List<string> _approximations = [];

    /// <summary>Lines for the reader, written as comments where the format has them.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>Why the target cannot say it; where there is one, nothing is written.</summary>
    public List<Refusal> Refusals { get; } = [];

    public Node Root { get; set; } = Tree.Map();

    /// <summary>The document, where the target is a language of its own and no YAML or JSON; null where it is <see cref="Root"/>.</summary>
    public string? Code { get; set; }

    /// <summary>The suppression that goes with what is weaker than the policy, so that check knows that it is meant; null where all is exact.</summary>
    public Node? Suppression => _approximations.Count == 0 ? null : Tree.Map(
        ("suppress", Tree.Texts([PreflightDrift.Help.Code, Rules.Http.ConfigurationDrift.Help.Code, Rules.FunctionUrls.ConfigurationDrift.Help.Code, InexpressibleOrigins.Help.Code])),
        ("reason", Tree.Text($"corskit export --approximate: {string.Join("; ", _approximations)}")));

    public Node? Metadata => Suppression is { } suppression ? Tree.Map(("corskit", suppression)) : null;

    public void Refuse(string setting, string reason, string instead) => Refusals.Add(new Refusal(setting, reason, instead));

    /// <summary>Says what a weaker form gives away.</summary>
    public void Approximated(string what)
    {
        _approximations.Add(what);
        Comments.Add($"Approximate: {what}.");
    }
}

/// <param name="Setting">The setting that cannot be said.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="Instead">The nearest that can, as a sentence.</param>
internal sealed record Refusal(string Setting, string Reason, string Instead);
