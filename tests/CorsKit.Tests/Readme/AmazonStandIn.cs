using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;

// The signatures, in their namespaces, of the Amazon packages that the README's code calls; the packages themselves are not on
// every package source.
namespace Microsoft.Extensions.DependencyInjection
{
    internal enum LambdaEventSource
    {
        RestApi,
        HttpApi,
    }

    /// <summary>Of Amazon.Lambda.AspNetCoreServer.Hosting. Outside Lambda its method does nothing.</summary>
    internal static class LambdaHosting
    {
        public static IServiceCollection AddAWSLambdaHosting(this IServiceCollection services, LambdaEventSource eventSource) =>
            Enum.IsDefined(eventSource) ? services : throw new ArgumentOutOfRangeException(nameof(eventSource));

        /// <summary>Sent five times before a snapshot is taken: to a relative path, with its headers.</summary>
        public static IServiceCollection AddAWSLambdaBeforeSnapshotRequest(this IServiceCollection services, HttpRequestMessage beforeSnapStartRequest) =>
            services.AddSingleton(beforeSnapStartRequest);
    }
}

namespace Amazon.Lambda.APIGatewayEvents
{
    internal sealed class APIGatewayHttpApiV2ProxyRequest
    {
        public string? RawPath { get; set; }
    }

    internal sealed class APIGatewayHttpApiV2ProxyResponse
    {
        public int StatusCode { get; set; }

        public string? Body { get; set; }
    }
}

namespace Amazon.Lambda.Core
{
    internal interface ILambdaContext;
}

namespace Amazon.Lambda.Serialization.SystemTextJson
{
    internal sealed class DefaultLambdaJsonSerializer
    {
        public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream, JsonSerializerOptions.Web)!;

        public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, JsonSerializerOptions.Web);
    }
}

namespace ReadmeExamples
{
    /// <summary>The reader's own, which derives from Amazon's APIGatewayHttpApiV2ProxyFunction.</summary>
    internal sealed class LambdaEntryPoint
    {
        public Task<APIGatewayHttpApiV2ProxyResponse> FunctionHandlerAsync(APIGatewayHttpApiV2ProxyRequest request, ILambdaContext lambdaContext) =>
            Task.FromResult(new APIGatewayHttpApiV2ProxyResponse { StatusCode = 200, Body = $"{request.RawPath} {lambdaContext is null}" });
    }
}
