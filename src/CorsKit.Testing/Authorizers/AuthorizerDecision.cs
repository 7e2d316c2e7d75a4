using System.Text.Json;
using System.Text.Json.Nodes;

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
internal sealed record AuthorizerDecision(AuthorizerOutcome Outcome, string? PrincipalId = null, JsonElement Context = default)
{
    /// <summary>The claims of a token; undefined where a function decided.</summary>
    public JsonElement Claims { get; init; }

    /// <summary>The scopes that were asked for and that the token has; null where none were asked for.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether a token was refused because its time is over.</summary>
    public bool HasExpired { get; init; }

    /// <summary>What an HTTP API says in WWW-Authenticate of a refused token; null where a function decided.</summary>
    public string? Challenge { get; init; }

    /// <summary>The claims as text, several values of one as the gateway writes them.</summary>
    public JsonObject WriteClaims(Func<IEnumerable<string>, string> several)
    {
        var claims = new JsonObject();
        foreach (var claim in Claims.EnumerateObject())
        {
            claims[claim.Name] = claim.Value.ValueKind switch
            {
                JsonValueKind.Array => several(claim.Value.EnumerateArray().Select(item => item.ToString())),
                JsonValueKind.True or JsonValueKind.False => claim.Value.GetRawText(),
                _ => claim.Value.ToString(),
            };
        }

        return claims;
    }

    public JsonArray? WriteScopes() => Scopes is null ? null : new JsonArray([.. Scopes.Select(scope => JsonValue.Create(scope))]);
}
