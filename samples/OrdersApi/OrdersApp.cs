namespace OrdersApi;

/// <summary>The app. Program.cs runs it on Kestrel; samples/OrdersApi.Lambda adds Lambda's host and deploys it.</summary>
public static class OrdersApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);

        builder.Services.AddGatewayCors(); // reads the section "GatewayCors" of appsettings.json
        if (builder.Configuration["PreflightPolicy"] is { Length: > 0 } preflightPolicy)
        {
            // Behind samples/OrdersApi.Authorizer: the policy of the tenant that it let in.
            builder.Services.AddGatewayCors(cors => cors.SelectPolicy(
                request => request.AuthorizerValue("corsPolicy"), reads => reads.Authorizer(), preflightPolicy));
        }

        builder.Services.AddSingleton<OrderBook>();
        builder.Services.AddAuthentication(BearerTokens.Scheme).AddScheme<BearerTokenOptions, BearerTokens>(BearerTokens.Scheme, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("admin", policy => policy.RequireRole("admin"));
        configure?.Invoke(builder);

        var app = builder.Build();

        app.UseGatewayCors(); // before anything that can answer a request
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapGet("/orders", (OrderBook orders) => orders.All);

        app.MapGet("/orders/{id:int}", (int id, OrderBook orders) =>
            orders.Find(id) is { } order ? Results.Ok(order) : Results.NotFound());

        app.MapPut("/orders/{id:int}", (int id, OrderLine line, OrderBook orders) => Results.Ok(orders.Put(id, line)));

        app.MapDelete("/orders/{id:int}", (int id, OrderBook orders) => orders.Remove(id) ? Results.NoContent() : Results.NotFound());

        app.MapGet("/admin", (OrderBook orders) => new { Orders = orders.All.Count }).RequireAuthorization("admin");

        app.MapGet("/boom", string () => throw new InvalidOperationException("This endpoint always fails."));

        app.MapGet("/slow", async (int? seconds, CancellationToken aborted) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(seconds ?? 2, 0, 60)), aborted);
            return "done";
        });

        // A report that grows past the 6 MB that Lambda takes back.
        app.MapGet("/export", (int? megabytes) => Results.Text(new string('.', Math.Clamp(megabytes ?? 1, 0, 20) * 1_000_000)));

        return app;
    }
}
