using CorsKit.Diagnostics;
using CorsKit.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Middleware;

/// <summary>Where in the app's pipeline UseGatewayCors was called, and with which policy.</summary>
internal sealed class CorsPipeline(CorsServices cors, IServiceProvider services)
{
    private const string UsedProperty = "CorsKit.UseGatewayCors";
    private const string RootProperty = "CorsKit.Root";

    // What UseRouting leaves behind for UseEndpoints.
    private const string RoutingProperty = "__EndpointRouteBuilder";

    private AutomaticAuthorization _authorization;
    private IApplicationBuilder? _usedWithoutRouting;
    private string? _rootPolicyName;
    private HashSet<string>? _branchPolicyNames;

    /// <summary>Whether the boundary stands around the pipeline, which then has the headers of responses written.</summary>
    public bool HasBoundary { get; set; }

    public bool IsUsed { get; private set; }

    /// <summary>Whether it is used without a name somewhere, for the default policy.</summary>
    public bool IsUsedForDefault { get; private set; }

    /// <summary>Whether the middleware stands in the app's main pipeline and not only in branches of it.</summary>
    public bool IsUsedAtRoot { get; private set; }

    /// <summary>Whether the app calls UseRouting itself, and does so after UseGatewayCors.</summary>
    public bool IsBeforeRouting => _usedWithoutRouting?.Properties.ContainsKey(RoutingProperty) == true;

    public WebApplication? WebApplication { get; private set; }

    /// <summary>Called with the host's own builder before the app adds anything to it.</summary>
    public void Begin(IApplicationBuilder root)
    {
        HasBoundary = true;
        root.Properties[RootProperty] = root;
        if (WebApplication is not null && cors.Policies.Current.Enabled)
        {
            _authorization = AutomaticAuthorization.TakeOver(WebApplication);
        }
    }

    public void Use(IApplicationBuilder app, string? policyName)
    {
        if (!app.Properties.TryAdd(UsedProperty, policyName))
        {
            throw new InvalidOperationException(
                "UseGatewayCors is called twice on one path, so two policies would answer every request. " +
                "Call it once, and give endpoints policies of their own with RequireGatewayCors or [GatewayCors].");
        }

        IsUsed = true;
        IsUsedForDefault |= policyName is null;
        WebApplication ??= app as WebApplication;
        if (app is WebApplication || (app.Properties.TryGetValue(RootProperty, out var root) && ReferenceEquals(root, app)))
        {
            IsUsedAtRoot = true;
            _rootPolicyName = policyName;
            _usedWithoutRouting = app.Properties.ContainsKey(RoutingProperty) ? null : app;
        }
        else
        {
            // A policy has no empty name.
            (_branchPolicyNames ??= new(StringComparer.OrdinalIgnoreCase)).Add(policyName ?? "");
        }

        app.Use(next => CreateMiddleware(app, policyName, next).InvokeAsync);
    }

    /// <summary>
    /// The policy that UseGatewayCors applies, for those who ask outside the pipeline: the one of the main pipeline, else the
    /// one that all branches have in common.
    /// </summary>
    /// <param name="name">Its name; null for the default policy.</param>
    /// <returns>False where branches have different ones, so that only the path tells.</returns>
    public bool TryGetOwnPolicyName(out string? name)
    {
        name = _rootPolicyName;
        if (IsUsedAtRoot || _branchPolicyNames is null)
        {
            return true;
        }

        foreach (var common in _branchPolicyNames)
        {
            name = common.Length > 0 ? common : null;
        }

        return _branchPolicyNames.Count == 1;
    }

    private GatewayCorsMiddleware CreateMiddleware(IApplicationBuilder app, string? policyName, RequestDelegate next)
    {
        if (policyName is not null && !cors.Policies.TryRequire(policyName, out var mistake))
        {
            throw new InvalidOperationException(mistake);
        }

        OriginSources.Check(cors.Policies.Current.WithSource, services);

        if (ReferenceEquals(app, WebApplication) && _authorization.IsTakenOver)
        {
            next = _authorization.RunBefore(app, next);
            if (AutomaticAuthorization.HasSchemes(services))
            {
                Log.AutomaticAuthorizationMoved(cors.Logger, _authorization.Moved);
            }
        }

        return new GatewayCorsMiddleware(cors, this, policyName, next);
    }
}
