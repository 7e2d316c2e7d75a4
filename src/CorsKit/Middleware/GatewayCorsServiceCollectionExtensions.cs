using CorsKit;
using CorsKit.Configuration;
using CorsKit.Middleware;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds CorsKit's services and policies. Calls add up; a policy name used twice is a problem. All problems are reported
/// at startup in one <see cref="OptionsValidationException"/>.
/// </summary>
public static class GatewayCorsServiceCollectionExtensions
{
    /// <summary>
    /// Reads the policies from the configuration section <c>GatewayCors</c> and follows its changes: a change with
    /// problems is logged and the last good policies stay.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGatewayCors(this IServiceCollection services)
    {
        AddCore(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<GatewayCorsOptions>, DefaultSectionOptions>(
            static provider => new DefaultSectionOptions(provider.GetRequiredService<IConfiguration>())));
        return services;
    }

    /// <summary>Reads the policies from a configuration section and follows its changes.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="section">The section whose keys are AllowOrigins and so on.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is null.</exception>
    public static IServiceCollection AddGatewayCors(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        AddCore(services);
        services.AddSingleton<IConfigureOptions<GatewayCorsOptions>>(provider => new SectionOptions(section, provider.GetService<IConfiguration>()));
        return services;
    }

    /// <summary>Takes the policies from code.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Adds the policies.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    public static IServiceCollection AddGatewayCors(this IServiceCollection services, Action<GatewayCorsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        AddCore(services);
        services.Configure(configure);
        return services;
    }

    private static void AddCore(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (IsRegistered(services, typeof(CorsPipeline)))
        {
            return;
        }

        services.AddOptions<GatewayCorsOptions>().ValidateOnStart();

        // Made by hand: a cold start pays for every constructor that the container has to look at and to call by reflection.
        services.AddSingleton<IValidateOptions<GatewayCorsOptions>>(static _ => new GatewayCorsOptionsValidator());
        services.AddSingleton<IPostConfigureOptions<GatewayCorsOptions>>(static provider => new BoundOptions(provider.GetService<IOptionsChangeTokenSource<GatewayCorsOptions>>()));
        services.AddSingleton(static provider => new PolicyStore(provider));
        services.AddSingleton(static provider => new CorsMetadataObserver(provider));
        services.AddSingleton<MatcherPolicy>(static provider => provider.GetRequiredService<CorsMetadataObserver>());
        services.AddSingleton(static provider => new CorsServices(provider, provider.GetRequiredService<CorsMetadataObserver>()));
        services.AddSingleton(static provider => new CorsPipeline(provider.GetRequiredService<CorsServices>(), provider));

        // The first filter is the outermost: what the host itself adds (host filtering) answers inside the boundary then.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(static provider => new GatewayCorsStartup(
            provider.GetRequiredService<CorsServices>(), provider.GetRequiredService<CorsPipeline>(), provider)));
        BridgePolicyProvider(services);
    }

    /// <summary>The framework asks ICorsPolicyProvider for policies; ours answers first, the one that was there after it.</summary>
    private static void BridgePolicyProvider(IServiceCollection services)
    {
        ServiceDescriptor? replaced = null;
        foreach (var descriptor in services)
        {
            if (descriptor.ServiceType == typeof(ICorsPolicyProvider) && !descriptor.IsKeyedService)
            {
                replaced = descriptor;
            }
        }

        services.Add(new ServiceDescriptor(
            typeof(ICorsPolicyProvider),
            provider => new GatewayCorsPolicyProvider(
                provider.GetRequiredService<CorsServices>(), provider.GetRequiredService<CorsPipeline>(), GatewayCorsPolicyProvider.Create(replaced, provider)),
            replaced?.Lifetime ?? ServiceLifetime.Transient));
    }

    private static bool IsRegistered(IServiceCollection services, Type type)
    {
        foreach (var descriptor in services)
        {
            if (descriptor.ServiceType == type)
            {
                return true;
            }
        }

        return false;
    }
}
