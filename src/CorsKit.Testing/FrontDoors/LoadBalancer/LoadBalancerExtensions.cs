using CorsKit.Testing.FrontDoors.LoadBalancer;
using CorsKit.Testing.Functions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing;

/// <summary>Makes front doors that are load balancers.</summary>
public static class LoadBalancerExtensions
{
    extension(FrontDoor)
    {
        /// <summary>An Application Load Balancer with a Lambda target. By default with single-value headers, as AWS has it.</summary>
        /// <param name="function">The function: event in, response out, both as JSON.</param>
        /// <param name="settings">Multi-value headers, listener attributes, authentication and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">Elastic Load Balancing would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor LoadBalancer(Func<Stream, CancellationToken, Task<Stream>> function, LoadBalancerSettings? settings = null) =>
            new LoadBalancerFrontDoor(new LambdaFunction(function), settings ?? new());

        /// <summary>The same before an app that runs as a function.</summary>
        /// <typeparam name="TEntryPoint">A type of the app's assembly, mostly <c>Program</c>.</typeparam>
        /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
        /// <param name="settings">Multi-value headers, listener attributes, authentication and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">Elastic Load Balancing would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor LoadBalancer<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, LoadBalancerSettings? settings = null)
            where TEntryPoint : class => new LoadBalancerFrontDoor(LambdaFunction.Of(factory), settings ?? new());
    }
}
