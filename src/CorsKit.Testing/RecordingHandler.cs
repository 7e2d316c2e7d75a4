using System.Globalization;
using System.Text;
using CorsKit.Testing.Recordings;

namespace CorsKit.Testing;

/// <summary>
/// Writes down what an address answers, as JSON: request and response of each exchange, the front door and the day. Put it between a
/// <see cref="Browser"/>, or an <see cref="HttpClient"/>, and the network. Values of headers that carry credentials are left out, and those in
/// addresses and bodies are not: read a file before you hand it on. Safe for concurrent use.
/// </summary>
/// <param name="network">What carries the requests.</param>
public sealed class RecordingHandler(HttpMessageHandler network) : DelegatingHandler(network)
{
    /// <summary>What is longer is cut: a recording is about headers.</summary>
    private const int MaxBodyLength = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly List<RecordedExchange> _exchanges = [];

    /// <summary>Writes all exchanges so far.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="frontDoor"><c>RestApi</c>, <c>HttpApi</c>, <c>FunctionUrl</c>, <c>LoadBalancer</c> or <c>Unknown</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="frontDoor"/> is none of these.</exception>
    public void Write(Stream file, string frontDoor)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (frontDoor is not ("RestApi" or "HttpApi" or "FunctionUrl" or "LoadBalancer" or "Unknown"))
        {
            throw new ArgumentException($"'{frontDoor}' is no front door: write RestApi, HttpApi, FunctionUrl, LoadBalancer, or Unknown.", nameof(frontDoor));
        }

        lock (_lock)
        {
            new Recording
            {
                FrontDoor = frontDoor,
                Date = DateOnly.FromDateTime(DateTime.UtcNow),
                Stage = _exchanges is [var first, ..] ? Recording.StageOf(frontDoor, new Uri(first.Request.Url)) : null,
                Exchanges = _exchanges,
            }.Write(file);
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = request.Content is null ? null : await ReadAsync(request.Content, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        var exchange = new RecordedExchange
        {
            Request = new()
            {
                Method = request.Method.Method,
                Url = request.RequestUri!.AbsoluteUri,
                Headers = Lines(request.Headers.NonValidated, request.Content?.Headers.NonValidated),
                Body = body is { Length: > 0 } ? Cut(body) : null,
            },
            Response = new()
            {
                Status = (int)response.StatusCode,
                Headers = Lines(response.Headers.NonValidated, response.Content.Headers.NonValidated),
                Body = Cut(text),
                IsWhole = true,
            },
        };
        lock (_lock)
        {
            _exchanges.Add(exchange);
        }

        return response;
    }

    /// <summary>As UTF-8, whatever the content type calls it: a charset that .NET does not know is no reason to fail. The content can be read again.</summary>
    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    private static List<string> Lines(System.Net.Http.Headers.HttpHeadersNonValidated headers, System.Net.Http.Headers.HttpHeadersNonValidated? content) =>
        [.. headers.Concat(content ?? default).SelectMany(header => header.Value.Select(value => $"{header.Key}: {(IsSecret(header.Key) ? "(not shown)" : value)}"))];

    private static bool IsSecret(string name) => name.ToUpperInvariant() is "AUTHORIZATION" or "X-AMZN-REMAPPED-AUTHORIZATION" or "COOKIE" or "SET-COOKIE" or "X-API-KEY" or "X-AMZ-SECURITY-TOKEN" or "PROXY-AUTHORIZATION";

    private static string Cut(string text) =>
        text.Length <= MaxBodyLength ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MaxBodyLength)}… ({text.Length} characters)");
}
