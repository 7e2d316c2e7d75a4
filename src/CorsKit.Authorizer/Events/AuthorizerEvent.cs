using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CorsKit.Authorizer.Events;

/// <summary>
/// The event of an authorizer of type REQUEST: of a REST API, or of an HTTP API with payload format 1.0 or 2.0
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html). The three have much in
/// common and are read as one.
/// </summary>
internal sealed class AuthorizerEvent
{
    /// <summary>Null for a REST API.</summary>
    public string? Version { get; init; }

    public string? Type { get; init; }

    public string? MethodArn { get; init; }

    public string? RouteArn { get; init; }

    /// <summary>The values of the identity sources, of HTTP APIs alone: a list, or text with commas.</summary>
    public JsonElement IdentitySource { get; init; }

    public Dictionary<string, string?>? Headers { get; init; }

    public Dictionary<string, List<string?>?>? MultiValueHeaders { get; init; }

    public List<string?>? Cookies { get; init; }

    public string? HttpMethod { get; init; }

    public string? Path { get; init; }

    public string? RawPath { get; init; }

    public string? Resource { get; init; }

    public string? RouteKey { get; init; }

    public RequestContextPart? RequestContext { get; init; }

    [JsonIgnore]
    public ApiArn Arn { get; private set; }

    [JsonIgnore]
    public bool IsV2 => Version == "2.0";

    [JsonIgnore]
    public string Method => HttpMethod ?? RequestContext?.Http?.Method ?? "";

    [JsonIgnore]
    public string RequestPath => Path ?? RawPath ?? "";

    /// <summary>Reads an event, or says what is wrong with it, without a word of what it holds.</summary>
    public static async Task<(AuthorizerEvent? Event, string Fault)> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        AuthorizerEvent? read;
        try
        {
            read = await JsonSerializer.DeserializeAsync(stream, EventJson.Default.AuthorizerEvent, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            return (null, $"it is cut off, no JSON, or not of the shape of an event (line {exception.LineNumber}, byte {exception.BytePositionInLine})");
        }

        return read is null ? (null, "it is empty") : read.FindFault() is { } fault ? (null, fault) : (read, "");
    }

    /// <summary>All values of a header, whatever the casing of its name, which differs between front doors.</summary>
    public List<string> HeaderValues(string name)
    {
        // With payload format 2.0 cookies are no header.
        if (Cookies is { Count: > 0 } && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return [string.Join("; ", Cookies)];
        }

        var values = new List<string>();
        foreach (var (key, several) in MultiValueHeaders ?? [])
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                values.AddRange((several ?? []).OfType<string>());
            }
        }

        if (values.Count > 0)
        {
            return values;
        }

        foreach (var (key, value) in Headers ?? [])
        {
            if (value is not null && key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                values.Add(value);
            }
        }

        return values;
    }

    /// <summary>Whether the event gives the values of the identity sources; where it gives none, the decision is not remembered, or nothing can be checked.</summary>
    public bool GivesIdentity => IdentitySource.ValueKind is JsonValueKind.Array or JsonValueKind.String;

    /// <summary>
    /// Whether the identity source at this position of the template has this value. Payload format 1.0 joins the values with commas, so a value
    /// that has one cannot be told from two.
    /// </summary>
    public bool HasIdentity(int position, string value) => IdentitySource.ValueKind switch
    {
        JsonValueKind.Array => position < IdentitySource.GetArrayLength()
            && IdentitySource[position] is { ValueKind: JsonValueKind.String } source && source.ValueEquals(value),
        JsonValueKind.String => !value.Contains(',', StringComparison.Ordinal)
            && IdentitySource.GetString()!.Split(',') is var sources && position < sources.Length && sources[position] == value,
        _ => true,
    };

    /// <summary>Whether one of the identity sources has this value, as far as payload format 2.0 tells.</summary>
    public bool IsAmongIdentity(string value) => IdentitySource.ValueKind == JsonValueKind.Array
        && IdentitySource.EnumerateArray().Any(source => source.ValueKind == JsonValueKind.String && source.ValueEquals(value));

    [MemberNotNullWhen(false, nameof(Type))]
    private string? FindFault()
    {
        if (Type != "REQUEST")
        {
            return Type == "TOKEN"
                ? "it is that of an authorizer of type TOKEN, which does not see the request: set the authorizer's type to REQUEST"
                : "it is none of an authorizer of type REQUEST";
        }

        if (Version is not (null or "1.0" or "2.0"))
        {
            return "its payload format is neither 1.0 nor 2.0";
        }

        if (!ApiArn.TryParse(IsV2 ? RouteArn : MethodArn, out var arn))
        {
            return $"its {(IsV2 ? "routeArn" : "methodArn")} is missing or none of API Gateway's";
        }

        if (!IsText(IdentitySource))
        {
            return "its identitySource is no text";
        }

        Arn = arn;
        return null;
    }

    /// <summary>Text is decoded when it is read, and half a surrogate pair is found out only then.</summary>
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    internal sealed class RequestContextPart
    {
        public HttpPart? Http { get; init; }
    }

    internal sealed class HttpPart
    {
        public string? Method { get; init; }
    }
}
