using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.Channels;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Load;

/// <summary>
/// Reload, selection, source and re-execution at the same time: each response is that of one version of the configuration, no older than the one in force when
/// the request was sent and no newer than the one that was on its way when the response had been read.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Speed", "slow")]
public sealed class ConcurrencyTests
{
    private const int Tenants = 20;
    private const int Clients = 16;
    private const int RequestsOfVersion = 100;

    private const string Http1 = "Kestrel with HTTP/1.1";
    private const string Http2 = "Kestrel with HTTP/2";
    private const string Lambda = "the Lambda host";

    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly LoadVersions _versions = new(Tenants);
    private readonly Channel<int> _due = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _left = LoadSize.ConcurrencyOnEach;
    private int _allowed;
    private int _overlapping;

    [Theory]
    [InlineData(Http1)]
    [InlineData(Http2)]
    [InlineData(Lambda)]
    public async Task A_response_is_that_of_one_version_that_was_in_force_meanwhile(string host)
    {
        // The clock stands still: nothing depends on how fast the machine is.
        var store = new StoredOrigins((tenant, origin) => Reply(LoadOrigins.Number(tenant), origin), static () => { });
        await using var app = await LoadApp.StartAsync(Tenants, new FakeTimeProvider(), store, host switch
        {
            Http1 => builder => LoadClients.UseKestrel(builder, HttpProtocols.Http1),
            Http2 => builder => LoadClients.UseKestrel(builder, HttpProtocols.Http2),
            _ => LoadClients.UseLambda,
        });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        Func<LoadRequest, Task<string>> send;
        if (host == Lambda)
        {
            var server = (LambdaServer)app.Services.GetRequiredService<IServer>();
            send = request => LoadClients.InvokeAsync(server, request, isRestApi: request.IsOptions);
        }
        else
        {
            client.BaseAddress = new Uri(app.Urls.Single());
            send = request => LoadClients.SendAsync(client, host == Http2 ? HttpVersion.Version20 : HttpVersion.Version11, request);
        }

        var elapsed = Stopwatch.StartNew();
        var clients = Enumerable.Range(0, Clients)
            .Select(seed => new LoadRequests(seed, Tenants) { FailingPaths = ["/missing", "/boom", "/caught", LoadRequest.ChangedPath] })
            .Select(requests => Task.Run(() => AskAsync(app, send, requests), TestContext.Current.CancellationToken)).ToList();
        var changing = Task.Run(() => ChangeAsync(app), TestContext.Current.CancellationToken);
        await Task.WhenAll(clients);
        _due.Writer.Complete();
        await changing;

        var total = LoadSize.ConcurrencyOnEach;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"figures: load: concurrency on {host}: {total} requests, {total / elapsed.Elapsed.TotalSeconds:F0} a second, {_wrong.Count} wrong, {app.InForce + 1} versions; "
            + $"{_overlapping} requests saw a change, {_allowed} allowed, store asked {store.Asked} times"));
        Assert.True(_wrong.IsEmpty, $"{_wrong.Count} wrong\n{string.Join('\n', _wrong.Take(10))}");
        Assert.InRange(_allowed, total / 5, total * 4 / 5);
        Assert.InRange(_overlapping, total / 1000, total);
    }

    private async Task AskAsync(LoadApp app, Func<LoadRequest, Task<string>> send, LoadRequests requests)
    {
        while (Interlocked.Decrement(ref _left) is >= 0 and var left)
        {
            if (left % RequestsOfVersion == 0)
            {
                _due.Writer.TryWrite(left);
            }

            var request = requests.Next();
            var first = app.InForce;
            var answer = await send(request);
            var last = app.Begun;
            if (!Enumerable.Range(first, last - first + 1).Any(version => answer == Right(request, version)))
            {
                _wrong.Enqueue($"{request} of versions {first} to {last}\nright of the first: {Right(request, first)}\ngiven: {answer}");
            }

            Interlocked.Add(ref _overlapping, first == last ? 0 : 1);
            Interlocked.Add(ref _allowed, answer.Contains("access-control-allow-origin", StringComparison.Ordinal) ? 1 : 0);
        }
    }

    private string Right(LoadRequest request, int version) => _versions[version].Answer(request, () => Reply(request.Tenant, request.Origins[0]) == StoreReply.Yes);

    private async Task ChangeAsync(LoadApp app)
    {
        await foreach (var _ in _due.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            app.Change();
        }
    }

    /// <summary>Never changes: whatever is remembered of it is right.</summary>
    private static StoreReply Reply(int tenant, string origin) => LoadOrigins.Find(origin) is not { } found || found.Tenant != tenant ? StoreReply.No : found.App switch
    {
        7 => StoreReply.Throws,
        5 => StoreReply.ThrowsLater,
        3 => StoreReply.SaysNothing,
        1 => StoreReply.No,
        _ => StoreReply.Yes,
    };
}
