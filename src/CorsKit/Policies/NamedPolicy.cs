namespace CorsKit.Policies;

/// <summary>A compiled policy, and the name it has in logs and metrics.</summary>
internal record NamedPolicy(string Name, GatewayCorsPolicy Policy)
{
    public const string DefaultName = "default";

    /// <summary>
    /// Refuses every origin: what stands in for a policy that cannot be had, so that a mistake closes the door and does
    /// not open it.
    /// </summary>
    public static readonly NamedPolicy RefuseAll = new("(none)", GatewayCorsPolicy.RefuseAll);
}
