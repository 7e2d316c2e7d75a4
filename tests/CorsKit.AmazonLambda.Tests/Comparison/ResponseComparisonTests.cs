using System.Buffers;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace CorsKit.AmazonLambda.Tests.Comparison;

/// <summary>The response document is the same on both hosts, whatever the app does and whatever sent the event.</summary>
public sealed class ResponseComparisonTests(ResponseComparisonTests.Hosts hosts) : IClassFixture<ResponseComparisonTests.Hosts>
{
    private const string CompletedFails = "a completed callback that throws";

    private static readonly Dictionary<string, Func<HttpContext, Task>> Apps = new()
    {
        ["nothing"] = _ => Task.CompletedTask,
        ["text"] = context => context.Response.WriteAsync("Crème brûlée"),
        ["JSON"] = context => context.Response.WriteAsJsonAsync(new { item = "Espresso cups" }),
        ["a status code"] = context => Results.StatusCode(418).ExecuteAsync(context),
        ["no status code"] = context =>
        {
            context.Response.StatusCode = 0;
            return Task.CompletedTask;
        },
        ["204"] = context => Results.NoContent().ExecuteAsync(context),
        ["a redirect"] = context => Results.Redirect("/elsewhere").ExecuteAsync(context),
        ["a problem"] = context => Results.Problem("no", statusCode: 409).ExecuteAsync(context),
        ["several values"] = Headers(("X-Two", new StringValues(["1", "2"])), ("Vary", new StringValues(["Origin", "Accept"]))),
        ["an empty value"] = Headers(("X-Empty", "")),
        ["names in every case"] = Headers(("x-lower", "1"), ("X-UPPER", "2"), ("content-language", "en")),
        ["a cookie"] = context =>
        {
            context.Response.Cookies.Append("a", "1", new CookieOptions { HttpOnly = true });
            return Task.CompletedTask;
        },
        ["several cookies"] = context =>
        {
            context.Response.Cookies.Append("a", "1");
            context.Response.Cookies.Append("b", "2");
            context.Response.Cookies.Delete("c");
            return context.Response.WriteAsync("cookies");
        },
        ["a picture"] = context => Results.Bytes([1, 2, 3, 255], "image/png").ExecuteAsync(context),
        ["bytes of no type"] = context => context.Response.Body.WriteAsync(new byte[] { 0xC3, 0x28, 0xFF }).AsTask(),
        ["bytes that say they are text"] = context => Results.Bytes([0xC3, 0x28, 0xFF], "text/plain").ExecuteAsync(context),
        ["a type with parameters"] = context => Results.Text("pdf", "application/pdf; version=2").ExecuteAsync(context),
        ["a type in upper case"] = context => Results.Bytes([1, 2], "IMAGE/PNG").ExecuteAsync(context),
        ["a type nobody knows"] = context => Results.Bytes([65], "application/unheard-of").ExecuteAsync(context),
        ["an empty type"] = Headers(("Content-Type", "")),
        ["several types"] = Headers(("Content-Type", new StringValues(["image/png", "text/plain"]))),
        ["a compressed body"] = async context =>
        {
            context.Response.Headers.ContentEncoding = "br";
            context.Response.ContentType = "text/plain";
            await using var brotli = new BrotliStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await brotli.WriteAsync("hello"u8.ToArray());
        },
        ["several encodings"] = Headers(("Content-Encoding", new StringValues(["gzip", "br"]))),
        ["an encoding nobody knows"] = Headers(("Content-Encoding", "zstd")),
        ["a content length"] = Headers(("Content-Length", "3")),
        ["a pipe"] = async context =>
        {
            await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes("pipe"));
            await context.Response.CompleteAsync();
        },
        ["a file"] = context => context.Response.SendFileAsync(typeof(Pair).Assembly.Location, 0, 16),
        ["headers after the start"] = async context =>
        {
            await context.Response.StartAsync();
            context.Response.Headers["X-Late"] = context.Response.HasStarted.ToString();
        },
        ["callbacks"] = context =>
        {
            foreach (var name in new[] { "first", "second" })
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Append("X-Order", name);
                    return Task.CompletedTask;
                });
            }

            return context.Response.WriteAsync("callbacks");
        },
        ["thrown"] = context =>
        {
            context.Response.Headers["X-Kept"] = "1";
            throw new InvalidOperationException("boom");
        },
        ["thrown after a callback was registered"] = context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers["X-Status"] = context.Response.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
            throw new InvalidOperationException("boom");
        },
        ["thrown after an await and half a body"] = async context =>
        {
            context.Response.StatusCode = 202;
            await context.Response.WriteAsync("half");
            await Task.Yield();
            throw new InvalidOperationException("boom");
        },
        ["thrown several"] = _ => throw new AggregateException(new InvalidOperationException("one"), new InvalidOperationException("two")),
        ["canceled"] = _ => throw new OperationCanceledException(),
        ["aborted"] = context =>
        {
            context.Abort();
            return context.Response.WriteAsync(context.RequestAborted.IsCancellationRequested.ToString());
        },
    };

    /// <summary>What is before the start of a streamed response, and what after it.</summary>
    private static readonly Dictionary<string, Func<HttpContext, Task>> Starts = new()
    {
        ["bytes before and after the start"] = async context =>
        {
            await context.Response.Body.WriteAsync("before "u8.ToArray());
            await context.Response.StartAsync();
            await context.Response.Body.WriteAsync("after"u8.ToArray());
        },
        ["a stream kept over the start"] = async context =>
        {
            var body = context.Response.Body;
            await body.WriteAsync("before "u8.ToArray());
            await context.Response.StartAsync();
            await body.WriteAsync("after"u8.ToArray());
        },
        ["a flushed stream"] = async context =>
        {
            await context.Response.Body.WriteAsync("half"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Response.Headers["X-Late"] = "1";
        },
        ["a flushed pipe"] = async context =>
        {
            await context.Response.BodyWriter.WriteAsync("one "u8.ToArray());
            context.Response.Headers["X-Late"] = "1";
            context.Response.StatusCode = 202;
            await context.Response.BodyWriter.WriteAsync("two"u8.ToArray());
        },
        ["a pipe that is not flushed"] = context =>
        {
            context.Response.BodyWriter.Write("lost"u8);
            return Task.CompletedTask;
        },
        ["a pipe over a file"] = async context =>
        {
            await context.Response.BodyWriter.WriteAsync("pipe "u8.ToArray());
            await context.Response.SendFileAsync(typeof(Pair).Assembly.Location, 0, 2);
            await context.Response.BodyWriter.WriteAsync(" pipe"u8.ToArray());
        },
        ["a completed pipe"] = async context =>
        {
            context.Response.BodyWriter.Write("pipe"u8);
            await context.Response.BodyWriter.CompleteAsync();
        },
        ["a pipe completed at once"] = context =>
        {
            context.Response.BodyWriter.Write("pipe"u8);
            context.Response.BodyWriter.Complete();
            return Task.CompletedTask;
        },
        ["a response completed twice"] = async context =>
        {
            await context.Response.WriteAsync("text");
            await context.Response.CompleteAsync();
            await context.Response.CompleteAsync();
        },
        ["a file that is not there"] = async context =>
        {
            context.Response.StatusCode = 203;
            await context.Response.SendFileAsync("/not/there");
        },
        ["a stream that the app disposes"] = async context =>
        {
            await using var writer = new StreamWriter(context.Response.Body);
            await writer.WriteAsync("text");
        },
        ["half a body and then thrown"] = async context =>
        {
            await context.Response.Body.WriteAsync("half"u8.ToArray());
            throw new InvalidOperationException("boom");
        },
        ["thrown after the end"] = async context =>
        {
            await context.Response.WriteAsync("whole");
            await context.Response.CompleteAsync();
            throw new InvalidOperationException("boom");
        },
        ["a callback that writes bytes"] = async context =>
        {
            context.Response.OnStarting(() => context.Response.Body.WriteAsync("callback "u8.ToArray()).AsTask());
            await context.Response.WriteAsync("app");
        },
        ["framing headers in lower case"] = Headers(("content-length", "3"), ("transfer-encoding", "chunked")),
        ["HasStarted"] = async context =>
        {
            var before = context.Response.HasStarted;
            await context.Response.WriteAsync($"{before} ");
            await context.Response.WriteAsync($"{context.Response.HasStarted}");
        },
    };

    private static readonly Dictionary<string, Func<HttpContext, Task>> Failing = new()
    {
        ["a callback that throws"] = context =>
        {
            context.Response.OnStarting(() => throw new InvalidOperationException("boom"));
            return Task.CompletedTask;
        },
        ["a callback that throws once"] = async context =>
        {
            var calls = 0;
            context.Response.OnStarting(() => ++calls == 1 ? throw new InvalidOperationException("boom") : Task.CompletedTask);
            try
            {
                await context.Response.StartAsync();
            }
            catch (InvalidOperationException)
            {
                await context.Response.WriteAsync($"calls: {calls}");
            }
        },
        ["a callback that registers another"] = context =>
        {
            context.Response.OnStarting(() =>
            {
                context.Response.OnStarting(() => Task.CompletedTask);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        },
        [CompletedFails] = context =>
        {
            context.Response.OnCompleted(() => throw new InvalidOperationException("boom"));
            return Task.CompletedTask;
        },
    };

    /// <summary>Without CorsKit: what the hosts themselves do.</summary>
    public sealed class Hosts : IAsyncLifetime
    {
        internal Pair Pair { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Pair = await Pair.StartAsync(app => app.Run(context =>
        {
            var name = context.Request.Headers["app"].ToString();
            return (Apps.GetValueOrDefault(name) ?? Starts.GetValueOrDefault(name) ?? Failing[name])(context);
        }));

        public ValueTask DisposeAsync() => Pair.DisposeAsync();
    }

    public static MatrixTheoryData<Sender, string> Cases => new(Enum.GetValues<Sender>(), [.. Apps.Keys, .. Starts.Keys]);

    /// <summary>A load balancer takes no streamed response.</summary>
    public static MatrixTheoryData<Sender, string> StreamingCases => new([Sender.RestApi, Sender.HttpApi], [.. Apps.Keys, .. Starts.Keys, .. Failing.Keys.Except([CompletedFails])]);

    public static MatrixTheoryData<Sender, string> FailingCases => new(Enum.GetValues<Sender>(), Failing.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_response_document_is_the_same(Sender sender, string app) =>
        Assert.InRange((int)(await hosts.Pair.SameAsync(Event(app).For(sender)))["statusCode"]!, 200, 500);

    [Theory]
    [MemberData(nameof(FailingCases))]
    public Task Both_invocations_fail(Sender sender, string app) => hosts.Pair.BothFailAsync(Event(app).For(sender));

    [Theory]
    [MemberData(nameof(StreamingCases))]
    public async Task The_streamed_response_is_the_same(Sender sender, string app) =>
        Assert.InRange((int)(await hosts.Pair.SameAsync(Event(app).For(sender), isStreaming: true))["statusCode"]!, 200, 500);

    [Theory]
    [InlineData(Sender.RestApi)]
    [InlineData(Sender.HttpApi)]
    public Task Both_streaming_invocations_fail(Sender sender) => hosts.Pair.BothFailAsync(Event(CompletedFails).For(sender), isStreaming: true);

    private static LambdaEvent Event(string app) => new() { Headers = [("app", [app])] };

    private static Func<HttpContext, Task> Headers(params (string Name, StringValues Values)[] headers) => context =>
    {
        foreach (var (name, values) in headers)
        {
            context.Response.Headers[name] = values;
        }

        return Task.CompletedTask;
    };
}
