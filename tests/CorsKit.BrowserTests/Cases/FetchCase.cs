using CorsKit.BrowserTests.Engines;
using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>One row of the matrix: a page fetches something of an API.</summary>
/// <param name="Name">Says the row in words, and is unique.</param>
/// <param name="Target">Path within the API's stage.</param>
internal sealed record FetchCase(string Name, Page Page, Api Api, string Target, string Method = "GET")
{
    /// <summary>As the page writes them.</summary>
    public IReadOnlyList<string[]> Headers { get; init; } = [];

    public bool Credentials { get; init; }

    public string? Body { get; init; }

    /// <summary>Set where the page uses an XMLHttpRequest: <c>plain</c>, or <c>upload</c> for one whose upload it listens to.</summary>
    public string? Xhr { get; init; }

    /// <summary>Other members of RequestInit: <c>mode</c>, <c>redirect</c> and the like.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>How often the page makes the fetch; more than once asks for the preflight cache.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="Api.Scripted"/> and <see cref="Api.Home"/>: what the server says.</summary>
    public Script? Script { get; init; }

    /// <summary>What engines do instead, by their names; <see cref="EngineDifferences"/> says why.</summary>
    public IReadOnlyDictionary<string, Expectation> Otherwise { get; init; } = new Dictionary<string, Expectation>();

    /// <summary>What the Fetch standard says; null where only the engines' agreement is asked for.</summary>
    public Expectation? Expected { get; init; }

    public FetchCall On(LoopbackSites sites, string key) =>
        new(sites.Address(Page, Api, Target, key), Method, Headers, Credentials, Body, Times) { Options = Options, Xhr = Xhr };
}

/// <summary>What the Fetch standard says of a case.</summary>
/// <param name="Status">What the page reads; 0 where it may read nothing.</param>
/// <param name="Preflights">How many reach the servers, those after a redirect included.</param>
/// <param name="Requests">How many other requests reach the servers.</param>
/// <param name="Reason">Where nothing can be read: how Chromium says it after "blocked by CORS policy: ", or a part of that; null where its console says nothing.</param>
internal sealed record Expectation(int Status, int Preflights, int Requests, string? Reason = null)
{
    /// <summary>Exactly the visible headers: <c>name: value</c>; null where any will do.</summary>
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>What the preflights name in Access-Control-Request-Headers, empty for one without, joined with " | "; null where anything will do.</summary>
    public string? Asked { get; init; }

    /// <summary>Of each request the method and origin, of each preflight the method that it asks for, joined with " | "; null where anything will do.</summary>
    public string? Sent { get; init; }

    /// <summary>The response's type; null where any will do.</summary>
    public string? Type { get; init; }

    /// <summary>What the page reads; null where anything will do.</summary>
    public string? Body { get; init; }

    /// <summary>A header of the last request, <c>Name: value</c>, or <c>Name: none</c> for one without.</summary>
    public string? Set { get; init; }

    /// <summary>Content-Type of the last request, <c>none</c> for one without; null where any will do.</summary>
    public string? ContentType { get; init; }

    /// <summary>Content-Length of the last request, in the same way.</summary>
    public string? ContentLength { get; init; }
}
