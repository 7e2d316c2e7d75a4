using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tool.Tests.Probing;

/// <summary>An app as a function, behind a front door, on a port of this machine.</summary>
internal sealed class LiveApi : IAsyncDisposable
{
    public const string Page = "https://shop.example.com";

    private readonly List<WebApplication> _apps = [];
    private readonly ConcurrentQueue<string> _methods = [];

    // For every test of this assembly, whichever runs first.
    [ModuleInitializer]
    internal static void UseLoopbackProxy() => HttpClient.DefaultProxy = new LoopbackProxy();

    public Uri Address { get; private set; } = null!;

    /// <summary>The methods that came in, in order.</summary>
    public IEnumerable<string> Methods => _methods;

    public static async Task<LiveApi> StartAsync(Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor> before, Action<WebApplicationBuilder, Action<Action<WebApplication>>> app)
    {
        var api = new LiveApi();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(services => new LambdaServer(services));
        Action<WebApplication> configure = _ => { };
        app(builder, action => configure = action);
        var function = builder.Build();
        configure(function);
        function.MapGet("/", () => "hello");
        function.MapGet("/orders", () => new[] { "cups" });
        function.MapPut("/orders", () => "changed");
        function.MapGet("/broken", string () => throw new InvalidOperationException("broken"));
        await function.StartAsync(TestContext.Current.CancellationToken);
        api._apps.Add(function);
        var server = (LambdaServer)function.Services.GetRequiredService<IServer>();
        var door = before(server.InvokeAsync);
        await api.ListenAsync(door.InvokeAsync);
        api.Address = new Uri(api.Address, door.Address.AbsolutePath);
        return api;
    }

    /// <summary>Without a front door.</summary>
    public static async Task<LiveApi> StartAsync(RequestDelegate answer, bool https = false)
    {
        var api = new LiveApi();
        await api.ListenAsync(answer, https);
        return api;
    }

    /// <summary>The same address under another host name.</summary>
    public Uri As(string host)
    {
        LoopbackProxy.Hosts[host] = new Uri(Address, "/");
        return new Uri($"http://{host}{Address.AbsolutePath}");
    }

    /// <summary>Runs the command, and reads what it says.</summary>
    public static async Task<(int Code, JsonElement Result)> ProbeAsync(Uri url, params string[] args)
    {
        // The command waits for its answers; the server needs a thread of its own.
        var (code, output, error) = await Task.Run(() => Tool.Run(["probe", url.AbsoluteUri, "--origin", Page, "--format", "json", .. args]));
        Assert.Equal("", error);
        using var json = JsonDocument.Parse(output);
        return (code, json.RootElement.Clone());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    private async Task ListenAsync(RequestDelegate answer, bool https = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (https)
                {
                    listen.UseHttps(Certificate());
                }
            });
        });
        var app = builder.Build();
        app.Run(context =>
        {
            _methods.Enqueue(context.Request.Method);
            return answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        _apps.Add(app);
        Address = new Uri(app.Urls.Single());
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=elsewhere.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>Lets names of AWS lead to this machine, as a proxy does.</summary>
    private sealed class LoopbackProxy : IWebProxy
    {
        public static ConcurrentDictionary<string, Uri> Hosts { get; } = [];

        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => Hosts.GetValueOrDefault(destination.Host);

        public bool IsBypassed(Uri host) => !Hosts.ContainsKey(host.Host);
    }
}
