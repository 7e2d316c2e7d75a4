using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;

namespace CorsKit.Tests.Middleware;

/// <summary>Endpoints that own their CORS: what they answer leaves as it is, preflights too, and no other endpoint answers less well for it.</summary>
public sealed class BypassTests(BypassTests.Apps apps) : IClassFixture<BypassTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Partner = "https://partner.example";
    private const string Evil = "https://evil.example";
    private const string Own = "Access-Control-Allow-Origin: https://own.example\nVary: X-Own";
    private const string VaryAll = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    private const string PutAllowed = $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Max-Age: 7200\n{VaryAll}";

    /// <summary>An answer with CORS headers of the endpoint's own, which says which request came.</summary>
    internal static IResult Answer(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "https://own.example";
        context.Response.Headers.Vary = "X-Own";
        return Results.Text($"{context.Request.Method} came");
    }

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(
            kind,
            cors => cors
                .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("GET", "PUT", "DELETE").ExposeHeaders("etag").AllowCredentials())
                .AddPolicy("partner", p => p.AllowOrigins(Partner).AllowMethods("PUT"))
                .AddPolicy("public", p => p.AllowAnyOrigin()),
            app =>
            {
                app.UseGatewayCors();
                app.Map("/any", Answer).BypassGatewayCors();
                app.MapMethods("/listed", ["GET", "OPTIONS"], Answer).BypassGatewayCors();
                app.MapMethods("/attribute", ["GET", "OPTIONS"], [BypassGatewayCors] (HttpContext context) => Answer(context));
                app.MapDelete("/delete", Answer).BypassGatewayCors();

                // Each method has an endpoint of its own.
                var apart = app.MapGroup("/apart").BypassGatewayCors();
                apart.MapPut("", Answer);
                apart.MapMethods("", ["OPTIONS"], Answer);

                // OPTIONS has an owner, and whether PUT has one is said elsewhere.
                app.MapPut("/options-alone", Answer);
                app.MapMethods("/options-alone", ["OPTIONS"], Answer).BypassGatewayCors();
                app.MapPut("/put-alone", Answer).BypassGatewayCors();
                app.MapMethods("/put-alone", ["OPTIONS"], Answer);

                // Two owners of one path.
                app.MapPut("/shared", Answer);
                app.MapDelete("/shared", Answer).BypassGatewayCors();
                app.MapPut("/named", Answer).RequireGatewayCors("partner");
                app.Map("/named", Answer).BypassGatewayCors();

                // A proxy behind routes of the app.
                app.Map("/proxy/{**path}", Answer).BypassGatewayCors();
                app.MapPut("/proxy/mine", Answer);
                app.MapPut("/proxy/mine/{id:int}", Answer);
                app.Map("/proxy/whole", Answer);

                // Endpoints that only constraints and hosts tell apart, and a method beside one that is bypassed.
                app.MapPut("/either/{id:alpha}", Answer).BypassGatewayCors();
                app.MapPut("/either/{id:int}", Answer);
                app.MapMethods("/hosts", ["PUT", "OPTIONS"], Answer).RequireHost("other.example").BypassGatewayCors();
                app.MapMethods("/hosts", ["PUT", "OPTIONS"], Answer);
                app.MapGet("/guarded/orders", Answer).RequireHost("other.example");
                app.Map("/guarded/{**rest}", Answer).BypassGatewayCors();
                app.MapMethods("/beside", ["GET", "OPTIONS"], Answer).BypassGatewayCors();
                app.MapPut("/beside", Answer);
                app.MapPut("/three", Answer);
                app.MapGet("/three", Answer).BypassGatewayCors();
                app.MapDelete("/three", Answer).BypassGatewayCors();
                app.MapPut("/options-of-all", Answer);
                app.MapMethods("/options-of-all", ["OPTIONS"], Answer);
                app.MapDelete("/options-of-all", Answer).BypassGatewayCors();
                app.MapMethods("/two", ["GET", "PUT"], Answer).BypassGatewayCors();

                // The last word.
                var partner = app.MapGroup("/partner").RequireGatewayCors("partner");
                partner.MapMethods("/bypassed", ["PUT", "OPTIONS"], Answer).BypassGatewayCors();
                partner.MapPut("/apart", Answer).BypassGatewayCors();
                partner.MapMethods("/apart", ["OPTIONS"], Answer).BypassGatewayCors();
                partner.MapPut("/without-options", Answer).BypassGatewayCors();
                var bypassed = app.MapGroup("/bypassed").BypassGatewayCors();
                bypassed.MapPut("/partner", Answer).RequireGatewayCors("partner");
                bypassed.MapPut("/disabled", Answer).DisableGatewayCors();
                bypassed.MapPut("/framework", [EnableCors("partner")] (HttpContext context) => Answer(context));
                app.MapMethods("/disabled/bypassed", ["PUT", "OPTIONS"], Answer).DisableGatewayCors().BypassGatewayCors();
                app.MapMethods("/framework/bypassed", ["PUT", "OPTIONS"], [DisableCors, BypassGatewayCors] (HttpContext context) => Answer(context));
                app.MapControllers();
                app.MapGet("/plain", Answer);
            },
            b => b.Services.AddControllers().AddApplicationPart(typeof(BypassedController).Assembly));
    }

    public static TheoryData<HostKind, string, string, string, string> Actual => OnEveryHost<string, string, string, string>(
    [
        .. from path in new[] { "/any", "/listed", "/attribute", "/mvc/bypassed", "/proxy/x" }
           from origin in new[] { Shop, Evil, "" }
           select ("GET", path, origin, Own),
        ("OPTIONS", "/any", Shop, Own), ("OPTIONS", "/any", "", Own), ("OPTIONS", "/apart", "", Own),
        ("DELETE", "/delete", Shop, Own), ("PUT", "/apart", Shop, Own), ("DELETE", "/shared", Shop, Own), ("DELETE", "/proxy/mine", Shop, Own),
        ("PUT", "/partner/bypassed", Partner, Own), ("PUT", "/disabled/bypassed", Shop, Own), ("PUT", "/framework/bypassed", Shop, Own),

        // The others keep theirs.
        ("GET", "/plain", Shop, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Shop}\nAccess-Control-Expose-Headers: etag\nVary: X-Own, Origin"),
        ("PUT", "/shared", Evil, "Vary: X-Own, Origin"), ("PUT", "/proxy/mine", Evil, "Vary: X-Own, Origin"), ("PUT", "/named", Evil, "Vary: X-Own, Origin"),
        ("PUT", "/bypassed/partner", Shop, "Vary: X-Own, Origin"), ("PUT", "/bypassed/framework", Shop, "Vary: X-Own, Origin"), ("PUT", "/bypassed/disabled", Shop, Own),
        ("PUT", "/mvc/bypassed/partner", Partner, "Access-Control-Allow-Origin: https://partner.example\nVary: X-Own, Origin"),
    ]);

    [Theory]
    [MemberData(nameof(Actual))]
    public async Task What_a_bypassed_endpoint_answers_leaves_as_it_is(HostKind kind, string method, string path, string origin, string cors)
    {
        var answer = await apps.On(kind).SendAsync(method, path, origin.Length > 0 ? [("Origin", origin)] : []);

        answer.ShouldBe(200, cors, $"{method} came");
    }

    /// <summary>The path, the origin, the method, and what comes back; "came" for an answer of the endpoint's own.</summary>
    public static TheoryData<HostKind, string, string, string, string> Preflights => OnEveryHost<string, string, string, string>(
    [
        .. from path in new[] { "/any", "/listed", "/attribute", "/mvc/bypassed", "/proxy/x" }
           from origin in new[] { Shop, Evil }
           select (path, origin, "GET", "came"),
        ("/apart", Evil, "PUT", "came"), ("/apart", Evil, "PATCH", "came"), ("/listed", Evil, "PUT", "came"),

        // Without OPTIONS it is as in an app without CorsKit: no policy lets a page delete there.
        ("/delete", Shop, "DELETE", "405"), ("/delete", Evil, "DELETE", "405"), ("/partner/without-options", Partner, "PUT", "405"),

        // A preflight belongs to the endpoint that the request would reach, whatever tells it from its siblings.
        ("/either/1", Shop, "PUT", PutAllowed), ("/either/1", Evil, "PUT", "403"), ("/either/a", Shop, "PUT", "405"),
        ("/hosts", Shop, "PUT", PutAllowed), ("/hosts", Evil, "PUT", "403"),
        ("/guarded/orders", Evil, "GET", "came"), ("/guarded/orders", Evil, "PUT", "came"),
        ("/beside", Shop, "PUT", PutAllowed), ("/beside", Evil, "PUT", "403"), ("/beside", Evil, "GET", "came"),
        ("/three", Evil, "PUT", "403"), ("/three", Evil, "DELETE", "405"), ("/three", Evil, "GET", "405"),
        ("/options-of-all", Shop, "PUT", PutAllowed), ("/options-of-all", Evil, "PUT", "403"), ("/options-of-all", Evil, "DELETE", "came"),

        // No endpoint takes the method: the default policy answers, as for every other address.
        ("/delete", Shop, "PUT", PutAllowed), ("/delete", Evil, "PUT", "403"),

        ("/options-alone", Evil, "PUT", "came"), ("/put-alone", Evil, "PUT", "came"),
        ("/shared", Shop, "PUT", PutAllowed), ("/shared", Evil, "PUT", "403"), ("/shared", Shop, "DELETE", "405"),
        ("/named", Shop, "PUT", "403"), ("/named", Evil, "GET", "came"),

        // A proxy gets no preflight of the routes in front of it.
        ("/proxy/mine", Shop, "PUT", PutAllowed), ("/proxy/mine", Evil, "PUT", "403"), ("/proxy/mine", Evil, "DELETE", "came"),
        ("/proxy/mine/7", Shop, "PUT", PutAllowed), ("/proxy/mine/7", Evil, "DELETE", "came"),
        ("/proxy/whole", Shop, "PUT", PutAllowed), ("/proxy/whole", Evil, "PUT", "403"),

        ("/partner/bypassed", Evil, "PUT", "came"), ("/partner/apart", Evil, "PUT", "came"),
        ("/disabled/bypassed", Evil, "PUT", "came"), ("/framework/bypassed", Evil, "PUT", "came"),
        ("/bypassed/partner", Partner, "PUT", $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {Partner}\nAccess-Control-Max-Age: 7200\n{VaryAll}"),
        ("/bypassed/partner", Shop, "PUT", "403"), ("/bypassed/framework", Shop, "PUT", "403"), ("/bypassed/disabled", Shop, "PUT", "403"),
        ("/mvc/bypassed/partner", Shop, "PUT", "403"),

        // Some endpoint is bypassed: elsewhere too only what was requested is named, since a browser remembers it for the URL.
        ("/plain", Shop, "PUT", PutAllowed),
    ]);

    [Theory]
    [MemberData(nameof(Preflights))]
    [Trait("Check", "C15")]
    public async Task A_preflight_belongs_to_the_endpoint_that_the_request_would_reach(HostKind kind, string path, string origin, string method, string expected)
    {
        var answer = await apps.On(kind).PreflightAsync(path, origin, method);

        _ = expected switch
        {
            "came" => Same((200, Own, "OPTIONS came"), (answer.Status, answer.Cors, answer.Body)),
            "405" => Same((405, "", ""), (answer.Status, answer.Cors, answer.Body)) && Same(false, answer["Allow"]!.Contains("OPTIONS", StringComparison.Ordinal)),
            "403" => Same((403, "Vary: Origin", ""), (answer.Status, answer.Cors, answer.Body)),
            _ => Same((204, expected, ""), (answer.Status, answer.Cors, answer.Body)),
        };
    }

    /// <summary>The method, the path, the headers, and the answer: its status, what it allows, and its body.</summary>
    public static TheoryData<HostKind, string, string, string[], string> OfRouting => OnEveryHost<string, string, string[], string>(
    [
        // Without Origin, or with another method, it is no preflight.
        ("OPTIONS", "/shared", ["Access-Control-Request-Method", "DELETE"], "405 DELETE, PUT "),
        ("DELETE", "/shared", ["Origin", Evil, "Access-Control-Request-Method", "PUT"], "200  DELETE came"),

        // And one that no endpoint takes hears of all methods.
        ("OPTIONS", "/two", ["Origin", Evil, "Access-Control-Request-Method", "PUT"], "405 GET, PUT "),
    ]);

    [Theory]
    [MemberData(nameof(OfRouting))]
    public async Task Routing_answers_as_in_an_app_without_CorsKit(HostKind kind, string method, string path, string[] headers, string expected)
    {
        var answer = await apps.On(kind).SendAsync(method, path, [.. headers.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal(expected, $"{answer.Status} {answer["Allow"]} {answer.Body}");
    }

    private static bool Same<T>(T expected, T actual)
    {
        Assert.Equal(expected, actual);
        return true;
    }

    private static TheoryData<HostKind, T1, T2, T3, T4> OnEveryHost<T1, T2, T3, T4>((T1, T2, T3, T4)[] cases)
    {
        var data = new TheoryData<HostKind, T1, T2, T3, T4>();
        foreach (var kind in RunningApp.Hosts.Keys)
        {
            foreach (var (one, two, three, four) in cases)
            {
                data.Add(kind, one, two, three, four);
            }
        }

        return data;
    }
}

[ApiController]
[Route("mvc/bypassed")]
[BypassGatewayCors]
public sealed class BypassedController : ControllerBase
{
    [HttpGet]
    [HttpOptions]
    public IResult Any() => BypassTests.Answer(HttpContext);

    [HttpPut("partner")]
    [GatewayCors("partner")]
    public IResult Partner() => BypassTests.Answer(HttpContext);
}
