using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// A slim app that starts, answers one request and says how long that took, for the benchmarks:
//   CorsKit.ColdStart None|CorsKit|UseCors preflight|get TIMESTAMP
// TIMESTAMP is the Stopwatch's when the process was started. Prints milliseconds, methods compiled, assemblies loaded.
const string Origin = "https://shop.example.com";
var (contender, isPreflight, started) = (args[0], args[1] == "preflight", long.Parse(args[2], CultureInfo.InvariantCulture));

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
if (contender == "CorsKit")
{
    builder.Configuration.AddInMemoryCollection(
    [
        new("GatewayCors:AllowOrigins:0", Origin),
        new("GatewayCors:AllowMethods:0", "PUT"),
        new("GatewayCors:AllowHeaders:0", "content-type"),
        new("GatewayCors:AllowCredentials", "true"),
    ]);
    builder.Services.AddGatewayCors();
}
else if (contender == "UseCors")
{
    builder.Services.AddCors(static cors => cors.AddDefaultPolicy(static policy =>
        policy.WithOrigins(Origin).WithMethods("PUT").WithHeaders("content-type").AllowCredentials().SetPreflightMaxAge(TimeSpan.FromHours(2))));
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

app.MapGet("/orders", static (HttpContext context) => context.Response.WriteAsync("orders"));
await app.StartAsync();

var answer = Ask(new Uri(app.Urls.First()).Port, isPreflight
    ? $"OPTIONS /orders HTTP/1.1\r\nHost: localhost\r\nOrigin: {Origin}\r\nAccess-Control-Request-Method: PUT\r\nConnection: close\r\n\r\n"
    : $"GET /orders HTTP/1.1\r\nHost: localhost\r\nOrigin: {Origin}\r\nConnection: close\r\n\r\n");
var (elapsed, methods) = (Stopwatch.GetElapsedTime(started), JitInfo.GetCompiledMethodCount());
var expected = isPreflight ? contender == "None" ? " 405 " : " 204 " : " 200 ";
if (!answer.Contains(expected, StringComparison.Ordinal)
    || answer.Contains("Access-Control-Allow-Origin: " + Origin, StringComparison.OrdinalIgnoreCase) != (contender != "None"))
{
    Console.Error.WriteLine(answer);
    return 1;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds} {methods} {AppDomain.CurrentDomain.GetAssemblies().Length}"));
return 0;

static string Ask(int port, string request)
{
    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    socket.Connect(IPAddress.Loopback, port);
    socket.Send(Encoding.ASCII.GetBytes(request));
    var buffer = new byte[4096];
    var length = 0;
    while (socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None) is > 0 and var read)
    {
        length += read;
    }

    return Encoding.ASCII.GetString(buffer, 0, length);
}
