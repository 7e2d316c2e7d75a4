using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CorsKit.Testing.Browsers;

/// <summary>Sends one request and writes down what went over the wire; keeps the cookies. Knows nothing of CORS.</summary>
internal sealed class Wire(HttpMessageHandler network) : IDisposable
{
    public const int MaxBodyBytes = 10 * 1024 * 1024;

    /// <summary>Nobody reads a preflight's body but our own diagnosis.</summary>
    private const int MaxPreflightBodyBytes = 64 * 1024;

    private readonly HttpMessageInvoker _network = new(network);
    private readonly CookieContainer _cookies = new();

    public async Task<FetchExchange> SendAsync(
        string method,
        Uri url,
        List<KeyValuePair<string, string>> headers,
        byte[]? body,
        bool withCookies,
        bool isPreflight,
        CancellationToken cancellationToken)
    {
        var cookies = withCookies ? _cookies.GetCookieHeader(url) : "";
        if (cookies.Length > 0)
        {
            headers.Add(new("Cookie", cookies));
        }

        using var request = Compose(method, url, headers, body);
        try
        {
            using var response = await _network.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var received = Headers(response);
            if (withCookies)
            {
                Keep(url, received);
            }

            return new FetchExchange(method, url, isPreflight, headers)
            {
                Status = (int)response.StatusCode,
                ResponseHeaders = received,
                Body = await ReadAsync(response.Content, url, isPreflight, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded } or IOException or InvalidDataException)
        {
            return new FetchExchange(method, url, isPreflight, headers) { NetworkError = NetErrorOf(exception) };
        }
    }

    public void Dispose() => _network.Dispose();

    /// <summary>As Response.text() has it: UTF-8 without its byte order mark.</summary>
    public static string Text(byte[] body) => Encoding.UTF8.GetString(body is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : body);

    private static HttpRequestMessage Compose(string method, Uri url, List<KeyValuePair<string, string>> headers, byte[]? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null || method is "POST" or "PUT")
        {
            // Without a body, these two have a Content-Length of 0: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch, step 8.5
            request.Content = new ByteArrayContent(body ?? []);
        }

        foreach (var (name, value) in headers)
        {
            // What HttpClient calls a content header, a page sets without a body too.
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static List<KeyValuePair<string, string>> Headers(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))];

    private void Keep(Uri url, List<KeyValuePair<string, string>> headers)
    {
        foreach (var (_, cookie) in headers.Where(header => header.Key.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                _cookies.SetCookies(url, cookie);
            }
            catch (CookieException)
            {
                // A browser, too, leaves out without a word what it cannot read or what is another site's.
            }
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, Uri url, bool isPreflight, CancellationToken cancellationToken)
    {
        var limit = isPreflight ? MaxPreflightBodyBytes : MaxBodyBytes;
        using var body = new MemoryStream();
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[16 * 1024];
            for (int read; (read = await ReadPieceAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                if (body.Length + read > limit)
                {
                    return isPreflight ? Text(body.ToArray()) : throw new HttpRequestException(
                        HttpRequestError.ConfigurationLimitExceeded,
                        $"{url} answered with more than {MaxBodyBytes / 1024 / 1024} MB; the test browser reads no more. Let the test ask for less.");
                }

                body.Write(buffer, 0, read);
            }
        }

        return Text(body.ToArray());
    }

    /// <summary>A body that is not what its Content-Encoding says is told by gzip with one exception, and by brotli with another.</summary>
    private static async ValueTask<int> ReadPieceAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            throw new InvalidDataException("The body is not what its Content-Encoding says.", exception);
        }
    }

    /// <summary>Chromium's names (net/base/net_error_list.h) for what HttpClient can tell apart.</summary>
    private static string NetErrorOf(Exception exception) => exception switch
    {
        InvalidDataException => "net::ERR_CONTENT_DECODING_FAILED",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "net::ERR_CONNECTION_REFUSED",
        HttpRequestException { InnerException: TimeoutException } => "net::ERR_TIMED_OUT",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "net::ERR_NAME_NOT_RESOLVED",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "net::ERR_SSL_PROTOCOL_ERROR",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "net::ERR_EMPTY_RESPONSE",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "net::ERR_CONNECTION_FAILED",
        _ => "net::ERR_FAILED",
    };
}
