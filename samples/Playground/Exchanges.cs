using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing;

namespace Playground;

/// <summary>The last events and responses, found by the number that the page puts into each URL as <c>run</c>.</summary>
internal sealed class Exchanges
{
    private const int Kept = 1000;
    private const int LongestText = 2000;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal and for textContent, not for markup
    };

    private readonly ConcurrentQueue<(string? Run, Seen Seen)> _exchanges = new();

    public Seen Add(FrontDoorExchange exchange)
    {
        var seen = new Seen(Show(exchange.Event)!, Show(exchange.Response), exchange.Error?.Message);
        _exchanges.Enqueue((RunOf(JsonNode.Parse(exchange.Event)), seen));
        if (_exchanges.Count > Kept)
        {
            _exchanges.TryDequeue(out _);
        }

        return seen;
    }

    public IReadOnlyList<Seen> Of(string run) => [.. _exchanges.Where(exchange => exchange.Run == run).Select(exchange => exchange.Seen)];

    private static string? RunOf(JsonNode? lambdaEvent) =>
        (string?)lambdaEvent?["queryStringParameters"]?["run"] ?? (string?)lambdaEvent?["multiValueQueryStringParameters"]?["run"]?[0];

    /// <summary>Indented, with a long body cut.</summary>
    private static string? Show(string? json)
    {
        if (json is null)
        {
            return null;
        }

        var document = JsonNode.Parse(json);
        if (document is JsonObject response && response["body"] is JsonValue body && body.TryGetValue<string>(out var text) && text.Length > LongestText)
        {
            response["body"] = $"{text[..LongestText]}… ({text.Length:N0} characters)";
        }

        return document?.ToJsonString(Indented);
    }

    /// <summary>An invocation as the page and the terminal show it.</summary>
    internal sealed record Seen(string Event, string? Response, string? Error);
}
