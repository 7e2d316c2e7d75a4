using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Selection;
using CorsKit.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CorsKit.Middleware;

/// <summary>What all parts of CorsKit share in one app. Each is made when it is first asked for: a cold start pays for no other.</summary>
internal sealed class CorsServices(IServiceProvider services, CorsMetadataObserver endpoints)
{
    private PolicyStore? _policies;
    private RequestCounter? _counter;
    private ILogger? _logger;
    private OriginSources? _sources;
    private PolicySelector? _selector;

    /// <summary>Compiled when first asked for, which is when the pipeline is built or the host validates its options.</summary>
    public PolicyStore Policies => _policies ??= services.GetRequiredService<PolicyStore>();

    public RequestCounter Counter => _counter ??= new RequestCounter(services);

    public ILogger Logger => _logger ??= Log.CreateLogger(services);

    public OriginSources Sources => _sources ??= new OriginSources(services, Logger);

    public PolicySelector Selector => _selector ??= new PolicySelector(Logger, new SelectionFailures(Logger, services.GetService<TimeProvider>() ?? TimeProvider.System));

    public CorsMetadataObserver Endpoints { get; } = endpoints;

    /// <summary>Whether refused preflights are explained to a developer.</summary>
    public bool Explains { get; } = services.GetService<IHostEnvironment>()?.IsDevelopment() ?? false;
}
