using CorsKit;
using CorsKit.Authorizer.Tests;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace ReadmeExamples;

/// <summary>What the pages show of tenants does what it says.</summary>
public sealed class TenantsReadmeTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_host_selects_and_the_source_knows_its_tenant()
    {
        await using var partners = await StartAsync(b =>
        {
            b.Services.AddGatewayCors(cors => cors.AddPolicy("partners", p => p.AllowOrigins("https://partner.example")));
            TenantsCode.ByHost(b);
        });
        Assert.Equal("https://partner.example", await AskAsync(partners, "https://partner.example", "partners.example.com"));
        Assert.Null(await AskAsync(partners, "https://partner.example", "other.example.com"));

        await using var tenants = await StartAsync(b =>
        {
            b.Services.AddSingleton<TenantDatabase>();
            TenantsCode.Source(b);
        });
        Assert.Equal("https://page.a.example", await AskAsync(tenants, "https://page.a.example", "a.example.com"));
        Assert.Null(await AskAsync(tenants, "https://page.a.example", "b.example.com"));
        Assert.Equal("https://app.example.com", await AskAsync(tenants, "https://app.example.com", "b.example.com"));
    }

    [Fact]
    public async Task The_authorizer_names_the_policy_that_the_app_selects()
    {
        Environment.SetEnvironmentVariable("GatewayCors__Policies__shop__AllowOrigins", Events.Shop);
        Environment.SetEnvironmentVariable("GatewayCors__Policies__tenants__AllowOrigins", Events.Shop);
        await using var answer = await new Function().HandleAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Events.Rest)));
        using var reader = new StreamReader(answer);
        Assert.Contains("\"corsPolicy\":\"shop\",\"plan\":\"gold\"", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);

        await using var app = await StartAsync(b => TenantsCode.ByAuthorizer(b), a => a.Use((context, next) =>
        {
            context.User = new([new([new("corsPolicy", "shop")], "AuthorizerIdentity")]);
            return next(context);
        }));
        Assert.Equal(Events.Shop, await AskAsync(app, Events.Shop, "api.example.com"));
    }

    [Theory]
    [InlineData("Parameter Store")]
    [InlineData("AppConfig")]
    [InlineData("file")]
    public async Task A_change_of_the_store_is_there_with_the_next_request_that_is_due(string store)
    {
        var time = new FakeTimeProvider();
        var folder = Directory.CreateTempSubdirectory("corskit");
        var file = Path.Combine(folder.FullName, "cors.json");
        AmazonConfiguration.Values["GatewayCors:AllowOrigins"] = "https://old.example";
        await File.WriteAllTextAsync(file, """{ "GatewayCors": { "AllowOrigins": "https://old.example" } }""", Cancel);
        await using var app = await StartAsync(b =>
        {
            switch (store)
            {
                case "Parameter Store":
                    TenantsCode.ParameterStore(b);
                    break;
                case "AppConfig":
                    TenantsCode.AppConfig(b);
                    break;
                default:
                    // The README's path is a mounted one, which is not here; the rest is the same.
                    Assert.ThrowsAny<IOException>(() => TenantsCode.File(b));
                    b.Configuration.Sources.RemoveAt(b.Configuration.Sources.Count - 1);
                    b.Configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
                    b.Services.AddGatewayCors(cors => cors.RefreshAfter = TimeSpan.FromMinutes(5));
                    break;
            }

            b.Services.AddGatewayCors();
            b.Services.AddSingleton<TimeProvider>(time);
        });
        Assert.Equal("https://old.example", await AskAsync(app, "https://old.example", "api.example.com"));

        AmazonConfiguration.Values["GatewayCors:AllowOrigins"] = "https://new.example";
        await File.WriteAllTextAsync(file, """{ "GatewayCors": { "AllowOrigins": "https://new.example" } }""", Cancel);
        Assert.Null(await AskAsync(app, "https://new.example", "api.example.com"));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("https://new.example", await AskAsync(app, "https://new.example", "api.example.com"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void The_table_needs_no_more_than_its_name()
    {
        var builder = WebApplication.CreateBuilder();
        TenantsCode.Table(builder);

        Assert.Contains(builder.Services, service => service.ServiceType == typeof(CorsKit.DynamoDB.DynamoDbOriginSource));
    }

    private static async Task<WebApplication> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication>? first = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        configure(builder);
        var app = builder.Build();
        first?.Invoke(app);
        app.UseGatewayCors();
        app.MapGet("/orders", () => "orders");
        await app.StartAsync(Cancel);
        return app;
    }

    private static async Task<string?> AskAsync(WebApplication app, string origin, string host)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}/orders");
        request.Headers.Add("Origin", origin);
        using var response = await client.SendAsync(request, Cancel);
        Assert.Equal(200, (int)response.StatusCode);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null;
    }
}
