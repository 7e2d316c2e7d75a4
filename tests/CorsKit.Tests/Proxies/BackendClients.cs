using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace CorsKit.Tests.Proxies;

/// <summary>What YARP forwards to, in process: a backend that has CORS headers of its own, and says which method reached it.</summary>
internal sealed class BackendClients : IForwarderHttpClientFactory, IDisposable
{
    public const string Origin = "https://backend.example";

    private readonly WebApplication _backend;

    public BackendClients()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        _backend = builder.Build();
        _backend.Run(context =>
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = Origin;
            headers.AccessControlAllowCredentials = "true";
            headers.Vary = "X-Backend";
            headers["X-Reached"] = context.Request.Method;
            return Task.CompletedTask;
        });
        ((IHost)_backend).Start();
    }

    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(_backend.GetTestServer().CreateHandler());

    public void Dispose() => ((IDisposable)_backend).Dispose();
}
