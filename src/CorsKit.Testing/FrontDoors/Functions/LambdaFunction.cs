using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing.FrontDoors;

/// <summary>The function behind a front door, and how to start it where it is an app.</summary>
internal sealed class LambdaFunction
{
    private readonly Action? _start;

    public LambdaFunction(Func<Stream, CancellationToken, Task<Stream>> invoke, Action? start = null)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        InvokeAsync = invoke;
        _start = start;
    }

    public Func<Stream, CancellationToken, Task<Stream>> InvokeAsync { get; }

    public static LambdaFunction Of<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);

        // Starting a factory is not safe for concurrent use, and the first requests may well come together.
        var server = new Lazy<LambdaServer>(() => LambdaServer.Of(factory));
        return new LambdaFunction((lambdaEvent, cancellationToken) => server.Value.InvokeAsync(lambdaEvent, cancellationToken), () => _ = server.Value);
    }

    public void Start() => _start?.Invoke();
}
