using CorsKit.Authorizer.Events;

namespace CorsKit.Authorizer;

/// <summary>
/// Who calls, as far as API Gateway tells callers apart: the headers that are identity sources, and nothing else. What it
/// remembers for these is used again for any path, method and origin, so a decision must not depend on those.
/// </summary>
public sealed class AuthorizerIdentity
{
    private const string Scheme = "Bearer ";

    private readonly AuthorizerEvent _event;
    private readonly IReadOnlyList<string> _sources;

    internal AuthorizerIdentity(AuthorizerEvent lambdaEvent, IReadOnlyList<string> sources)
    {
        _event = lambdaEvent;
        _sources = sources;
    }

    /// <summary>The token of <c>Authorization: Bearer</c>; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">Authorization is no identity source.</exception>
    public string? BearerToken =>
        Header("Authorization") is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && value[Scheme.Length..].Trim() is { Length: > 0 } token
            ? token
            : null;

    /// <summary>A header that is an identity source.</summary>
    /// <param name="name">Its name; case does not count.</param>
    /// <returns>Its one value as it came; null where the request has none.</returns>
    /// <exception cref="InvalidOperationException">It is no identity source, so a remembered decision would be used for other values of it.</exception>
    public string? Header(string name) =>
        _sources.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? _event.HeaderValues(name) is [var value] ? value : null
            : throw new InvalidOperationException(
                $"The header {name} is read and is no identity source: API Gateway would use the decision for callers that send another value. Add it to IdentitySources here and in the template.");
}
