using System.Text;
using CorsKit.Testing.Recordings;
using CorsKit.Tests.Readme;

namespace CorsKit.Testing.Tests.Recordings;

/// <summary>Every recording in tests/recordings is what the emulator answers. Add a file, and run this to see what differs.</summary>
public sealed class RecordingTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "recordings");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_emulator_answers_as_recorded(string file)
    {
        await using var stream = File.OpenRead(Path.Combine(Folder, file));
        var recording = Recording.Read(stream);

        Assert.NotEmpty(recording.Exchanges);
        var differences = await Replay.RunAsync(recording, TestContext.Current.CancellationToken);
        Assert.True(differences.Count == 0, $"{file}\n{string.Join('\n', differences)}");
    }

    /// <summary>A replay that finds no difference in what differs would prove nothing.</summary>
    [Fact]
    public async Task A_difference_is_told()
    {
        var recording = Recording.Read(new MemoryStream("""
            {
              "frontDoor": "HttpApi", "date": "2026-11-27",
              "exchanges": [ {
                "request": { "method": "GET", "url": "https://api.example.com/orders" },
                "function": { "statusCode": 200, "headers": { "x-a": "1", "x-b": "2" }, "body": "orders" },
                "response": { "status": 201, "headers": ["x-a: 2", "x-c: 3"], "absent": ["X-B"], "body": "other", "isWhole": true } } ]
            }
            """u8.ToArray()));

        var differences = await Replay.RunAsync(recording, TestContext.Current.CancellationToken);

        Assert.Contains("GET https://api.example.com/orders: status 201, the emulator 200", differences);
        Assert.Contains("GET https://api.example.com/orders: x-a: 2, the emulator 1", differences);
        Assert.Contains("GET https://api.example.com/orders: x-c: 3, the emulator has none", differences);
        Assert.Contains("GET https://api.example.com/orders: no x-b, the emulator 2", differences);
        Assert.Contains("GET https://api.example.com/orders: body other, the emulator orders", differences);
    }

    /// <summary>Front door, address, content type, and the stage that is written.</summary>
    [Theory]
    [InlineData("RestApi", "https://emulated.execute-api.eu-west-1.amazonaws.com/dev/orders", "text/html; charset=no-such", "dev")]
    [InlineData("RestApi", "https://api.example.com/dev/orders", "text/html; charset=utf8", null)]
    [InlineData("RestApi", "https://emulated.execute-api.eu-west-1.amazonaws.com/d.v/orders", "text/html", null)]
    [InlineData("HttpApi", "https://emulated.execute-api.eu-west-1.amazonaws.com/dev/orders", "text/html", null)]
    public async Task A_stage_is_read_off_the_address_of_a_REST_API(string kind, string address, string contentType, string? stage)
    {
        await using var frontDoor = FrontDoor.RestApi((_, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"headers":{"content-type":"{{contentType}}"},"body":"Espresso ☕"}"""))), "dev");
        using var handler = new RecordingHandler(frontDoor.CreateHandler());
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);

        using var file = new MemoryStream();
        handler.Write(file, kind);
        file.Position = 0;
        var recording = Recording.Read(file);

        Assert.Equal(stage, recording.Stage);
        Assert.Equal(address.Contains("/dev/", StringComparison.Ordinal) ? "Espresso ☕" : """{"message":"Missing Authentication Token"}""", recording.Exchanges[0].Response.Body);
        if (stage is not null)
        {
            Assert.Empty(await Replay.RunAsync(recording, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_a_handler_writes_is_replayed()
    {
        await using var frontDoor = FrontDoor.HttpApi((_, _) => Task.FromResult<Stream>(new MemoryStream("""{"statusCode":200,"headers":{"content-type":"text/plain","access-control-allow-origin":"https://shop.example.com","set-cookie":"a=secret"},"body":"orders"}"""u8.ToArray())));
        using var handler = new RecordingHandler(frontDoor.CreateHandler());
        using var page = new Browser(handler, frontDoor.Address, "https://shop.example.com");
        (await page.FetchAsync(HttpMethod.Get, "/orders", headers: [("X-Api-Key", "secret")], cancellationToken: TestContext.Current.CancellationToken)).ShouldBeBlocked(FetchFailure.HeaderNotAllowed);
        (await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).ShouldBeReadable();

        using var file = new MemoryStream();
        handler.Write(file, "HttpApi");
        var text = Encoding.UTF8.GetString(file.ToArray());
        file.Position = 0;
        var recording = Recording.Read(file);

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(2, recording.Exchanges.Count);
        Assert.Equal(("OPTIONS", "GET"), (recording.Exchanges[0].Request.Method, recording.Exchanges[1].Request.Method));
        Assert.Contains("Origin: https://shop.example.com", recording.Exchanges[1].Request.Headers);
        Assert.Equal("orders", recording.Exchanges[1].Response.Body);
        Assert.Empty(await Replay.RunAsync(recording, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => handler.Write(new MemoryStream(), "rest"));
    }
}
