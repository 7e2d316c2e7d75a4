using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.DynamoDB.Tests;

/// <summary>The source against DynamoDB's protocol, as dynalite speaks it.</summary>
public sealed class DynamoDbOriginSourceTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private const string Shop = "https://shop.example.com";

    private static readonly OriginSourceContext Nobody = new() { PolicyName = "default" };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DynamoDbOriginSource Source(string table, Action<DynamoDbOriginsOptions>? configure = null, IAmazonDynamoDB? client = null)
    {
        var options = new DynamoDbOriginsOptions { TableName = table };
        configure?.Invoke(options);
        return new DynamoDbOriginSource(client ?? dynalite.Client, Options.Create(options), _time);
    }

    [Fact]
    public async Task An_item_allows_its_origin_and_no_other()
    {
        var table = await dynalite.CreateTableAsync();
        await dynalite.PutAsync(table, Shop);
        var source = Source(table);

        Assert.Equal(OriginAnswer.FromBoolean(true), await source.IsAllowedAsync(Shop, Nobody, Cancel));
        foreach (var origin in new[] { "https://shop.example.co", "https://shop.example.com:8443", "http://shop.example.com", "https://a.shop.example.com" })
        {
            Assert.Equal(OriginAnswer.FromBoolean(false), await source.IsAllowedAsync(origin, Nobody, Cancel));
        }
    }

    [Fact]
    public async Task An_item_that_has_expired_allows_nothing_although_it_is_still_there()
    {
        var table = await dynalite.CreateTableAsync();
        await dynalite.PutAsync(table, "https://later.example", expires: new() { N = "1800000001" });
        await dynalite.PutAsync(table, "https://now.example", expires: new() { N = "1800000000" });
        var source = Source(table);

        Assert.Equal(OriginAnswer.AllowedUntil(DateTimeOffset.FromUnixTimeSeconds(1_800_000_001)), await source.IsAllowedAsync("https://later.example", Nobody, Cancel));
        Assert.False((await source.IsAllowedAsync("https://now.example", Nobody, Cancel)).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await source.IsAllowedAsync("https://later.example", Nobody, Cancel)).IsAllowed);
        Assert.True((await Source(table, options => options.ExpiresAttribute = null).IsAllowedAsync("https://later.example", Nobody, Cancel)).IsAllowed);
    }

    public static TheoryData<string, AttributeValue> UnreadableExpiries => new()
    {
        { "text", new() { S = "1900000000" } },
        { "a word", new() { S = "never" } },
        { "milliseconds", new() { N = "1900000000000" } },
        { "a fraction", new() { N = "1900000000.5" } },
        { "negative", new() { N = "-1" } },
        { "true", new() { BOOL = true } },
        { "null", new() { NULL = true } },
        { "a list", new() { L = [new() { N = "1900000000" }] } },
    };

    [Theory]
    [MemberData(nameof(UnreadableExpiries))]
    public async Task An_expiry_that_cannot_be_read_is_an_error_and_errors_refuse(string name, AttributeValue expires)
    {
        Assert.NotEmpty(name);
        var table = await dynalite.CreateTableAsync();
        await dynalite.PutAsync(table, Shop, expires: expires);

        await Assert.ThrowsAsync<FormatException>(async () => await Source(table).IsAllowedAsync(Shop, Nobody, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await Source(table).AreAllowedAsync([Shop], Nobody, Cancel));
    }

    [Fact]
    public async Task An_origin_belongs_to_its_tenant()
    {
        var table = await dynalite.CreateTableAsync(hasTenants: true);
        await dynalite.PutAsync(table, Shop, "a");
        var source = Source(table, options => options.TenantAttribute = "tenant");

        Assert.True((await source.IsAllowedAsync(Shop, new() { PolicyName = "default", Tenant = "a" }, Cancel)).IsAllowed);
        Assert.False((await source.IsAllowedAsync(Shop, new() { PolicyName = "default", Tenant = "b" }, Cancel)).IsAllowed);
        Assert.Equal([true, false], (await source.AreAllowedAsync([Shop, "https://b.example"], new() { PolicyName = "default", Tenant = "a" }, Cancel)).Select(answer => answer.IsAllowed));

        // A table and a policy that do not agree about tenants: an error, not everybody's origin.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await source.IsAllowedAsync(Shop, Nobody, Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Source(table).IsAllowedAsync(Shop, new() { PolicyName = "default", Tenant = "a" }, Cancel));
    }

    [Fact]
    public async Task Many_are_asked_for_in_batches()
    {
        var table = await dynalite.CreateTableAsync();
        for (var i = 0; i < 250; i += 2)
        {
            await dynalite.PutAsync(table, $"https://shop-{i}.example");
        }

        var origins = Enumerable.Range(0, 250).Select(i => $"https://shop-{i}.example").Append("https://shop-0.example").ToList();
        var answers = await Source(table).AreAllowedAsync(origins, Nobody, Cancel);

        Assert.Equal([.. Enumerable.Range(0, 250).Select(i => i % 2 == 0), true], answers.Select(answer => answer.IsAllowed));
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_an_error()
    {
        await Assert.ThrowsAsync<ResourceNotFoundException>(async () => await Source("nowhere").IsAllowedAsync(Shop, Nobody, Cancel));
    }

    /// <summary>The whole way: an app, its policy, the table.</summary>
    [Fact]
    public async Task A_policy_asks_the_table()
    {
        var table = await dynalite.CreateTableAsync(hasTenants: true);
        await dynalite.PutAsync(table, Shop, "a.api.example.com");
        var origins = Enumerable.Range(0, 1000).Select(i => $"https://shop-{i}.example").ToList();
        foreach (var origin in origins.Where((_, i) => i % 2 == 0))
        {
            await dynalite.PutAsync(table, origin, "a.api.example.com");
        }

        await using var app = new PolicyApp(
            services => services.AddSingleton<IAmazonDynamoDB>(dynalite.Client).AddDynamoDbOrigins(options => (options.TableName, options.TenantAttribute) = (table, "tenant")),
            policy => policy.AllowOrigins("https://listed.example").AllowOriginsFrom<DynamoDbOriginSource>(source => source
                .TenantFrom(request => request.Host)
                .Timeout = TimeSpan.FromSeconds(10)));

        Assert.Equal((Shop, CorsReason.Allowed), await app.AskAsync(Shop, "A.api.example.com"));
        Assert.Equal((null, CorsReason.OriginNotAllowed), await app.AskAsync(Shop, "b.api.example.com"));
        Assert.Equal(("https://listed.example", CorsReason.Allowed), await app.AskAsync("https://listed.example", "b.api.example.com"));
        for (var i = 0; i < origins.Count; i++)
        {
            Assert.Equal((i % 2 == 0 ? origins[i] : null, i % 2 == 0 ? CorsReason.Allowed : CorsReason.OriginNotAllowed), await app.AskAsync(origins[i], "a.api.example.com"));
        }

        // The table is gone: what was allowed a short while ago still is, and nobody else.
        await dynalite.Client.DeleteTableAsync(table, Cancel);
        Assert.Equal((Shop, CorsReason.Allowed), await app.AskAsync(Shop, "a.api.example.com"));
        Assert.Equal((null, CorsReason.OriginUnverified), await app.AskAsync("https://new.example", "a.api.example.com"));
    }
}
