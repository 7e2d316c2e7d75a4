using CorsKit.Testing.FrontDoors;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing;

public abstract partial class FrontDoor
{
    /// <summary>
    /// A REST API with Lambda proxy integration, payload format 1.0, at its execute-api address: the stage is the first
    /// segment of the path. By default with the routes <c>ANY /</c> and <c>ANY /{proxy+}</c>.
    /// </summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="settings">Methods, gateway responses and limits.</param>
    /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor RestApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "prod", RestApiSettings? settings = null) =>
        new RestApiFrontDoor(new LambdaFunction(function), stage, settings ?? new());

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="settings">Methods, gateway responses and limits.</param>
    /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor RestApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "prod", RestApiSettings? settings = null)
        where TEntryPoint : class => new RestApiFrontDoor(LambdaFunction.Of(factory), stage, settings ?? new());

    /// <summary>
    /// An HTTP API. A named stage is the first segment of the path. By default without <c>CorsConfiguration</c>, with the
    /// route <c>$default</c> and payload format 2.0.
    /// </summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="settings">Routes, <c>CorsConfiguration</c>, payload format and limits.</param>
    /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor HttpApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "$default", HttpApiSettings? settings = null) =>
        new HttpApiFrontDoor(new LambdaFunction(function), stage, settings ?? new());

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="settings">Routes, <c>CorsConfiguration</c>, payload format and limits.</param>
    /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor HttpApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "$default", HttpApiSettings? settings = null)
        where TEntryPoint : class => new HttpApiFrontDoor(LambdaFunction.Of(factory), stage, settings ?? new());

    /// <summary>A Function URL, payload format 2.0. By default public and without <c>Cors</c>.</summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="settings"><c>Cors</c>, <c>AuthType</c> and limits.</param>
    /// <exception cref="ArgumentException">Lambda would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor FunctionUrl(Func<Stream, CancellationToken, Task<Stream>> function, FunctionUrlSettings? settings = null) =>
        new FunctionUrlFrontDoor(new LambdaFunction(function), settings ?? new());

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="settings"><c>Cors</c>, <c>AuthType</c> and limits.</param>
    /// <exception cref="ArgumentException">Lambda would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor FunctionUrl<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, FunctionUrlSettings? settings = null)
        where TEntryPoint : class => new FunctionUrlFrontDoor(LambdaFunction.Of(factory), settings ?? new());

    /// <summary>An Application Load Balancer with a Lambda target. By default with single-value headers, as AWS has it.</summary>
    /// <param name="function">The function: event in, response out, both as JSON.</param>
    /// <param name="settings">Multi-value headers, listener attributes, authentication and limits.</param>
    /// <exception cref="ArgumentException">Elastic Load Balancing would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor LoadBalancer(Func<Stream, CancellationToken, Task<Stream>> function, LoadBalancerSettings? settings = null) =>
        new LoadBalancerFrontDoor(new LambdaFunction(function), settings ?? new());

    /// <summary>The same before an app that runs as a function.</summary>
    /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
    /// <param name="settings">Multi-value headers, listener attributes, authentication and limits.</param>
    /// <exception cref="ArgumentException">Elastic Load Balancing would refuse the settings; the message lists every problem.</exception>
    public static FrontDoor LoadBalancer<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, LoadBalancerSettings? settings = null)
        where TEntryPoint : class => new LoadBalancerFrontDoor(LambdaFunction.Of(factory), settings ?? new());

    /// <summary>
    /// A CloudFront distribution before another front door. By default it forwards every method and caches nothing, with the
    /// managed policies CachingDisabled and AllViewerExceptHostHeader.
    /// </summary>
    /// <param name="origin">The front door behind it, with its stage as the origin path.</param>
    /// <param name="settings">The cache behavior and its policies.</param>
    public static CloudFrontDistribution CloudFront(FrontDoor origin, CloudFrontSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new CloudFrontDistribution(origin, settings ?? new());
    }
}
