using CorsKit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CorsKit.BrowserTests.Sites;

/// <summary>The sample, as a Lambda function, allowing these pages.</summary>
internal sealed class Orders(string allowedOrigins) : LambdaApplicationFactory<OrdersApi.OrderBook>
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
        [
            new("GatewayCors:AllowOrigins", allowedOrigins),
            new("Logging:LogLevel:Default", "None"),
        ]));
        return base.CreateHost(builder);
    }
}
