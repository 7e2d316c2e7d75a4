using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CorsKit.Middleware;

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

    /// <summary>For the log.</summary>
    public string Moved => !_authorization ? "Authentication" : !_authentication ? "Authorization" : "Authentication with authorization";

    /// <summary>To be called when Program.cs has said all it has to say and the host has not yet built the pipeline.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is a fallback policy. It guards whatever has no endpoint too, static files say, so moving it would open what
    /// stands in front of UseGatewayCors; leaving it there would have it challenge every preflight.
    /// </exception>
    public static AutomaticAuthorization TakeOver(IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<IServiceProviderIsService>() is not { } registered)
        {
            return default;
        }

        var takesAuthorization = registered.IsService(typeof(IAuthorizationHandlerProvider)) && !app.Properties.ContainsKey(AuthorizationProperty);
        if (takesAuthorization && HasFallbackPolicy(app.ApplicationServices))
        {
            throw new InvalidOperationException(
                "The app has a fallback authorization policy and does not call UseAuthorization, so WebApplication would apply it in front of " +
                "everything, to preflights too, which carry no credentials. Call app.UseAuthentication() and app.UseAuthorization() right after " +
                "app.UseGatewayCors(); what stands in front of them is open to everyone.");
        }

        return new AutomaticAuthorization(
            registered.IsService(typeof(IAuthenticationSchemeProvider)) && app.Properties.TryAdd(AuthenticationProperty, true),
            takesAuthorization && app.Properties.TryAdd(AuthorizationProperty, true));
    }

    /// <summary>Whether anything authenticates: controllers bring the services along, and no scheme.</summary>
    public static bool HasSchemes(IServiceProvider services)
    {
        foreach (var _ in services.GetService<IOptions<AuthenticationOptions>>()?.Value.Schemes ?? [])
        {
            return true;
        }

        return false;
    }

    private static bool HasFallbackPolicy(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetService<IAuthorizationPolicyProvider>()?.GetFallbackPolicyAsync().GetAwaiter().GetResult() is not null;
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
