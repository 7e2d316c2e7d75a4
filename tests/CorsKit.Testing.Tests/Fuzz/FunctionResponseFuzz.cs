using System.Text;
using CorsKit.Tests.Fuzz;
using CsCheck;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Tests.Fuzz;

/// <summary>Responses that no function should give: each front door answers, in a way that can be sent, and an owner of CORS stays it.</summary>
public sealed class FunctionResponseFuzz
{
    private const string Shop = "https://shop.example.com";

    private static readonly Gen<string> Response = Gen.OneOf(
        Visitor.OwnsCors,
        Visitor.OwnsCorsMultiValue,
        """{"statusCode":"204","headers":{"Vary":"Origin","Content-Type":null,"Content-Length":5},"cookies":["a=1; Secure","b=2"],"body":"aGVsbG8=","isBase64Encoded":true}""",
        """{"statusCode":500,"statusDescription":"500 Oh","headers":{"a":true},"multiValueHeaders":{"a":["1",2,null]},"body":null}""",
        "\"plain\"").Edited(
            "{", "}", "[", "]", "\"", ",", ":", "null", "1", "-1", "99", "600", "1e9", "true", "{}", "[]", "\"\"", "\\r\\n", "\\u0000", "\\ud800", "\u00ff", "\\u0100", "=", " ", "\"access-control-allow-origin\":\"*\",", "headers", "\"headers\":",
            "\"Transfer-Encoding\":\"chunked\",", "statusCode", "isBase64Encoded");

    /// <summary>The one that takes off what the function says of CORS; a Function URL sends both.</summary>
    private const int OwnerDoor = 3;

    private static readonly CorsConfiguration Cors = new() { AllowOrigins = [Shop], AllowMethods = ["GET"] };

    private static readonly Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor>[] Doors =
    [
        function => FrontDoor.RestApi(function),
        function => FrontDoor.HttpApi(function),
        function => FrontDoor.HttpApi(function, settings: new() { PayloadFormatVersion = PayloadFormatVersion.V1 }),
        function => FrontDoor.HttpApi(function, settings: new() { CorsConfiguration = Cors }),
        function => FrontDoor.FunctionUrl(function),
        function => FrontDoor.FunctionUrl(function, settings: new() { Cors = Cors }),
        function => FrontDoor.LoadBalancer(function),
        function => FrontDoor.LoadBalancer(function, settings: new() { MultiValueHeaders = true }),
    ];

    [Fuzz]
    public Task Whatever_a_function_returns_the_front_door_answers() =>
        Gen.Select(Response, Gen.Int[0, Doors.Length - 1], Gen.OneOf("GET", "OPTIONS", "HEAD")).FuzzAsync(async input =>
        {
            var (response, kind, method) = input;
            var door = Doors[kind]((_, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.Latin1.GetBytes(response))));
            var context = new DefaultHttpContext();
            context.Request.Method = method;
            context.Request.Scheme = "https";
            context.Request.Host = new HostString(door.Address.Host);
            context.Request.Path = door.Address.AbsolutePath;
            context.Request.Headers.Origin = Shop;
            context.Request.Headers.AccessControlRequestMethod = method == "OPTIONS" ? "GET" : default(StringValues);
            context.Response.Body = new MemoryStream();

            await door.InvokeAsync(context);

            Assert.InRange(context.Response.StatusCode, 200, 599);
            Assert.All(context.Response.Headers, header =>
            {
                Assert.NotEmpty(header.Key);
                Assert.DoesNotContain(header.Key, c => c is <= ' ' or ':' or > '~');
                Assert.All(header.Value, value => Assert.DoesNotContain(value!, c => c is '\r' or '\n' or '\0' or > '\u00ff'));
            });
            if (kind == OwnerDoor)
            {
                // The API's own 500 has no headers of CORS.
                Assert.True(context.Response.Headers.AccessControlAllowOrigin == Shop || (context.Response.StatusCode == 500 && context.Response.Headers.AccessControlAllowOrigin.Count == 0));
            }
        });
}
