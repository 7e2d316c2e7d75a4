using System.Text;
using CorsKit.Testing;

namespace CorsKit.BrowserTests.Engines;

/// <summary>The <see cref="Browser"/> of CorsKit.Testing with one engine's habits, over real connections.</summary>
internal sealed class Emulation(BrowserEngine habits, Func<Uri, string> originOf) : Engine($"Emulated{habits}", typeof(Browser).Assembly.GetName().Version!.ToString())
{
    public override async Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken)
    {
        using var browser = new Browser(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }, page, originOf(page), habits);
        var answers = new List<FetchAnswer>();
        foreach (var call in calls)
        {
            FetchOutcome? outcome = null;
            for (var time = 0; time < call.Times; time++)
            {
                outcome = await browser.FetchAsync(
                    new HttpMethod(call.Method), call.Url.AbsoluteUri, call.Credentials, call.Headers.Select(header => (header[0], header[1])), call.Body, cancellationToken);
            }

            var wasAnswered = outcome!.Exchanges.Any(exchange => exchange.Status is not null);
            answers.Add(new FetchAnswer(
                call.NoCors && wasAnswered ? "opaque" : outcome.Readable ? "cors" : "error", outcome.Status, [.. outcome.Headers.Select(header => new[] { header.Key.ToLowerInvariant(), header.Value })], outcome.Body, outcome.Diagnosis, outcome.ConsoleMessage));
        }

        return answers;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
