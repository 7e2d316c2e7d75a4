using System.Buffers;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using CorsKit.Testing.FrontDoors;
using CorsKit.Testing.Host.Internal;
using CorsKit.Testing.Host;
using CorsKit.Testing.Payloads;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CorsKit.Testing;

/// <summary>
/// The server under an app that runs as a Lambda function: it takes proxy events of API Gateway and load balancers and returns proxy
/// responses, in process, as Amazon.Lambda.AspNetCoreServer 10.1.1 does, buffered or streaming. It is a
/// <see cref="TestServer"/> so that <c>WebApplicationFactory</c> works on it; HTTP clients made from it go through an
/// HTTP API's front door. <c>HttpContext.Items["LambdaRequestObject"]</c> holds the event as a <see cref="JsonElement"/>.
/// </summary>
public sealed class LambdaServer : TestServer, IServer
{
    /// <summary>The key under which <c>HttpContext.Items</c> holds the event.</summary>
    public const string RequestObjectKey = "LambdaRequestObject";

    // Of most responses; one that grows from nothing costs a header more or less a buffer of four kilobytes.
    private const int FirstBuffer = 4096;

    // TestServer implements IServer explicitly; its own start is what lets it make clients.
    private static readonly MethodInfo StartTestServer = FindStartOfTestServer();

    private readonly ILogger _logger;
    private Func<JsonElement, CancellationToken, Task<Stream>>? _invoke;

    /// <summary>Makes the server; the host starts it.</summary>
    /// <param name="services">The app's services.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public LambdaServer(IServiceProvider services)
        : base(services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Features.Set<LambdaInvocation>(InvokeAsync);
        _logger = services.GetService<ILogger<LambdaServer>>() ?? NullLogger<LambdaServer>.Instance;
    }

    /// <summary>
    /// Whether the app's response is streamed, as by Amazon's property of this name: the status and the headers are taken when the app starts
    /// the response or flushes, an exception before that is a 500 without headers, one after it cuts the body off, and
    /// <c>HasStarted</c> is never true. Default: false. The response still comes as one document when the app has finished, with a body in
    /// base64 where it is no text, and front doors hold it to the size and time of buffered responses.
    /// </summary>
    public bool EnableResponseStreaming { get; set; }

    /// <summary>Runs the app on one event.</summary>
    /// <param name="lambdaEvent">A proxy event, payload format 1.0 (REST API) or 2.0 (HTTP API), or one of a load balancer, as JSON.</param>
    /// <param name="cancellationToken">Not seen by the app: Lambda has no way to tell it that the client is gone.</param>
    /// <returns>The proxy response as JSON.</returns>
    /// <exception cref="InvalidOperationException">The event is no proxy event, or the host has not started, or a load balancer's function streams.</exception>
    /// <exception cref="JsonException">The event is not JSON.</exception>
    public async Task<Stream> InvokeAsync(Stream lambdaEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lambdaEvent);
        var invoke = _invoke ?? throw new InvalidOperationException("The app has not started: call the factory's Services or CreateClient() first.");
        using var document = await JsonDocument.ParseAsync(lambdaEvent, cancellationToken: cancellationToken).ConfigureAwait(false);
        return await invoke(document.RootElement.Clone(), cancellationToken).ConfigureAwait(false);
    }

    Task IServer.StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
    {
        _invoke = (lambdaEvent, _) => RunAsync(application, lambdaEvent);
        var frontDoor = new FrontDoorApplication(FrontDoor.HttpApi(InvokeAsync));
        return (Task)StartTestServer.MakeGenericMethod(typeof(HttpContext)).Invoke(this, [frontDoor, cancellationToken])!;
    }

    private async Task<Stream> RunAsync<TContext>(IHttpApplication<TContext> application, JsonElement lambdaEvent)
        where TContext : notnull
    {
        var payload = LambdaPayload.Of(lambdaEvent);
        var features = new InvokeFeatures();
        try
        {
            payload.ReadRequest(lambdaEvent, features);
        }
#pragma warning disable CA1031 // No base64, no port, a number for a text: whatever it is, the event is at fault.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new InvalidOperationException($"The event is no proxy event of API Gateway or a load balancer: {exception.Message}", exception);
        }

        features.Items[RequestObjectKey] = lambdaEvent;

        var scope = Services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            features.RequestServices = scope.ServiceProvider;
            return EnableResponseStreaming
                ? await StreamAsync(application, payload, features).ConfigureAwait(false)
                : await BufferAsync(application, payload, features).ConfigureAwait(false);
        }
    }

    private async Task<Stream> BufferAsync<TContext>(IHttpApplication<TContext> application, LambdaPayload payload, InvokeFeatures features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        Exception? unhandled = null;
        try
        {
            try
            {
                await application.ProcessRequestAsync(context).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Any exception of the app becomes a 500 with the headers it had set, as on Lambda.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                unhandled = exception;
                Log.UnhandledException(_logger, exception);
                features.StatusCode = StatusCodes.Status500InternalServerError;
            }

            await features.RunStartingAsync().ConfigureAwait(false);
            var response = new ArrayBufferWriter<byte>(FirstBuffer);
            var json = new Utf8JsonWriter(response);
            await using (json.ConfigureAwait(false))
            {
                payload.WriteResponse(features, json);
            }

            await features.RunCompletedAsync().ConfigureAwait(false);
            return Reader(response);
        }
        finally
        {
            application.DisposeContext(context, unhandled);
        }
    }

    private async Task<Stream> StreamAsync<TContext>(IHttpApplication<TContext> application, LambdaPayload payload, InvokeFeatures features)
        where TContext : notnull
    {
        var response = new ArrayBufferWriter<byte>(FirstBuffer);
        var sent = new MemoryStream();
        var json = new Utf8JsonWriter(response);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            var body = new StreamingBody(async () =>
            {
                await features.RunStartingAsync().ConfigureAwait(false);
                payload.WritePrelude(features, json);
                return sent;
            });
            features.Set<IHttpResponseBodyFeature>(body);
            var context = application.CreateContext(features);
            Exception? unhandled = null;
            try
            {
                await application.ProcessRequestAsync(context).ConfigureAwait(false);
                await body.CompleteAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Any exception of the app becomes a 500 without its headers, or the end of the body, as on Lambda.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                unhandled = exception;
                Log.UnhandledException(_logger, exception);
                if (body.IsStarted)
                {
                    Log.UnhandledExceptionInStream(_logger, exception);
                }
                else
                {
                    payload.WritePrelude(new InvokeFeatures { StatusCode = StatusCodes.Status500InternalServerError }, json);
                }
            }
            finally
            {
                // What is written later fails.
                await sent.DisposeAsync().ConfigureAwait(false);
                await features.RunCompletedAsync().ConfigureAwait(false);
                application.DisposeContext(context, unhandled);
            }

            LambdaPayload.WriteStreamedBody(sent.ToArray(), json);
            json.WriteEndObject();
        }

        return Reader(response);
    }

    /// <summary>What was written, without a copy: a body has megabytes at times.</summary>
    private static MemoryStream Reader(ArrayBufferWriter<byte> written)
    {
        _ = MemoryMarshal.TryGetArray(written.WrittenMemory, out var array); // of an ArrayBufferWriter, always
        return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true);
    }

    private static MethodInfo FindStartOfTestServer()
    {
        var map = typeof(TestServer).GetInterfaceMap(typeof(IServer));
        return map.TargetMethods[Array.FindIndex(map.InterfaceMethods, method => method.Name == nameof(IServer.StartAsync))];
    }
}
