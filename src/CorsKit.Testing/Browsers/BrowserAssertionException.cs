namespace CorsKit.Testing;

/// <summary>
/// An outcome is not the expected one. The message holds what a developer needs: the console's words, the cause, the fix
/// and every exchange. Any test framework reports it as a failed test.
/// </summary>
public sealed class BrowserAssertionException : Exception
{
    internal BrowserAssertionException(string expectation, FetchOutcome outcome)
        : base($"{expectation}\n{outcome}\n\n{string.Join('\n', outcome.Exchanges)}") => Outcome = outcome;

    /// <summary>The outcome.</summary>
    public FetchOutcome Outcome { get; }
}
