using CorsKit.Testing.FrontDoors;
using CorsKit.Testing.Payloads;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Testing;

/// <summary>
/// What stands before a function: an HTTP request becomes the event document that the front door would send, and the
/// function's response document becomes the HTTP response that it would give.
/// </summary>
public abstract class FrontDoor : IBrowserTarget, IAsyncDisposable
{
    private protected FrontDoor(string address) => Address = new Uri(address);

    /// <summary>Told of every invocation of the function, with both documents, before the response is sent.</summary>
    public event Action<FrontDoorExchange>? Exchanged;

    /// <summary>
    /// The address that clients of <see cref="CreateClient"/> and a <c>Browser</c> use by default: invented, of the form
    /// that AWS gives out, with the stage as its path where it has one, and a slash at its end.
    /// </summary>
    public Uri Address { get; }

    internal bool IsDisposed { get; private set; }

    /// <summary>The answer to a host name that is none of its own; null where it takes any, as a load balancer does.</summary>
    internal virtual ProxyResponse? AnswerUnknownHost() => ProxyResponse.Message(403, "Forbidden").Add("x-amzn-ErrorType", "ForbiddenException");

    /// <summary>
    /// Answers one HTTP request: run it on Kestrel to give the front door an address (<c>app.Run(frontDoor.InvokeAsync)</c>).
    /// </summary>
    /// <param name="context">The request and its response.</param>
    /// <returns>Ends when the response has been written.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // An app that does not start is its own mistake, not a failed invocation.
        Start();
        var request = await ProxyRequest.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        var response = await AnswerAsync(request, context.RequestAborted).ConfigureAwait(false);
        await response.WriteToAsync(context).ConfigureAwait(false);
    }

    /// <summary>A handler whose requests go through the front door, in process. Starts the app, if it is one of a factory.</summary>
    /// <returns>A new handler.</returns>
    public HttpMessageHandler CreateHandler()
    {
        Start();
        return new FrontDoorHandler(this);
    }

    /// <summary>A client whose requests go through the front door, in process. Starts the app, if it is one of a factory.</summary>
    /// <param name="baseAddress">
    /// The address that the client believes to talk to, with a slash at its end where it has a stage in its path.
    /// Default: <see cref="Address"/>.
    /// </param>
    /// <returns>A new client.</returns>
    public HttpClient CreateClient(Uri? baseAddress = null) => new(CreateHandler()) { BaseAddress = baseAddress ?? Address };

    /// <summary>Ends the connections of its clients. The function and a factory are left to who made them.</summary>
    /// <returns>Ends at once.</returns>
    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal abstract Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken);

    internal abstract void Start();

    private protected void Tell(FrontDoorExchange exchange) => Exchanged?.Invoke(exchange);
}
