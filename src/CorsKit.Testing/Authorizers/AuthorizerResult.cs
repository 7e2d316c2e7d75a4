using System.IO.Enumeration;
using System.Text.Json;

namespace CorsKit.Testing.Authorizers;

/// <summary>The response of an authorizer's function: an IAM policy, or <c>isAuthorized</c> where simple responses are enabled.</summary>
internal sealed class AuthorizerResult(JsonElement response, bool enableSimpleResponses)
{
    private readonly JsonValueKind _simple = enableSimpleResponses ? Property(response, "isAuthorized").ValueKind : JsonValueKind.Undefined;

    public bool IsUsable => IsSimple || Statements().Any();

    private bool IsSimple => _simple is JsonValueKind.True or JsonValueKind.False;

    public AuthorizerDecision Decide(string arn) => new(
        !IsUsable ? AuthorizerOutcome.Misconfigured : IsAllowed(arn) ? AuthorizerOutcome.Allowed : AuthorizerOutcome.Denied,
        Property(response, "principalId") is { ValueKind: JsonValueKind.String } principal ? principal.GetString() : null,
        Property(response, "context"));

    private bool IsAllowed(string arn)
    {
        if (IsSimple)
        {
            return _simple == JsonValueKind.True;
        }

        // A denial wins over whatever allows.
        var effects = Statements()
            .Where(statement => Values(Property(statement, "Resource")).Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, arn, ignoreCase: false)))
            .Select(statement => Property(statement, "Effect").ToString())
            .ToList();
        return effects.Contains("Allow") && !effects.Contains("Deny");
    }

    private IEnumerable<JsonElement> Statements() => Property(Property(response, "policyDocument"), "Statement") switch
    {
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } one => [one],
        _ => [],
    };

    private static IEnumerable<string> Values(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.ToString()) : [value.ToString()];

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;
}
