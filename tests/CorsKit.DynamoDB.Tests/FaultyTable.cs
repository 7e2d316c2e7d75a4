using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace CorsKit.DynamoDB.Tests;

/// <summary>
/// A table with a million origins behind DynamoDB's HTTP protocol, in process: what Amazon's client sends is answered as
/// DynamoDB would, except that one origin in twenty first meets a fault.
/// </summary>
internal sealed class FaultyTable : HttpMessageHandler
{
    public static readonly string[] Faults =
    [
        "throttling", "server error", "no answer", "not JSON", "no body", "another item", "a number as key", "no key", "text as expiry", "a list as item",
    ];

    private readonly HashSet<string> _origins;
    private readonly int[] _injected = new int[Faults.Length];
    private readonly bool[] _askedFor; // by the number in the origin; made beforehand, since the test measures memory
    private int _asked;

    public FaultyTable(int count)
    {
        _askedFor = new bool[count];
        _origins = new HashSet<string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            _origins.Add(Stored(i));
        }
    }

    public int Asked => Volatile.Read(ref _asked);

    public IReadOnlyList<int> Injected => _injected;

    public int Count => _origins.Count;

    public static string Stored(int number) => $"https://tenant-{number}.shops.example";

    public static string Strange(int number) => $"https://tenant-{number}.shops.example.evil.example";

    public AmazonDynamoDBClient CreateClient() => new(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
    {
        ServiceURL = "http://dynamodb.test",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0, // so that no fault is made good before it gets to the source
        HttpClientFactory = new Factory(this),
    });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var question = await JsonDocument.ParseAsync(await request.Content!.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        var origin = question.RootElement.GetProperty("Key").GetProperty("origin").GetProperty("S").GetString()!;
        var number = Interlocked.Increment(ref _asked);
        if (IsFirst(origin) && number % 20 == 0)
        {
            // Every kind in turn; no answer at all takes a while to give up on, so it is the rarest.
            var fault = number / 20 % Faults.Length;
            fault = fault == 2 && number / 200 % 10 != 0 ? 0 : fault;
            Interlocked.Increment(ref _injected[fault]);
            return await FailAsync(fault, cancellationToken);
        }

        return Answer(_origins.Contains(origin) ? Item(origin) : "{}");
    }

    /// <summary>
    /// Faults meet the first question about an origin alone: an answer that was forgotten, since ten thousand others came meanwhile, is
    /// given again.
    /// </summary>
    private bool IsFirst(string origin)
    {
        var number = origin.AsSpan("https://tenant-".Length);
        return !Interlocked.Exchange(ref _askedFor[int.Parse(number[..number.IndexOf('.')], CultureInfo.InvariantCulture)], true);
    }

    private static async Task<HttpResponseMessage> FailAsync(int fault, CancellationToken cancellationToken)
    {
        switch (Faults[fault])
        {
            case "throttling":
                return Answer("""{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow down"}""", HttpStatusCode.BadRequest);
            case "server error":
                return Answer("""{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"}""", HttpStatusCode.InternalServerError);
            case "no answer":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException();
            case "not JSON":
                return Answer("<html>allowed</html>");
            case "no body":
                return Answer("");
            case "another item":
                return Answer(Item(Stored(0)));
            case "a number as key":
                return Answer("""{"Item":{"origin":{"N":"1"}}}""");
            case "no key":
                return Answer("""{"Item":{"allowed":{"BOOL":true}}}""");
            case "text as expiry":
                return Answer("""{"Item":{"expires":{"S":"never"}}}""");
            default:
                return Answer("""{"Item":[{"origin":{"S":"*"}}]}""");
        }
    }

    private static string Item(string origin) => """{"Item":{"origin":{"S":"ORIGIN"}}}""".Replace("ORIGIN", origin, StringComparison.Ordinal);

    private static HttpResponseMessage Answer(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };

    private sealed class Factory(FaultyTable table) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(table, disposeHandler: false);
    }
}
