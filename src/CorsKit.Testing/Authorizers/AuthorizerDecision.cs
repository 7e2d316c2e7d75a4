using System.Text.Json;

namespace CorsKit.Testing.Authorizers;

internal enum AuthorizerOutcome
{
    Allowed,
    Denied,

    /// <summary>An identity source is missing, or the function says so.</summary>
    Unauthorized,

    /// <summary>The function threw.</summary>
    Failed,

    /// <summary>The function's response is neither a policy nor a simple response.</summary>
    Misconfigured,
}

/// <summary>What an authorizer says about one request.</summary>
/// <param name="Outcome">Allowed or why not.</param>
/// <param name="PrincipalId">Who it is, of a policy.</param>
/// <param name="Context">What the authorizer hands on to the function.</param>
internal sealed record AuthorizerDecision(AuthorizerOutcome Outcome, string? PrincipalId = null, JsonElement Context = default);
