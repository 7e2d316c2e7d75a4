using System.Text;
using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

/// <summary>A function that always answers the same, and someone who calls on the front door before it.</summary>
internal sealed class Visitor(string response)
{
    /// <summary>The response document of a function that owns CORS.</summary>
    public const string OwnsCors =
        """{"statusCode":200,"headers":{"access-control-allow-origin":"https://app.example","access-control-expose-headers":"etag","vary":"Origin","x-app":"1"},"body":"hi"}""";

    /// <summary>The same for payload 1.0 and load balancers, which have room for several values.</summary>
    public const string OwnsCorsMultiValue =
        """{"statusCode":200,"multiValueHeaders":{"access-control-allow-origin":["https://app.example"],"x-app":["1","2"],"content-type":["text/plain"]},"body":"hi"}""";

    private readonly List<JsonObject> _events = [];

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IReadOnlyList<JsonObject> Events => _events;

    public static string[] Preflight(string method = "PUT", string headers = "content-type", string origin = "https://app.example") =>
        [$"Origin: {origin}", $"Access-Control-Request-Method: {method}", $"Access-Control-Request-Headers: {headers}"];

    public async Task<Stream> Function(Stream lambdaEvent, CancellationToken cancel)
    {
        _events.Add((JsonObject)(await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancel))!);
        return response switch
        {
            "throw" => throw new InvalidOperationException("the function crashed"),
            "hang" => await Task.Delay(Timeout.Infinite, cancel).ContinueWith(Stream (_) => new MemoryStream(), TaskScheduler.Default),
            "6 MB" => Document($$"""{"statusCode":200,"headers":{"access-control-allow-origin":"*"},"body":"{{new string('x', 6_291_556)}}"}"""),
            _ => Document(response),
        };
    }

    private static MemoryStream Document(string json) => new(Encoding.UTF8.GetBytes(json));

    /// <summary>Sends "GET /path" with header lines; returns the status, the headers that count here, sorted, and the body.</summary>
    public static async Task<string> AskAsync(FrontDoor door, string requestLine, params string[] headers)
    {
        using var client = door.CreateClient();
        var parts = requestLine.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1].StartsWith("http", StringComparison.Ordinal) ? new Uri(parts[1]) : new Uri(door.Address, parts[1].TrimStart('/')));
        foreach (var header in headers)
        {
            var (name, value) = (header.Split(": ", 2)[0], header.Split(": ", 2)[1]);
            if (name == "Body")
            {
                request.Content = new ByteArrayContent(new byte[int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)]);
            }
            else
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }
        }

        using var answer = await client.SendAsync(request, Cancel);
        var lines = from header in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
                    let name = header.Key.ToLowerInvariant()
                    where name is not ("content-type" or "content-length" or "server" or "via" or "apigw-requestid") && !name.StartsWith("x-am", StringComparison.Ordinal)
                    from value in header.Value
                    orderby name
                    select $"{name}: {value}";
        return string.Join('\n', [((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), .. lines, await answer.Content.ReadAsStringAsync(Cancel)]);
    }
}
