using System.Diagnostics;
using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.AspNetCoreServer.Hosting.Internal;
using Amazon.Lambda.AspNetCoreServer.Internal;
using Amazon.Lambda.Core.ResponseStreaming;
using Amazon.Lambda.Serialization.SystemTextJson;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>
/// Amazon's own host, with the handlers that AddAWSLambdaHosting uses. The event is read once: what the serializer takes is not the host's.
/// </summary>
internal static class AmazonHosts
{
    private static readonly string Version = FileVersionInfo.GetVersionInfo(typeof(InvokeFeatures).Assembly.Location).ProductVersion?.Split('+')[0] ?? "";

    public static IReadOnlyList<LambdaHost> All { get; } =
    [
        Of("REST API", LambdaEvents.RestApi, app => new APIGatewayRestApiLambdaRuntimeSupportServer.APIGatewayRestApiMinimalApi(app.Services)),
        Of("HTTP API", LambdaEvents.HttpApi, app => new APIGatewayHttpApiV2LambdaRuntimeSupportServer.APIGatewayHttpApiV2MinimalApi(app.Services)),
        Of("load balancer", LambdaEvents.LoadBalancer, app => new ApplicationLoadBalancerLambdaRuntimeSupportServer.ApplicationLoadBalancerMinimalApi(app.Services)),
        Of("REST API, streaming", LambdaEvents.RestApi, app => new StreamingRestApi(app.Services) { EnableResponseStreaming = true }),
        Of("Function URL, streaming", LambdaEvents.HttpApi, app => new StreamingFunctionUrl(app.Services) { EnableResponseStreaming = true }),
    ];

    private static LambdaHost Of<TRequest, TResponse>(string name, Func<RequestCase, string> lambdaEvent, Func<WebApplication, AbstractAspNetCoreFunction<TRequest, TResponse>> create) => new(
        $"Amazon {Version}, {name}",
        lambdaEvent,
        builder => Utilities.EnsureLambdaServerRegistered(builder.Services),
        app =>
        {
            var function = create(app);
            return document =>
            {
                var request = new DefaultLambdaJsonSerializer().Deserialize<TRequest>(new MemoryStream(document));
                return () => function.FunctionHandlerAsync(request, null!).GetAwaiter().GetResult();
            };
        });

    private sealed class StreamingRestApi(IServiceProvider services) : APIGatewayRestApiLambdaRuntimeSupportServer.APIGatewayRestApiMinimalApi(services)
    {
        protected override Stream CreateLambdaResponseStream(HttpResponseStreamPrelude prelude) => new MemoryStream();
    }

    private sealed class StreamingFunctionUrl(IServiceProvider services) : APIGatewayHttpApiV2LambdaRuntimeSupportServer.APIGatewayHttpApiV2MinimalApi(services)
    {
        protected override Stream CreateLambdaResponseStream(HttpResponseStreamPrelude prelude) => new MemoryStream();
    }
}
