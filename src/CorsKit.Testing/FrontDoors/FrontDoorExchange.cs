namespace CorsKit.Testing;

/// <summary>One invocation of a function as its front door saw it.</summary>
/// <param name="Event">The event document, JSON.</param>
/// <param name="Response">The response document as the function returned it; null where it threw.</param>
/// <param name="Error">Why the front door answers for the function: it threw, or its response is malformed. Null where all went well.</param>
public sealed record FrontDoorExchange(string Event, string? Response, Exception? Error);
