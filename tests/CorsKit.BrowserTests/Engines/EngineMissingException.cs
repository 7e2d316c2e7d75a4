namespace CorsKit.BrowserTests.Engines;

/// <summary>A browser, or what it needs, is not installed.</summary>
internal sealed class EngineMissingException(string message) : Exception(message);
