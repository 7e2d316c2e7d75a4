using CorsKit;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives endpoints a CORS policy of their own, or none.</summary>
public static class GatewayCorsEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Gives the endpoints a policy of their own, which replaces the default one. Once any endpoint of an app has one,
    /// answers to preflights name only what was requested, since a browser remembers them for the whole URL.
    /// </summary>
    /// <param name="builder">One endpoint or a group.</param>
    /// <param name="policyName">The name of a policy; one that does not exist stops the app at startup.</param>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="policyName"/> is empty.</exception>
    public static TBuilder RequireGatewayCors<TBuilder>(this TBuilder builder, string policyName)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(policyName);
        var metadata = new GatewayCorsAttribute(policyName);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }

    /// <summary>Takes the endpoints out of CORS: preflights are refused, and responses are left as they are.</summary>
    /// <param name="builder">One endpoint or a group.</param>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TBuilder DisableGatewayCors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new DisableGatewayCorsAttribute();
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }

    /// <summary>
    /// Says that the endpoints own their CORS, as a reverse proxy's do whose backend writes the headers: nothing is read, nothing
    /// is written, and preflights reach the endpoint that takes OPTIONS. Where none does, routing answers them with 405.
    /// </summary>
    /// <param name="builder">One endpoint or a group.</param>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TBuilder BypassGatewayCors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var metadata = new BypassGatewayCorsAttribute();
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}
