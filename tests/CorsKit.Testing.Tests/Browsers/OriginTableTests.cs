using CorsKit.Tests.Origins;
using Microsoft.AspNetCore.TestHost;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>A page of each kind of origin sees what the policy says of it.</summary>
public sealed class OriginTableTests
{
    public static TheoryData<string, string, bool, string> Rows => new(OriginRow.Verdicts.Where(row => row.Verdict is "allowed" or "refused"));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_page_reads_what_its_origin_may(string item, string origin, bool credentials, string verdict)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.AllowOrigins(item).AllowMethods("PUT");
            if (credentials)
            {
                policy.AllowCredentials();
            }
        }));
        await using var app = builder.Build();
        app.UseGatewayCors();
        app.MapPut("/orders", () => "saved");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var page = new Browser(app.GetTestServer().CreateHandler(), new Uri("https://api.example.com"), origin);

        var outcome = await page.FetchAsync(HttpMethod.Put, "/orders", credentials, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(verdict, outcome.Readable ? "allowed" : "refused");
        Assert.Equal(verdict == "allowed" ? "saved" : "", outcome.Body);
        Assert.Equal(origin, Assert.Single(outcome.Exchanges[0].RequestHeaders, header => header.Key == "Origin").Value);
    }
}
