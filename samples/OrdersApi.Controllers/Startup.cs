namespace OrdersApi.Controllers;

/// <summary>The app, as Program.cs runs it on Kestrel and a LambdaEntryPoint on Lambda.</summary>
public sealed class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddGatewayCors(); // reads the section "GatewayCors" of appsettings.json
        services.AddControllers();
    }

    public void Configure(IApplicationBuilder app)
    {
        app.UseRouting(); // in front, so that the policy of a controller is known
        app.UseGatewayCors(); // before anything that can answer a request
        app.UseEndpoints(endpoints => endpoints.MapControllers());
    }
}
