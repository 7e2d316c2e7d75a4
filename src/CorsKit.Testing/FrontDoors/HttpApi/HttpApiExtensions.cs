using CorsKit.Testing.FrontDoors.HttpApi;
using CorsKit.Testing.Functions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing;

/// <summary>Makes front doors that are HTTP APIs.</summary>
public static class HttpApiExtensions
{
    extension(FrontDoor)
    {
        /// <summary>
        /// An HTTP API. A named stage is the first segment of the path. By default without <c>CorsConfiguration</c>, with the
        /// route <c>$default</c> and payload format 2.0.
        /// </summary>
        /// <param name="function">The function: event in, response out, both as JSON.</param>
        /// <param name="stage">The stage.</param>
        /// <param name="settings">Routes, <c>CorsConfiguration</c>, payload format and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor HttpApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "$default", HttpApiSettings? settings = null) =>
            new HttpApiFrontDoor(new LambdaFunction(function), stage, settings ?? new());

        /// <summary>The same before an app that runs as a function.</summary>
        /// <typeparam name="TEntryPoint">A type of the app's assembly, mostly <c>Program</c>.</typeparam>
        /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
        /// <param name="stage">The stage.</param>
        /// <param name="settings">Routes, <c>CorsConfiguration</c>, payload format and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor HttpApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "$default", HttpApiSettings? settings = null)
            where TEntryPoint : class => new HttpApiFrontDoor(LambdaFunction.Of(factory), stage, settings ?? new());
    }
}
