using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// What the framework can answer in front of UseGatewayCors, so that a page cannot read it: each is warned of once, with the
/// fix for what it was.
/// </summary>
public sealed class AnswersInFrontTests
{
    private const string Shop = "https://shop.example.com";
    private const string Whatever = "Call app.UseGatewayCors() before whatever answered.";
    private const string Login = Order + "authentication. Have it answer 401 instead of redirecting to a login (the event OnRedirectToLogin of cookie authentication): ";
    private const string Order = "The order is: app.UseRouting(), if the app calls it, then app.UseGatewayCors(), then ";

    /// <summary>What stands in front; the path to ask for; how often until it answers itself; the status; the fix.</summary>
    private static readonly Dictionary<string, (Action<WebApplication> InFront, Action<WebApplicationBuilder>? Builder, string Path, int Misses, int Status, string Fix)> Ways = new()
    {
        ["an output cache"] = (app => app.UseOutputCache(), b => b.Services.AddOutputCache(), "/cached", 1, 200,
            "A cache answered: call app.UseGatewayCors() before app.UseOutputCache() or app.UseResponseCaching(). What a cache in front keeps has no CORS headers."),
        ["a response cache"] = (app => app.UseResponseCaching(), b => b.Services.AddResponseCaching(), "/cacheable", 1, 200,
            "A cache answered: call app.UseGatewayCors() before app.UseOutputCache() or app.UseResponseCaching(). What a cache in front keeps has no CORS headers."),
        ["a 304"] = (app => Answer(app, 304), null, "/", 0, 304,
            "A cache answered: call app.UseGatewayCors() before app.UseOutputCache() or app.UseResponseCaching(). What a cache in front keeps has no CORS headers."),
        ["a static file"] = (
            app => app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory), ServeUnknownFileTypes = true }),
            null, "/" + Path.GetFileName(typeof(AnswersInFrontTests).Assembly.Location), 0, 200,
            "It is a static file: call app.UseGatewayCors() before app.UseStaticFiles() or app.UseFileServer()."),
        ["a health check"] = (app => app.UseHealthChecks("/health"), b => b.Services.AddHealthChecks(), "/health", 0, 200,
            "It looks like a health check: call app.UseGatewayCors() before app.UseHealthChecks()."),
        ["a batch"] = (app => app.Map("/odata/$batch", batch => batch.Run(_ => Task.CompletedTask)), null, "/odata/$batch", 0, 200,
            "OData batching stands in front of UseRouting: call app.UseGatewayCors() before app.UseODataBatching(). If endpoints have policies of their own, leave it behind UseRouting and add one for batches in front: app.UseWhen(context => context.Request.Path.Value!.EndsWith(\"/$batch\"), batch => batch.UseGatewayCors())."),
        ["host filtering"] = (_ => { }, b => b.Configuration["AllowedHosts"] = "api.example.com", "/orders", 0, 400,
            "Host filtering refused the host localhost: add it to AllowedHosts. Behind API Gateway it is the API's own domain name, or a custom one."),
        ["a bad request to any host"] = (app => Answer(app, 400), b => b.Configuration["AllowedHosts"] = "*", "/", 0, 400, Whatever),
        ["a bad request to any address"] = (app => Answer(app, 400), b => b.Configuration["AllowedHosts"] = "[::]", "/", 0, 400, Whatever),
        ["a bad request to an allowed host"] = (app => Answer(app, 400), b => b.Configuration["AllowedHosts"] = "example.com;localhost", "/", 0, 400, Whatever),
        ["a bad request to all addresses"] = (app => Answer(app, 400), b => b.Configuration["AllowedHosts"] = "0.0.0.0", "/", 0, 400, Whatever),
        ["a redirect to https"] = (app => app.UseHttpsRedirection(), b => b.Services.AddHttpsRedirection(o => o.HttpsPort = 443), "/orders", 0, 307,
            "Have the page call https://. " + Order + "app.UseHttpsRedirection()."),
        ["a challenge"] = (app => app.UseAuthentication().UseAuthorization(), b => b.Services.AddAuthorization().AddAuthentication("cookies").AddCookie("cookies"), "/members", 0, 302,
            Login + "a page that calls fetch() cannot log in."),
        ["a challenge of everything"] = (app => app.Use((HttpContext context, RequestDelegate _) => context.ChallengeAsync()), b => b.Services.AddAuthentication("cookies").AddCookie("cookies"), "/", 0, 302,
            Login + "a page that calls fetch() cannot log in."),
        ["another redirect"] = (app => Answer(app, 302), null, "/", 0, 302,
            "A browser follows a redirect only if it has CORS headers. " + Order + "what redirects, such as UseHttpsRedirection."),
        ["several choices"] = (app => Answer(app, 300), null, "/", 0, 300,
            "A browser follows a redirect only if it has CORS headers. " + Order + "what redirects, such as UseHttpsRedirection."),
        ["a 401"] = (app => Answer(app, 401), null, "/", 0, 401, Order + "UseAuthentication and UseAuthorization."),
        ["a short-circuit"] = (_ => { }, null, "/short", 0, 200, "The endpoint has ShortCircuit(), so that routing answers before any middleware runs: remove it."),
        ["a text that nobody may keep"] = (
            app => Answer(app, 200, ("Content-Type", "text/plain"), ("Pragma", "no-cache")), null, "/", 0, 200, Whatever),
        ["what was modified once"] = (app => Answer(app, 200, ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")), null, "/", 0, 200, Whatever),
        ["what is sent in parts"] = (app => Answer(app, 200, ("Accept-Ranges", "bytes")), null, "/", 0, 200, Whatever),
        ["anything else"] = (app => Answer(app, 200), null, "/", 0, 200, Whatever),
        ["an error"] = (app => Answer(app, 500), null, "/", 0, 500, Whatever),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_a_page_cannot_read_is_warned_of_once_with_the_fix_for_what_it_was(string name)
    {
        var (inFront, builder, path, misses, status, fix) = Ways[name];
        await using var host = Start(inFront, builder);
        for (var i = 0; i < misses; i++)
        {
            Assert.Equal(Shop, (await host.GetAsync(path, Shop))["Access-Control-Allow-Origin"]);
        }

        // Neither a request without Origin nor one that no fetch() sent.
        Assert.Equal(status, (await host.GetAsync(path)).Status);
        Assert.Equal(status, (await host.SendAsync("GET", path, ("Origin", Shop), ("Sec-Fetch-Mode", "navigate"))).Status);
        Assert.DoesNotContain(host.Log.Cors, line => line.Level == LogLevel.Warning);

        for (var i = 0; i < 3; i++)
        {
            (await host.SendAsync("GET", path, ("Origin", Shop), ("Sec-Fetch-Mode", "cors"))).ShouldBe(status, "");
        }

        var warning = Assert.Single(host.Log.Cors, line => line.Level == LogLevel.Warning);
        Assert.Equal(
            (16, $"A response to {path} left with {status} and without CORS headers: it was made before the request reached UseGatewayCors. {fix}"),
            (warning.Id.Id, warning.Text));
        Assert.DoesNotContain("preflight", warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a redirect to https", 307, "A browser follows no redirect of a preflight. Have the page call https://. " + Order + "app.UseHttpsRedirection().")]
    [InlineData("another redirect", 302, "A browser follows no redirect of a preflight. " + Order + "what redirects, such as UseHttpsRedirection.")]
    [InlineData("a challenge of everything", 302, Login + "a preflight carries no credentials, and a browser follows no redirect of it.")]
    [InlineData("a 401", 401, "A preflight carries no credentials. " + Order + "UseAuthentication and UseAuthorization.")]
    [InlineData("host filtering", 400, "Host filtering refused the host localhost: add it to AllowedHosts. Behind API Gateway it is the API's own domain name, or a custom one.")]
    [InlineData("a health check", 200, "It looks like a health check: call app.UseGatewayCors() before app.UseHealthChecks().")]
    [InlineData("anything else", 200, "Other CORS middleware answered, UseCors perhaps: remove it, or call app.UseGatewayCors() before it.")]
    public async Task A_preflight_has_its_own_fix(string name, int status, string fix)
    {
        var (inFront, builder, path, _, _, _) = Ways[name];
        await using var host = Start(inFront, builder);

        Assert.Equal(status, (await host.PreflightAsync(path, Shop, "GET")).Status);

        var warning = Assert.Single(host.Log.Cors, line => line.Level == LogLevel.Warning);
        Assert.Equal((12, $"A preflight of {path} was answered with {status} before it reached UseGatewayCors. {fix}"), (warning.Id.Id, warning.Text));
    }

    /// <summary>Each kind once: two errors with different statuses are two, two files are one.</summary>
    [Fact]
    public async Task A_kind_is_what_it_was_or_else_its_status()
    {
        await using var host = Start(app => app.Run(context =>
        {
            if (int.TryParse(context.Request.Query["status"], out var status))
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Age = context.Request.Query["age"];
            }

            return Task.CompletedTask;
        }), null);

        foreach (var query in new[] { "status=500", "status=500", "status=503", "status=200&age=1", "status=404&age=2", "status=200", "status=302", "status=303", "status=401", "status=403" })
        {
            await host.GetAsync("/?" + query, Shop);
        }

        Assert.Equal(["500", "503", "200", "200", "302", "303", "401", "403"], host.Log.Cors.Select(line => line.Text.Split(" left with ")[1].Split(' ')[0]));
    }

    /// <summary>A preflight is an OPTIONS request with Access-Control-Request-Method: https://fetch.spec.whatwg.org/#cors-preflight-request</summary>
    [Theory]
    [InlineData("OPTIONS", "X-Other")]
    [InlineData("GET", "Access-Control-Request-Method")]
    public async Task Half_a_preflight_is_none(string method, string header)
    {
        await using var host = Start(app => Answer(app, 401), null);

        await host.SendAsync(method, "/", ("Origin", Shop), (header, "PUT"));

        Assert.Equal([16], host.Log.Cors.Select(line => line.Id.Id));
    }

    /// <summary>An app that answers in front on purpose, and gives the page headers itself.</summary>
    [Fact]
    public async Task What_a_page_can_read_is_not_warned_of()
    {
        await using var host = Start(app => app.Run(context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = Shop;
            return Task.CompletedTask;
        }), null);

        await host.GetAsync("/", Shop);

        Assert.Empty(host.Log.Cors);
    }

    /// <summary>The order that the warning names for batches, where endpoints have policies of their own.</summary>
    [Fact]
    public async Task Batches_in_front_of_routing_can_be_given_headers()
    {
        await using var host = TestHost.Start(HostKind.TestServer, Policies, app =>
        {
            app.UseWhen(context => context.Request.Path.Value!.EndsWith("/$batch", StringComparison.Ordinal), batch => batch.UseGatewayCors());
            app.Map("/odata/$batch", batch => batch.Run(_ => Task.CompletedTask));
            app.UseRouting();
            app.UseGatewayCors();
            app.MapGet("/public", () => "public").RequireGatewayCors("public");
        });

        Assert.Equal(Shop, (await host.GetAsync("/odata/$batch", Shop))["Access-Control-Allow-Origin"]);
        Assert.Equal("*", (await host.GetAsync("/public", Shop))["Access-Control-Allow-Origin"]);
        Assert.Empty(host.Log.Cors);
    }

    /// <summary>A status that is none is warned of like any other; a handshake that succeeds, as of a WebSocket, is not.</summary>
    [Theory]
    [InlineData(-1, 16, 12)]
    [InlineData(0, 16, 12)]
    [InlineData(99, 16, 12)]
    [InlineData(100, 12)]
    [InlineData(101, 12)]
    [InlineData(199, 12)]
    [InlineData(400, 16, 12)]
    [InlineData(600, 16, 12)]
    [InlineData(int.MaxValue, 16, 12)]
    public void Any_status(int status, params int[] warnings)
    {
        using var log = new LogLines();
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(log)).AddGatewayCors(Policies).BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        services.GetRequiredService<IStartupFilter>().Configure(inner =>
        {
            inner.Use((HttpContext context, RequestDelegate _) =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            });
            inner.UseGatewayCors();
        })(app);
        var pipeline = app.Build();

        new ReusedRequest(Shop).Run(pipeline);
        new ReusedRequest(Shop, "PUT").Run(pipeline);

        Assert.Equal(warnings, log.Cors.Select(line => line.Id.Id));

        // No host filtering is known there.
        Assert.All(log.Cors, line => Assert.DoesNotContain("AllowedHosts", line.Text, StringComparison.Ordinal));
    }

    private static void Answer(WebApplication app, int status, params (string Name, string Value)[] headers) => app.Use((HttpContext context, RequestDelegate next) =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return Task.CompletedTask;
    });

    private static void Policies(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)).AddPolicy("public", p => p.AllowAnyOrigin());

    private static TestHost Start(Action<WebApplication> inFront, Action<WebApplicationBuilder>? builder) => TestHost.Start(
        HostKind.TestServer,
        Policies,
        app =>
        {
            inFront(app);
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
            app.MapGet("/cached", () => "orders").CacheOutput();
            app.MapGet("/cacheable", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public,max-age=60";
                return "orders";
            });
            app.MapGet("/members", () => Results.Text("members")).RequireAuthorization();
            app.MapGet("/short", () => "short").ShortCircuit();
        },
        b =>
        {
            b.Services.AddOutputCache();
            b.Services.AddAuthorization();
            builder?.Invoke(b);
        });
}
