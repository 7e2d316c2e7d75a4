using System.Buffers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Tests;

/// <summary>
/// What the app did when the response started is in the document, and nothing later but bytes. CorsKit.AmazonLambda.Tests compares the
/// same with Amazon's host.
/// </summary>
public sealed class ResponseStreamingTests
{
    private const string RestEvent = """{ "path": "/", "httpMethod": "GET", "requestContext": {} }""";
    private const string HttpEvent = """{ "rawPath": "/", "requestContext": { "http": { "method": "GET", "path": "/" } } }""";
    private const string LoadBalancerEvent = """{ "path": "/", "httpMethod": "GET", "headers": {}, "requestContext": { "elb": {} } }""";

    /// <summary>App, the status, the value of X-Set and the body.</summary>
    private static readonly Dictionary<string, (Func<HttpContext, Task> App, int Status, string? Set, string Body)> Apps = new()
    {
        ["nothing is written"] = (_ => Task.CompletedTask, 200, "early", ""),
        ["bytes are buffered"] = (async context =>
        {
            await context.Response.Body.WriteAsync("bytes"u8.ToArray());
            await context.Response.Body.FlushAsync();
            Late(context);
        }, 202, "late", "bytes"),
        ["the app starts the response"] = (async context =>
        {
            await context.Response.Body.WriteAsync("before "u8.ToArray());
            await context.Response.StartAsync();
            Late(context);
            await context.Response.Body.WriteAsync("after"u8.ToArray());
        }, 200, "early", "before after"),
        ["text starts it"] = (async context =>
        {
            await context.Response.WriteAsync("text");
            Late(context);
        }, 200, "early", "text"),
        ["the writer is flushed"] = (async context =>
        {
            context.Response.BodyWriter.Write("one "u8);
            Late(context);
            await context.Response.BodyWriter.FlushAsync();
            context.Response.StatusCode = 203;
            await context.Response.BodyWriter.WriteAsync("two"u8.ToArray());
        }, 202, "late", "one two"),
        ["the writer is completed"] = (async context =>
        {
            context.Response.BodyWriter.Write("one"u8);
            await context.Response.BodyWriter.CompleteAsync();
            Late(context);
        }, 200, "early", "one"),
        ["the writer is completed at once"] = (context =>
        {
            context.Response.BodyWriter.Write("one"u8);
            context.Response.BodyWriter.Complete();
            Late(context);
            return Task.CompletedTask;
        }, 200, "early", "one"),
        ["a file is sent"] = (async context =>
        {
            await context.Response.SendFileAsync(typeof(Function).Assembly.Location, 0, 2);
            Late(context);
        }, 200, "early", "MZ"),
        ["the response is completed"] = (async context =>
        {
            await context.Response.CompleteAsync();
            Late(context);
            await context.Response.CompleteAsync();
        }, 200, "early", ""),
        ["a stream is kept over the start"] = (async context =>
        {
            var body = context.Response.Body;
            await body.WriteAsync("before"u8.ToArray());
            await context.Response.StartAsync();
            await body.WriteAsync("lost"u8.ToArray());
        }, 200, "early", "before"),
        ["the writer is never flushed"] = (context =>
        {
            context.Response.BodyWriter.Write("lost"u8);
            Assert.Equal((true, 4L), (context.Response.BodyWriter.CanGetUnflushedBytes, context.Response.BodyWriter.UnflushedBytes));
            context.Response.BodyWriter.CancelPendingFlush();
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            return Task.CompletedTask;
        }, 200, "early", ""),
        ["thrown before the start"] = (async context =>
        {
            await context.Response.Body.WriteAsync("half"u8.ToArray());
            throw new InvalidOperationException("boom");
        }, 500, null, ""),
        ["thrown after it"] = (async context =>
        {
            await context.Response.WriteAsync("half");
            Late(context);
            throw new InvalidOperationException("boom");
        }, 200, "early", "half"),
        ["a callback throws"] = (context =>
        {
            context.Response.OnStarting(() => throw new InvalidOperationException("boom"));
            return context.Response.WriteAsync("text");
        }, 500, null, ""),
        ["a callback starts the response"] = (context =>
        {
            context.Response.OnStarting(() => context.Response.WriteAsync("callback"));
            return context.Response.WriteAsync("text");
        }, 500, null, ""),
        ["a callback failed, and the app starts it again"] = (async context =>
        {
            var calls = 0;
            context.Response.OnStarting(() => ++calls == 1 ? throw new InvalidOperationException("boom") : Task.CompletedTask);
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.Response.StartAsync());
            await context.Response.WriteAsync($"{calls}");
        }, 200, "early", "1"),
    };

    public static TheoryData<string> Cases => [.. Apps.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_comes_before_the_start_is_in_the_headers(string name)
    {
        var (app, status, set, body) = Apps[name];
        var completed = 0;
        await using var function = await StartAsync(async context =>
        {
            context.Response.Headers["X-Set"] = "early";
            context.Response.OnCompleted(() => Task.FromResult(++completed));
            try
            {
                await app(context);
            }
            finally
            {
                Assert.False(context.Response.HasStarted);
            }
        });

        var rest = await function.InvokeAsync(RestEvent);
        var http = await function.InvokeAsync(HttpEvent);

        Assert.Equal((status, set, body), ((int)rest["statusCode"]!, (string?)rest["multiValueHeaders"]!["X-Set"]?[0], (string)rest["body"]!));
        Assert.Equal((status, set, body), ((int)http["statusCode"]!, (string?)http["headers"]!["X-Set"], (string)http["body"]!));
        Assert.Equal(2, completed);
    }

    [Fact]
    public async Task The_documents_have_what_a_prelude_has()
    {
        await using var function = await StartAsync(context =>
        {
            context.Response.StatusCode = 201;
            context.Response.ContentLength = 5;
            context.Response.Headers.TransferEncoding = "chunked";
            context.Response.Headers["X-Two"] = new StringValues(["1", "2"]);
            context.Response.Headers.SetCookie = new StringValues(["a=1", "b=2"]);
            return context.Response.WriteAsync("hello");
        });

        JsonAssert.Same(
            """{ "statusCode": 201, "headers": {}, "multiValueHeaders": { "X-Two": ["1", "2"], "Set-Cookie": ["a=1", "b=2"] }, "body": "hello", "isBase64Encoded": false }""",
            await function.InvokeAsync(RestEvent));
        JsonAssert.Same(
            """{ "statusCode": 201, "headers": { "X-Two": "1, 2" }, "cookies": ["a=1", "b=2"], "body": "hello", "isBase64Encoded": false }""",
            await function.InvokeAsync(HttpEvent));
    }

    /// <summary>Whatever the content type says.</summary>
    [Theory]
    [InlineData(new byte[] { 0xC3, 0xA9 }, "image/png", "é", false)]
    [InlineData(new byte[] { 0xC3, 0x28 }, "text/plain", "wyg=", true)]
    public async Task A_body_that_is_no_text_is_base64(byte[] bytes, string contentType, string body, bool isBase64)
    {
        await using var function = await StartAsync(context => Results.Bytes(bytes, contentType).ExecuteAsync(context));

        var response = await function.InvokeAsync(HttpEvent);

        Assert.Equal((body, isBase64), ((string)response["body"]!, (bool)response["isBase64Encoded"]!));
    }

    [Fact]
    public async Task Callbacks_run_when_the_response_starts_first_in_first_out()
    {
        var order = new List<string>();
        await using var function = await StartAsync(async context =>
        {
            foreach (var name in new[] { "first", "second" })
            {
                context.Response.OnStarting(() => Add(name));
            }

            context.Response.OnCompleted(() => Add("completed"));
            await Add("app");
            await context.Response.WriteAsync("text");
            await Add("app");
        });

        await function.InvokeAsync(HttpEvent);

        Assert.Equal(["app", "first", "second", "app", "completed"], order);

        Task Add(string name)
        {
            order.Add(name);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Nothing_can_be_written_after_the_app_has_finished()
    {
        Stream? body = null;
        await using var function = await StartAsync(async context =>
        {
            await context.Response.StartAsync();
            body = context.Response.Body;
        });

        await function.InvokeAsync(HttpEvent);

        Assert.Throws<ObjectDisposedException>(() => body!.WriteByte(0));
    }

    [Fact]
    public async Task A_completed_callback_that_throws_fails_the_invocation()
    {
        await using var function = await StartAsync(context =>
        {
            context.Response.OnCompleted(() => throw new InvalidOperationException("boom"));
            return Task.CompletedTask;
        });

        Assert.Equal("boom", (await Assert.ThrowsAsync<InvalidOperationException>(() => function.InvokeAsync(HttpEvent))).Message);
    }

    [Fact]
    public async Task A_load_balancer_takes_no_streamed_response()
    {
        await using var function = await StartAsync(context => context.Response.WriteAsync("text"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => function.InvokeAsync(LoadBalancerEvent));

        Assert.StartsWith("A load balancer takes no streamed response", exception.Message, StringComparison.Ordinal);
        Assert.Equal("text", (string)(await function.InvokeAsync(RestEvent))["body"]!);
    }

    [Theory]
    [InlineData(false, "late")]
    [InlineData(true, null)]
    public async Task A_factory_hands_it_to_its_server(bool isStreaming, string? late)
    {
        await using var factory = new Orders { EnableResponseStreaming = isStreaming };
        await using var api = FrontDoor.RestApi(factory);
        using var client = api.CreateClient();

        using var response = await client.GetAsync(new Uri("/prod/front", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("front", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(late, response.Headers.TryGetValues("X-Late", out var values) ? Assert.Single(values) : null);
    }

    private static Task<Function> StartAsync(Func<HttpContext, Task> app) => Function.StartAsync(app, enableResponseStreaming: true);

    private static void Late(HttpContext context)
    {
        context.Response.StatusCode = 202;
        context.Response.Headers["X-Set"] = "late";
    }

    /// <summary>The sample, with something in front of it.</summary>
    private sealed class Orders : LambdaApplicationFactory<OrdersApi.OrderBook>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            .UseSetting("Logging:LogLevel:Default", "None")
            .ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Front()));
    }

    private sealed class Front : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map("/front", path => path.Run(async context =>
            {
                await context.Response.WriteAsync("front");
                context.Response.Headers["X-Late"] = "late";
            }));
            next(app);
        };
    }
}
