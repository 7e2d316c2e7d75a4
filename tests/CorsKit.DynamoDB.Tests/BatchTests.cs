using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.DynamoDB.Tests;

/// <summary>What DynamoDB leaves unprocessed, and answers that nobody asked for, which dynalite does not give.</summary>
public sealed class BatchTests
{
    private const string A = "https://a.example";
    private const string B = "https://b.example";
    private const string None = """{"Responses":{"origins":[]},"UnprocessedKeys":{}}""";
    private const string BothLeft = """{"Responses":{"origins":[]},"UnprocessedKeys":{"origins":{"Keys":[{"origin":{"S":"https://a.example"}},{"origin":{"S":"https://b.example"}}]}}}""";
    private const string AAndBLeft = """{"Responses":{"origins":[{"origin":{"S":"https://a.example"}}]},"UnprocessedKeys":{"origins":{"Keys":[{"origin":{"S":"https://b.example"}}]}}}""";
    private const string JustB = """{"Responses":{"origins":[{"origin":{"S":"https://b.example"}}]}}""";
    private const string Untrusted = """{"Responses":{"origins":[{"origin":{"S":"https://evil.example"}}]}}""";

    public static TheoryData<string[], string> Cases => new()
    {
        { [None], "no no, asked 2" },
        { [AAndBLeft, JustB], "yes yes, asked 2 1" },
        { [BothLeft, BothLeft, AAndBLeft, None], "yes no, asked 2 2 2 1" },
        { [BothLeft, BothLeft, BothLeft, BothLeft, BothLeft], "InvalidOperationException, asked 2 2 2 2 2" },
        { [Untrusted], "FormatException, asked 2" },
        { ["""{"Responses":{"origins":[{"origin":{"N":"1"}}]}}"""], "FormatException, asked 2" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_is_left_is_asked_for_again_and_nothing_else_is_believed(string[] answers, string expected)
    {
        var endpoint = new Endpoint(answers);
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
        {
            ServiceURL = "http://dynamodb.test",
            AuthenticationRegion = "eu-west-1",
            HttpClientFactory = endpoint,
        });
        var time = new FakeTimeProvider();
        var source = new DynamoDbOriginSource(client, Options.Create(new DynamoDbOriginsOptions { TableName = "origins" }), time);

        string actual;
        try
        {
            var asking = source.AreAllowedAsync([A, B], new OriginSourceContext { PolicyName = "default" }, TestContext.Current.CancellationToken).AsTask();
            while (!asking.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            actual = string.Join(' ', (await asking).Select(answer => answer.IsAllowed ? "yes" : "no"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            actual = exception.GetType().Name;
        }

        Assert.Equal(expected, $"{actual}, asked {string.Join(' ', endpoint.Asked)}");
    }

    [Theory]
    [InlineData("origins", "origin", null, "expires", 0)]
    [InlineData("origins", "origin", "tenant", null, 0)]
    [InlineData("", "", "", "", 4)]
    [InlineData("origins", "origin", "origin", "origin", 2)]
    public void A_description_of_a_table_that_cannot_be_is_told_all_at_once_at_startup(string table, string origin, string? tenant, string? expires, int problems)
    {
        using var services = new ServiceCollection().AddDynamoDbOrigins(options =>
            (options.TableName, options.OriginAttribute, options.TenantAttribute, options.ExpiresAttribute) = (table, origin, tenant, expires)).BuildServiceProvider();
        var validator = services.GetRequiredService<IStartupValidator>();

        if (problems == 0)
        {
            validator.Validate();
        }
        else
        {
            Assert.Equal(problems, Assert.Throws<OptionsValidationException>(validator.Validate).Failures.Count());
        }
    }

    private sealed class Endpoint(string[] answers) : HttpClientFactory
    {
        public List<int> Asked { get; } = [];

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this, answers));

        private sealed class Handler(Endpoint endpoint, string[] answers) : HttpMessageHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                using var question = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
                var keys = question.RootElement.GetProperty("RequestItems").GetProperty("origins").GetProperty("Keys").GetArrayLength();
                endpoint.Asked.Add(keys);
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answers[endpoint.Asked.Count - 1], Encoding.UTF8, "application/x-amz-json-1.0") };
            }
        }
    }
}
