namespace CorsKit.Testing;

/// <summary>One invocation of a function as its front door saw it.</summary>
/// <param name="Event">The event document, JSON.</param>
/// <param name="Response">The response document, JSON; null where the function threw.</param>
public sealed record FrontDoorExchange(string Event, string? Response);
