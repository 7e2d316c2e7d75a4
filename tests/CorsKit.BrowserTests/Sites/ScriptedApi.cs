using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace CorsKit.BrowserTests.Sites;

/// <summary>An answer as data.</summary>
/// <param name="Headers">
/// <c>Name: value</c>; a name may come twice, and then goes out as two lines. In a value <c>{origin}</c> stands for the
/// request's Origin, <c>{shop}</c>, <c>{desk}</c> and <c>{untrusted}</c> for the pages' origins, <c>{here}</c> and
/// <c>{elsewhere}</c> for the two scripted servers, and <c>{case}</c> for the query that keeps the case's key.
/// </param>
internal sealed record ScriptedAnswer(int Status, params string[] Headers)
{
    /// <summary>What a correct server adds for an origin that it allows.</summary>
    public static ScriptedAnswer Ok { get; } = new(200, "Access-Control-Allow-Origin: {origin}");
}

/// <summary>What the scripted server says to a case; where it redirects, <c>/landed</c> has answers of its own.</summary>
internal sealed record Script(ScriptedAnswer Preflight, ScriptedAnswer Actual)
{
    public ScriptedAnswer LandedPreflight { get; init; } = Preflight;

    public ScriptedAnswer Landed { get; init; } = ScriptedAnswer.Ok;
}

/// <summary>Two servers that answer as the case says, to the letter. They have no CORS of their own, and no mercy.</summary>
internal sealed class ScriptedApi
{
    private readonly ConcurrentDictionary<string, Script> _scripts = new();

    /// <summary>What the placeholders stand for; complete before the first request.</summary>
    public Dictionary<string, string> Names { get; } = [];

    public string Fill(string text) => Names.Aggregate(text, (filled, name) => filled.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal));

    public void Register(string key, Script script) => _scripts[key] = script;

    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var key = Ledger.Key(request);
        if (!_scripts.TryGetValue(key, out var script))
        {
            // A control request: the server is up.
            return;
        }

        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            return;
        }

        var isPreflight = request.Method == "OPTIONS" && request.Headers.ContainsKey("Access-Control-Request-Method");
        var answer = (isPreflight, request.Path == "/landed") switch
        {
            (true, false) => script.Preflight,
            (true, true) => script.LandedPreflight,
            (false, false) => script.Actual,
            (false, true) => script.Landed,
        };
        context.Response.StatusCode = answer.Status;
        foreach (var header in answer.Headers)
        {
            var parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
            var value = parts[1].Replace("{origin}", request.Headers.Origin, StringComparison.Ordinal).Replace("{case}", Ledger.Query(key), StringComparison.Ordinal);
            context.Response.Headers.Append(parts[0], Fill(value));
        }

        if (!isPreflight && answer.Status is not (204 or 304))
        {
            context.Response.ContentType ??= "text/plain";
            await context.Response.WriteAsync("scripted", context.RequestAborted);
        }
    }
}
