using CorsKit.Testing;
using CorsKit.Testing.Browsers;

namespace CorsKit.Tool.Probing.Steps;

/// <summary>What a step is there to show.</summary>
internal enum ProbeStepKind
{
    /// <summary>The page asks for permission.</summary>
    Preflight,

    /// <summary>The page's request.</summary>
    Actual,

    /// <summary>The same request without Origin, as a page of the API's own or a program sends it.</summary>
    NoOrigin,

    /// <summary>The preflight of an untrusted origin.</summary>
    ForeignPreflight,

    /// <summary>The request of an untrusted origin.</summary>
    Foreign,

    /// <summary>A path that is not there.</summary>
    MissingPath,

    /// <summary>A preflight for a method that nobody has: it tells a gateway's configuration, which answers only what matches, from an app.</summary>
    UnknownMethod,

    /// <summary>The page's request, then that of an untrusted origin, and again the page's request for one URL: what a cache hands out shows the last time.</summary>
    PageFirst,

    /// <summary>The same the other way round, for another URL.</summary>
    UntrustedFirst,

    /// <summary>The preflight of another origin that the policy allows.</summary>
    AllowedOrigin,

    /// <summary>An origin in a shape that careless comparisons take for a trusted one.</summary>
    Scanner,
}

/// <summary>One request, what came back, and what a browser makes of it.</summary>
/// <param name="Kind">What it is there to show.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Origin">What was sent as Origin, or null.</param>
/// <param name="Outcome">What the page sees; never a page's where there is no Origin.</param>
internal sealed record ProbeStep(ProbeStepKind Kind, string Title, string? Origin, FetchOutcome Outcome)
{
    /// <summary>What went wrong on the network, in plain words.</summary>
    public string? Problem { get; init; }

    /// <summary>What the browser's console says, of the address that was asked for; null where it says nothing.</summary>
    public string? ConsoleMessage { get; init; }

    /// <summary>What the API itself answered, before any redirect was followed.</summary>
    public FetchExchange Exchange => Outcome.Exchanges[0];

    public int? Status => Exchange.Status;

    public Fingerprint Fingerprint => field ??= new Fingerprint(Exchange);

    public string? AllowOrigin => Header("Access-Control-Allow-Origin");

    public int AllowOriginLines => Exchange.ResponseHeaders.Count(header => header.Key.Equals("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase));

    public bool AllowsCredentials => Header("Access-Control-Allow-Credentials") == "true";

    /// <summary>Whether anything in the response speaks of CORS.</summary>
    public bool HasCors => Exchange.ResponseHeaders.Any(header => header.Key.StartsWith("Access-Control-Allow-", StringComparison.OrdinalIgnoreCase));

    public bool IsOk => Status is >= 200 and <= 299;

    /// <summary>Whether somebody was refused by CORS who had to be: an untrusted origin, or a method that nobody has.</summary>
    public bool IsRefusedAsUntrusted => Problem is null && ConsoleMessage is not null && Outcome.Failure is not (null or FetchFailure.Network)
        && (Kind is ProbeStepKind.UnknownMethod or ProbeStepKind.Scanner || Origin == ProbeRequest.ForeignOrigin);

    public string? Header(string name) => Exchange.ResponseHeader(name);

    /// <summary>What a browser would do, in its own words where it says any.</summary>
    public string Verdict => Problem is not null && Status is not null ? $"{Evaluation} ({Problem})" : Evaluation;

    private string Evaluation =>
        Status is null ? $"no answer: {Problem}"
        : Origin is null ? "no Origin, so no CORS"
        : Outcome.Readable ? (Exchange.IsPreflight ? "the request may follow" : $"readable, status {Outcome.Status}")
        : ConsoleMessage!;
}
