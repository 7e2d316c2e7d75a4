using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit;

/// <summary>
/// An app that registers authentication or authorization and never calls UseAuthentication or UseAuthorization gets both
/// from WebApplication, in front of everything that Program.cs adds: a 401 would leave without CORS headers, and a
/// preflight would be challenged. They are taken over and run right behind UseGatewayCors instead. An app that calls them
/// itself keeps them where it put them.
/// </summary>
internal readonly struct AutomaticAuthorization
{
    // What the framework's own Use methods leave behind, and what WebApplicationBuilder looks for.
    private const string AuthenticationProperty = "__AuthenticationMiddlewareSet";
    private const string AuthorizationProperty = "__AuthorizationMiddlewareSet";

    private readonly bool _authentication;
    private readonly bool _authorization;

    private AutomaticAuthorization(bool authentication, bool authorization)
    {
        _authentication = authentication;
        _authorization = authorization;
    }

    public bool IsTakenOver => _authentication || _authorization;

    /// <summary>To be called when Program.cs has said all it has to say and the host has not yet built the pipeline.</summary>
    public static AutomaticAuthorization TakeOver(IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<IServiceProviderIsService>() is not { } registered)
        {
            return default;
        }

        return new AutomaticAuthorization(
            registered.IsService(typeof(IAuthenticationSchemeProvider)) && app.Properties.TryAdd(AuthenticationProperty, true),
            registered.IsService(typeof(IAuthorizationHandlerProvider)) && app.Properties.TryAdd(AuthorizationProperty, true));
    }

    public RequestDelegate RunBefore(IApplicationBuilder app, RequestDelegate next)
    {
        var branch = app.New();
        if (_authentication)
        {
            branch.UseAuthentication();
        }

        if (_authorization)
        {
            branch.UseAuthorization();
        }

        branch.Run(next);
        return branch.Build();
    }
}
