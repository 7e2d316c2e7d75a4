using System.Globalization;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Middleware;

/// <summary>What every request gets, on every host: the request, and the exact status, CORS headers and Vary of the answer.</summary>
public sealed class RequestTableTests(RequestTableTests.Apps apps) : IClassFixture<RequestTableTests.Apps>
{
    private const string Shop = "https://shop.example.com";
    private const string Preview = "https://pr-7.preview.example.com";
    private const string Evil = "https://evil.example";
    private const string Refused = "Vary: Origin";
    private const string Allowed = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Expose-Headers: etag\nVary: Origin";
    private const string AllowedPreview = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://pr-7.preview.example.com\nAccess-Control-Expose-Headers: etag\nVary: Origin";
    private const string Preflighted = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type,authorization\nAccess-Control-Allow-Methods: GET,PUT\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Max-Age: 600\nVary: Origin";

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(
            kind,
            cors => cors.AddDefaultPolicy(p => p
                .AllowOrigins(Shop, "https://*.preview.example.com").AllowMethods("GET", "PUT").AllowHeaders("content-type", "authorization")
                .ExposeHeaders("etag").AllowCredentials().MaxAge(TimeSpan.FromMinutes(10))),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
                app.MapMethods("/options", ["OPTIONS"], () => "reached the endpoint");
                app.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
                app.MapGet("/own", (HttpResponse response) =>
                {
                    response.Headers.AccessControlAllowOrigin = new StringValues([Evil, "*"]);
                    response.Headers.AccessControlAllowCredentials = "true";
                    response.Headers.AccessControlExposeHeaders = "*";
                    response.Headers.AccessControlAllowMethods = "*";
                    response.Headers.AccessControlAllowHeaders = "*";
                    response.Headers.AccessControlMaxAge = "1";
                    return "own";
                });
                app.MapGet("/vary/{case}", (string @case, HttpResponse response) =>
                {
                    response.Headers.Vary = @case switch
                    {
                        "other" => "Accept-Encoding",
                        "origin" => "origin",
                        "among" => "Accept, ORIGIN ,Accept-Encoding",
                        "twice" => new StringValues(["Origin", "Origin, Accept"]),
                        "lines" => new StringValues(["Accept", "Accept-Encoding"]),
                        "empty" => new StringValues(["", "Accept"]),
                        "any" => new StringValues(["Accept", "*"]),
                        _ => "*",
                    };
                    return "vary";
                });
            });
    }

    public static TheoryData<HostKind, string, string, string, string[], int, string> Cases
    {
        get
        {
            var cases = new TheoryData<HostKind, string, string, string, string[], int, string>();
            foreach (var kind in RunningApp.Hosts.Keys)
            {
                void Add(string what, string method, string path, string[] headers, int status, string cors) =>
                    cases.Add(kind, what, method, path, headers, status, cors);

                // Preflights.
                Add("allowed", "OPTIONS", "/orders", ["Origin", Shop, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "content-type"], 204, Preflighted);
                Add("padded headers", "OPTIONS", "/orders", ["Origin", Shop, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "authorization, content-type"], 204, Preflighted);
                Add("method not in the policy", "OPTIONS", "/orders", ["Origin", Shop, "Access-Control-Request-Method", "DELETE"], 204, Preflighted);
                Add("header not in the policy", "OPTIONS", "/orders", ["Origin", Shop, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-other"], 204, Preflighted);
                Add("no such route", "OPTIONS", "/nowhere", ["Origin", Shop, "Access-Control-Request-Method", "GET"], 204, Preflighted);
                Add("an endpoint for OPTIONS", "OPTIONS", "/options", ["Origin", Shop, "Access-Control-Request-Method", "GET"], 204, Preflighted);
                Add("origin refused", "OPTIONS", "/orders", ["Origin", Evil, "Access-Control-Request-Method", "PUT"], 403, Refused);
                Add("origin null", "OPTIONS", "/orders", ["Origin", "null", "Access-Control-Request-Method", "PUT"], 403, Refused);
                Add("several origins", "OPTIONS", "/orders", ["Origin", $"{Shop}, {Shop}", "Access-Control-Request-Method", "PUT"], 403, Refused);

                // OPTIONS that is no preflight is a plain request.
                Add("no method requested", "OPTIONS", "/options", ["Origin", Shop], 200, Allowed);
                Add("no method requested, refused", "OPTIONS", "/options", ["Origin", Evil], 200, Refused);
                Add("no origin", "OPTIONS", "/options", ["Access-Control-Request-Method", "GET"], 200, Refused);

                // Actual requests.
                Add("actual allowed", "GET", "/orders", ["Origin", Shop], 200, Allowed);
                Add("actual allowed by a pattern", "GET", "/orders", ["Origin", Preview], 200, AllowedPreview);
                Add("actual refused", "GET", "/orders", ["Origin", Evil], 200, Refused);
                Add("actual refused by a pattern", "GET", "/orders", ["Origin", "https://preview.example.com"], 200, Refused);
                Add("actual null", "GET", "/orders", ["Origin", "null"], 200, Refused);
                Add("actual without origin", "GET", "/orders", [], 200, Refused);
                Add("actual with several origins", "GET", "/orders", ["Origin", $"{Shop}, {Evil}"], 200, Refused);
                Add("HEAD", "HEAD", "/nowhere", ["Origin", Shop], 404, Allowed);
                Add("no such route", "GET", "/nowhere", ["Origin", Shop], 404, Allowed);
                Add("no such route, refused", "GET", "/nowhere", ["Origin", Evil], 404, Refused);
                Add("method not allowed", "DELETE", "/orders", ["Origin", Shop], 405, Allowed);

                // One owner: what the app wrote itself is replaced or removed.
                Add("own headers, allowed", "GET", "/own", ["Origin", Shop], 200, Allowed);
                Add("own headers, refused", "GET", "/own", ["Origin", Evil], 200, Refused);
                Add("own headers, without origin", "GET", "/own", [], 200, Refused);

                // Vary is one value that names Origin once.
                foreach (var (@case, vary) in new[]
                {
                    ("other", "Accept-Encoding, Origin"), ("origin", "origin"), ("among", "Accept, ORIGIN, Accept-Encoding"), ("twice", "Origin, Accept"),
                    ("lines", "Accept, Accept-Encoding, Origin"), ("empty", "Accept, Origin"), ("any", "*"), ("star", "*"),
                })
                {
                    Add($"vary {@case}", "GET", $"/vary/{@case}", ["Origin", Evil], 200, $"Vary: {vary}");
                }

                foreach (var status in new[] { 301, 304, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 501, 502, 503, 504 })
                {
                    Add($"status {status}", "GET", string.Create(CultureInfo.InvariantCulture, $"/status/{status}"), ["Origin", Shop], status, Allowed);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Check", "C1"), Trait("Check", "C4"), Trait("Check", "C13"), Trait("Check", "C15"), Trait("Check", "C16"), Trait("Check", "C20")]
    public async Task Every_request_gets_exactly_this(HostKind kind, string what, string method, string path, string[] headers, int status, string cors)
    {
        var answer = await apps.On(kind).SendAsync(method, path, [.. headers.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal((what, status, cors), (what, answer.Status, answer.Cors));
        if (method == "OPTIONS" && status is 204 or 403 && !path.StartsWith("/status", StringComparison.Ordinal))
        {
            Assert.Equal("", answer.Body);
        }
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task An_any_origin_policy_says_star_to_everyone_and_varies_on_nothing(HostKind kind)
    {
        await using var host = TestHost.Start(kind, cors => cors.AddDefaultPolicy(p => p.AllowAnyOrigin().AllowMethods("PUT").ExposeHeaders("etag")), app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
        });
        const string allowed = "Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: etag";

        Assert.Equal(allowed, (await host.GetAsync("/orders", Shop)).Cors);
        Assert.Equal(allowed, (await host.GetAsync("/orders")).Cors);
        Assert.Equal(allowed, (await host.GetAsync("/nowhere")).Cors);
        Assert.Equal(
            "Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: *\nAccess-Control-Max-Age: 7200",
            (await host.PreflightAsync("/orders", Shop, "PUT")).Cors);

        // Not even several Origin values, which no browser sends: a cache may keep the answer for everyone.
        Assert.Equal(allowed, (await host.GetAsync("/orders", $"{Shop}, {Evil}")).Cors);
        Assert.Equal(204, (await host.PreflightAsync("/orders", $"{Shop}, {Evil}", "PUT")).Status);
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    [Trait("Check", "C12")]
    public async Task Without_a_default_policy_nothing_is_touched(HostKind kind)
    {
        await using var host = TestHost.Start(kind, cors => cors.AddPolicy("public", p => p.AllowAnyOrigin()), app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", (HttpResponse response) =>
            {
                response.Headers.AccessControlAllowOrigin = "https://mine.example";
                return "orders";
            });
            app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
        });

        var answer = await host.GetAsync("/orders", Shop);
        Assert.Equal(("orders", "Access-Control-Allow-Origin: https://mine.example"), (answer.Body, answer.Cors));
        (await host.PreflightAsync("/orders", Shop, "GET")).ShouldBe(405, "");
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Enabled_false_passes_everything_through(HostKind kind)
    {
        await using var host = TestHost.Start(
            kind,
            cors =>
            {
                cors.AddDefaultPolicy(p => p.AllowOrigins(Shop));
                cors.Enabled = false;
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders").RequireGatewayCors("gone");
            },
            b => b.Services.AddGatewayCors(cors => cors.AddPolicy("gone", p => p.AllowAnyOrigin())));

        var answer = await host.GetAsync("/orders", Shop);
        Assert.Equal((200, "orders", ""), (answer.Status, answer.Body, answer.Cors));
        Assert.Equal("", (await host.PreflightAsync("/orders", Shop, "GET")).Cors);
    }

    /// <summary>The same Program.cs, with CORS left to the front door and no policies configured.</summary>
    [Fact]
    public async Task Enabled_false_needs_no_policies_even_where_they_are_named()
    {
        await using var host = TestHost.Start(HostKind.Kestrel, cors => cors.Enabled = false, app =>
        {
            app.UseGatewayCors("web");
            app.MapGet("/orders", () => "orders").RequireGatewayCors("partner");
        });

        (await host.GetAsync("/orders", Shop)).ShouldBe(200, "");
    }

    /// <summary>Warm functions answer thousands of requests: nothing that one handler changes may show in the next.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    [Trait("Check", "C8"), Trait("Check", "C17")]
    public async Task What_a_handler_does_to_the_headers_stays_with_its_request(HostKind kind)
    {
        await using var host = TestHost.Start(kind, cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowCredentials()), app =>
        {
            app.UseGatewayCors();
            app.MapGet("/spoil", (HttpContext context) =>
            {
                // The verdict was made before: removing Origin changes nothing, and neither does another value.
                context.Request.Headers.Origin = Evil;
                context.Request.Headers.Remove("Origin");
                context.Response.OnStarting(() =>
                {
                    var values = context.Response.Headers.Vary.ToArray();
                    Array.Fill(values, "spoilt");
                    context.Response.Headers.AccessControlAllowOrigin = Evil;
                    return Task.CompletedTask;
                });
                return "spoilt";
            });
        });
        const string allowed = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://shop.example.com\nVary: Origin";

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(allowed, (await host.GetAsync("/spoil", Shop)).Cors);
            Assert.Equal(Refused, (await host.GetAsync("/spoil", Evil)).Cors);
        }
    }
}
