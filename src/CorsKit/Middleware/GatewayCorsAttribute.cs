using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit;

/// <summary>
/// Gives a controller, action or handler a policy of its own. It replaces the default policy and is never merged with
/// it. A name that does not exist stops the app at startup; on Lambda it refuses every origin instead, and is logged.
/// </summary>
/// <param name="policyName">The name of a policy; case does not count.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class GatewayCorsAttribute(string policyName) : Attribute, IEnableCorsAttribute
{
    /// <summary>The name of the policy.</summary>
    public string PolicyName { get; } = policyName;

    // Implementing ASP.NET Core's own interface makes routing send preflights here, and lets its security features see
    // which policy holds.
    string? IEnableCorsAttribute.PolicyName
    {
        get => PolicyName;
        set => throw new NotSupportedException("The policy of an endpoint is fixed.");
    }
}
