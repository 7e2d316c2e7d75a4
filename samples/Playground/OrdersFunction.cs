using CorsKit.Testing;
using OrdersApi;

namespace Playground;

/// <summary>OrdersApi, run as a Lambda function, allowing the storefront's origin in the owner's way.</summary>
internal sealed class OrdersFunction(CorsOwner owner, string allowedOrigin) : LambdaApplicationFactory<OrderBook>
{
    // Its appsettings.json is copied beside the Playground; the factory would look for it from the current directory.
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(AppContext.BaseDirectory);
        if (owner == CorsOwner.UseCors)
        {
            builder.ConfigureServices(services => services.AddCors().AddSingleton<IStartupFilter>(new MicrosoftCors(allowedOrigin)));
        }
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
        [
            new("GatewayCors:AllowOrigins", allowedOrigin),
            new("GatewayCors:Enabled", owner == CorsOwner.CorsKit ? "true" : "false"),
            new("Logging:LogLevel:Default", "None"),
        ]));
        return base.CreateHost(builder);
    }

    /// <summary>The policy of OrdersApi's appsettings.json, in Microsoft's words.</summary>
    private sealed class MicrosoftCors(string allowedOrigin) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseCors(policy => policy
                .WithOrigins(allowedOrigin)
                .WithMethods("GET", "PUT", "DELETE")
                .WithHeaders("content-type", "authorization")
                .AllowCredentials());
            next(app);
        };
    }
}
