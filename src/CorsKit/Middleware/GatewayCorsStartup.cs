using CorsKit.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Middleware;

/// <summary>Puts the boundary around the pipeline, and checks what can only be known once the pipeline stands.</summary>
internal sealed class GatewayCorsStartup(CorsServices cors, CorsPipeline pipeline, IServiceProvider services) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        pipeline.Begin(app);
        app.Use(inner => pipeline.IsUsed ? new ErrorBoundary(cors, pipeline, services, inner).InvokeAsync : inner);
        next(app);
        if (!cors.Policies.Current.Enabled)
        {
            Log.SwitchedOff(cors.Logger);
        }
        else if (!pipeline.IsUsed)
        {
            Log.NotUsed(cors.Logger);
        }
        else
        {
            cors.Endpoints.AreUnseen = pipeline.IsBeforeRouting;
            cors.Endpoints.MayBeLeftOut = !pipeline.IsUsedAtRoot;
            if (!IsOnLambda)
            {
                CheckEndpoints();
            }

            if (cors.Policies.Current.WithSource is { Count: > 0 } policies)
            {
                _ = cors.Sources.WarmUpAsync(policies);
            }
        }
    };

    /// <summary>
    /// On Lambda the first request builds the endpoints; looking at them here would build them twice, and every cold
    /// start would pay for a mistake that any other start reports. There it fails closed and is logged.
    /// </summary>
    private static bool IsOnLambda => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME"));

    private void CheckEndpoints()
    {
        var policies = cors.Policies.Current;
        var mistakes = new List<string>();
        Endpoint? withMetadata = null;
        var isAnyPolicyNamed = false;
        foreach (var endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            withMetadata ??= CorsMetadataObserver.HasAny(endpoint) ? endpoint : null;
            isAnyPolicyNamed |= endpoint.Metadata.GetMetadata<ICorsMetadata>() is not null;
            if (EndpointPolicies.Validate(policies, endpoint) is { } mistake)
            {
                mistakes.Add(mistake);
            }
        }

        if (mistakes.Count > 0)
        {
            throw new InvalidOperationException($"The CORS metadata of {mistakes.Count} endpoint(s) cannot be used.{Environment.NewLine}{string.Join(Environment.NewLine, mistakes)}");
        }

        if (withMetadata is not null && pipeline.IsBeforeRouting)
        {
            throw new InvalidOperationException(CorsMetadataObserver.UnseenMessage(withMetadata));
        }

        if (ActionsWithoutEndpoints.Find(services) is { } action)
        {
            throw new InvalidOperationException(ActionsWithoutEndpoints.Message(action));
        }

        if (!isAnyPolicyNamed && pipeline.IsUsedForDefault && policies is { Default: null, Selection: null })
        {
            Log.NoDefaultPolicy(cors.Logger);
        }
    }
}
