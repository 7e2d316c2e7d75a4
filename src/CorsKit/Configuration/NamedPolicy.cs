namespace CorsKit;

/// <summary>A compiled policy, the name it has in logs and metrics, and whom it asks about origins that it does not list.</summary>
internal sealed record NamedPolicy(string Name, GatewayCorsPolicy Policy, PolicySource? Source = null)
{
    public const string DefaultName = "default";

    /// <summary>
    /// Refuses every origin: what stands in for a policy that cannot be had, so that a mistake closes the door and does
    /// not open it.
    /// </summary>
    public static readonly NamedPolicy RefuseAll = new("(none)", GatewayCorsPolicy.RefuseAll);
}
