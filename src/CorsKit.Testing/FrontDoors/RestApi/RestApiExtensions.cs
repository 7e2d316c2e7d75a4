using CorsKit.Testing.FrontDoors.RestApi;
using CorsKit.Testing.Functions;
using Microsoft.AspNetCore.Mvc.Testing;

namespace CorsKit.Testing;

/// <summary>Makes front doors that are REST APIs.</summary>
public static class RestApiExtensions
{
    extension(FrontDoor)
    {
        /// <summary>
        /// A REST API with Lambda proxy integration, payload format 1.0, at its execute-api address: the stage is the first
        /// segment of the path. By default with the routes <c>ANY /</c> and <c>ANY /{proxy+}</c>.
        /// </summary>
        /// <param name="function">The function: event in, response out, both as JSON.</param>
        /// <param name="stage">The stage.</param>
        /// <param name="settings">Methods, gateway responses and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor RestApi(Func<Stream, CancellationToken, Task<Stream>> function, string stage = "prod", RestApiSettings? settings = null) =>
            new RestApiFrontDoor(new LambdaFunction(function), stage, settings ?? new());

        /// <summary>The same before an app that runs as a function.</summary>
        /// <typeparam name="TEntryPoint">A type of the app's assembly, mostly <c>Program</c>.</typeparam>
        /// <param name="factory">The app, on a <see cref="LambdaServer"/>: a <see cref="LambdaApplicationFactory{TEntryPoint}"/>, or what its WithWebHostBuilder returns.</param>
        /// <param name="stage">The stage.</param>
        /// <param name="settings">Methods, gateway responses and limits.</param>
        /// <returns>The front door.</returns>
        /// <exception cref="ArgumentException">API Gateway would refuse the settings; the message lists every problem.</exception>
        public static FrontDoor RestApi<TEntryPoint>(WebApplicationFactory<TEntryPoint> factory, string stage = "prod", RestApiSettings? settings = null)
            where TEntryPoint : class => new RestApiFrontDoor(LambdaFunction.Of(factory), stage, settings ?? new());
    }
}
