using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Playground;

/// <summary>OrdersApi as a Lambda function, the front doors before it, and the storefront, each on a port of its own.</summary>
/// <param name="ports">The port of each front door, by name.</param>
/// <param name="webPort">The port of the storefront.</param>
/// <param name="showEvents">Whether to print every event and response.</param>
internal sealed class PlaygroundHost(IReadOnlyDictionary<string, (string Option, int Port)> ports, int webPort, bool showEvents)
{
    // A browser leaves the default port out of the origin.
    private readonly string _origin = webPort == 80 ? "http://localhost" : $"http://localhost:{webPort}";
    private readonly Trips _trips = new();

    /// <returns>0 when it was stopped, 1 when something could not start.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        foreach (var same in ports.Values.Append(("--web", webPort)).GroupBy(door => door.Item2).Where(group => group.Count() > 1))
        {
            Console.Error.WriteLine($"{string.Join(" and ", same.Select(door => door.Item1))} name the same port, {same.Key}; each takes one of its own.");
            return 1;
        }

        var setup = Setup.Default(_origin);
        await using var deployments = new Deployments(setup, _trips, Watch);
        var addresses = ports.ToDictionary(
            door => door.Key, door => new Uri($"http://127.0.0.1:{door.Value.Port}{(door.Key == "REST API" ? "/prod" : "")}"));
        var storefront = new Storefront(webPort, addresses, deployments, _trips);
        var servers = ports
            .Select(door => (Name: door.Key, door.Value.Option, door.Value.Port, App: Serve(door.Key, door.Value.Port, context => deployments.AnswerAsync(door.Key, context))))
            .Append((Name: "storefront", Option: "--web", Port: webPort, App: storefront.Create()))
            .ToList();
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

        if (!failed)
        {
            await deployments.DeployAsync(setup);
            PrintWelcome(addresses);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var server in servers)
        {
            await server.App.DisposeAsync();
        }

        return failed ? 1 : 0;
    }

    private void PrintWelcome(Dictionary<string, Uri> addresses)
    {
        var (rest, http) = (addresses["REST API"], addresses["HTTP API"].ToString().TrimEnd('/'));
        Console.WriteLine($"""
            {"Storefront",-14} {_origin}
            {string.Join('\n', addresses.Select(door => $"{door.Key,-14} {door.Value.ToString().TrimEnd('/')}"))}

            A preflight to the REST API, a request to the HTTP API, and an error that the page may read:

            curl -i -X OPTIONS {rest}/orders/1 -H "Origin: {_origin}" -H "Access-Control-Request-Method: PUT" -H "Access-Control-Request-Headers: content-type"
            curl -i {http}/orders -H "Origin: {_origin}"
            curl -i {rest}/boom -H "Origin: {_origin}"

            Ctrl-C stops it.
            """);
    }

    private void Watch(string door, Invocation invocation)
    {
        if (invocation.Run() is { } run)
        {
            _trips.Add(run, invocation);
        }

        if (showEvents)
        {
            Console.WriteLine($"\n{door}, event:\n{invocation.Event}\n{door}, response:\n{invocation.Response ?? "null"}");
        }

        // What a cell of the page shows need not be said here, too.
        if (invocation is { Error: { } error } && invocation.Run() is null)
        {
            Console.Error.WriteLine($"The {door} answered for the function: {error}");
        }
    }

    private WebApplication Serve(string door, int port, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Run(context => _trips.WatchAsync(door, context, answer));
        return app;
    }
}
