using System.Text.Json;
using System.Text.Json.Serialization;

namespace CorsKit.BrowserTests.Engines;

/// <summary>One call of <c>fetch()</c>, as the page's script takes it.</summary>
/// <param name="Headers">Name and value in turn, as <c>fetch()</c> takes them.</param>
/// <param name="Credentials">Whether the credentials mode is <c>include</c>, else <c>same-origin</c>, as pages have it.</param>
/// <param name="Times">How often it is made, one after the other; the last answer counts.</param>
/// <param name="NoCors">Whether the page asks for an opaque answer, which tells only that the server was reached.</param>
internal sealed record FetchCall(
    Uri Url, string Method, IReadOnlyList<string[]> Headers, bool Credentials = false, string? Body = null, int Times = 1, bool NoCors = false)
{
    /// <summary>Set where the page uses an XMLHttpRequest: <c>plain</c>, or <c>upload</c> for one whose upload it listens to.</summary>
    public string? Xhr { get; init; }

    /// <summary>Set where an element or another object of the page makes the request: <c>img</c>, <c>WebSocket</c> and the like. The answer tells only whether it loaded.</summary>
    public string? Element { get; init; }

    /// <summary>Other members of RequestInit, which go before what the rest of the call says: <c>redirect: "manual"</c> (https://fetch.spec.whatwg.org/#requestinit).</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write(IReadOnlyList<FetchCall> calls) => JsonSerializer.Serialize(calls, Json);

    public static IReadOnlyList<FetchAnswer> ReadAnswers(string json) => JsonSerializer.Deserialize<FetchAnswer[]>(json, Json)!;
}

/// <summary>What the page saw of a fetch.</summary>
/// <param name="Type">The response's type: <c>cors</c>, <c>opaque</c>; <c>error</c> where the fetch was rejected.</param>
/// <param name="Headers">The visible headers, in the page's order: name and value.</param>
/// <param name="Error">The text of the rejection.</param>
/// <param name="Console">What the console said about the call's address; only Chromium tells.</param>
internal sealed record FetchAnswer(string Type, int Status, IReadOnlyList<string[]> Headers, string Body, string? Error, string? Console = null);
