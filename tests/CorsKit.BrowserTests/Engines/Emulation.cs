using System.Text;
using CorsKit.Testing;

namespace CorsKit.BrowserTests.Engines;

/// <summary>The <see cref="Browser"/> of CorsKit.Testing with one engine's habits, over real connections.</summary>
internal sealed class Emulation(BrowserEngine habits, Func<Uri, string> originOf) : Engine($"Emulated{habits}", typeof(Browser).Assembly.GetName().Version!.ToString())
{
    public override async Task<IReadOnlyList<FetchAnswer>> RunAsync(Uri page, IReadOnlyList<FetchCall> calls, CancellationToken cancellationToken)
    {
        var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 };
        using var browser = new Browser(network, page, originOf(page), habits);
        var answers = new List<FetchAnswer>();
        foreach (var call in calls)
        {
            FetchOutcome? outcome = null;
            for (var time = 0; time < call.Times; time++)
            {
                outcome = call.Xhr is null
                    ? await browser.FetchAsync(call.Url.OriginalString, Options(call), cancellationToken)
                    : await browser.XmlHttpRequestAsync(
                        new HttpMethod(call.Method), call.Url.OriginalString, call.Credentials, call.Headers.Select(header => (header[0], header[1])), call.Body, call.Xhr == "upload", cancellationToken);
            }

            answers.Add(new FetchAnswer(
                outcome!.Type.ToString().ToLowerInvariant(), outcome.Status, [.. outcome.Headers.Select(header => new[] { header.Key.ToLowerInvariant(), header.Value })], outcome.Body,
                outcome.Diagnosis, outcome.ConsoleMessage));
        }

        return answers;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static FetchOptions Options(FetchCall call) => new()
    {
        Method = call.Method,
        Headers = call.Headers.Select(header => (header[0], header[1])),
        Body = call.Body,
        KeepAlive = call.Options?.ContainsKey("keepalive") == true,
        Mode = Of(call, "mode", call.NoCors ? RequestMode.NoCors : RequestMode.Cors),
        Credentials = Of(call, "credentials", call.Credentials ? RequestCredentials.Include : RequestCredentials.SameOrigin),
        Redirect = Of<RequestRedirect>(call, "redirect"),
        Cache = Of<RequestCache>(call, "cache"),
        ReferrerPolicy = call.Options?.GetValueOrDefault("referrerPolicy") is { Length: > 0 } ? Of<ReferrerPolicy>(call, "referrerPolicy") : null,
    };

    /// <summary><c>no-cors</c> is <c>NoCors</c>.</summary>
    private static T Of<T>(FetchCall call, string name, T otherwise = default)
        where T : struct, Enum =>
        call.Options?.GetValueOrDefault(name) is { } value ? Enum.Parse<T>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true) : otherwise;
}
