using System.Text.Json;

namespace CorsKit.Testing.Recordings;

/// <summary>One request and its response.</summary>
internal sealed record RecordedExchange
{
    public required RecordedRequest Request { get; init; }

    /// <summary>The document that the function returned, where that is known.</summary>
    public JsonElement? Function { get; init; }

    public required RecordedResponse Response { get; init; }
}

/// <summary>What was sent.</summary>
internal sealed record RecordedRequest
{
    public required string Method { get; init; }

    /// <summary>The whole address, or what stands behind the front door's.</summary>
    public required string Url { get; init; }

    /// <summary>Lines, <c>name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; set; } = [];

    public string? Body { get; init; }
}

/// <summary>What came back.</summary>
internal sealed record RecordedResponse
{
    public required int Status { get; init; }

    /// <summary>Lines, <c>name: value</c>; the value <c>*</c> is any.</summary>
    public IReadOnlyList<string> Headers { get; set; } = [];

    /// <summary>Names of headers that were not there.</summary>
    public IReadOnlyList<string> Absent { get; set; } = [];

    /// <summary>The body; null where it is not known.</summary>
    public string? Body { get; init; }

    /// <summary>Whether these are all headers that there were.</summary>
    public bool IsWhole { get; init; }
}
