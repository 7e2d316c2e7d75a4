namespace CorsKit.Testing.Browsers;

/// <summary>What is wrong, and the value that the message quotes.</summary>
internal readonly record struct CorsFault(FetchFailure Failure, string Quote = "");
