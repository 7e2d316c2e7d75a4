using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using CorsKit.Diagnostics;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>Why was it refused? Logs, the counter, and the explanation in the Development environment.</summary>
public sealed class ObservabilityTests
{
    private const string Shop = "https://shop.example.com";

    public static TheoryData<string, string[], LogLevel, string> Refusals => new()
    {
        { "GET", ["Origin", "https://evil.example"], LogLevel.Information, "Origin https://evil.example is refused by policy default: origin-not-allowed. The response carries no CORS headers, so the browser keeps it from the page." },
        { "GET", ["Origin", "null"], LogLevel.Information, "Origin null is refused by policy default: origin-is-null. The response carries no CORS headers, so the browser keeps it from the page." },
        { "GET", ["Origin", "https://shop.example.com/"], LogLevel.Information, "Origin https://shop.example.com/ is refused by policy default: origin-malformed. The response carries no CORS headers, so the browser keeps it from the page." },
        { "POST", ["Origin", "http://localhost"], LogLevel.Debug, "Origin http://localhost is the API's own; policy default does not list it and need not." },
        { "POST", ["Origin", "http://not-localhost"], LogLevel.Information, "Origin http://not-localhost is refused by policy default: origin-not-allowed. The response carries no CORS headers, so the browser keeps it from the page." },
        { "OPTIONS", ["Origin", "https://evil.example", "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-a"], LogLevel.Information, "Preflight of PUT from https://evil.example is refused by policy default: origin-not-allowed. Requested headers: x-a" },
        { "OPTIONS", ["Origin", Shop, "Access-Control-Request-Method", "DELETE"], LogLevel.Information, "Preflight of DELETE from https://shop.example.com is refused by policy default: method-not-allowed. Requested headers: none" },
        { "OPTIONS", ["Origin", Shop, "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers", "x-a,x-b"], LogLevel.Information, "Preflight of PUT from https://shop.example.com is refused by policy default: header-not-allowed. Requested headers: x-a,x-b" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_logged_with_its_reason(string method, string[] headers, LogLevel level, string text)
    {
        await using var host = Start();

        await host.SendAsync(method, "/orders", [.. headers.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        var line = Assert.Single(host.Log.Cors);
        Assert.Equal((level, text), (line.Level, line.Text));
    }

    /// <summary>A browser keeps nothing of a WebSocket from a page; Upgrade is not sent over HTTP/2.</summary>
    [Theory]
    [InlineData("https://evil.example", "origin-not-allowed")]
    [InlineData("null", "origin-is-null")]
    public async Task A_handshake_from_a_refused_origin_is_not_said_to_be_kept_from_the_page(string origin, string reason)
    {
        await using var host = Start();

        Assert.Equal(200, (await host.SendAsync("GET", "/orders", ("Origin", origin), ("Sec-WebSocket-Version", "13"))).Status);

        var line = Assert.Single(host.Log.Cors);
        Assert.Equal(
            (LogLevel.Information, 26, $"Origin {origin} is refused by policy default: {reason}. But this is a WebSocket handshake, and WebSockets know no CORS: no header keeps the page from the connection. What does is a check of Origin by the app, or WebSocketOptions.AllowedOrigins."),
            (line.Level, line.Id.Id, line.Text));
    }

    [Fact]
    public async Task What_is_allowed_is_not_logged()
    {
        await using var host = Start();

        await host.GetAsync("/orders", Shop);
        await host.GetAsync("/orders");
        await host.PreflightAsync("/orders", Shop, "PUT", "x-a");

        Assert.Empty(host.Log.Cors);
    }

    [Theory]
    [MemberData(nameof(TestHost.LambdaKinds), MemberType = typeof(TestHost))]
    [Trait("Check", "C11")]
    public async Task What_was_sent_is_cut_and_cleaned_before_it_is_logged(HostKind kind)
    {
        await using var host = Start(kind);
        var hostile = "https://evil.example\u0085\u2028\u001b[31m" + new string('x', 5000);

        await host.GetAsync("/orders", hostile.Replace("\u0085", "", StringComparison.Ordinal).Replace("\u2028", "", StringComparison.Ordinal).Replace("\u001b", "\t", StringComparison.Ordinal));
        await host.PreflightAsync("/orders", "https://evil.example", new string('M', 5000), new string('h', 5000));

        Assert.All(host.Log.Cors, line =>
        {
            Assert.DoesNotContain(line.Text, char.IsControl);
            Assert.True(line.Text.Length < 700, line.Text);
        });
        Assert.Equal(2, host.Log.Cors.Count());
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb\tc\0d", "a??b?c?d")]
    [InlineData("\u0085\u2028\u2029\u009b", "????")]
    [InlineData(null, "")]
    [Trait("Check", "C11")]
    public void Control_characters_and_line_separators_are_replaced(string? text, string clean) => Assert.Equal(clean, LogText.Clean(text));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal(new string('x', 128) + "…", LogText.Clean(new string('x', 129)));

    [Fact]
    public async Task The_counter_counts_by_policy_kind_and_result_and_never_by_origin()
    {
        await using var host = Start();
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "corskit.requests" && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                Assert.Equal(("CorsKit", "{request}"), (instrument.Meter.Name, instrument.Unit));
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Append($"{value}"))));
        listener.Start();

        await host.GetAsync("/orders", Shop);
        await host.GetAsync("/orders");
        await host.GetAsync("/orders", "https://evil.example");
        await host.GetAsync("/orders", $"{Shop},{Shop}");
        await host.GetAsync("/public", "https://evil.example");
        await host.GetAsync("/closed", Shop);
        await host.PreflightAsync("/orders", Shop, "PUT");
        await host.PreflightAsync("/orders", Shop, "DELETE");
        await host.PreflightAsync("/orders", Shop, "PUT", "x-b");
        await host.PreflightAsync("/orders", "null", "PUT");
        await host.PreflightAsync("/closed", Shop, "GET");

        Assert.Equal(
            [
                "corskit.policy=default corskit.kind=actual corskit.result=allowed 1",
                "corskit.policy=default corskit.kind=actual corskit.result=no-origin 1",
                "corskit.policy=default corskit.kind=actual corskit.result=origin-not-allowed 1",
                "corskit.policy=default corskit.kind=actual corskit.result=several-origins 1",
                "corskit.policy=public corskit.kind=actual corskit.result=allowed 1",
                "corskit.policy=default corskit.kind=preflight corskit.result=allowed 1",
                "corskit.policy=default corskit.kind=preflight corskit.result=method-not-allowed 1",
                "corskit.policy=default corskit.kind=preflight corskit.result=header-not-allowed 1",
                "corskit.policy=default corskit.kind=preflight corskit.result=origin-is-null 1",
                "corskit.policy=(none) corskit.kind=preflight corskit.result=disabled 1",
            ],
            counted);
    }

    /// <summary>A listener runs on the request's own thread.</summary>
    [Fact]
    public async Task A_listener_that_throws_fails_no_request_and_no_reload()
    {
        await using var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                b.Configuration.AddInMemoryCollection([new("GatewayCors:AllowOrigins", Shop)]);
                b.Services.AddGatewayCors();
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            });
        var thrown = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "CorsKit" && ReferenceEquals(instrument.Meter.Scope, host.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) =>
        {
            thrown.Enqueue(instrument.Name);
            throw new InvalidOperationException("the listener is broken");
        });
        listener.Start();

        Assert.Equal((200, Shop), (await host.GetAsync("/orders", Shop)) is var a ? (a.Status, a["Access-Control-Allow-Origin"]) : default);
        Assert.Equal((204, Shop), (await host.PreflightAsync("/orders", Shop, "GET")) is var b ? (b.Status, b["Access-Control-Allow-Origin"]) : default);
        Assert.Equal(403, (await host.PreflightAsync("/orders", "https://evil.example", "GET")).Status);
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration["GatewayCors:AllowOrigins"] = "https://new.example";
        configuration.Reload();
        Assert.Equal("https://new.example", (await host.GetAsync("/orders", "https://new.example"))["Access-Control-Allow-Origin"]);

        Assert.Equal(["corskit.policy.reloads", "corskit.requests"], thrown.Distinct().Order());
        Assert.Equal(4, thrown.Count(name => name == "corskit.requests"));
        Assert.DoesNotContain(host.Log.All, line => line.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("https://evil.example", "/orders", "origin-not-allowed")]
    [InlineData("null", "/orders", "origin-is-null")]
    [InlineData("https://Evil.example", "/orders", "origin-malformed")]
    [InlineData("https://a.example,https://b.example", "/orders", "several-origins")]
    [InlineData(Shop, "/closed", "disabled")]
    public async Task In_development_a_refused_preflight_says_why(string origin, string path, string reason)
    {
        await using var host = Start(HostKind.Kestrel, "Development");

        var answer = await host.PreflightAsync(path, origin, "GET");

        Assert.Equal((403, "Vary: Origin", "application/problem+json"), (answer.Status, answer.Cors, answer["Content-Type"]));
        using var problem = JsonDocument.Parse(answer.Body);
        Assert.Equal(403, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(reason, problem.RootElement.GetProperty("reason").GetString());
        Assert.Equal(origin, problem.RootElement.GetProperty("origin").GetString());
        Assert.Equal(reason == "disabled" ? "(none)" : "default", problem.RootElement.GetProperty("policy").GetString());
        Assert.Equal("The preflight was refused", problem.RootElement.GetProperty("title").GetString());
        Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        Assert.StartsWith("{" + Environment.NewLine, answer.Body, StringComparison.Ordinal);
    }

    /// <summary>An app that is built by hand has no environment.</summary>
    [Fact]
    public void Without_an_environment_nothing_is_explained()
    {
        using var services = new ServiceCollection().AddLogging().AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop))).BuildServiceProvider();
        var pipeline = new ApplicationBuilder(services).UseGatewayCors().Build();
        using var body = new MemoryStream();
        var request = new ReusedRequest("https://evil.example", "GET") { Body = body };

        request.Run(pipeline);

        Assert.Equal((403, "Origin", 0), (request.StatusCode, request.Headers.Vary.ToString(), body.Length));
    }

    [Fact]
    public async Task In_development_an_allowed_preflight_has_no_body()
    {
        await using var host = Start(HostKind.Kestrel, "Development");

        (await host.PreflightAsync("/orders", Shop, "DELETE")).ShouldBe(204, body: "");
    }

    private static TestHost Start(HostKind kind = HostKind.TestServer, string environment = "Production") => TestHost.Start(
        kind,
        cors => cors
            .AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowMethods("PUT").AllowHeaders("x-a"))
            .AddPolicy("public", p => p.AllowAnyOrigin()),
        app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
            app.MapGet("/public", () => "public").RequireGatewayCors("public");
            app.MapGet("/closed", () => "closed").DisableGatewayCors();
        },
        environment: environment);
}
