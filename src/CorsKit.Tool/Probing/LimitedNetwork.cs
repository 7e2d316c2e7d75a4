using System.Globalization;
using System.Net;
using System.Net.Security;

namespace CorsKit.Tool.Probing;

/// <summary>
/// The network as a probe dares to use it: a response takes neither more time nor more memory than it is given, whoever
/// sends it, and what goes wrong is told in plain words. Redirects and cookies are left to the browser's rules.
/// </summary>
internal sealed class LimitedNetwork : DelegatingHandler
{
    private const int MaxBodyBytes = 256 * 1024;
    private const int MaxHeaderKilobytes = 64;

    private readonly TimeSpan _timeLimit;
    private readonly string _host;

    private string? _certificateProblem;

    /// <param name="timeLimit">For each response, body included.</param>
    /// <param name="host">The host that was named: only it is sent more than GET, HEAD and OPTIONS, wherever it redirects.</param>
    public LimitedNetwork(TimeSpan timeLimit, string host)
    {
        _timeLimit = timeLimit;
        _host = host;
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    _certificateProblem = NetworkWords.OfCertificate(errors, chain, certificate?.GetExpirationDateString());
                    return errors == SslPolicyErrors.None;
                },
            },
        };
    }

    /// <summary>What was wrong with the last response; null where nothing was.</summary>
    public string? Problem { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Problem = null;
        if (request.RequestUri!.Host != _host && request.Method.Method is not ("GET" or "HEAD" or "OPTIONS"))
        {
            Problem = $"{request.Method} was redirected to {request.RequestUri.Host} and not sent there";
            throw new HttpRequestException(Problem);
        }

        // A browser speaks HTTP/2 wherever it can.
        request.Version = HttpVersion.Version20;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeLimit);
        try
        {
            var response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            response.Content = await ReadAsync(response.Content, limit.Token, cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            Problem = $"no answer within {Seconds}";
            throw new HttpRequestException(HttpRequestError.Unknown, Problem, new TimeoutException(Problem, exception));
        }
        catch (HttpRequestException exception)
        {
            Problem = NetworkWords.Of(exception, request.RequestUri, _certificateProblem);

            // What is over a limit is a broken response to whoever asked, as it is to a browser.
            throw exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? new HttpRequestException(HttpRequestError.InvalidResponse, Problem, exception)
                : exception;
        }
    }

    private string Seconds => _timeLimit.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture) is var text && text == "1" ? "1 second" : $"{text} seconds";

    /// <summary>As much of the body as the limits let through; status and headers count without the rest.</summary>
    private async Task<HttpContent> ReadAsync(HttpContent content, CancellationToken limit, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        try
        {
            var stream = await content.ReadAsStreamAsync(limit).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var buffer = new byte[16 * 1024];
                for (int read; (read = await stream.ReadAsync(buffer, limit).ConfigureAwait(false)) > 0;)
                {
                    body.Write(buffer, 0, Math.Min(read, MaxBodyBytes - (int)body.Length));
                    if (body.Length == MaxBodyBytes)
                    {
                        Problem = $"the body goes on after {MaxBodyBytes / 1024} KB and was cut there";
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Problem = $"the body did not end within {Seconds} and was cut there";
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // gzip and deflate tell it with the one, brotli with the other.
            Problem = "the body is not what its Content-Encoding says";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            Problem = "the body broke off";
        }

        var cut = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in content.Headers.NonValidated)
        {
            cut.Headers.TryAddWithoutValidation(name, values);
        }

        return cut;
    }
}
