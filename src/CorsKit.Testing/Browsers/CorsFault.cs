namespace CorsKit.Testing.Browsers;

/// <summary>What is wrong, the value that the message quotes, and whether Chromium's console is silent about it.</summary>
internal readonly record struct CorsFault(FetchFailure Failure, string Quote = "", bool IsSilent = false);
