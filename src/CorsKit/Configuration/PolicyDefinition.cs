namespace CorsKit;

/// <summary>The settings of one policy, under its name (null for the default) and with the place they come from.</summary>
internal sealed record PolicyDefinition(string? Name, string Path, GatewayCorsPolicySettings Settings)
{
    /// <summary>The settings as they were read, for those who ask for them again; the policy itself does not keep them.</summary>
    public PolicyRules Rules => field ??= new PolicyRules(Settings);

    /// <summary>The problem, with its setting led by the place where a user finds it.</summary>
    public static PolicyProblem At(string path, PolicyProblem problem) => problem with { Setting = $"{path}:{problem.Setting}" };
}
