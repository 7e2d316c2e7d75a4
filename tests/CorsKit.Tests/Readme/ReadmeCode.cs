using System.Text.RegularExpressions;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using CorsKit;
using CorsKit.Testing;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.OData;
using OpenTelemetry.Metrics;

// Not below CorsKit, so that what the README does not name is not found by accident.
namespace ReadmeExamples;

/// <summary>The code of the pages, compiled. PagesTests compares the regions with the pages letter by letter.</summary>
internal static class ReadmeCode
{
    public static void LambdaProgram(string[] args)
    {
        #region LambdaProgram
        var builder = WebApplication.CreateBuilder(args);

        builder.Services.AddAWSLambdaHosting(LambdaEventSource.HttpApi); // or RestApi
        builder.Services.AddGatewayCors(); // reads the section "GatewayCors"

        var app = builder.Build();

        app.UseGatewayCors(); // before anything that can answer a request

        app.MapGet("/orders", () => new[] { "Espresso cups", "Coffee" });

        app.Run();
        #endregion
    }

    public static void Policies(WebApplicationBuilder builder)
    {
        #region Policies
        builder.Services.AddGatewayCors(cors => cors
            .AddDefaultPolicy(policy => policy
                .AllowOrigins("https://shop.example.com", "https://*.preview.example.com")
                .AllowMethods("GET", "PUT", "DELETE")
                .AllowHeaders("content-type", "authorization")
                .ExposeHeaders("etag")
                .AllowCredentials()
                .MaxAge(TimeSpan.FromHours(1)))
            .AddPolicy("public", policy => policy.AllowAnyOrigin()));
        #endregion
    }

    public static void Order(WebApplication app)
    {
        #region Order
        app.UseRouting();
        app.UseGatewayCors();
        app.UseHttpsRedirection(); // and everything else
        #endregion
    }

    public static void Endpoints(WebApplication app)
    {
        #region Endpoints
        app.MapGet("/catalog", () => "open to all").RequireGatewayCors("public");
        app.MapDelete("/orders/{id}", (int id) => id).DisableGatewayCors();
        app.MapGet("/prices", [GatewayCors("public")] () => "open to all");
        #endregion
    }

    public static void Bypass(WebApplication app)
    {
        #region Bypass
        app.MapReverseProxy().BypassGatewayCors(); // YARP, and the backend writes the CORS headers
        app.MapMethods("/feed", ["GET", "OPTIONS"], Feed.Answer).BypassGatewayCors();
        #endregion
    }

    public static void BypassRoute(WebApplication app)
    {
        #region BypassRoute
        app.MapReverseProxy().Add(route =>
        {
            if (route.DisplayName == "billing") // its RouteId
            {
                route.Metadata.Add(new BypassGatewayCorsAttribute());
            }
        });
        #endregion
    }

    public static void LeaveOut(WebApplication app)
    {
        #region LeaveOut
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/identity"), // or !context.Request.Path.Value!.EndsWith("/$batch")
            branch => branch.UseGatewayCors());
        app.UseAuthentication(); // called here, since WebApplication would run both in front of the branch
        app.UseAuthorization();
        #endregion
    }

    public static void Rule(WebApplicationBuilder builder)
    {
        #region Rule
        builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy => policy
            .AllowOrigins("https://app.example.com") // asked first, and enough for most
            .AllowOriginsFrom((origin, context, cancellationToken) =>
                Regex.IsMatch(origin, @"^https://pr-\d+\.preview\.example\.com$"))));
        #endregion
    }

    public static void PreviewOrigins(GatewayCorsPolicyBuilder policy)
    {
        #region PreviewOrigins
        policy.AllowCredentials().AllowOriginsFrom((origin, context, cancellationToken) =>
            Regex.IsMatch(origin, @"^https://deploy-preview-\d+--shop\.netlify\.app$"));
        #endregion
    }

    public static void AnySite(GatewayCorsPolicyBuilder policy)
    {
        #region AnySite
        policy.AllowOriginsFrom((origin, context, cancellationToken) => true).AllowCredentials();
        #endregion
    }

    public static void SnapStart(WebApplicationBuilder builder)
    {
        #region SnapStart
        builder.Services.AddGatewayCors(cors => cors.RefreshAfter = TimeSpan.FromMinutes(5));
        builder.Services.AddAWSLambdaBeforeSnapshotRequest(new HttpRequestMessage(HttpMethod.Get, "/orders") { Headers = { { "Origin", "https://shop.example.com" } } });
        builder.Services.AddAWSLambdaBeforeSnapshotRequest(new HttpRequestMessage(HttpMethod.Options, "/orders")
        {
            Headers = { { "Origin", "https://shop.example.com" }, { "Access-Control-Request-Method", "PUT" } },
        });
        #endregion
    }

    public static void ByPath(WebApplication app)
    {
        #region ByPath
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/partners"), path => path.UseGatewayCors("partners"));
        app.Map("/legacy", path => path.UseGatewayCors("legacy").Run(Legacy.HandleAsync));
        #endregion
    }

    public static void OpenTelemetry(WebApplicationBuilder builder)
    {
        #region OpenTelemetry
        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("CorsKit"));
        #endregion
    }

    public static async Task<bool> CrossSiteAsync(WebApplication app, HttpContext context, string origin)
    {
        #region CrossSite
        var policy = await app.Services.GetRequiredService<ICorsPolicyProvider>().GetPolicyAsync(context, policyName: null);
        var isTrusted = policy is { AllowAnyOrigin: false, SupportsCredentials: true } && policy.IsOriginAllowed(origin);
        #endregion

        return isTrusted;
    }

    public static WebApplicationBuilder NativeAot(string[] args)
    {
        #region NativeAot
        var builder = WebApplication.CreateSlimBuilder(args);

        builder.Services.AddGatewayCors(); // nothing in it needs reflection
        #endregion

        return builder;
    }

    public static void Proxy(WebApplication app)
    {
        #region Proxy
        app.UseGatewayCors();
        app.MapReverseProxy(); // CorsPolicy of a route is a policy of CorsKit, by its name
        #endregion
    }

    public static void SignalR(WebApplication app)
    {
        #region SignalR
        app.UseGatewayCors(); // for negotiation, long polling and server-sent events
        app.UseWebSockets(new WebSocketOptions { AllowedOrigins = { "https://shop.example.com" } }); // for WebSockets, which know no CORS
        app.MapHub<OrdersHub>("/hub");
        #endregion
    }

    public static void Identity(WebApplication app)
    {
        #region Identity
        app.UseGatewayCors();
        app.UseAuthentication(); // the server answers here
        #endregion
    }

    public static void Mvc(WebApplication app)
    {
        #region Mvc
        app.UseRouting(); // where the app calls it, it goes first: the policy of a controller is known behind it
        app.UseGatewayCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapControllers(); // [GatewayCors("public")], [DisableGatewayCors], and [EnableCors] of ASP.NET Core
        #endregion
    }

    public static void Batching(WebApplication app)
    {
        #region Batching
        app.UseGatewayCors(); // the batch is one request of the page: it has one origin and one answer
        app.UseODataBatching(); // runs each request of a batch through what comes behind it
        app.UseRouting();
        app.MapControllers();
        #endregion
    }

    public static void GrpcWeb(WebApplication app)
    {
        #region GrpcWeb
        app.UseGatewayCors();
        app.UseGrpcWeb();
        app.MapGrpcService<OrdersService>().EnableGrpcWeb();
        #endregion
    }

    public static async Task<FetchOutcome> FetchOptionsAsync(Browser page)
    {
        #region FetchOptions
        var outcome = await page.FetchAsync("/orders", new FetchOptions { Mode = RequestMode.NoCors });

        // outcome.Type is Opaque, outcome.Status 0, and outcome.Readable false; outcome.Fix says to leave the mode out
        #endregion

        return outcome;
    }

    public static async Task<string> EntryPointAsync()
    {
        #region EntryPoint
        var serializer = new DefaultLambdaJsonSerializer(); // of Amazon.Lambda.Serialization.SystemTextJson
        var entryPoint = new LambdaEntryPoint();
        await using var api = FrontDoor.HttpApi(async (lambdaEvent, cancellationToken) =>
        {
            var request = serializer.Deserialize<APIGatewayHttpApiV2ProxyRequest>(lambdaEvent); // APIGatewayProxyRequest behind a REST API
            var response = await entryPoint.FunctionHandlerAsync(request, null!); // or a TestLambdaContext of Amazon.Lambda.TestUtilities
            var document = new MemoryStream();
            serializer.Serialize(response, document);
            document.Position = 0;
            return document;
        });
        #endregion

        using var client = api.CreateClient();
        return await client.GetStringAsync(new Uri("/orders", UriKind.Relative));
    }

    public static async Task<FetchOutcome> StreamingAsync<TEntryPoint>(LambdaApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        #region Streaming
        factory.EnableResponseStreaming = true; // of a LambdaApplicationFactory, before its app starts
        await using var api = FrontDoor.FunctionUrl(factory); // or RestApi
        #endregion

        using var page = new Browser(api, origin: "https://shop.example.com");
        return await page.FetchAsync(HttpMethod.Get, "/boom");
    }

    /// <summary>The reader's own.</summary>
    private static class Legacy
    {
        public static Task HandleAsync(HttpContext context) => context.Response.WriteAsync("legacy");
    }
}

/// <summary>The reader's own endpoint, which has CORS headers of its own.</summary>
internal static class Feed
{
    public static string Answer(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "https://reader.example";
        return $"feed, {context.Request.Method}";
    }
}
