using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>What became of a case: what the page saw, and what the servers saw.</summary>
internal sealed record Observation(FetchAnswer Answer, IReadOnlyList<Received> Received)
{
    private static readonly string[] Described = ["Authorization", "Content-Type", "Cache-Control", "Pragma"];

    public bool Readable => Answer.Type is "cors" or "basic";

    public int Preflights => Received.Count(request => request.IsPreflight);

    /// <summary>What the preflights name in Access-Control-Request-Headers, empty for one without, joined with " | ".</summary>
    public string Asked =>
        string.Join(" | ", Received.Where(request => request.IsPreflight).Select(request => request.Headers.GetValueOrDefault("Access-Control-Request-Headers")));

    /// <summary>Of each request the method and origin, of each preflight the method that it asks for, joined with " | ".</summary>
    public string Sent => string.Join(" | ", Received.Select(request => request.IsPreflight
        ? $"OPTIONS for {request.Headers["Access-Control-Request-Method"]}"
        : $"{request.Method} from {request.Headers.GetValueOrDefault("Origin") ?? "no origin"}"));

    public string? ContentType => OfLast("Content-Type");

    public string? ContentLength => OfLast("Content-Length");

    public int Requests => Received.Count - Preflights;

    /// <summary>The visible headers in order of their names: <c>name: value</c>; of a date only the name.</summary>
    public IReadOnlyList<string> Headers =>
        [.. Answer.Headers.Select(header => header[0] == "date" ? "date" : $"{header[0]}: {header[1]}").Order(StringComparer.Ordinal)];

    /// <summary>All on which engines must agree, one thing a line.</summary>
    public string Summary => $"""
        {(Readable ? $"readable, status {Answer.Status}" : "not readable")}
        preflights {Preflights}, requests {Requests}
        {string.Join('\n', [.. Received.Select(Line), .. Headers])}
        {Answer.Body}
        {Answer.Type}
        """;

    /// <summary>A header of the last request, <c>none</c> for one without; null where there was none.</summary>
    public string? OfLast(string name) => Received.Count == 0 ? null : Received[^1].Headers.GetValueOrDefault(name) ?? "none";

    private static string Line(Received request) => request.IsPreflight
        ? $"preflight for {request.Headers["Access-Control-Request-Method"]} with {request.Headers.GetValueOrDefault("Access-Control-Request-Headers") ?? "no headers"}"
        : $"{request.Method} from {request.Headers.GetValueOrDefault("Origin") ?? "no origin"}{string.Concat(Described.Where(request.Headers.ContainsKey).Select(name => $", {name} {request.Headers[name]}"))}";
}
