using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CorsKit.Benchmarks.Preflights;

/// <summary>The API of the shop as a Lambda function, with one way or another of doing CORS; it answers everything with 200.</summary>
internal sealed class ShoppingApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShoppingApi(WebApplication app) => _app = app;

    public static Task<ShoppingApi> WithCorsKitAsync(string origin) => StartAsync(
        services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy =>
            policy.AllowOrigins(origin).AllowMethods(ShoppingSession.Methods).AllowHeaders(ShoppingSession.Headers))),
        app => app.UseGatewayCors());

    public static Task<ShoppingApi> WithUseCorsAsync(string origin) => StartAsync(
        services => services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.WithOrigins(origin).WithMethods([.. ShoppingSession.Methods]).WithHeaders([.. ShoppingSession.Headers]))),
        app => app.UseCors());

    /// <summary>For a front door that answers for it.</summary>
    public static Task<ShoppingApi> WithNothingAsync() => StartAsync(_ => { }, _ => { });

    public FrontDoor Behind(HttpApiSettings? settings = null) =>
        FrontDoor.HttpApi(((LambdaServer)_app.Services.GetRequiredService<IServer>()).InvokeAsync, settings: settings);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<ShoppingApi> StartAsync(Action<IServiceCollection> configureServices, Action<WebApplication> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer, LambdaServer>();
        configureServices(builder.Services);
        var app = builder.Build();
        configure(app);
        app.Run(static context => context.Response.WriteAsync("{}"));
        await app.StartAsync();
        return new ShoppingApi(app);
    }
}
