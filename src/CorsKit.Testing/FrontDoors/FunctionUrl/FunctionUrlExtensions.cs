using CorsKit.Testing.FrontDoors.FunctionUrl;
using CorsKit.Testing.Functions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing;

/// <summary>Makes front doors that are Function URLs.</summary>
public static class FunctionUrlExtensions
{
    extension(FrontDoor)
    {
        /// <summary>A Function URL, payload format 2.0. By default public and without <c>Cors</c>.</summary>
        /// <param name="function">The function: event in, response out, both as JSON.</param>
        /// <param name="settings"><c>Cors</c>, <c>AuthType</c> and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">Lambda would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor FunctionUrl(Func<Stream, CancellationToken, Task<Stream>> function, FunctionUrlSettings? settings = null) =>
            new FunctionUrlFrontDoor(new LambdaFunction(function), settings ?? new());

        /// <summary>The same before an app that runs as a function.</summary>
        /// <typeparam name="TEntryPoint">A type of the app's assembly, mostly <c>Program</c>.</typeparam>
        /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
        /// <param name="settings"><c>Cors</c>, <c>AuthType</c> and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">Lambda would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor FunctionUrl<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, FunctionUrlSettings? settings = null)
            where TEntryPoint : class => new FunctionUrlFrontDoor(LambdaFunction.Of(factory), settings ?? new());
    }
}
