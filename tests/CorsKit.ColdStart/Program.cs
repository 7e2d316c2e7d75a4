using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using System.Text;
using CorsKit.ColdStart.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// A slim app that starts, answers one request and says what that took, for the benchmarks and for a test:
//   CorsKit.ColdStart None|Floor|CorsKit|UseCors origin|pattern preflight|get Function|Kestrel TIMESTAMP [snapshot]
// TIMESTAMP is the Stopwatch's when the process was started. Prints milliseconds from there to the answer, those of building the app and those
// of the request alone; methods compiled until the app was built, and by the request; resident memory in KB, now and at most. With "snapshot"
// a preflight and a GET have been answered five times each before the request that counts, as Amazon's host does it for SnapStart.
const string Origin = "https://pr-7.shop.example.com";
var (contender, isPattern, isPreflight, isFunction, started) = (args[0], args[1] == "pattern", args[2] == "preflight", args[3] == "Function", long.Parse(args[4], CultureInfo.InvariantCulture));
var allowed = isPattern ? "https://*.shop.example.com" : Origin;
var began = Stopwatch.GetTimestamp();

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
var function = new FunctionServer();
if (isFunction)
{
    Environment.SetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME", "orders");
    builder.Services.AddSingleton<IServer>(function);
}
else
{
    builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
}

// An app has a configuration, whoever reads it.
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["GatewayCors:AllowOrigins:0"] = allowed,
    ["GatewayCors:AllowMethods:0"] = "PUT",
    ["GatewayCors:AllowHeaders:0"] = "content-type",
    ["GatewayCors:AllowCredentials"] = "true",
});
if (contender == "CorsKit")
{
    builder.Services.AddGatewayCors();
}
else if (contender == "UseCors")
{
    builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
    {
        policy.WithOrigins(allowed).WithMethods("PUT").WithHeaders("content-type").AllowCredentials().SetPreflightMaxAge(TimeSpan.FromHours(2));
        if (isPattern)
        {
            policy.SetIsOriginAllowedToAllowWildcardSubdomains();
        }
    }));
}

var app = builder.Build();
if (contender == "CorsKit")
{
    app.UseGatewayCors();
}
else if (contender == "UseCors")
{
    app.UseCors();
}
else if (contender == "Floor")
{
    app.Use(static next => context =>
    {
        context.Response.OnStarting(WriteHeaders, context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return next(context);
    });
}

app.MapGet("/orders", static (HttpContext context) => context.Response.WriteAsync("orders"));
await app.StartAsync();

if (args is [.., "snapshot"])
{
    for (var i = 0; i < 10; i++)
    {
        await AskAsync(i % 2 == 0);
    }
}

var (built, methodsBuilt) = (Stopwatch.GetTimestamp(), JitInfo.GetCompiledMethodCount());
var response = await AskAsync(isPreflight);
var (answered, methodsAnswered) = (Stopwatch.GetTimestamp(), JitInfo.GetCompiledMethodCount());

var answer = response is IHttpResponseFeature feature
    ? $"HTTP/1.1 {feature.StatusCode} \r\n" + string.Concat(feature.Headers.Select(header => $"{header.Key}: {header.Value}\r\n"))
    : (string)response;
var expected = isPreflight ? contender == "None" ? " 405 " : " 204 " : " 200 ";
if (!answer.Contains(expected, StringComparison.Ordinal)
    || answer.Contains("Access-Control-Allow-Origin: " + Origin, StringComparison.OrdinalIgnoreCase) != (contender != "None"))
{
    Console.Error.WriteLine(answer);
    return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{Milliseconds(started, answered)} {Milliseconds(began, built)} {Milliseconds(built, answered)} {methodsBuilt} {methodsAnswered - methodsBuilt} {Kilobytes("VmRSS")} {Kilobytes("VmHWM")}"));
return 0;

async Task<object> AskAsync(bool preflight)
{
    (string Name, string Value)[] headers = preflight ? [("Origin", Origin), ("Access-Control-Request-Method", "PUT")] : [("Origin", Origin)];
    var method = preflight ? "OPTIONS" : "GET";
    return isFunction ? await function.AnswerAsync(method, "/orders", headers) : Ask(new Uri(app.Urls.First()).Port, method, headers);
}

static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

static string Kilobytes(string field) => File.ReadLines("/proc/self/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

static Task WriteHeaders(object state)
{
    var headers = ((HttpContext)state).Response.Headers;
    headers.AccessControlAllowOrigin = Origin;
    headers.AccessControlAllowCredentials = "true";
    headers.Vary = "Origin";
    if (((HttpContext)state).Response.StatusCode == StatusCodes.Status204NoContent)
    {
        headers.AccessControlAllowMethods = "PUT";
        headers.AccessControlAllowHeaders = "content-type";
        headers.AccessControlMaxAge = "7200";
    }

    return Task.CompletedTask;
}

static string Ask(int port, string method, IEnumerable<(string Name, string Value)> headers)
{
    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    socket.Connect(IPAddress.Loopback, port);
    var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
    socket.Send(Encoding.ASCII.GetBytes($"{method} /orders HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n"));
    var buffer = new byte[4096];
    var length = 0;

    // An empty line ends the head of a response without a body, and the last chunk of one with a body.
    while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
    {
        length += socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None) is > 0 and var read ? read : throw new IOException("The connection was closed.");
    }

    return Encoding.ASCII.GetString(buffer, 0, length);
}
