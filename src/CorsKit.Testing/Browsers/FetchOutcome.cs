namespace CorsKit.Testing;

/// <summary>What a page saw of one <c>fetch()</c>, and why.</summary>
public sealed class FetchOutcome
{
    internal FetchOutcome(IReadOnlyList<FetchExchange> exchanges) => Exchanges = exchanges;

    /// <summary>Whether the page may read the response; its status does not matter for that. Not so where it is opaque.</summary>
    public bool Readable => Type is ResponseType.Basic or ResponseType.Cors;

    /// <summary>What the response is to the page.</summary>
    public ResponseType Type
    {
        get => Failure is null ? field : ResponseType.Error;
        internal init;
    }

    /// <summary>Why the page gets no response; null where it gets one, be it opaque.</summary>
    public FetchFailure? Failure { get; internal init; }

    /// <summary>The status that the page sees; 0 where it sees none.</summary>
    public int Status { get; internal init; }

    /// <summary>The headers that the page sees, by name in any case; lines of one name are joined with <c>", "</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The body that the page sees, as UTF-8 text.</summary>
    public string Body { get; internal init; } = "";

    /// <summary>How many preflights went out; none where a cached one sufficed.</summary>
    public int Preflights => Exchanges.Count(exchange => exchange.IsPreflight);

    /// <summary>What Chromium's console says (version 156); null where the response is readable, and where the console says nothing.</summary>
    public string? ConsoleMessage { get; internal init; }

    /// <summary>Why, in plain words, where the evidence shows it; else null.</summary>
    public string? Diagnosis { get; internal init; }

    /// <summary>How to fix it; null where <see cref="Diagnosis"/> is.</summary>
    public string? Fix { get; internal init; }

    /// <summary>Everything that went over the wire, in order: preflights, redirects, and what the page may not see.</summary>
    public IReadOnlyList<FetchExchange> Exchanges { get; }

    /// <summary>Asserts that the page can read the response.</summary>
    /// <returns>This outcome, to assert more of it.</returns>
    /// <exception cref="BrowserAssertionException">It cannot; the message says why.</exception>
    public FetchOutcome ShouldBeReadable() =>
        Readable ? this : throw new BrowserAssertionException("The page cannot read the response.", this);

    /// <summary>Asserts that the browser keeps the response from the page, for this reason and no other.</summary>
    /// <param name="failure">The reason.</param>
    /// <returns>This outcome, to assert more of it.</returns>
    /// <exception cref="BrowserAssertionException">The response is readable, or blocked for another reason.</exception>
    public FetchOutcome ShouldBeBlocked(FetchFailure failure) =>
        Failure == failure
            ? this
            : throw new BrowserAssertionException(
                Failure is { } other ? $"Expected {failure}, but it was {other}."
                : Readable ? $"Expected {failure}, but the page can read the response (status {Status})."
                : $"Expected {failure}, but the page gets a response that is opaque to it.",
                this);

    /// <summary>The result in a few lines: what the console says, the diagnosis, the fix.</summary>
    /// <returns>The lines.</returns>
    public override string ToString() =>
        Readable ? $"readable, status {Status}" : string.Join('\n', new[] { ConsoleMessage, Diagnosis, Fix }.OfType<string>());
}
