using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Playground;

/// <summary>
/// The HTTP requests that reached the front doors' ports, with what was answered: the real ones of the browser that shows
/// the page, found by the number that the page puts into each URL as <c>run</c>.
/// </summary>
internal sealed class Wire
{
    private const int Kept = 1000;

    private readonly ConcurrentQueue<Exchange> _exchanges = new();

    /// <summary>Has the front door answer, and keeps both heads.</summary>
    public async Task RecordAsync(HttpContext context, RequestDelegate answer)
    {
        if ((string?)context.Request.Query["run"] is not { } run)
        {
            await answer(context);
            return;
        }

        var request = context.Request;
        var isPreflight = HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Origin") && request.Headers.ContainsKey("Access-Control-Request-Method");
        var exchange = new Exchange(run, isPreflight, $"{request.Method} {request.Path}{request.QueryString}{(isPreflight ? " (preflight)" : "")}\n{Show(request.Headers)}");
        _exchanges.Enqueue(exchange);
        if (_exchanges.Count > Kept)
        {
            _exchanges.TryDequeue(out _);
        }

        // Of these callbacks the first that is registered runs last, when the head is final.
        context.Response.OnStarting(() =>
        {
            exchange.Response = $"{context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)}\n{Show(context.Response.Headers)}";
            return Task.CompletedTask;
        });
        await answer(context);
    }

    public IReadOnlyList<Exchange> Of(string run) => [.. _exchanges.Where(exchange => exchange.Run == run)];

    private static string Show(IHeaderDictionary headers)
    {
        var text = new StringBuilder();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>A request and its response as the page shows them.</summary>
    internal sealed class Exchange(string run, bool isPreflight, string request)
    {
        public string Run { get; } = run;

        public bool IsPreflight { get; } = isPreflight;

        public string Request { get; } = request;

        /// <summary>Null where the connection ended without one.</summary>
        public string? Response { get; set; }
    }
}
