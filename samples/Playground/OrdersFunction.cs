using CorsKit.Testing;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting.Server;
using OrdersApi;

namespace Playground;

/// <summary>OrdersApi, run as a Lambda function, with the policy of the setup applied by the owner.</summary>
internal sealed class OrdersFunction : IAsyncDisposable
{
    private readonly Lazy<Task<WebApplication>> _app;

    public OrdersFunction(CorsOwner owner, Setup setup, bool streaming, Trips trips) => _app = new(async () =>
    {
        var app = OrdersApp.Build(["--contentRoot", AppContext.BaseDirectory, "--environment", Environments.Production], builder =>
        {
            // Nothing of the environment's: the page shows all that counts.
            builder.Configuration.Sources.Clear();
            builder.Configuration.AddConfiguration(setup.Configuration);
            if (owner != CorsOwner.CorsKit)
            {
                builder.Configuration.AddInMemoryCollection([new("GatewayCors:Enabled", "false")]);
            }

            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<IServer>(services => new LambdaServer(services) { EnableResponseStreaming = streaming });
            builder.Services.AddSingleton<IStartupFilter>(new AppProbe(owner, trips));
            if (owner == CorsOwner.UseCors)
            {
                builder.Services.AddCors().AddSingleton<IStartupFilter>(new MicrosoftCors(setup.PolicySection));
            }
        });
        await app.StartAsync();
        return app;
    });

    /// <summary>Starts the app, so that no front door's patience is spent on it.</summary>
    public Task StartAsync() => _app.Value;

    public async Task<Stream> InvokeAsync(Stream lambdaEvent, CancellationToken cancellationToken) =>
        await ((LambdaServer)(await _app.Value).Services.GetRequiredService<IServer>()).InvokeAsync(lambdaEvent, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_app.IsValueCreated)
        {
            await (await _app.Value).DisposeAsync();
        }
    }

    /// <summary>The same policy in Microsoft's words. What it has no words for, such as a wildcard in the middle, stays the text that it is.</summary>
    private sealed class MicrosoftCors(IConfigurationSection section) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseCors(Apply);
            next(app);
        };

        private void Apply(CorsPolicyBuilder policy)
        {
            Listed("AllowOrigins", () => policy.AllowAnyOrigin(), values => policy.WithOrigins(values).SetIsOriginAllowedToAllowWildcardSubdomains());
            Listed("AllowMethods", () => policy.AllowAnyMethod(), values => policy.WithMethods(values));
            Listed("AllowHeaders", () => policy.AllowAnyHeader(), values => policy.WithHeaders(values));
            Listed("ExposeHeaders", () => policy.WithExposedHeaders("*"), values => policy.WithExposedHeaders(values));
            if (section.GetValue<bool>("AllowCredentials"))
            {
                policy.AllowCredentials();
            }

            if (section.GetValue<int?>("MaxAge") is { } seconds)
            {
                policy.SetPreflightMaxAge(TimeSpan.FromSeconds(Math.Max(seconds, 0)));
            }
        }

        /// <summary>A list, or one string with commas.</summary>
        private void Listed(string setting, Action any, Action<string[]> some)
        {
            var values = section[setting]?.Split(',', StringSplitOptions.TrimEntries) ?? section.GetSection(setting).Get<string[]>() ?? [];
            if (values.Contains("*"))
            {
                any();
            }
            else
            {
                some(values);
            }
        }
    }
}
