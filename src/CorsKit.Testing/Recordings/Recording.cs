using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CorsKit.Testing.Recordings;

/// <summary>What an address answered, as a file that others can replay: tests/recordings/README.md has the format.</summary>
internal sealed record Recording
{
    private static readonly RecordingJson Json = new(new JsonSerializerOptions(RecordingJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary><c>RestApi</c>, <c>HttpApi</c>, <c>FunctionUrl</c>, <c>LoadBalancer</c>, or <c>Unknown</c>.</summary>
    public required string FrontDoor { get; init; }

    /// <summary>The day of the recording; null where it is not known.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Where it is from, unless from the address itself.</summary>
    public string? Source { get; init; }

    /// <summary>The stage of an API.</summary>
    public string? Stage { get; init; }

    /// <summary>The settings of the front door, under the names that CorsKit.Testing has for them; null where they are the defaults or not known.</summary>
    public JsonElement? Settings { get; init; }

    public required IReadOnlyList<RecordedExchange> Exchanges { get; init; }

    /// <summary>The stage of a REST API, in its execute-api address; null of any other, whose path does not tell.</summary>
    public static string? StageOf(string frontDoor, Uri url) =>
        frontDoor == "RestApi" && url.Host.Contains(".execute-api.", StringComparison.Ordinal) && url.Segments is [_, var first, ..]
        && first.TrimEnd('/') is { Length: > 0 } stage && stage.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? stage : null;

    /// <exception cref="JsonException">It is no recording; the message has the place.</exception>
    public static Recording Read(Stream file) => JsonSerializer.Deserialize(file, Json.Recording) ?? throw new JsonException("The recording is null.");

    public void Write(Stream file) => JsonSerializer.Serialize(file, this, Json.Recording);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Recording))]
internal sealed partial class RecordingJson : JsonSerializerContext;
