using System.Text.Json.Nodes;

namespace CorsKit.Authorizer;

/// <summary>What the app's own code says of a caller. Immutable.</summary>
public sealed class AuthorizerDecision
{
    private static readonly string[] ReservedKeys = ["claims", "principalId", CorsAuthorizer.PolicyKey];

    private readonly IReadOnlyList<KeyValuePair<string, JsonValue>> _context;

    private AuthorizerDecision(
        AuthorizerEffect effect, string? principal, string? policy, IReadOnlyList<KeyValuePair<string, JsonValue>> context, IReadOnlyList<string> routes)
    {
        Effect = effect;
        Principal = principal;
        PolicyName = policy;
        _context = context;
        Routes = routes;
    }

    internal AuthorizerEffect Effect { get; }

    internal string? Principal { get; }

    internal string? PolicyName { get; }

    internal IReadOnlyList<string> Routes { get; }

    /// <summary>Lets the caller in.</summary>
    /// <param name="principal">Who it is: <c>principalId</c> of the authorizer's context, where the app sees it.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException"><paramref name="principal"/> is empty.</exception>
    public static AuthorizerDecision Allow(string principal)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(principal);
        return new(AuthorizerEffect.Allow, principal, null, [], []);
    }

    /// <summary>Known, and not let in: 403.</summary>
    /// <returns>The decision.</returns>
    public static AuthorizerDecision Deny() => new(AuthorizerEffect.Deny, null, null, [], []);

    /// <summary>
    /// Not known: 401. The function fails with the message <see cref="CorsAuthorizerOptions.UnauthorizedMessage"/>, which AWS
    /// documents for other languages on REST APIs and not for .NET; where API Gateway takes it otherwise, it answers 500.
    /// </summary>
    /// <returns>The decision.</returns>
    public static AuthorizerDecision Unauthorized() => new(AuthorizerEffect.Unauthorized, null, null, [], []);

    /// <summary>Names the CORS policy of the caller, handed to the app as <c>corsPolicy</c>. Unset: the default policy.</summary>
    /// <param name="name">The name of one of the authorizer's policies. An unknown one lets nobody in.</param>
    /// <returns>A decision that says so too.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public AuthorizerDecision WithPolicy(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(Effect, Principal, name, _context, Routes);
    }

    /// <summary>Hands a value to the app, in the authorizer's context; with payload format 1.0 it arrives as text.</summary>
    /// <param name="key">Its name. <c>claims</c>, <c>principalId</c> and <c>corsPolicy</c> are taken.</param>
    /// <param name="value">Text, a number or a truth value: API Gateway hands on nothing else with payload format 1.0.</param>
    /// <returns>A decision that says so too.</returns>
    /// <exception cref="ArgumentException">The key is taken or empty, or is there already.</exception>
    public AuthorizerDecision With(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Add(key, JsonValue.Create(value)!);
    }

    /// <inheritdoc cref="With(string, string)"/>
    public AuthorizerDecision With(string key, long value) => Add(key, JsonValue.Create(value));

    /// <inheritdoc cref="With(string, string)"/>
    public AuthorizerDecision With(string key, bool value) => Add(key, JsonValue.Create(value));

    /// <summary>
    /// What the caller may invoke, for <see cref="CorsAuthorizer.ByRoute"/> alone: <c>GET/orders/*</c>, <c>*/carts</c>. <c>*</c>
    /// stands for any text, slashes too, and <c>?</c> for any character, so that what comes from a request must not be put in here;
    /// <see cref="AuthorizerRoute.Resource"/> is safe.
    /// </summary>
    /// <param name="routes">Method, slash and path, without the API and the stage.</param>
    /// <returns>A decision that says so too.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="routes"/> is null.</exception>
    public AuthorizerDecision ForRoutes(params IEnumerable<string> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return new(Effect, Principal, PolicyName, _context, [.. Routes, .. routes]);
    }

    internal JsonObject Context(string? policyName)
    {
        var context = new JsonObject();
        if (policyName is not null)
        {
            context[CorsAuthorizer.PolicyKey] = policyName;
        }

        foreach (var (key, value) in _context)
        {
            context[key] = value.DeepClone();
        }

        return context;
    }

    private AuthorizerDecision Add(string key, JsonValue value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (ReservedKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The key {key} of the context is taken: {string.Join(", ", ReservedKeys)} are filled by API Gateway or CorsKit.", nameof(key));
        }

        if (_context.Any(entry => entry.Key == key))
        {
            throw new ArgumentException($"The key {key} of the context is there already.", nameof(key));
        }

        return new(Effect, Principal, PolicyName, [.. _context, KeyValuePair.Create(key, value)], Routes);
    }
}

internal enum AuthorizerEffect
{
    Deny,
    Allow,
    Unauthorized,
}
