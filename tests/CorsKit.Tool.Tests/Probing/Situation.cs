using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Tool.Tests.Probing;

/// <summary>A front door and an app, healthy or with one fault, and what a probe must say of them.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Expected">The codes of the cause and of what looks the same; "none" for none.</param>
/// <param name="Before">The front door.</param>
internal sealed record Situation(string Name, string Expected, Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor> Before)
{
    public const string Desk = "https://desk.example.com";

    /// <summary>The app's policy.</summary>
    public static string[] Origins { get; } = [LiveApi.Page, Desk];

    public string Path { get; init; } = "orders";

    /// <summary>The host name that the tool believes to call; null for this machine's.</summary>
    public string? Host { get; init; }

    /// <summary>Options of the command.</summary>
    public string Options { get; init; } = "";

    /// <summary>A piece of the fix, where it depends on more than the code.</summary>
    public string Fix { get; init; } = "";

    /// <summary>appsettings.json, or null for none.</summary>
    public string? Settings { get; init; }

    /// <summary>What the app does with CORS, first in its pipeline.</summary>
    public Action<WebApplicationBuilder, Action<Action<WebApplication>>> App { get; init; } = Allowing(Origins);

    public override string ToString() => Name;

    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> Allowing(string[] origins, bool credentials = true) => (builder, use) =>
    {
        builder.Services.AddGatewayCors(options => options.AddDefaultPolicy(policy =>
        {
            policy.AllowOrigins(origins).AllowMethods("GET", "PUT").AllowHeaders("content-type", "authorization").ExposeHeaders("etag");
            if (credentials)
            {
                policy.AllowCredentials();
            }
        }));
        use(app => app.UseGatewayCors());
    };

    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> AllowingAnybody => (builder, use) =>
    {
        builder.Services.AddGatewayCors(options => options.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowMethods("PUT")));
        use(app => app.UseGatewayCors());
    };

    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> Nothing => (_, _) => { };

    /// <summary>A middleware of the app's own.</summary>
    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> Doing(Func<HttpContext, Func<Task>, Task> middleware) => (_, use) => use(app => app.Use(middleware));

    /// <summary>The app with a middleware before CorsKit's.</summary>
    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> Before_CORS(
        Func<HttpContext, Func<Task>, Task> middleware, Action<WebApplicationBuilder, Action<Action<WebApplication>>>? policy = null) => (builder, use) =>
        (policy ?? Allowing(Origins))(builder, cors => use(app =>
        {
            app.Use(middleware);
            cors(app);
        }));

    /// <summary>The app with a middleware behind CorsKit's.</summary>
    public static Action<WebApplicationBuilder, Action<Action<WebApplication>>> Behind_CORS(Func<HttpContext, Func<Task>, Task> middleware) => (builder, use) =>
        Allowing(Origins)(builder, cors => use(app =>
        {
            cors(app);
            app.Use(middleware);
        }));

    /// <summary>What appsettings.json says of the app's own policy, and of others.</summary>
    public static string SettingsOf(string origins, string methods = "GET,PUT", string headers = "content-type,authorization", string more = "") =>
        $$"""{ "GatewayCors": { "AllowOrigins": "{{origins}}", "AllowMethods": "{{methods}}", "AllowHeaders": "{{headers}}", "ExposeHeaders": "etag", "AllowCredentials": true{{more}} } }""";
}
