using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CorsKit.Middleware;

/// <summary>
/// Actions of MVC where EnableEndpointRouting is false (UseMvc). MVC finds them after every middleware, so that UseGatewayCors sees no
/// [EnableCors] or [DisableCors] of theirs, answers preflights under its own policy, and writes over what MVC's own filter has written.
/// </summary>
internal static class ActionsWithoutEndpoints
{
    /// <returns>The name of one that has CORS metadata, or null.</returns>
    public static string? Find(IServiceProvider services)
    {
        // Native AOT knows no MVC, and need not keep its types.
        if (!RuntimeFeature.IsDynamicCodeSupported || services.GetService<IActionDescriptorCollectionProvider>() is not { } actions)
        {
            return null;
        }

        return FindIn(actions, services);
    }

    public static string Message(string action) =>
        $"MVC runs without endpoint routing (EnableEndpointRouting is false), so that UseGatewayCors cannot see the CORS policy of {action}. " +
        "Leave EnableEndpointRouting true and call app.MapControllers() or app.MapControllerRoute(…) in place of app.UseMvc(); or take the CORS attributes off the " +
        "controllers, and give paths their policies: app.UseWhen(context => context.Request.Path.StartsWithSegments(\"/path\"), path => path.UseGatewayCors(\"name\")).";

    /// <summary>Apart, so that an app without MVC loads no more of it.</summary>
    private static string? FindIn(IActionDescriptorCollectionProvider actions, IServiceProvider services)
    {
        if (services.GetService<IOptions<MvcOptions>>()?.Value.EnableEndpointRouting != false)
        {
            return null;
        }

        foreach (var action in actions.ActionDescriptors.Items)
        {
            if (HasMetadata(action) && !IsEndpoint(action, services))
            {
                return action.DisplayName ?? "an action";
            }
        }

        return null;
    }

    private static bool HasMetadata(ActionDescriptor action)
    {
        foreach (var item in action.EndpointMetadata)
        {
            if (item is ICorsMetadata or BypassGatewayCorsAttribute)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>MapControllers makes endpoints of all actions whatever the option says, and those are seen.</summary>
    private static bool IsEndpoint(ActionDescriptor action, IServiceProvider services)
    {
        foreach (var endpoint in services.GetService<EndpointDataSource>()?.Endpoints ?? [])
        {
            if (ReferenceEquals(endpoint.Metadata.GetMetadata<ActionDescriptor>(), action))
            {
                return true;
            }
        }

        return false;
    }
}
