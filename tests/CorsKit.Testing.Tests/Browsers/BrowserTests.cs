using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>Assertions, limits, and the browser on a real network.</summary>
public sealed class BrowserTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Assertions_pass_on_what_they_say()
    {
        using var network = new ScriptedNetwork(Page.NoCors, Page.Ok);
        using var page = Page.Open(network);

        var readable = (await page.GetAsync()).ShouldBeReadable();
        Assert.Equal((200, "readable, status 200"), (readable.Status, readable.ToString()));
        Assert.Equal(1, (await page.SendAsync("PUT")).ShouldBeBlocked(FetchFailure.MissingAllowOrigin).Preflights);
    }

    [Fact]
    public async Task An_assertion_that_fails_tells_all()
    {
        using var network = new ScriptedNetwork(Page.NoCors.With("Server: x"), Page.Ok);
        using var page = Page.Open(network);
        var blocked = await page.SendAsync("PUT");

        var error = Assert.Throws<BrowserAssertionException>(() => blocked.ShouldBeReadable());

        Assert.Same(blocked, error.Outcome);
        foreach (var part in new[] { "The page cannot read the response.", blocked.ConsoleMessage!, blocked.Diagnosis!, blocked.Fix!, "OPTIONS https://api.example.com/prod/orders (preflight)", "  Access-Control-Request-Method: PUT", "200\n  Server: x" })
        {
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        error = Assert.Throws<BrowserAssertionException>(() => blocked.ShouldBeBlocked(FetchFailure.MethodNotAllowed));
        Assert.StartsWith("Expected MethodNotAllowed, but it was MissingAllowOrigin.", error.Message, StringComparison.Ordinal);

        var readable = await page.GetAsync();
        error = Assert.Throws<BrowserAssertionException>(() => readable.ShouldBeBlocked(FetchFailure.Network));
        Assert.StartsWith("Expected Network, but the page can read the response (status 200).", error.Message, StringComparison.Ordinal);
        Assert.Contains("GET https://api.example.com/prod/orders\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_10_MB_is_read_and_a_longer_one_is_an_error()
    {
        var length = 10 * 1024 * 1024;
        using var network = new ScriptedNetwork(_ => Page.Ok with { Body = new string('a', length) });
        using var page = Page.Open(network);

        Assert.Equal(length, (await page.GetAsync()).ShouldBeReadable().Body.Length);

        length++;
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => page.GetAsync());
        Assert.StartsWith("https://api.example.com/prod/orders answered with more than 10 MB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preflights_body_does_not_matter_however_long()
    {
        using var network = new ScriptedNetwork(Page.Granted with { Status = 200, Body = new string('a', 11 * 1024 * 1024) }, Page.Ok);
        using var page = Page.Open(network);

        Assert.InRange((await page.SendAsync("PUT")).ShouldBeReadable().Exchanges[0].Body.Length, 1, 64 * 1024);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_a_caller_may_give_up_sooner()
    {
        using var silent = new Silence();
        using var page = new Browser(silent, new Uri(Page.Api), Page.Origin) { Timeout = TimeSpan.FromMilliseconds(1) };
        var error = await Assert.ThrowsAsync<TimeoutException>(() => page.GetAsync());
        Assert.Equal("GET https://api.example.com/prod/orders did not end within 0.001 seconds.", error.Message);

        using var patient = new Browser(silent, new Uri(Page.Api), Page.Origin);
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.FetchAsync(HttpMethod.Get, "/", cancellationToken: canceled.Token));
    }

    [Fact]
    public async Task An_exception_that_is_not_the_networks_is_not_hidden()
    {
        using var network = new ScriptedNetwork(_ => throw new InvalidOperationException("the app's own"));
        using var page = Page.Open(network);

        await Assert.ThrowsAsync<InvalidOperationException>(() => page.GetAsync());
    }

    [Fact]
    public async Task Text_is_UTF_8_without_its_mark()
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok with { Body = "\uFEFFü€" });
        using var page = Page.Open(network);

        Assert.Equal("ü€", (await page.GetAsync()).Body);
    }

    [Fact]
    public async Task Many_fetches_at_once_are_answered_each()
    {
        using var network = new Echo();
        using var page = Page.Open(network);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => page.SendAsync("PUT", $"/orders/{n % 7}", credentials: n % 2 == 0, body: $"{n}")));

        Assert.Equal(Enumerable.Range(0, 200).Select(n => $"{n}"), outcomes.Select(outcome => outcome.ShouldBeReadable().Body));
        Assert.InRange(outcomes.Sum(outcome => outcome.Preflights), 7, 200);
    }

    [Fact]
    public async Task On_a_real_network()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            context.Response.Headers.AccessControlAllowMethods = "PUT";
            context.Response.Headers.AppendList("Access-Control-Expose-Headers", ["x-method"]);
            context.Response.Headers["x-method"] = context.Request.Method;
            if (context.Request.Path == "/broken")
            {
                context.Response.Headers.AccessControlAllowOrigin = new(["*", "*"]);
            }

            await context.Response.WriteAsync(await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted), context.RequestAborted);
        });
        await app.StartAsync(Cancel);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using var page = Live(address);

        var outcome = (await page.SendAsync("PUT", "/orders", body: "ü")).ShouldBeReadable();
        Assert.Equal(("ü", "PUT", 1), (outcome.Body, outcome.Headers["X-Method"], outcome.Preflights));
        Assert.Equal("text/plain;charset=UTF-8", FetchExchangeHeader(outcome, "content-type"));

        // Two lines stay two lines on the wire, and one value to the browser.
        (await page.GetAsync("/broken")).ShouldBeBlocked(FetchFailure.MultipleAllowOrigin);
        await app.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_is_not_what_its_encoding_says_is_an_outcome(string encoding)
    {
        using var network = new Decoding(new ScriptedNetwork(Page.Granted, Page.Ok.With("Content-Encoding: " + encoding) with { Body = "not compressed at all" }));
        using var page = Page.Open(network);

        Assert.Equal("Failed to load resource: net::ERR_CONTENT_DECODING_FAILED", (await page.GetAsync()).ShouldBeBlocked(FetchFailure.Network).ConsoleMessage);
    }

    [Fact]
    public async Task A_connection_refused_is_an_outcome()
    {
        // Bound, so that nobody else gets the port, but without a listener.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var page = Live(new Uri($"http://{socket.LocalEndPoint}"));

        var outcome = await page.SendAsync("PUT");

        Assert.Equal((FetchFailure.Network, "Failed to load resource: net::ERR_CONNECTION_REFUSED"), (outcome.Failure!.Value, outcome.ConsoleMessage));
        Assert.Equal("net::ERR_CONNECTION_REFUSED", Assert.Single(outcome.Exchanges).NetworkError);
    }

    private static string FetchExchangeHeader(FetchOutcome outcome, string name) =>
        outcome.Exchanges[^1].RequestHeaders.Single(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static Browser Live(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }, address, Page.Origin);

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("Nobody answers.");
        }
    }

    /// <summary>Reads bodies as <see cref="SocketsHttpHandler.AutomaticDecompression"/> does.</summary>
    private sealed class Decoding(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            response.Content = new StreamContent(response.Content.Headers.ContentEncoding.Contains("br") ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress));
            return response;
        }
    }

    /// <summary>Answers with the body that was sent.</summary>
    private sealed class Echo : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8) };
            response.Headers.Add("Access-Control-Allow-Origin", Page.Origin);
            response.Headers.Add("Access-Control-Allow-Credentials", "true");
            response.Headers.Add("Access-Control-Allow-Methods", "PUT");
            return response;
        }
    }
}
