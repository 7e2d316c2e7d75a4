using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.AspNetCoreServer.Hosting.Internal;
using Amazon.Lambda.AspNetCoreServer.Internal;
using Amazon.Lambda.Core.ResponseStreaming;
using Amazon.Lambda.Serialization.SystemTextJson;
using CorsKit.TestApp;
using Microsoft.Extensions.Hosting;

namespace CorsKit.AmazonLambda.Tests.Hosts;

/// <summary>
/// Apps on the server that AddAWSLambdaHosting puts under them, and its handlers as functions from event to response,
/// with the serializer that it uses: all but the loop that fetches events from Lambda.
/// </summary>
internal static class AmazonFunction
{
    private static readonly DefaultLambdaJsonSerializer Serializer = new();

    public static WebApplication StartApp(Scenario scenario, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        scenario.ConfigureBuilder(builder);
        Utilities.EnsureLambdaServerRegistered(builder.Services);
        var app = builder.Build();
        scenario.ConfigureApp(app);
        app.Start();
        return app;
    }

    public static Func<Stream, CancellationToken, Task<Stream>> RestApi(IServiceProvider services) =>
        Buffered(new APIGatewayRestApiLambdaRuntimeSupportServer.APIGatewayRestApiMinimalApi(services));

    public static Func<Stream, CancellationToken, Task<Stream>> HttpApi(IServiceProvider services) =>
        Buffered(new APIGatewayHttpApiV2LambdaRuntimeSupportServer.APIGatewayHttpApiV2MinimalApi(services));

    public static Func<Stream, CancellationToken, Task<Stream>> LoadBalancer(IServiceProvider services) =>
        Buffered(new ApplicationLoadBalancerLambdaRuntimeSupportServer.ApplicationLoadBalancerMinimalApi(services));

    public static Func<Stream, CancellationToken, Task<Stream>> StreamingRestApi(IServiceProvider services) =>
        Streaming(response => new StreamingRestApiHandler(services, response));

    public static Func<Stream, CancellationToken, Task<Stream>> StreamingHttpApi(IServiceProvider services) =>
        Streaming(response => new StreamingHttpApiHandler(services, response));

    private static Func<Stream, CancellationToken, Task<Stream>> Buffered<TRequest, TResponse>(AbstractAspNetCoreFunction<TRequest, TResponse> handler) =>
        async (lambdaEvent, _) =>
        {
            var response = await handler.FunctionHandlerAsync(Serializer.Deserialize<TRequest>(lambdaEvent), null!);
            var document = new MemoryStream();
            Serializer.Serialize(response, document);
            document.Position = 0;
            return document;
        };

    private static Func<Stream, CancellationToken, Task<Stream>> Streaming<TRequest, TResponse>(
        Func<StreamedResponse, AbstractAspNetCoreFunction<TRequest, TResponse>> create) =>
        async (lambdaEvent, _) =>
        {
            var response = new StreamedResponse();
            var handler = create(response);
            handler.EnableResponseStreaming = true;
            Assert.Null(await handler.FunctionHandlerAsync(Serializer.Deserialize<TRequest>(lambdaEvent), null!));
            return response.ToDocument(hasCookies: typeof(TResponse) == typeof(Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse));
        };

    private sealed class StreamingRestApiHandler(IServiceProvider services, StreamedResponse response)
        : APIGatewayRestApiLambdaRuntimeSupportServer.APIGatewayRestApiMinimalApi(services)
    {
        protected override Stream CreateLambdaResponseStream(HttpResponseStreamPrelude prelude) => response.Open(prelude);
    }

    private sealed class StreamingHttpApiHandler(IServiceProvider services, StreamedResponse response)
        : APIGatewayHttpApiV2LambdaRuntimeSupportServer.APIGatewayHttpApiV2MinimalApi(services)
    {
        protected override Stream CreateLambdaResponseStream(HttpResponseStreamPrelude prelude) => response.Open(prelude);
    }
}
