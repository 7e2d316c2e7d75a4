using System.IO.Enumeration;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A Function URL.</summary>
internal sealed record FunctionUrl(string Id, Location Location, Setting? AuthType, CorsConfiguration? Cors)
{
    /// <summary>Whether a distribution signs what it sends on, so that browsers need not (origin access control).</summary>
    public bool IsSignedFor { get; init; }
}

/// <summary>A listener of an Application Load Balancer and the rules behind it.</summary>
internal sealed record LoadBalancerListener(string Id, Location Location)
{
    /// <summary>Whether it stands in the template; else some of its rules do.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether anything is sent on; else it only redirects, or answers itself.</summary>
    public bool Forwards { get; init; } = true;

    /// <summary>CORS headers that the listener writes over those of its targets: their names and values.</summary>
    public List<(string Header, Location Location, Setting Value)> OverwrittenHeaders { get; } = [];

    /// <summary>By priority; the listener's default actions last.</summary>
    public List<ForwardingRule> Rules { get; } = [];
}

/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Location">Where.</param>
/// <param name="Priority">Lower comes first; <see cref="int.MaxValue"/> for the default actions.</param>
/// <param name="Authenticates">The action that sends those to sign in who have not, or null.</param>
/// <param name="Methods">The methods it is for; empty for all.</param>
/// <param name="Conditions">What narrows it besides: a field (path-pattern, host-header, …) and its values.</param>
internal sealed record ForwardingRule(
    string Resource, Location Location, int Priority, string? Authenticates, IReadOnlyList<string> Methods, IReadOnlyList<(string Field, string[] Values)> Conditions)
{
    /// <summary>A WebSocket handshake has headers that no preflight has.</summary>
    public bool TakesOptions => (Methods.Count == 0 || Methods.Contains("OPTIONS"))
        && !Conditions.Any(condition => condition.Field.Equals("http-header:Upgrade", StringComparison.OrdinalIgnoreCase) || condition.Field.StartsWith("http-header:Sec-WebSocket-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it takes every preflight that the other would: each of its conditions holds wherever those of the other do.</summary>
    public bool TakesPreflightsOf(ForwardingRule other) =>
        TakesOptions && Conditions.All(own => other.Conditions.Any(condition => condition.Field == own.Field
            && condition.Values.All(value => own.Values.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, value)))));
}
