using CorsKit.Testing.Host;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Testing.Functions;

/// <summary>The function behind a front door, and how to start it where it is an app.</summary>
internal sealed class LambdaFunction
{
    private static readonly Lock Starting = new();

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

        // The first requests may well come together.
        var invoke = new Lazy<LambdaInvocation>(() => Start(factory));
        return new LambdaFunction((lambdaEvent, cancellationToken) => invoke.Value(lambdaEvent, cancellationToken), () => _ = invoke.Value);
    }

    /// <summary>Starts the app of a factory. One factory at a time: their start is not safe for concurrent use.</summary>
    /// <exception cref="InvalidOperationException">The app does not run as a Lambda function.</exception>
    public static LambdaInvocation Start<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        lock (Starting)
        {
            return factory.Services.GetRequiredService<IServer>().Features.Get<LambdaInvocation>() ?? throw new InvalidOperationException(
                $"The app of {factory.GetType().Name} does not run as a Lambda function. Derive the factory from LambdaApplicationFactory<{typeof(TEntryPoint).Name}>, " +
                "or override its CreateServer(IServiceProvider services) to return new LambdaServer(services).");
        }
    }

    public void Start() => _start?.Invoke();
}
