using CorsKit.Tests.Middleware;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CorsKit.Benchmarks.Requests;

/// <summary>A pipeline that ends in an empty 200, with one of the contenders in front; CorsKit with its error boundary.</summary>
internal static class Pipeline
{
    public static RequestDelegate Build(Contender contender, PolicyCase policy) =>
        Build(services => AddServices(services, contender, policy), app => Use(app, contender, policy));

    /// <summary>With CorsKit.</summary>
    public static RequestDelegate Build(Action<GatewayCorsOptions> configure) => Build(services => services.AddGatewayCors(configure), app => app.UseGatewayCors());

    public static RequestDelegate Build(Action<IServiceCollection> addServices, Action<IApplicationBuilder> use)
    {
        // All log to a factory that nobody listens to.
        var services = new ServiceCollection().AddLogging().AddMetrics();
        addServices(services);
        var provider = services.BuildServiceProvider();
        var app = new ApplicationBuilder(provider);
        Action<IApplicationBuilder> configure = inner =>
        {
            use(inner);
            inner.Run(static _ => Task.CompletedTask);
        };
        foreach (var filter in provider.GetServices<IStartupFilter>())
        {
            configure = filter.Configure(configure);
        }

        configure(app);
        return app.Build();
    }

    public static void AddServices(IServiceCollection services, Contender contender, PolicyCase policy) => _ = contender switch
    {
        Contender.CorsKit => services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => Fill(p, policy))),
        Contender.UseCors => services.AddCors(cors => cors.AddDefaultPolicy(p => Fill(p, policy))),
        _ => services,
    };

    public static void Use(IApplicationBuilder app, Contender contender, PolicyCase policy) => _ = contender switch
    {
        Contender.Floor => app.Use(next => new Floor(next, policy).InvokeAsync),
        Contender.CorsKit => app.UseGatewayCors(),
        Contender.UseCors => app.UseCors(),
        _ => app,
    };

    /// <summary>Reads what the client sent in the headers that CORS looks at, character by character, and does nothing with it.</summary>
    public static RequestDelegate ReadingHeaders() => context =>
    {
        var sum = 0;
        foreach (var values in new[] { context.Request.Headers.Origin, context.Request.Headers.AccessControlRequestHeaders })
        {
            foreach (var value in values)
            {
                foreach (var c in value.AsSpan())
                {
                    sum += c == ',' ? 1 : 0;
                }
            }
        }

        context.Response.StatusCode = sum < 0 ? 500 : 200;
        return Task.CompletedTask;
    };

    /// <summary>That the answers are those that were to be measured.</summary>
    public static void Check(ReusedRequest request, RequestDelegate pipeline, Contender contender, PolicyCase policy, RequestCase @case)
    {
        request.Run(pipeline);
        var expected = contender == Contender.None || @case.Origin(policy).Count == 0 || !policy.Origins.Any() ? null
            : policy.AnyOrigin ? "*"
            : @case.Origin(policy) == policy.Allowed ? policy.Allowed
            : null;
        var got = request.Headers.AccessControlAllowOrigin.Count == 0 ? null : request.Headers.AccessControlAllowOrigin.ToString();

        // The floor knows one origin; whether it knows the one of a pattern is not its point. And what is asked for too much, UseCors refuses by silence.
        var isComparable = contender == Contender.CorsKit || (contender == Contender.UseCors && !@case.IsPreflight);
        if (isComparable && @case.Origin(policy).Count > 0 && expected != got)
        {
            throw new InvalidOperationException($"{contender}, {policy}, {@case}: the origin is {got ?? "refused"}.");
        }
    }

    /// <summary>What every policy allows besides its origins.</summary>
    public static GatewayCorsPolicyBuilder Fill(GatewayCorsPolicyBuilder builder) => builder.AllowMethods("PUT").AllowHeaders("content-type", "x-a").ExposeHeaders("etag");

    private static void Fill(GatewayCorsPolicyBuilder builder, PolicyCase policy)
    {
        Fill(builder.AllowOrigins(policy.Origins));
        if (policy.Credentials)
        {
            builder.AllowCredentials();
        }
    }

    private static void Fill(CorsPolicyBuilder builder, PolicyCase policy)
    {
        builder.WithOrigins([.. policy.Origins]).WithMethods("PUT").WithHeaders("content-type", "x-a").WithExposedHeaders("etag")
            .SetPreflightMaxAge(TimeSpan.FromSeconds(7200));
        if (policy.Credentials)
        {
            builder.AllowCredentials();
        }

        if (policy.Patterns > 0)
        {
            builder.SetIsOriginAllowedToAllowWildcardSubdomains();
        }
    }
}
