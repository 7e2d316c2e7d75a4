using CorsKit.Policies;
using CorsKit.Sources;

namespace CorsKit.Configuration;

/// <summary>The settings of one policy, under its name (null for the default) and with the place they come from; in code also its source.</summary>
internal sealed record PolicyDefinition(string? Name, string Path, GatewayCorsPolicySettings Settings, PolicySource? Source = null)
{
    /// <summary>The settings as they were read, for those who ask for them again; the policy itself does not keep them.</summary>
    public PolicyRules Rules => field ??= new PolicyRules(Settings, Source is not null);

    /// <summary>Whether both say the same.</summary>
    public bool SameAs(PolicyDefinition other) =>
        PolicySetting.AreSame(Settings, other.Settings) && (Source is null ? other.Source is null : Source.SameAs(other.Source));
}
