namespace CorsKit;

/// <summary>How the policy of a request is selected, and what that reads.</summary>
internal sealed record PolicySelection(
    Func<CorsRequest, CancellationToken, ValueTask<string?>> Select, VaryBy Reads, string? PreflightPolicy)
{
    /// <summary>What Vary must name, or null: the policy for preflights is the same for all of them.</summary>
    public string? VaryOn(bool isPreflight) => isPreflight && PreflightPolicy is not null ? null : Reads.Vary;

    /// <summary>Everything that is wrong with it, given the policies that there are.</summary>
    public IEnumerable<PolicyProblem> Explain(PolicySet policies)
    {
        const string setting = nameof(GatewayCorsOptions.SelectPolicy);
        foreach (var problem in Reads.Problems)
        {
            yield return PolicyDefinition.At(setting, problem);
        }

        if (PreflightPolicy is not null && !policies.TrySelect(PreflightPolicy, out _))
        {
            yield return new PolicyProblem(ProblemCode.UnknownPreflightPolicy, setting, PreflightPolicy,
                "The policy for preflights does not exist", policies.DescribeNames());
        }

        if (PreflightPolicy is null && Reads.MissingOnPreflights is { } missing)
        {
            yield return new PolicyProblem(ProblemCode.UndecidedPreflights, setting, null,
                $"The selection reads {missing}, and a preflight carries no credentials, nothing that a page sets, and no authorizer context (https://fetch.spec.whatwg.org/#cors-preflight-fetch)",
                "Name the policy that answers preflights: preflightPolicy: \"name\"; it allows what any of the selected policies allows. A header that a proxy adds to preflights too is declared with onPreflights: true.");
        }
    }
}
