using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CorsKit.Testing.Recordings;

namespace CorsKit.Testing.Tests.Recordings;

/// <summary>Sends the requests of a recording to the emulator of its front door, and tells what differs.</summary>
internal static class Replay
{
    /// <summary>Different in each response, or written by the network; that they are there counts.</summary>
    private static readonly string[] Varying =
    [
        "date", "x-amzn-requestid", "apigw-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amz-cf-id", "x-amz-cf-pop", "via", "age", "x-cache",
    ];

    /// <summary>Of the connection, or of a server before the function, which no emulator has.</summary>
    private static readonly string[] OfTheNetwork = ["connection", "keep-alive", "transfer-encoding", "content-length", "server", "alt-svc", "strict-transport-security"];

    /// <summary>Which the front door writes, and no function.</summary>
    private static readonly string[] OfTheFrontDoor = ["date", "x-amzn-requestid", "apigw-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-amzn-errortype"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    public static async Task<IReadOnlyList<string>> RunAsync(Recording recording, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        RecordedExchange? current = null;
        await using var frontDoor = Open(recording, (_, _) => Task.FromResult<Stream>(new MemoryStream(FunctionResponse(current!))));
        using var client = frontDoor.CreateClient();
        foreach (var exchange in recording.Exchanges)
        {
            current = exchange;
            using var request = Compose(exchange.Request, frontDoor.Address);
            using var response = await client.SendAsync(request, cancellationToken);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken)); // whatever its charset is called
            differences.AddRange(Compare(exchange.Response, response, body).Select(difference => $"{exchange.Request.Method} {exchange.Request.Url}: {difference}"));
        }

        return differences;
    }

    private static FrontDoor Open(Recording recording, Func<Stream, CancellationToken, Task<Stream>> function) => recording.FrontDoor switch
    {
        "RestApi" => FrontDoor.RestApi(function, recording.Stage ?? "prod", Settings<RestApiSettings>(recording)),
        "HttpApi" => FrontDoor.HttpApi(function, recording.Stage ?? "$default", Settings<HttpApiSettings>(recording)),
        "FunctionUrl" => FrontDoor.FunctionUrl(function, Settings<FunctionUrlSettings>(recording)),
        "LoadBalancer" => FrontDoor.LoadBalancer(function, Settings<LoadBalancerSettings>(recording)),
        _ => throw new NotSupportedException($"There is no emulator of {recording.FrontDoor}: write RestApi, HttpApi, FunctionUrl or LoadBalancer."),
    };

    private static T Settings<T>(Recording recording)
        where T : new() => recording.Settings is { } settings ? settings.Deserialize<T>(Json)! : new T();

    private static HttpRequestMessage Compose(RecordedRequest recorded, Uri address)
    {
        var path = Uri.TryCreate(recorded.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.PathAndQuery : recorded.Url;
        var request = new HttpRequestMessage(new HttpMethod(recorded.Method), new Uri(address, path));
        if (recorded.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var line in recorded.Headers)
        {
            var (name, value) = Split(line);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content ??= new ByteArrayContent([]);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    /// <summary>What the function returned, or what it must have for the response that was seen.</summary>
    private static byte[] FunctionResponse(RecordedExchange exchange)
    {
        if (exchange.Function is { } function)
        {
            return Encoding.UTF8.GetBytes(function.ValueKind == JsonValueKind.String ? function.GetString()! : function.GetRawText());
        }

        var headers = exchange.Response.Headers.Select(Split).Where(header => !OfTheFrontDoor.Contains(header.Name) && !OfTheNetwork.Contains(header.Name));
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            statusCode = exchange.Response.Status,
            headers = headers.GroupBy(header => header.Name).ToDictionary(group => group.Key, group => string.Join(",", group.Select(header => header.Value))),
            body = exchange.Response.Body ?? "",
        });
    }

    private static IEnumerable<string> Compare(RecordedResponse recorded, HttpResponseMessage response, string body)
    {
        if (recorded.Status != (int)response.StatusCode)
        {
            yield return $"status {recorded.Status}, the emulator {(int)response.StatusCode}";
        }

        var seen = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
        var expected = recorded.Headers.Select(Split).Where(header => !OfTheNetwork.Contains(header.Name)).GroupBy(header => header.Name)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(header => header.Value)));
        foreach (var (name, value) in expected)
        {
            if (!seen.TryGetValue(name, out var other))
            {
                yield return $"{name}: {value}, the emulator has none";
            }
            else if (value is not ("*" or "(not shown)") && !Varying.Contains(name) && value != other)
            {
                yield return $"{name}: {value}, the emulator {other}";
            }
        }

        foreach (var name in recorded.Absent.Select(name => name.ToLowerInvariant()).Where(seen.ContainsKey))
        {
            yield return $"no {name}, the emulator {seen[name]}";
        }

        foreach (var (name, value) in recorded.IsWhole ? seen : [])
        {
            if (!expected.ContainsKey(name) && !OfTheNetwork.Contains(name))
            {
                yield return $"no {name}, the emulator {value}";
            }
        }

        if (recorded.Body is { } text && text != body)
        {
            yield return $"body {text}, the emulator {body}";
        }
    }

    private static (string Name, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
    }
}
