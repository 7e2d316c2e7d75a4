using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A Function URL.</summary>
internal sealed record FunctionUrl(string Id, Place Place, Setting? AuthType, CorsConfiguration? Cors);

/// <summary>A listener of an Application Load Balancer and the rules behind it.</summary>
internal sealed record LoadBalancerListener(string Id, Place Place)
{
    /// <summary>CORS headers that the listener writes over those of its targets: their names and values.</summary>
    public List<(string Header, Place Place, Setting Value)> OverwrittenHeaders { get; } = [];

    /// <summary>By priority; the listener's default actions last.</summary>
    public List<ForwardingRule> Rules { get; } = [];
}

/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Place">Where.</param>
/// <param name="Priority">Lower comes first; <see cref="int.MaxValue"/> for the default actions.</param>
/// <param name="Authenticates">The action that sends strangers to sign in, or null.</param>
/// <param name="Methods">The methods it is for; empty for all.</param>
/// <param name="HasOtherConditions">Whether paths or hosts narrow it too.</param>
internal sealed record ForwardingRule(string Resource, Place Place, int Priority, string? Authenticates, IReadOnlyList<string> Methods, bool HasOtherConditions)
{
    public bool TakesOptions => Methods.Count == 0 || Methods.Contains("OPTIONS");
}
