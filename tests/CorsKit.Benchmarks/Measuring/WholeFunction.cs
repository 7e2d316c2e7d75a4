using System.Text;
using CorsKit.Benchmarks.Requests;
using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging;

namespace CorsKit.Benchmarks.Measuring;

/// <summary>An invocation as Lambda makes it: the event's JSON in, the response's JSON out, through the Lambda host of CorsKit.Testing.</summary>
internal sealed record WholeFunction(string Request, PairedRounds Times)
{
    public static Contender[] Contenders { get; } = [Contender.None, Contender.CorsKit, Contender.UseCors];

    public static async Task<IReadOnlyList<WholeFunction>> MeasureAsync(int rounds)
    {
        var apps = new List<WebApplication>();
        foreach (var contender in Contenders)
        {
            apps.Add(await StartAsync(contender));
        }

        var rows = new List<WholeFunction>();
        foreach (var (name, method, headers) in new[]
        {
            ("actual, allowed", "GET", ""),
            ("preflight, allowed", "OPTIONS", ""","access-control-request-method":"PUT","access-control-request-headers":"content-type" """),
        })
        {
            var document = Encoding.UTF8.GetBytes($$$"""
                {"version":"2.0","routeKey":"$default","rawPath":"/orders","rawQueryString":"","isBase64Encoded":false,
                 "headers":{"host":"api.example.com","accept":"*/*","origin":"{{{PolicyCase.AllowedOrigin}}}"{{{headers}}} },
                 "requestContext":{"domainName":"api.example.com","stage":"$default","http":{"method":"{{{method}}}","path":"/orders","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":"-"} } }
                """);
            rows.Add(new WholeFunction(name, PairedRounds.Run(rounds, [.. apps.Select(app => Invocation(app, document))])));
        }

        foreach (var app in apps)
        {
            await app.DisposeAsync();
        }

        return rows;
    }

    private static Action Invocation(WebApplication app, byte[] document)
    {
        var server = (LambdaServer)app.Services.GetRequiredService<IServer>();
        return () => server.InvokeAsync(new MemoryStream(document)).GetAwaiter().GetResult();
    }

    private static async Task<WebApplication> StartAsync(Contender contender)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer, LambdaServer>();
        Pipeline.AddServices(builder.Services, contender, PolicyCase.One);
        var app = builder.Build();
        Pipeline.Use(app, contender, PolicyCase.One);
        app.MapGet("/orders", static context => context.Response.WriteAsync("orders"));
        await app.StartAsync();
        return app;
    }
}
