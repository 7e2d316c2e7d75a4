using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// The request path allocates nothing, with the boundary around the pipeline and without a host at all. (Around a pipeline
/// that does not complete synchronously the boundary awaits, which costs the one object of any await.)
/// </summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const string Exact = "https://shop.example.com";
    private const int Requests = 2000;

    public static TheoryData<string, bool, string, string?, string?, long> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, string, string?, string?, long>();
            foreach (var boundary in new[] { false, true })
            {
                cases.Add("allowed", boundary, "exact", Exact, null, 0);
                cases.Add("refused", boundary, "exact", "https://evil.example", null, 0);
                cases.Add("refused, malformed", boundary, "exact", "https://Evil.example/", null, 0);
                cases.Add("no origin", boundary, "exact", null, null, 0);
                cases.Add("any origin", boundary, "any", Exact, null, 0);
                cases.Add("any origin, none sent", boundary, "any", null, null, 0);
                cases.Add("one of many", boundary, "many", "https://shop-9999.example.com", null, 0);
                cases.Add("refused by many", boundary, "many", "https://shop-10000.example.com", null, 0);
                cases.Add("refused by patterns", boundary, "patterns", "https://a.b.c.evil.example", null, 0);
                cases.Add("preflight", boundary, "exact", Exact, "content-type,x-a", 0);
                cases.Add("preflight, header refused", boundary, "exact", Exact, "x-b", 0);
                cases.Add("preflight, origin refused", boundary, "exact", "https://evil.example", "x-b", 0);
                cases.Add("preflight, names echoed", boundary, "echo", Exact, "content-type,x-a", 0);

                cases.Add("refused by label patterns", boundary, "labels", "https://pr-77777-x.example.com", null, 0);
                cases.Add("refused by schemes", boundary, "schemes", "https://evil.example", null, 0);

                // What a source has answered for costs what is listed costs.
                cases.Add("remembered", boundary, "source", Exact, null, 0);
                cases.Add("remembered, refused", boundary, "source", "https://evil.example", null, 0);
                cases.Add("remembered, preflight", boundary, "source", Exact, "content-type,x-a", 0);
                cases.Add("remembered, preflight, origin refused", boundary, "source", "https://evil.example", "x-b", 0);
                cases.Add("remembered beside patterns", boundary, "source, patterns", Exact, null, 0);

                // What the app is handed to tell the tenant from.
                cases.Add("remembered for a tenant", boundary, "tenants", Exact, null, 40);
                cases.Add("remembered for a tenant, preflight", boundary, "tenants", Exact, "content-type,x-a", 40);
                cases.Add("remembered for a tenant by a header", boundary, "tenants by a header", Exact, null, 40);
                cases.Add("refused for a tenant by a header", boundary, "tenants by a header", "https://evil.example", null, 40);

                // One small object: the verdict.
                cases.Add("label pattern", boundary, "labels", "https://pr-3000-x.example.com", null, 40);
                cases.Add("any origin of a scheme", boundary, "schemes", "moz-extension://0b4f0b66-0000-4000-8000-000000000000", null, 40);
                cases.Add("pattern", boundary, "patterns", "https://a.shop.example.com", null, 40);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Check", "C8")]
    public void A_request_allocates_at_most(string name, bool boundary, string policy, string? origin, string? requestHeaders, long bytes)
    {
        var pipeline = Build(policy, boundary);
        var request = new ReusedRequest(origin, requestHeaders is null ? null : "PUT", requestHeaders);

        // What the runtime itself allocates on the thread while it warms up shows in some rounds; what a request
        // allocates shows in every one.
        var allocated = Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Requests; i++)
            {
                request.Run(pipeline);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        // The request was not merely cheap: it got its answer.
        Assert.Equal(requestHeaders is null ? 200 : name.EndsWith("origin refused", StringComparison.Ordinal) ? 403 : 204, request.StatusCode);
        Assert.True(request.Headers.Vary.Count == 1 || request.Headers.AccessControlAllowOrigin == "*", name);

        // The smallest object has 24 bytes. What is kept of the last Vary another test may replace now and then meanwhile, so that it is joined again.
        Assert.True(allocated < (bytes + 8) * Requests, $"{name}: {(double)allocated / Requests:0.00} bytes a request");
    }

    private static GatewayCorsPolicyBuilder Ask(GatewayCorsPolicyBuilder policy, Action<OriginSourceOptions>? configure = null) =>
        policy.AllowMethods("PUT").AllowHeaders("content-type", "x-a").AllowOriginsFrom((origin, _, _) => origin == Exact, configure);

    private static RequestDelegate Build(string policy, bool boundary)
    {
        var services = new ServiceCollection().AddGatewayCors(cors => cors.AddDefaultPolicy(p => _ = policy switch
        {
            "any" => p.AllowAnyOrigin(),
            "many" => p.AllowOrigins(Enumerable.Range(0, 10_000).Select(i => $"https://shop-{i}.example.com")),
            "patterns" => p.AllowOrigins("https://*.shop.example.com", "http://localhost:*"),
            "labels" => p.AllowOrigins(Enumerable.Range(0, 10_000).Select(i => i % 2 == 0 ? $"https://pr-{i}-*.example.com" : $"https://*--shop-{i}.shop-{i}.example.com")),
            "schemes" => p.AllowOrigins("http://*", "moz-extension://*"),
            "source" => Ask(p),
            "source, patterns" => Ask(p.AllowOrigins("https://*.shop.example.com")),
            "tenants" => Ask(p, source => source.TenantFrom(_ => "tenant")),
            "tenants by a header" => Ask(p, source => source.TenantFrom(_ => "tenant", reads => reads.Header("x-tenant", onPreflights: true))),
            "echo" => p.AllowOrigins(Exact).AllowAnyMethod().AllowHeaders("*").AllowCredentials(),
            _ => p.AllowOrigins(Exact).AllowMethods("PUT").AllowHeaders("content-type", "x-a").ExposeHeaders("etag").AllowCredentials(),
        })).BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        Action<IApplicationBuilder> configure = inner =>
        {
            inner.UseGatewayCors();
            inner.Run(_ => Task.CompletedTask);
        };
        (boundary ? services.GetRequiredService<IStartupFilter>().Configure(configure) : configure)(app);
        return app.Build();
    }
}
