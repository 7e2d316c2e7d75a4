using System.Diagnostics.CodeAnalysis;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using CorsKit.Selection;
using CorsKit.Sources;

namespace CorsKit.Configuration;

/// <summary>All policies of an app at one moment; immutable. A reload swaps the whole set.</summary>
internal sealed class PolicySet
{
    private readonly Dictionary<string, NamedPolicy> _byName = new(StringComparer.OrdinalIgnoreCase);

    private PolicySet(GatewayCorsOptions options)
    {
        Enabled = options.Enabled;
        Definitions = options.Definitions;
        SelectByName = name => TrySelect(name, out var policy) ? policy : null;
    }

    public bool Enabled { get; }

    public NamedPolicy? Default { get; private set; }

    /// <summary>How the policy of a request is selected; null where the middleware's own is.</summary>
    public PolicySelection? Selection { get; private set; }

    /// <summary>The policies that ask a source.</summary>
    public List<SourcedPolicy> WithSource { get; } = [];

    public List<PolicyProblem> Problems { get; } = [];

    public IReadOnlyList<PolicyDefinition> Definitions { get; }

    public bool TryFind(string name, [NotNullWhen(true)] out NamedPolicy? policy) => _byName.TryGetValue(name, out policy);

    /// <summary>Finds the policy of a name as a selection gives it, or null: the default policy can be selected too.</summary>
    public Func<string, NamedPolicy?> SelectByName { get; }

    private bool TrySelect(string name, [NotNullWhen(true)] out NamedPolicy? policy)
    {
        if (!_byName.TryGetValue(name, out policy) && name.Equals(NamedPolicy.DefaultName, StringComparison.OrdinalIgnoreCase))
        {
            policy = Default;
        }

        return policy is not null;
    }

    /// <summary>For messages about a name that is not among them.</summary>
    public string DescribeNames() =>
        _byName.Count == 0 ? "There are no named policies; add one with AddPolicy or under \"Policies\"." : $"The named policies are: {string.Join(", ", _byName.Keys)}.";

    public static PolicySet Compile(GatewayCorsOptions options)
    {
        var set = new PolicySet(options);
        set.Problems.AddRange(options.Problems);
        foreach (var definition in options.Definitions)
        {
            set.Add(definition);
        }

        set.Selection = options.Selection;
        set.ValidateSelection();
        if (options.RefreshAfter < TimeSpan.FromSeconds(1))
        {
            set.Problems.Add(new PolicyProblem(ProblemCode.RefreshAfter, nameof(options.RefreshAfter), FormattableString.Invariant($"{options.RefreshAfter:c}"),
                "The configuration would be read again with nearly every request", "Write a second or more, TimeSpan.FromMinutes(5) for example, or leave it unset."));
        }

        if (options is { Enabled: true, Definitions.Count: 0, Problems.Count: 0 })
        {
            set.Problems.Add(new PolicyProblem(ProblemCode.NoPolicy, "GatewayCors", null,
                "No policy is configured, so no page of another origin could read a response",
                "Fill the section \"GatewayCors\" (AllowOrigins at least) or call AddDefaultPolicy; set Enabled to false if the front door owns CORS."));
        }

        return set;
    }

    /// <summary>Whether both were compiled from the same settings.</summary>
    public bool SameAs(PolicySet other)
    {
        if (Enabled != other.Enabled || Definitions.Count != other.Definitions.Count)
        {
            return false;
        }

        for (var i = 0; i < Definitions.Count; i++)
        {
            if (Definitions[i].Name != other.Definitions[i].Name || !Definitions[i].SameAs(other.Definitions[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Add(PolicyDefinition definition)
    {
        var settings = definition.Settings;
        var found = definition.Source is null ? [] : new List<PolicyProblem>(SourceRules.Validate(definition.Source, settings));
        if (!GatewayCorsPolicy.TryCompile(new PolicyRules(settings, definition.Source is not null), out var policy, out var problems))
        {
            found.AddRange(problems);
        }

        foreach (var problem in found)
        {
            Problems.Add(problem.At(definition.Path));
        }

        var name = definition.Name ?? NamedPolicy.DefaultName;
        policy ??= GatewayCorsPolicy.RefuseAll;
        var named = new NamedPolicy(name, policy);
        if (definition.Source is { } source)
        {
            var sourced = new SourcedPolicy(name, policy, source with { RefusesHttp = settings.AllowCredentials && !settings.DangerouslyAllowInsecureOrigins });
            WithSource.Add(sourced);
            named = sourced;
        }

        var other = definition.Name is null ? Default : _byName.GetValueOrDefault(definition.Name);
        if (NamedPolicy.DefaultName.Equals(definition.Name, StringComparison.OrdinalIgnoreCase))
        {
            ReportName(definition, "The default policy has this name, in any case: SelectPolicy, logs and authorizers call it so",
                "Give it another name; to write the default policy call AddDefaultPolicy, or write its settings beside Policies.");
        }
        else if (other is not null)
        {
            var spelling = other.Name == named.Name ? "" : $" (\"{other.Name}\": case does not count)";
            ReportName(definition, $"There is another policy of this name{spelling}, and policies are never merged", "Remove one of the two, or give it another name.");
        }
        else if (definition.Name is null)
        {
            Default = named;
        }
        else
        {
            _byName.Add(definition.Name, named);
        }
    }

    private void ValidateSelection()
    {
        const string setting = nameof(GatewayCorsOptions.SelectPolicy);
        if (Selection is not { } selection)
        {
            return;
        }

        foreach (var problem in selection.Reads.Problems)
        {
            Problems.Add(problem.At(setting));
        }

        if (selection.PreflightPolicy is { } name && SelectByName(name) is null)
        {
            Problems.Add(new PolicyProblem(ProblemCode.UnknownPreflightPolicy, setting, name,
                "The policy for preflights does not exist", DescribeNames()));
        }

        if (selection is { PreflightPolicy: null, Reads.MissingOnPreflights: { } missing })
        {
            Problems.Add(new PolicyProblem(ProblemCode.UndecidedPreflights, setting, null,
                $"The selection reads {missing}, and a preflight carries no credentials, nothing that a page sets, and no authorizer context (https://fetch.spec.whatwg.org/#cors-preflight-fetch)",
                "Name the policy that answers preflights: preflightPolicy: \"name\"; let it list every origin, method and header that any of the selected policies lists. Declare a header that a proxy adds to preflights too with onPreflights: true."));
        }
    }

    private void ReportName(PolicyDefinition definition, string reason, string fix) =>
        Problems.Add(new PolicyProblem(ProblemCode.DuplicatePolicy, definition.Path, definition.Name ?? NamedPolicy.DefaultName, reason, fix));
}
