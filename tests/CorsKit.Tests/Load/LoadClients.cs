using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CorsKit.Tests.Load;

/// <summary>How a load reaches its app: each sends a request and reads what <see cref="LoadVersion.Text(int, ValueTuple{string, string}[])"/> compares.</summary>
internal static class LoadClients
{
    public static void UseKestrel(WebApplicationBuilder builder, HttpProtocols protocols) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));

    public static void UseLambda(WebApplicationBuilder builder) => builder.Services.AddSingleton<IServer, LambdaServer>();

    /// <summary>Over HTTP/1.1 or HTTP/2, without TLS.</summary>
    public static async Task<string> SendAsync(HttpClient client, Version version, LoadRequest request)
    {
        using var message = new HttpRequestMessage(request.IsOptions ? HttpMethod.Options : HttpMethod.Get, request.Path)
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, values) in request.Headers())
        {
            Assert.True(message.Headers.TryAddWithoutValidation(name, values), name);
        }

        using var response = await client.SendAsync(message);
        await response.Content.CopyToAsync(Stream.Null);
        Assert.Equal(version, response.Version);
        return LoadVersion.Text((int)response.StatusCode, [.. Headers(response.Headers).Concat(Headers(response.Content.Headers))]);
    }

    /// <summary>By an event of a REST API or of an HTTP API.</summary>
    public static async Task<string> InvokeAsync(LambdaServer server, LoadRequest request, bool isRestApi)
    {
        using var response = await JsonDocument.ParseAsync(await server.InvokeAsync(Event(request, isRestApi)));
        var headers = new List<(string, string)>();
        foreach (var header in response.RootElement.GetProperty(isRestApi ? "multiValueHeaders" : "headers").EnumerateObject())
        {
            if (IsCompared(header.Name))
            {
                var name = header.Name.ToLowerInvariant();
                headers.AddRange(isRestApi ? header.Value.EnumerateArray().Select(value => (name, value.GetString()!)) : [(name, header.Value.GetString()!)]);
            }
        }

        return LoadVersion.Text(response.RootElement.GetProperty("statusCode").GetInt32(), [.. headers]);
    }

    private static MemoryStream Event(LoadRequest request, bool isRestApi)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var method = request.IsOptions ? "OPTIONS" : "GET";
            json.WriteStartObject();
            json.WriteString("version", isRestApi ? "1.0" : "2.0");
            json.WriteString(isRestApi ? "path" : "rawPath", request.Path);
            json.WriteString("httpMethod", method);
            json.WriteStartObject(isRestApi ? "multiValueHeaders" : "headers");
            foreach (var (name, values) in request.Headers())
            {
                if (isRestApi)
                {
                    json.WriteStartArray(name);
                    Array.ForEach(values, json.WriteStringValue);
                    json.WriteEndArray();
                }
                else
                {
                    json.WriteString(name, string.Join(',', values));
                }
            }

            json.WriteEndObject();
            json.WriteStartObject("requestContext");
            json.WriteString("stage", "$default");
            if (isRestApi)
            {
                json.WriteString("path", request.Path);
            }
            else
            {
                json.WriteStartObject("http");
                json.WriteString("method", method);
                json.WriteString("path", request.Path);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        stream.Position = 0;
        return stream;
    }

    private static IEnumerable<(string, string)> Headers(HttpHeaders headers) =>
        from header in headers.NonValidated
        where IsCompared(header.Key)
        from value in header.Value
        select (header.Key.ToLowerInvariant(), value);

    private static bool IsCompared(string name) =>
        name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || name.Equals("Vary", StringComparison.OrdinalIgnoreCase);
}
