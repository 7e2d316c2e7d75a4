using CorsKit.Middleware;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Middleware.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// Callbacks of the app that write CORS headers when the response starts, in front of the middleware and behind it: what
/// leaves is what the policy says, for preflights as for every other request.
/// </summary>
public sealed class OneOwnerTests(OneOwnerTests.Apps apps) : IClassFixture<OneOwnerTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Evil = "https://evil.example";

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(kind, Policy, Configure);
    }

    /// <summary>Where the callback stands, the request, its origin, and what leaves.</summary>
    private static IEnumerable<(string Where, string Method, string Path, string Origin, int Status, string Cors)> Rows
    {
        get
        {
            foreach (var where in new[] { "front", "front-later", "behind" })
            {
                // A preflight reaches no callback that is registered behind the middleware.
                var isReached = where != "behind";
                var vary = isReached ? "Vary: Accept, Origin" : "Vary: Origin";
                var privateNetwork = isReached ? "\nAccess-Control-Allow-Private-Network: true" : "";
                yield return (where, "OPTIONS", "/orders", Shop, 204,
                    $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: x-a\nAccess-Control-Allow-Methods: GET\nAccess-Control-Allow-Origin: {Shop}{privateNetwork}\nAccess-Control-Max-Age: 7200\n{vary}, Access-Control-Request-Method, Access-Control-Request-Headers");
                yield return (where, "OPTIONS", "/orders", Evil, 403, vary);
                yield return (where, "OPTIONS", "/closed", Shop, 403, vary);
                yield return (where, "GET", "/orders", Shop, 200,
                    $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Allow-Private-Network: true\nVary: Accept, Origin");
                yield return (where, "GET", "/orders", Evil, 200, "Vary: Accept, Origin");

                // No policy applies: the endpoint has CORS disabled, and the app writes what it likes.
                yield return (where, "GET", "/closed", Shop, 200,
                    $"Access-Control-Allow-Methods: *\nAccess-Control-Allow-Origin: {Evil}\nAccess-Control-Allow-Private-Network: true\nVary: Accept");
            }
        }
    }

    public static TheoryData<HostKind, string, string, string, string, int, string> Cases
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, string, string, int, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                foreach (var (where, method, path, origin, status, cors) in Rows)
                {
                    cases.Add(kind, where, method, path, origin, status, cors);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Check", "C15")]
    public async Task What_leaves_is_what_the_policy_says(HostKind kind, string where, string method, string path, string origin, int status, string cors)
    {
        (string, string)[] headers = [("Origin", origin), ("x-where", where)];

        var answer = await apps.On(kind).SendAsync(method, path, method == "OPTIONS" ? [.. headers, ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "x-a")] : headers);

        answer.ShouldBe(status, cors);
    }

    /// <summary>
    /// Lambda's host again, as it calls back in streaming mode, first-in first-out and when the first byte is written or the app
    /// has finished. Amazon's own streaming host runs the table above in its own project.
    /// </summary>
    [Fact]
    public async Task It_leaves_a_streaming_host_so_too()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddGatewayCors(Policy);
        await using var web = builder.Build();
        var services = web.Services;
        var app = new ApplicationBuilder(services);
        services.GetServices<IStartupFilter>().OfType<GatewayCorsStartup>().Single().Configure(Configure)(app);
        var pipeline = app.Build();

        foreach (var (where, method, path, origin, status, cors) in Rows)
        {
            var host = new InvokeFeatures();
            var features = new FeatureCollection();
            var request = new HttpRequestFeature { Method = method, Path = path, Headers = new HeaderDictionary { ["Origin"] = origin, ["x-where"] = where } };
            request.Headers.AccessControlRequestMethod = method == "OPTIONS" ? "GET" : StringValues.Empty;
            request.Headers.AccessControlRequestHeaders = "x-a";
            features.Set<IHttpRequestFeature>(request);
            features.Set<IHttpResponseFeature>(host);
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new StartingStream(host)));

            await pipeline(new DefaultHttpContext(features) { RequestServices = services });
            await host.StartAsync();

            var lines = from header in host.Headers
                        where header.Key.StartsWith("Access-Control-", StringComparison.Ordinal) || header.Key == "Vary"
                        from value in header.Value
                        orderby header.Key
                        select $"{header.Key}: {value}";
            Assert.Equal((where, method, path, status, cors), (where, method, path, host.StatusCode, string.Join('\n', lines)));
        }
    }

    private static void Policy(GatewayCorsOptions cors) =>
        cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("GET").AllowHeaders("x-a").AllowCredentials());

    private static void Configure(IApplicationBuilder app)
    {
        app.Use(async (context, next) =>
        {
            Register(context, "front");
            await next(context);
            Register(context, "front-later");
        });
        app.UseRouting();
        app.UseGatewayCors();
        app.Use((context, next) =>
        {
            Register(context, "behind");
            return next(context);
        });
        app.UseEndpoints(endpoints =>
        {
            // Nothing is written, so that the response starts when the pipeline has ended, on every host.
            endpoints.MapGet("/orders", () => Results.Ok());
            endpoints.MapGet("/closed", () => Results.Ok()).DisableGatewayCors();
        });
    }

    private static void Register(HttpContext context, string where)
    {
        if (context.Request.Headers["x-where"] == where)
        {
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.Append("Access-Control-Allow-Origin", Evil);
                headers.AccessControlAllowMethods = "*";
                headers["Access-Control-Allow-Private-Network"] = "true";
                headers.Append("Vary", "Accept");
                return Task.CompletedTask;
            });
        }
    }

    private sealed class StartingStream(InvokeFeatures host) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await host.StartAsync();
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
