using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace CorsKit.BrowserTests.Sites;

/// <summary>A request as it reached a server.</summary>
/// <param name="Headers">As sent; several lines of one name joined with a comma.</param>
internal sealed record Received(string Method, string Url, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>https://fetch.spec.whatwg.org/#cors-preflight-request</summary>
    public bool IsPreflight => Method == "OPTIONS" && Headers.ContainsKey("Origin") && Headers.ContainsKey("Access-Control-Request-Method");
}

/// <summary>What reached the servers, by the key that every address carries in its query: <c>?case=…</c>.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Received>> _received = new();

    public static string Key(HttpRequest request) => request.Query["case"].ToString();

    public static string Query(string key) => "?case=" + key;

    public IReadOnlyList<Received> Of(string key) => [.. _received.GetValueOrDefault(key) ?? []];

    /// <summary>Writes every request down before it is answered.</summary>
    public RequestDelegate Watch(RequestDelegate next) => context =>
    {
        var request = context.Request;
        var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.GetOrAdd(Key(request), _ => new()).Enqueue(new Received(request.Method, $"{request.Host}{request.Path}", headers));
        return next(context);
    };
}
