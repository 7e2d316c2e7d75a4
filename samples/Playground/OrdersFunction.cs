using CorsKit.Testing;
using OrdersApi;

namespace Playground;

/// <summary>OrdersApi, run as a Lambda function, allowing the storefront's origin.</summary>
internal sealed class OrdersFunction(string allowedOrigin) : LambdaApplicationFactory<OrderBook>
{
    // Its appsettings.json is copied beside the Playground; the factory would look for it from the current directory.
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseContentRoot(AppContext.BaseDirectory);

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
        [
            new("GatewayCors:AllowOrigins", allowedOrigin),
            new("Logging:LogLevel:Default", "None"),
        ]));
        return base.CreateHost(builder);
    }
}
