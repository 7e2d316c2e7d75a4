namespace CorsKit.Testing;

/// <summary>One invocation of a function as its front door saw it.</summary>
public sealed record FrontDoorExchange
{
    /// <summary>The event document, JSON.</summary>
    public required string Event { get; init; }

    /// <summary>The response document as the function returned it; null where it threw.</summary>
    public string? Response { get; init; }

    /// <summary>Why the front door answers for the function: it threw, or its response is malformed. Null where all went well.</summary>
    public Exception? Error { get; init; }
}
