namespace CorsKit.Testing.Tests.Browsers;

/// <summary>
/// Two pages behind one HTTP cache, a browser's or a proxy's, that keeps what it may: <c>Vary: Origin</c> on every answer
/// keeps them apart (https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches).
/// </summary>
public sealed class SharedCacheTests
{
    private const string Shop = "https://shop.example.com";
    private const string Untrusted = "https://untrusted.example";

    [Theory]
    [InlineData(Shop, Untrusted)]
    [InlineData(Untrusted, Shop)]
    public async Task Behind_CorsKit_neither_is_given_the_others_answer(string first, string second)
    {
        await using var factory = new LambdaApplicationFactory<OrdersApi.OrderBook>();
        await using var api = FrontDoor.HttpApi(factory);
        using var cache = new KeepingCache(api.CreateHandler());

        foreach (var origin in (string[])[first, second, first])
        {
            Assert.Equal(origin == Shop, (await VisitAsync(cache, api, origin)).Readable);
        }

        // What it kept it did use: the third visit did not reach the function.
        Assert.Equal(2, cache.Misses);
    }

    [Theory]
    [InlineData("", 1, FetchFailure.AllowOriginMismatch)]
    [InlineData("origin", 2, null)]
    public async Task Without_Vary_the_second_page_is_given_the_first_ones_answer(string vary, int misses, FetchFailure? failure)
    {
        await using var api = FrontDoor.HttpApi(async (lambdaEvent, cancel) =>
        {
            var seen = (await System.Text.Json.Nodes.JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancel))!;
            return new MemoryStream(System.Text.Encoding.UTF8.GetBytes(
                $$$"""{"statusCode":200,"headers":{"access-control-allow-origin":"{{{seen["headers"]!["origin"]}}}","vary":"{{{vary}}}"}}"""));
        });
        using var cache = new KeepingCache(api.CreateHandler());

        Assert.True((await VisitAsync(cache, api, Untrusted)).Readable);

        Assert.Equal(failure, (await VisitAsync(cache, api, Shop)).Failure);
        Assert.Equal(misses, cache.Misses);
    }

    private static async Task<FetchOutcome> VisitAsync(KeepingCache cache, FrontDoor api, string origin)
    {
        // Not disposed of: the cache is shared.
        var browser = new Browser(cache, api.Address, origin);
        return await browser.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps every answer to GET for as long as it lives, apart by what its Vary names (https://www.rfc-editor.org/rfc/rfc9111#section-4.1).</summary>
    private sealed class KeepingCache(HttpMessageHandler network) : DelegatingHandler(network)
    {
        private readonly List<(Func<HttpRequestMessage, bool> Matches, HttpResponseMessage Response, byte[] Body)> _kept = [];

        public int Misses { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_kept.FirstOrDefault(kept => kept.Matches(request)) is { Response: { } hit } entry)
            {
                return Copy(hit, entry.Body);
            }

            Misses++;
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var (url, selected) = (request.RequestUri, response.Headers.Vary.ToDictionary(name => name, name => Value(request, name)));
            _kept.Add((next => next.RequestUri == url && selected.All(header => Value(next, header.Key) == header.Value), response, body));
            return Copy(response, body);
        }

        private static string Value(HttpRequestMessage request, string name) =>
            request.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";

        private static HttpResponseMessage Copy(HttpResponseMessage response, byte[] body)
        {
            var copy = new HttpResponseMessage(response.StatusCode) { Content = new ByteArrayContent(body) };
            foreach (var (name, values) in response.Headers.NonValidated)
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }

            return copy;
        }
    }
}
