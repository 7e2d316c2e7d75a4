using Yarp.ReverseProxy.Forwarder;

namespace CorsKit.Tests.Proxies;

/// <summary>What YARP forwards to, in process: a backend that has CORS headers of its own, and says which method reached it.</summary>
internal sealed class BackendClients : IForwarderHttpClientFactory
{
    public const string Origin = "https://backend.example";

    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(new Backend());

    /// <summary>No app: one that is built while another starts takes its test server from it.</summary>
    private sealed class Backend : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage
            {
                Headers =
                {
                    { "Access-Control-Allow-Origin", Origin },
                    { "Access-Control-Allow-Credentials", "true" },
                    { "Vary", "X-Backend" },
                    { "X-Reached", request.Method.Method },
                },
            });
    }
}
