using System.Text;
using System.Text.Json;
using CorsKit.Testing.FrontDoors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace CorsKit.Testing;

/// <summary>
/// What stands before a function: an HTTP request becomes the event document that the front door would send, and the
/// function's response document becomes the HTTP response that it would give.
/// </summary>
public abstract class FrontDoor
{
    private readonly Func<Stream, CancellationToken, Task<Stream>> _function;
    private Action? _start;

    private protected FrontDoor(Func<Stream, CancellationToken, Task<Stream>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <summary>Told of every invocation, with both documents, before the response is sent.</summary>
    public event Action<FrontDoorExchange>? Exchanged;

    /// <summary>
    /// A REST API with the proxy routes <c>ANY /</c> and <c>ANY /{proxy+}</c>, payload format 1.0, at its execute-api
    /// address: the stage is the first segment of the path.
    /// </summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="stage">The stage.</param>
    public static FrontDoor RestApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "prod") =>
        new RestApiFrontDoor(function, stage);

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="stage">The stage.</param>
    public static FrontDoor RestApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "prod")
        where TEntryPoint : class => Before(factory, function => RestApi(function, stage));

    /// <summary>
    /// An HTTP API without <c>CorsConfiguration</c> and with the route <c>$default</c>, payload format 2.0. A named stage is
    /// the first segment of the path.
    /// </summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="stage">The stage.</param>
    public static FrontDoor HttpApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "$default") =>
        new HttpApiFrontDoor(function, stage);

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="stage">The stage.</param>
    public static FrontDoor HttpApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "$default")
        where TEntryPoint : class => Before(factory, function => HttpApi(function, stage));

    /// <summary>
    /// Answers one HTTP request: run it on Kestrel to give the front door an address (<c>app.Run(frontDoor.InvokeAsync)</c>).
    /// </summary>
    /// <param name="context">The request and its response.</param>
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // An app that does not start is its own mistake, not a failed invocation.
        _start?.Invoke();
        var request = await ProxyRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        var response = await AnswerAsync(request, context.RequestAborted).ConfigureAwait(false);
        await response.WriteToAsync(context).ConfigureAwait(false);
    }

    /// <summary>A client whose requests go through the front door, in process. Starts the app, if it is one of a factory.</summary>
    /// <param name="baseAddress">
    /// The address that the client believes to talk to, with a slash at its end where it has a stage in its path:
    /// <c>https://api.example.com/prod/</c>. Default: <c>https://api.example.com/</c>.
    /// </param>
    public HttpClient CreateClient(Uri? baseAddress = null)
    {
        _start?.Invoke();
        var server = new TestServer(EmptyServices.Instance);
        _ = ((IServer)server).StartAsync(new FrontDoorApplication(this), CancellationToken.None);
        return new HttpClient(server.CreateHandler()) { BaseAddress = baseAddress ?? new Uri("https://api.example.com/") };
    }

    private static FrontDoor Before<TEntryPoint>(
        WebApplicationFactory<TEntryPoint> factory, Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor> create)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);

        // Starting a factory is not safe for concurrent use, and the first requests may well come together.
        var server = new Lazy<LambdaServer>(() => LambdaServer.Of(factory));
        var frontDoor = create((lambdaEvent, cancellationToken) => server.Value.InvokeAsync(lambdaEvent, cancellationToken));
        frontDoor._start = () => _ = server.Value;
        return frontDoor;
    }

    /// <summary>Routes the request; what no route matches never becomes an event.</summary>
    private protected abstract bool TryWriteEvent(ProxyRequest request, Utf8JsonWriter json);

    private protected abstract ProxyResponse ReadResponse(JsonElement response);

    private protected abstract ProxyResponse NoRoute { get; }

    private protected abstract ProxyResponse FunctionFailed { get; }

    private async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var lambdaEvent = new MemoryStream();
        bool isRouted;
        var json = new Utf8JsonWriter(lambdaEvent);
        await using (json.ConfigureAwait(false))
        {
            isRouted = TryWriteEvent(request, json);
        }

        return isRouted ? await InvokeFunctionAsync(lambdaEvent, cancellationToken).ConfigureAwait(false) : NoRoute;
    }

    private async Task<ProxyResponse> InvokeFunctionAsync(MemoryStream lambdaEvent, CancellationToken cancellationToken)
    {
        var eventText = Encoding.UTF8.GetString(lambdaEvent.ToArray());
        string? responseText = null;
        Exception? error = null;
        ProxyResponse answer;
        try
        {
            lambdaEvent.Position = 0;
            var output = await _function(lambdaEvent, cancellationToken).ConfigureAwait(false);
            await using (output.ConfigureAwait(false))
            {
                using var reader = new StreamReader(output);
                responseText = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            }

            using var response = JsonDocument.Parse(responseText);
            answer = ReadResponse(response.RootElement);
        }
#pragma warning disable CA1031 // Whatever the function does wrong, the front door answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            error = exception;
            answer = FunctionFailed;
        }

        Exchanged?.Invoke(new FrontDoorExchange(eventText, responseText, error));
        return answer;
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static readonly EmptyServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
