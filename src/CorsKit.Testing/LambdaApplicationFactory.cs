using CorsKit.Testing.Functions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace CorsKit.Testing;

/// <summary>
/// A <see cref="WebApplicationFactory{TEntryPoint}"/> whose app runs as a Lambda function. Clients of
/// <c>CreateClient()</c> go through an HTTP API's front door; <see cref="InvokeAsync"/> takes events as they are.
/// </summary>
/// <typeparam name="TEntryPoint">A type of the app's assembly, mostly <c>Program</c>.</typeparam>
public class LambdaApplicationFactory<TEntryPoint> : WebApplicationFactory<TEntryPoint>
    where TEntryPoint : class
{
    /// <summary>
    /// Whether the app's responses are streamed, as by a function with Amazon's property of this name: <see cref="LambdaServer.EnableResponseStreaming"/>
    /// of the server. Read when the app starts. Default: false.
    /// </summary>
    public virtual bool EnableResponseStreaming { get; set; }

    /// <summary>Starts the app if need be and runs it on one event.</summary>
    /// <param name="lambdaEvent">A proxy event, payload format 1.0 (REST API) or 2.0 (HTTP API), or one of a load balancer, as JSON.</param>
    /// <param name="cancellationToken">Cancels reading the event.</param>
    /// <returns>The proxy response as JSON.</returns>
    /// <exception cref="InvalidOperationException">The event is no proxy event, or a load balancer's function streams.</exception>
    /// <exception cref="System.Text.Json.JsonException">The event is not JSON.</exception>
    public Task<Stream> InvokeAsync(Stream lambdaEvent, CancellationToken cancellationToken = default) =>
        LambdaFunction.Start(this)(lambdaEvent, cancellationToken);

    /// <summary>Puts the app on a <see cref="LambdaServer"/>.</summary>
    /// <param name="serviceProvider">The app's services.</param>
    /// <returns>The server.</returns>
    protected override TestServer CreateServer(IServiceProvider serviceProvider) =>
        new LambdaServer(serviceProvider) { EnableResponseStreaming = EnableResponseStreaming };
}
