using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Tool.Tests.Probing;

/// <summary>Every front door healthy, and with each fault.</summary>
internal static class Situations
{
    private const string FunctionUrlHost = "abc.lambda-url.eu-west-1.on.aws";
    private const string BalancerHost = "api-1.eu-west-1.elb.amazonaws.com";

    private static readonly GatewayAuthorizer Authorizer = GatewayAuthorizer.Bearer("token");

    private static readonly Dictionary<string, GatewayResponse> CorsOnErrors = new[] { "DEFAULT_4XX", "DEFAULT_5XX" }.ToDictionary(type => type, _ =>
        new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = $"'{LiveApi.Page}'", ["Access-Control-Allow-Credentials"] = "'true'", ["Vary"] = "'Origin'" }));

    private static readonly CorsConfiguration Configured = new()
    {
        AllowOrigins = Situation.Origins,
        AllowMethods = ["GET", "PUT"],
        AllowHeaders = ["content-type", "authorization"],
        ExposeHeaders = ["etag"],
        AllowCredentials = true,
        MaxAge = 7200,
    };

    private static readonly CachePolicy Caching = new() { QueryStrings = true };

    private static readonly string Settings = Situation.SettingsOf(string.Join(',', Situation.Origins));

    public static IEnumerable<Situation> Healthy =>
    [
        new("REST API", "none", f => FrontDoor.RestApi(f)),
        new("REST API with gateway responses and its settings", "none", f => FrontDoor.RestApi(f, settings: new() { GatewayResponses = CorsOnErrors })) { Options = "--method PUT --method GET --header content-type --credentials --deep", Settings = Settings },
        new("REST API, an app for anybody", "none", f => FrontDoor.RestApi(f)) { App = Situation.AllowingAnybody, Options = "--deep" },
        new("REST API with a MOCK that agrees", "none", f => FrontDoor.RestApi(f, settings: Mock(LiveApi.Page, credentials: true))),
        new("HTTP API", "none", f => FrontDoor.HttpApi(f)) { Options = "--method PUT --header authorization --credentials", Settings = Settings },
        new("HTTP API, format 1.0, a named stage", "none", f => FrontDoor.HttpApi(f, "prod", new() { PayloadFormatVersion = PayloadFormatVersion.V1 })),
        new("HTTP API that owns CORS", "none", f => FrontDoor.HttpApi(f, settings: new() { CorsConfiguration = Configured })) { App = Situation.Nothing, Options = "--method PUT --header content-type --credentials", Settings = Settings },
        new("HTTP API with few routes", "none", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("GET /orders"), new("OPTIONS /{proxy+}")] })),
        new("Function URL", "none", f => FrontDoor.FunctionUrl(f)) { Host = FunctionUrlHost, Options = "--credentials", Settings = Settings },
        new("Function URL that owns CORS", "none", f => FrontDoor.FunctionUrl(f, new() { Cors = Configured })) { Host = FunctionUrlHost, App = Situation.Nothing, Settings = Settings },
        new("load balancer", "none", f => FrontDoor.LoadBalancer(f)) { Options = "--credentials", Settings = Settings },
        new("load balancer, several values", "none", f => FrontDoor.LoadBalancer(f, new() { MultiValueHeaders = true })),
        new("CloudFront before a REST API", "none", f => FrontDoor.CloudFront(FrontDoor.RestApi(f))) { Settings = Settings },
        new("CloudFront that caches by Origin", "none", f => FrontDoor.CloudFront(FrontDoor.HttpApi(f), new() { CachePolicy = Caching with { Headers = ["Origin"] } })),
        new("an app that names headers in front of CorsKit", "none", f => FrontDoor.HttpApi(f)) { App = Situation.Before_CORS(NamingHeaders, Situation.AllowingAnybody), Settings = """{ "GatewayCors": { "AllowOrigins": "*", "AllowMethods": "PUT" } }""" },
        new("CloudFront that caches what anybody may read", "none", f => FrontDoor.CloudFront(FrontDoor.HttpApi(f), new() { CachePolicy = Caching })) { App = Situation.AllowingAnybody },
    ];

    public static IEnumerable<Situation> Faulty =>
    [
        .. RestApis, .. HttpApis, .. OtherDoors, .. Distributions, .. Apps,
    ];

    private static IEnumerable<Situation> RestApis =>
    [
        new("no OPTIONS method", "CK101 CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders")], GatewayResponses = CorsOnErrors })),
        new("no OPTIONS method, PUT", "CK101 CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders"), new("PUT", "/orders")] })) { Options = "--method PUT" },
        new("authorizer on OPTIONS", "CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("ANY", "/orders") { Authorizer = Authorizer }] })) { Options = "--header authorization" },
        new("authorizer on OPTIONS, with gateway responses", "CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders"), new("OPTIONS", "/orders") { Authorizer = Authorizer }], GatewayResponses = CorsOnErrors })),
        new("API key on OPTIONS", "CK104", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders"), new("OPTIONS", "/orders") { ApiKeyRequired = true }] })),
        new("IAM on OPTIONS", "CK101 CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders"), new("OPTIONS", "/orders") { IamAuthorization = true }] })),
        new("IAM on everything", "CK102 CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("ANY", "/orders") { IamAuthorization = true }] })),
        new("proxy without root", "CK102 CK103", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("ANY", "/{proxy+}")] })) { Path = "" },
        new("missing gateway responses", "CK105 CK107", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders") { Authorizer = Authorizer }, new("OPTIONS", "/orders")] })) { Options = "--header authorization" },
        new("missing gateway responses, seen at a path that is not there", "CK105 CK107", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("ANY", "/orders")] })),
        new("MOCK OPTIONS for another origin", "CK112", f => FrontDoor.RestApi(f, settings: Mock(Situation.Desk))),
        new("MOCK OPTIONS without the method", "CK112", f => FrontDoor.RestApi(f, settings: Mock(LiveApi.Page, "GET"))) { Options = "--method PUT" },
        new("MOCK OPTIONS with * for a page with credentials", "CK112", f => FrontDoor.RestApi(f, settings: Mock("*"))) { Options = "--credentials" },
        new("MOCK OPTIONS that lacks what the settings have", "CK112", f => FrontDoor.RestApi(f, settings: Mock(LiveApi.Page, credentials: true))) { Settings = Settings },
        new("MOCK OPTIONS that says nothing", "CK118", f => FrontDoor.RestApi(f, settings: new() { Methods = [new("GET", "/orders"), new("OPTIONS", "/orders") { Mock = new(200, new Dictionary<string, string>()) }] })),
        new("MOCK OPTIONS with several origins in one header", "CK109 CK708", f => FrontDoor.RestApi(f, settings: Mock($"{LiveApi.Page},{Situation.Desk}"))),
        new("binary MOCK 500", "CK113", f => FrontDoor.RestApi(f, settings: Mock(LiveApi.Page) with { BinaryMediaTypes = ["*/*"] })),
    ];

    private static IEnumerable<Situation> HttpApis =>
    [
        new("$default authorizer", "CK206", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("$default") { Authorizer = Authorizer }], CorsConfiguration = Configured })) { Options = "--header authorization" },
        new("no route for OPTIONS", "CK207", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("GET /orders")] })),
        new("CorsConfiguration overriding the app", "CK202", f => FrontDoor.HttpApi(f, settings: new() { CorsConfiguration = Configured with { AllowOrigins = [Situation.Desk] } })),
        new("CorsConfiguration overriding the app, seen in its settings", "CK202", f => FrontDoor.HttpApi(f, settings: new() { CorsConfiguration = Configured with { AllowMethods = ["GET", "DELETE"] } })) { Settings = Settings },
        new("CorsConfiguration without the method", "CK205 CK202", f => FrontDoor.HttpApi(f, settings: new() { CorsConfiguration = Configured with { AllowMethods = ["GET"] } })) { Options = "--method PUT --method GET" },
        new("CorsConfiguration with origins alone", "CK205 CK202", f => FrontDoor.HttpApi(f, settings: new() { CorsConfiguration = new() { AllowOrigins = ["*"] } })),
        new("error of the HTTP API itself", "CK716", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("GET /orders") { Authorizer = Authorizer }, new("$default")] })) { Options = "--header authorization", Fix = "let the app check it instead of an authorizer" },
        new("HTTP API throttled", "CK716", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("GET /orders") { Throttling = new(0) }, new("$default")] })) { Fix = "Raise the throttling of the stage or the route" },
        new("HTTP API throttled on OPTIONS too", "CK717", f => FrontDoor.HttpApi(f, settings: new() { Routes = [new("$default") { Throttling = new(0) }] })) { Fix = "Raise the throttling of the stage or the route" },
        new("function too slow for the HTTP API", "CK716", f => FrontDoor.HttpApi(f, settings: new() { IntegrationTimeout = TimeSpan.FromSeconds(1) })) { App = Situation.Behind_CORS(Slowly), Fix = "Answer in time, or let the work go on after the answer" },
    ];

    private static IEnumerable<Situation> OtherDoors =>
    [
        new("Function URL doubled", "CK301", f => FrontDoor.FunctionUrl(f, new() { Cors = Configured })) { Host = FunctionUrlHost },
        new("Function URL doubled with *", "CK301", f => FrontDoor.FunctionUrl(f, new() { Cors = new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] } })) { Host = FunctionUrlHost },
        new("Function URL with IAM", "CK307", f => FrontDoor.FunctionUrl(f, new() { IamAuthorization = true })) { Host = FunctionUrlHost },
        new("function too slow for its URL", "CK716", f => FrontDoor.FunctionUrl(f, new() { FunctionTimeout = TimeSpan.FromSeconds(1) })) { Host = FunctionUrlHost, App = Situation.Behind_CORS(Slowly), Fix = "raise the function's Timeout" },
        new("Function URL throttled", "CK717", f => FrontDoor.FunctionUrl(f, new() { ReservedConcurrency = 0 })) { Host = FunctionUrlHost, Fix = "Raise the function's reserved concurrency" },
        new("response too large for the load balancer", "CK716", f => FrontDoor.LoadBalancer(f)) { Host = BalancerHost, App = Situation.Behind_CORS(Largely), Fix = "Keep responses under 1 MB" },
        new("listener attribute overwriting", "CK401 CK709", f => FrontDoor.LoadBalancer(f, new()
        {
            ListenerAttributes = new Dictionary<string, string> { ["routing.http.response.access_control_allow_origin.header_value"] = Situation.Desk },
        }))
        { Host = BalancerHost },
        new("authenticate action on OPTIONS", "CK402 CK712", f => FrontDoor.LoadBalancer(f, new() { AuthenticateAt = new Uri("https://127.0.0.1:1/login") })) { Host = BalancerHost },
        new("authenticate action on OPTIONS, the load balancer behind a name of its own", "CK712 CK402", f => FrontDoor.LoadBalancer(f, new() { AuthenticateAt = new Uri("https://127.0.0.1:1/login") })),
    ];

    private static IEnumerable<Situation> Distributions =>
    [
        new("CloudFront without OPTIONS", "CK501", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { AllowedMethods = ["GET", "HEAD"] })),
        new("CloudFront not forwarding Origin", "CK503 CK704", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { OriginRequestPolicy = null })),
        new("CloudFront not forwarding Access-Control-Request-*", "CK504", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { OriginRequestPolicy = OriginRequestPolicy.CorsCustomOrigin })),
        new("Host forwarded 403", "CK505", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { OriginRequestPolicy = OriginRequestPolicy.AllViewer })),
        new("CloudFront cache without Origin in key", "CK502", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { CachePolicy = Caching })),
        new("CloudFront cache without Origin and query in key", "CK502", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { CachePolicy = CachePolicy.CachingOptimized })),
        new("CloudFront cache that an untrusted origin filled", "CK502", f => Filled(FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { CachePolicy = CachePolicy.CachingOptimized }))),
        new("CloudFront cache of preflights", "CK508", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { CachePolicy = CachePolicy.CachingOptimized with { Headers = ["X"] }, CachedMethods = ["GET", "HEAD", "OPTIONS"] })),
        new("http to https redirect", "CK507", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps })),
        new("response headers policy with * over credentials", "CK705 CK506", f => FrontDoor.CloudFront(FrontDoor.RestApi(f), new() { ResponseHeadersPolicy = new() { AllowOrigins = ["*"], OriginOverride = true } })) { Options = "--credentials" },
    ];

    private static IEnumerable<Situation> Apps =>
    [
        new("app without CORS", "CK704", f => FrontDoor.RestApi(f)) { App = Situation.Nothing },
        new("app without CORS, HTTP API", "CK704", f => FrontDoor.HttpApi(f)) { App = Situation.Nothing },
        new("* with credentials", "CK705 CK111", f => FrontDoor.RestApi(f)) { App = Situation.Doing(Writing("*")), Options = "--credentials" },
        new("credentials not allowed", "CK706", f => FrontDoor.HttpApi(f)) { App = Situation.Allowing(Situation.Origins, credentials: false), Options = "--credentials" },
        new("app writing twice", "CK707", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(Writing(LiveApi.Page, LiveApi.Page)) },
        new("a list of origins in one header", "CK708", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(Writing($"{LiveApi.Page} {Situation.Desk}")) },
        new("one fixed origin", "CK709", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(Writing(Situation.Desk)) },
        new("errors without headers", "CK713", f => FrontDoor.RestApi(f)) { App = Situation.Doing(ForgettingErrors), Path = "broken" },
        new("errors without headers, seen at a path that is not there", "CK713", f => FrontDoor.RestApi(f)) { App = Situation.Doing(ForgettingErrors) },
        new("method missing from the policy", "CK702", f => FrontDoor.RestApi(f)) { Options = "--method DELETE" },
        new("header missing from the policy", "CK703", f => FrontDoor.RestApi(f)) { Options = "--header x-requested-with" },
        new("wrong origin", "CK701", f => FrontDoor.RestApi(f)) { App = Situation.Allowing([Situation.Desk]) },
        new("wrong origin, and the settings say so", "CK701", f => FrontDoor.HttpApi(f)) { App = Situation.Allowing([Situation.Desk]), Settings = Situation.SettingsOf(Situation.Desk) },
        new("not deployed: the origin", "CK711", f => FrontDoor.RestApi(f)) { App = Situation.Allowing([Situation.Desk]), Settings = Settings },
        new("not deployed: another origin", "CK711", f => FrontDoor.HttpApi(f)) { App = Situation.Allowing([LiveApi.Page]), Settings = Settings },
        new("not deployed: a method", "CK711", f => FrontDoor.FunctionUrl(f)) { Host = FunctionUrlHost, Settings = Situation.SettingsOf(string.Join(',', Situation.Origins), "GET,PUT,DELETE") },
        new("not deployed: a header", "CK711", f => FrontDoor.LoadBalancer(f)) { Settings = Situation.SettingsOf(string.Join(',', Situation.Origins), headers: "content-type,authorization,x-new"), Options = "--header x-new" },
        new("not deployed: max-age", "CK711", f => FrontDoor.HttpApi(f)) { Settings = Situation.SettingsOf(string.Join(',', Situation.Origins), more: ", \"MaxAge\": 60") },
        new("authentication redirect on OPTIONS", "CK712", f => FrontDoor.RestApi(f)) { App = Situation.Before_CORS(Login) },
        new("login in front of CORS, for the request alone", "CK720", f => FrontDoor.RestApi(f)) { App = Situation.Before_CORS((context, next) => context.Request.Method == "OPTIONS" ? next() : Login(context, next)) },
        new("login behind CORS", "CK720", f => FrontDoor.HttpApi(f)) { App = Situation.Behind_CORS(Login) },
        new("host filtering", "CK721", f => FrontDoor.HttpApi(f)) { App = HostFiltering },
        new("output cache in front of CORS", "CK722", f => FrontDoor.HttpApi(f)) { App = OutputCache },
        new("output cache in front of CORS, REST API", "CK722", f => FrontDoor.RestApi(f)) { App = OutputCache },
        new("authentication 401 on OPTIONS", "CK715", f => FrontDoor.RestApi(f)) { App = Situation.Before_CORS(Challenge), Options = "--header authorization" },
        new("preflights not answered as such", "CK719", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(ForgettingPreflights) },
        new("the app's own cache without Origin in key", "CK710", f => FrontDoor.HttpApi(f)) { App = Situation.Before_CORS(Remembering()) },
        new("stage cache without Origin in key", "CK116 CK710", f => FrontDoor.RestApi(f)) { App = Situation.Before_CORS(Remembering()) },
        new("any origin echoed with credentials", "CK718", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(Echoing(_ => true)) },
        new("origins compared by their beginning", "CK718", f => FrontDoor.HttpApi(f)) { App = Situation.Doing(Echoing(origin => origin.StartsWith(LiveApi.Page, StringComparison.Ordinal))), Options = "--deep" },
        new("origins compared by their end", "CK718", f => FrontDoor.RestApi(f)) { App = Situation.Doing(Echoing(origin => origin.EndsWith("shop.example.com", StringComparison.Ordinal))), Options = "--deep" },
        new("null allowed", "CK718", f => FrontDoor.RestApi(f)) { App = Situation.Doing(Echoing(origin => origin is LiveApi.Page or "null")), Options = "--deep" },
        new("function that fails", "CK717", _ => FrontDoor.RestApi((_, _) => throw new InvalidOperationException("crash"))),
        new("function too slow", "CK717", _ => FrontDoor.HttpApi(async (_, cancel) => { await Task.Delay(Timeout.Infinite, cancel); return Stream.Null; }, settings: new() { IntegrationTimeout = TimeSpan.FromMilliseconds(50) })),
        new("no answer to preflights", "CK714", f => FrontDoor.RestApi(f)) { App = Situation.Before_CORS(Sleeping), Options = "--timeout 2" },
    ];

    /// <summary>What SAM's Cors or the console makes: an OPTIONS that says the same to everybody.</summary>
    private static RestApiSettings Mock(string origin, string methods = "GET,PUT", bool credentials = false)
    {
        var headers = new Dictionary<string, string>
        {
            ["Access-Control-Allow-Origin"] = origin,
            ["Access-Control-Allow-Methods"] = methods,
            ["Access-Control-Allow-Headers"] = "content-type,authorization",
        };
        if (credentials)
        {
            headers["Access-Control-Allow-Credentials"] = "true";
        }

        return new()
        {
            Methods = [new("ANY", "/{proxy+}"), new("OPTIONS", "/{proxy+}") { Mock = new(200, headers) }],
            GatewayResponses = CorsOnErrors,
        };
    }

    /// <summary>An untrusted origin has asked before.</summary>
    private static CloudFrontDistribution Filled(CloudFrontDistribution distribution)
    {
        using var client = distribution.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "orders");
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var response = client.SendAsync(request).GetAwaiter().GetResult();
        return distribution;
    }

    private static Func<HttpContext, Func<Task>, Task> Writing(params string[] origins) => async (context, next) =>
    {
        context.Response.Headers.AccessControlAllowOrigin = origins;
        context.Response.Headers.AccessControlAllowMethods = "GET";
        if (context.Request.Method == "OPTIONS")
        {
            context.Response.StatusCode = 204;
            return;
        }

        await next();
    };

    private static Func<HttpContext, Func<Task>, Task> Echoing(Func<string, bool> allows) => (context, next) =>
    {
        var origin = context.Request.Headers.Origin.ToString();
        context.Response.Headers.Vary = "Origin";
        context.Response.Headers.AccessControlAllowCredentials = "true";
        return allows(origin) ? Writing(origin)(context, next) : next();
    };

    /// <summary>CORS by hand, on what goes well.</summary>
    private static async Task ForgettingErrors(HttpContext context, Func<Task> next)
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode < 400 && context.Request.Headers.Origin == LiveApi.Page)
            {
                context.Response.Headers.AccessControlAllowOrigin = LiveApi.Page;
            }

            context.Response.Headers.Vary = "Origin";
            return Task.CompletedTask;
        });
        try
        {
            if (context.Request.Method == "OPTIONS")
            {
                context.Response.StatusCode = 204;
                return;
            }

            await next();
        }
        catch (InvalidOperationException)
        {
            context.Response.StatusCode = 500;
        }
    }

    /// <summary>CORS on what routing finds, and OPTIONS is not found.</summary>
    private static Task ForgettingPreflights(HttpContext context, Func<Task> next)
    {
        context.Response.Headers.Vary = "Origin";
        if (context.Request.Method == "OPTIONS")
        {
            context.Response.StatusCode = 405;
            return Task.CompletedTask;
        }

        if (context.Request.Headers.Origin == LiveApi.Page)
        {
            context.Response.Headers.AccessControlAllowOrigin = LiveApi.Page;
        }

        return next();
    }

    /// <summary>A cache that knows a response by its URL alone, and does not say that it is one.</summary>
    private static Func<HttpContext, Func<Task>, Task> Remembering()
    {
        var origins = new System.Collections.Concurrent.ConcurrentDictionary<string, string>();
        return (context, next) =>
        {
            if (context.Request.Method == "GET")
            {
                // Whoever asks, the answer is the first one's.
                context.Request.Headers.Origin = origins.GetOrAdd(context.Request.Path + context.Request.QueryString, context.Request.Headers.Origin.ToString());
            }

            return next();
        };
    }

    private static void HostFiltering(WebApplicationBuilder builder, Action<Action<WebApplication>> use)
    {
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["api.example.com"]);
        Situation.Allowing(Situation.Origins)(builder, cors => use(app =>
        {
            app.UseHostFiltering();
            cors(app);
        }));
    }

    private static void OutputCache(WebApplicationBuilder builder, Action<Action<WebApplication>> use)
    {
        builder.Services.AddOutputCache(cache => cache.AddBasePolicy(policy => policy.Cache()));
        Situation.Allowing(Situation.Origins)(builder, cors => use(app =>
        {
            app.UseOutputCache();
            cors(app);
        }));
    }

    private static Task NamingHeaders(HttpContext context, Func<Task> next)
    {
        context.Response.Headers.AccessControlAllowHeaders = "x-front";
        return next();
    }

    private static Task Login(HttpContext context, Func<Task> next)
    {
        context.Response.Redirect("https://127.0.0.1:1/login");
        return Task.CompletedTask;
    }

    private static Task Slowly(HttpContext context, Func<Task> next) => IsOrders(context) ? Task.Delay(TimeSpan.FromSeconds(30)) : next();

    private static Task Largely(HttpContext context, Func<Task> next) => IsOrders(context) ? context.Response.Body.WriteAsync(new byte[1024 * 1024]).AsTask() : next();

    private static bool IsOrders(HttpContext context) => context.Request.Path == "/orders";

    private static Task Challenge(HttpContext context, Func<Task> next)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            return next();
        }

        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static Task Sleeping(HttpContext context, Func<Task> next) =>
        context.Request.Method == "OPTIONS" ? Task.Delay(Timeout.Infinite, context.RequestAborted) : next();
}
