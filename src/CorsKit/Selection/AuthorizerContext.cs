using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Selection;

/// <summary>
/// Finds what the front door's authorizer said of the caller. Amazon's host makes claims of it, except of the context that a
/// Lambda authorizer of an HTTP API gives with payload format 2.0, which it leaves in the event.
/// </summary>
internal static class AuthorizerContext
{
    /// <summary>Where Amazon's host keeps the event: an object of Amazon's types, which CorsKit does not reference.</summary>
    private const string EventKey = "LambdaRequestObject";

    private const string EventType = "APIGatewayHttpApiV2ProxyRequest";

    /// <exception cref="InvalidOperationException">The event is there and cannot be read.</exception>
    public static string? Find(HttpContext context, string name)
    {
        foreach (var claim in context.User.Claims)
        {
            if (claim.Type == name)
            {
                return claim.Value;
            }
        }

        return context.Items[EventKey] switch
        {
            JsonElement json => Text(Child(Child(Child(Child(json, "requestContext"), "authorizer"), "lambda"), name)),
            { } lambdaEvent when lambdaEvent.GetType().Name == EventType => FindInEvent(lambdaEvent, name),
            _ => null,
        };
    }

    /// <summary>APIGatewayHttpApiV2ProxyRequest.RequestContext.Authorizer.Lambda, an IDictionary&lt;string, object&gt;.</summary>
    private static string? FindInEvent(object lambdaEvent, string name)
    {
        var authorizer = Get(Get(lambdaEvent, "RequestContext"), "Authorizer");
        return Get(authorizer, "Lambda") is IDictionary<string, object> values && values.TryGetValue(name, out var value)
            ? value is JsonElement json ? Text(json) : value is string or bool or long or double or int or decimal ? FormattableString.Invariant($"{value}") : null
            : null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A property that was trimmed away is an exception, which closes the door, and not a null.")]
    private static object? Get(object? parent, string name) => parent is null ? null
        : (parent.GetType().GetProperty(name) ?? throw new InvalidOperationException(
            $"The authorizer's context cannot be read, since {parent.GetType().Name}.{name} is missing or trimmed away. "
            + "Keep Amazon.Lambda.APIGatewayEvents from being trimmed, or make claims of the context in PostMarshallHttpAuthenticationFeature.")).GetValue(parent);

    private static JsonElement Child(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
