using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;
using CorsKit.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Playground;

/// <summary>OrdersApi as a Lambda function, the front doors before it, and the storefront, each on a port of its own.</summary>
internal sealed class PlaygroundHost(int restPort, int httpPort, int webPort, bool showEvents)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a terminal, not for a page
    };

    // A browser leaves the default port out of the origin.
    private readonly string _origin = webPort == 80 ? "http://localhost" : $"http://localhost:{webPort}";
    private readonly string _restUrl = $"http://127.0.0.1:{restPort}/prod";
    private readonly string _httpUrl = $"http://127.0.0.1:{httpPort}";

    /// <returns>0 when it was stopped, 1 when something could not start.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var function = new OrdersFunction(_origin);
        var servers = new (string Name, string Option, int Port, WebApplication App)[]
        {
            ("REST API", "--rest", restPort, Serve(restPort, Watch("REST API", FrontDoor.RestApi(function, stage: "prod")))),
            ("HTTP API", "--http", httpPort, Serve(httpPort, Watch("HTTP API", FrontDoor.HttpApi(function)))),
            ("storefront", "--web", webPort, Storefront.Create(webPort, _restUrl, _httpUrl)),
        };
        var failed = false;
        foreach (var server in servers)
        {
            try
            {
                await server.App.StartAsync(CancellationToken.None);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                failed = true;
                var reason = exception.InnerException is AddressInUseException ? "is taken" : $"cannot be opened ({exception.GetBaseException().Message})";
                var other = server.Port is < 1024 or > 64535 ? 6051 : server.Port + 1000;
                Console.Error.WriteLine($"Port {server.Port} {reason}, so the {server.Name} cannot listen there. Choose another: {server.Option} {other}");
            }
        }

        failed |= !TryStart(function);
        if (!failed)
        {
            PrintWelcome();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var server in servers)
        {
            await server.App.DisposeAsync();
        }

        return failed ? 1 : 0;
    }

    /// <summary>OrdersApi also reads the environment, and a stray setting there may stop it.</summary>
    private static bool TryStart(OrdersFunction function)
    {
        try
        {
            _ = function.Services;
            return true;
        }
        catch (OptionsValidationException exception)
        {
            Console.Error.WriteLine($"OrdersApi does not start. Look for settings in the environment that begin with GatewayCors.\n{string.Join('\n', exception.Failures)}");
            return false;
        }
    }

    private void PrintWelcome()
    {
        Console.WriteLine($"""
            Storefront  {_origin}
            REST API    {_restUrl}
            HTTP API    {_httpUrl}

            A preflight to the REST API, a request to the HTTP API, and an error that the page may read:

            curl -i -X OPTIONS {_restUrl}/orders/1 -H "Origin: {_origin}" -H "Access-Control-Request-Method: PUT" -H "Access-Control-Request-Headers: content-type"
            curl -i {_httpUrl}/orders -H "Origin: {_origin}"
            curl -i {_restUrl}/boom -H "Origin: {_origin}"

            Ctrl-C stops it.
            """);
    }

    private FrontDoor Watch(string name, FrontDoor frontDoor)
    {
        frontDoor.Exchanged += exchange =>
        {
            if (exchange.Error is not null)
            {
                Console.Error.WriteLine($"The function failed, so the {name} answered for it: {exchange.Error}");
            }
        };
        if (showEvents)
        {
            frontDoor.Exchanged += exchange => Console.WriteLine(
                $"\n{name}, event:\n{Indent(exchange.Event)}\n{name}, response:\n{Indent(exchange.Response ?? "null")}");
        }

        return frontDoor;
    }

    private static string Indent(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), Indented);

    private static WebApplication Serve(int port, FrontDoor frontDoor)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(frontDoor.InvokeAsync);
        return app;
    }
}
