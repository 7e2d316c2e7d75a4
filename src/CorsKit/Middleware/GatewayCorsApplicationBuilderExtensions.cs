using CorsKit.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds CorsKit to the pipeline.</summary>
public static class GatewayCorsApplicationBuilderExtensions
{
    /// <summary>
    /// Answers preflights and writes the CORS headers of every response, with the default policy unless an endpoint has its
    /// own. Call it before anything that can answer a request: redirects, authentication, static files, output caching.
    /// Only UseRouting goes before it, in an app that calls that itself.
    /// </summary>
    /// <param name="app">The app, or a branch of it.</param>
    /// <returns>The same app.</returns>
    /// <exception cref="InvalidOperationException">AddGatewayCors was not called, or UseGatewayCors twice on one path.</exception>
    public static IApplicationBuilder UseGatewayCors(this IApplicationBuilder app) => Use(app, null);

    /// <summary>The same, with a named policy in place of the default.</summary>
    /// <param name="app">The app, or a branch of it.</param>
    /// <param name="policyName">The name of a policy; one that does not exist stops the app at startup.</param>
    /// <returns>The same app.</returns>
    /// <exception cref="InvalidOperationException">AddGatewayCors was not called, or UseGatewayCors twice on one path.</exception>
    public static IApplicationBuilder UseGatewayCors(this IApplicationBuilder app, string policyName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(policyName);
        return Use(app, policyName);
    }

    private static IApplicationBuilder Use(IApplicationBuilder app, string? policyName)
    {
        ArgumentNullException.ThrowIfNull(app);
        var pipeline = app.ApplicationServices.GetService<CorsPipeline>()
            ?? throw new InvalidOperationException(
                "UseGatewayCors needs the services of CorsKit. Call builder.Services.AddGatewayCors() before builder.Build().");
        pipeline.Use(app, policyName);
        return app;
    }
}
