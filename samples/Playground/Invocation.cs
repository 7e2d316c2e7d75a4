using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing;

namespace Playground;

/// <summary>An invocation of the function: both documents as the page and the terminal show them.</summary>
internal sealed class Invocation
{
    private const int LongestText = 2000;

    /// <summary>For a terminal and for textContent, not for markup.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    private readonly JsonNode _event;
    private readonly JsonNode? _response;

    public Invocation(FrontDoorExchange exchange)
    {
        _event = JsonNode.Parse(exchange.Event)!;
        _response = exchange.Response is null ? null : JsonNode.Parse(exchange.Response);
        if (_response is JsonObject response && response["body"] is JsonValue body && body.TryGetValue<string>(out var text) && text.Length > LongestText)
        {
            response["body"] = $"{text[..LongestText]}… ({text.Length:N0} characters)";

            // A node keeps the whole text that it was parsed from, and a page's last thousands of invocations are kept.
            _response = JsonNode.Parse(response.ToJsonString());
        }

        Error = exchange.Error?.Message;
    }

    public string Event => _event.ToJsonString(Indented);

    public string? Response => _response?.ToJsonString(Indented);

    public string? Error { get; }

    /// <summary>Which run of the page's it belongs to; null for one of curl's.</summary>
    public RunId? Run() => RunId.Of((string?)_event["queryStringParameters"]?["run"] ?? (string?)_event["multiValueQueryStringParameters"]?["run"]?[0]);

    public Hop ToHop() => new(
        "Function",
        (string?)_event["httpMethod"] ?? (string?)_event["requestContext"]?["http"]?["method"] ?? "",
        HeadersOf(_event),
        (int?)_response?["statusCode"],
        _response is null ? [] : HeadersOf(_response))
    {
        Note = Error,
    };

    /// <summary>Payload 1.0 and load balancers have arrays, 2.0 has text, and a response may have both.</summary>
    private static List<string[]> HeadersOf(JsonNode document)
    {
        var many = document["multiValueHeaders"] as JsonObject ?? [];
        var single = (document["headers"] as JsonObject ?? []).Where(header => !many.ContainsKey(header.Key));
        return
        [
            .. many.SelectMany(header => header.Value!.AsArray(), (header, value) => new[] { header.Key, $"{value}" }),
            .. single.Select(header => new[] { header.Key, $"{header.Value}" }),
        ];
    }
}
