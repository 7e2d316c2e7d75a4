using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

/// <summary>A certificate of a client, as API Gateway passes it on where mutual TLS is on.</summary>
internal static class ClientCertificate
{
    /// <param name="lambdaEvent">An event, JSON.</param>
    /// <param name="parent">What stands above clientCert in its requestContext.</param>
    public static (string Event, string Thumbprint) AddTo(string lambdaEvent, string parent)
    {
        using var key = RSA.Create();
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        var withCertificate = JsonNode.Parse(lambdaEvent)!;
        withCertificate["requestContext"]![parent]!["clientCert"] = new JsonObject { ["clientCertPem"] = certificate.ExportCertificatePem() };
        return (withCertificate.ToJsonString(), certificate.Thumbprint);
    }
}
