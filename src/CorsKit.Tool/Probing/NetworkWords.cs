using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace CorsKit.Tool.Probing;

/// <summary>What went wrong on the network, for people.</summary>
internal static class NetworkWords
{
    public static string Of(HttpRequestException exception, Uri url, string? certificateProblem) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"there is no host named {url.Host} (DNS)",
        HttpRequestError.SecureConnectionError => $"TLS failed: {certificateProblem ?? $"{url.Host}:{url.Port} does not speak it, or no version that is safe"}",
        HttpRequestError.ConnectionError => $"no connection to {url.Host}:{url.Port}: {OfSocket(exception)}",
        HttpRequestError.ResponseEnded => "the connection closed before the response ended",
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "what came back is not HTTP",
        HttpRequestError.ConfigurationLimitExceeded => "the headers are longer than 64 KB",
        HttpRequestError.ProxyTunnelError => "the proxy does not let it through",
        _ => exception.InnerException is IOException ? "the connection broke off" : "the network failed: " + exception.Message,
    };

    /// <summary>Null where the certificate is good.</summary>
    public static string? OfCertificate(SslPolicyErrors errors, X509Chain? chain, string? expiry) =>
        errors == SslPolicyErrors.None ? null
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? "the server showed no certificate"
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "the certificate is for another host"
        : chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true ? $"the certificate is not valid today (it ends {expiry})"
        : "nobody who is trusted here has signed the certificate";

    private static string OfSocket(HttpRequestException exception) => (exception.InnerException as SocketException)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nothing listens there",
        SocketError.TimedOut => "it does not answer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to it from here",
        _ => "it was refused or broken off",
    };
}
