using System.Text.RegularExpressions;
using CorsKit.Diagnostics;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Origins;
using CorsKit.Tests.Policies;
using ReadmeExamples;

namespace CorsKit.Tests.Readme;

/// <summary>What ORIGINS.md tells to list is compiled, and allows the origins that it names.</summary>
public sealed partial class OriginsPageTests
{
    private static readonly Page Page = Page.Of("src/CorsKit/ORIGINS.md");

    /// <summary>The host, its previews, the item, and "yes" or the code of the problem with credentials.</summary>
    public static TheoryData<string, string[], string, string> Previews =>
        new(Rows("Preview deployments", 6).Select(row => (row[0], Spans(row[1]), Assert.Single(Spans(row[2])), row[3])));

    /// <summary>Who sends it, where, the origins, and the items; neither where there is no origin.</summary>
    public static TheoryData<string, string, string[], string[]> Apps => new(Rows("Apps and extensions", 5).Select(row => (row[0], row[1], Spans(row[2]), Spans(row[3]))));

    /// <summary>The front door, the item, and what becomes of it.</summary>
    public static TheoryData<string, string, string> FrontDoors
    {
        get
        {
            var table = Rows("What front doors accept", 8, skip: 0);
            var items = table[0][1..^1].Select(cell => Assert.Single(Spans(cell))).ToList();
            return new(table.Skip(2).SelectMany(row => items.Zip(row[1..], (item, what) => (row[0], item, what))));
        }
    }

    [Fact]
    public void The_tables_are_there_and_each_row_has_a_source()
    {
        Assert.True(Previews.Count >= 9 && Apps.Count >= 25 && FrontDoors.Count == 24, $"{Previews.Count}, {Apps.Count}, {FrontDoors.Count}");
        Assert.All([.. Rows("Preview deployments", 6), .. Rows("Apps and extensions", 5)], row => Assert.Matches(@"\]\(https://|^measured$", row[^1]));
    }

    [Theory]
    [MemberData(nameof(Previews))]
    public void An_item_for_previews_allows_them_and_is_safe_with_credentials_or_refused(string host, string[] previews, string item, string credentials)
    {
        Assert.NotEmpty(host);
        Assert.NotEmpty(previews);
        AssertAllows(Settings.Of(item), previews);

        Assert.Equal(CorsReason.OriginNotAllowed, Settings.Of(item).Compile().EvaluateOrigins("https://untrusted.example").Reason);
        if (credentials == "yes")
        {
            AssertAllows(Settings.Of(item).Credentials(), previews);
        }
        else
        {
            Assert.Equal(ProblemCode.PublicSuffix, credentials);
            Assert.Equal(credentials, Assert.Single(Settings.Of(item).Credentials().Problems()).Code);
            var settings = Settings.Of(item).Credentials();
            settings.DangerouslyAllowPublicSuffixes = true;
            AssertAllows(settings, previews);
        }
    }

    [Theory]
    [MemberData(nameof(Apps))]
    public void An_item_for_an_app_allows_what_it_sends(string app, string platform, string[] origins, string[] items)
    {
        Assert.NotEmpty(app);
        Assert.NotEmpty(platform);
        if (origins.Length == 0)
        {
            Assert.Empty(items);
            Assert.Equal(CorsReason.NoOrigin, Settings.Of("https://shop.example.com").Compile().EvaluateOrigins(default).Reason);
            return;
        }

        AssertAllows(Settings.Of(items), origins);
        Assert.Equal(origins[0] == "null" ? CorsReason.Allowed : CorsReason.OriginNotAllowed, Settings.Of(items).Compile().EvaluateOrigins("https://untrusted.example").Reason);

        // Browsers know no credentials with any origin, and any extension is not the one that was meant.
        if (items.Any(item => item.EndsWith("//*", StringComparison.Ordinal) || item == "*"))
        {
            Assert.NotEmpty(Settings.Of(items).Credentials().Problems());
        }
        else
        {
            AssertAllows(Settings.Of(items).Credentials(), origins);
        }
    }

    [Theory]
    [MemberData(nameof(FrontDoors))]
    public async Task A_front_door_does_with_an_item_what_the_page_says(string door, string item, string what)
    {
        var origin = item switch
        {
            "*" or "https://*" or "https://*.example.com" => "https://pr-1.example.com",
            _ => item.Replace("*", "pr-1", StringComparison.Ordinal),
        };
        var configuration = new CorsConfiguration { AllowOrigins = [item], AllowMethods = ["*"], AllowHeaders = ["*"] };
        FrontDoor Open() => door.Split([':', ','])[0] switch
        {
            "HTTP API" => FrontDoor.HttpApi(Answer, settings: new() { CorsConfiguration = configuration }),
            "Function URL" => FrontDoor.FunctionUrl(Answer, new() { Cors = configuration }),
            "CloudFront" => FrontDoor.CloudFront(FrontDoor.HttpApi(Answer), new() { ResponseHeadersPolicy = new() { AllowOrigins = [item] } }),
            _ => throw new ArgumentException(door),
        };

        if (door == "none: CorsKit decides")
        {
            AssertAllows(Settings.Of(item), [origin]);
            return;
        }

        // check and export are held to the same.
        var row = OriginRow.Items.Single(row => row.Item == item.Replace("*.example.com", "*.preview.example.com", StringComparison.Ordinal));
        var takes = door.Split([':', ','])[0] switch { "HTTP API" => row.HttpApi, "Function URL" => row.FunctionUrl, _ => row.CloudFront };
        Assert.Contains(what, takes switch { true => (string[])["yes"], false => ["refused", "no"], null => ["not documented"] });
        if (what == "no")
        {
            await using var frontDoor = Open();
            using var page = new Browser(frontDoor, origin);
            Assert.False((await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).Readable);
        }
        else if (what == "refused")
        {
            Assert.Contains(item, Assert.Throws<ArgumentException>(Open).Message, StringComparison.Ordinal);
        }
        else if (what == "yes")
        {
            await using var frontDoor = Open();
            using var page = new Browser(frontDoor, origin);
            Assert.True((await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken)).Readable);
        }
    }

    [Theory]
    [InlineData("https://*.nip.io")]
    [InlineData("https://*.loca.lt")]
    public void What_the_list_does_not_know_is_accepted_with_credentials(string item)
    {
        Assert.Contains($"`{item}`", Page.Text, StringComparison.Ordinal);
        AssertAllows(Settings.Of(item).Credentials(), [item.Replace("*", "a", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("https://deploy-preview-42--shop.netlify.app", true)]
    [InlineData("https://staging--shop.netlify.app", false)]
    [InlineData("https://deploy-preview---shop.netlify.app", false)]
    [InlineData("https://deploy-preview-42--shop.netlify.app.evil.example", false)]
    public async Task The_rule_in_code_allows_previews_alone(string origin, bool isAllowed)
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddDefaultPolicy(ReadmeCode.PreviewOrigins), app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
        });

        Assert.Equal(isAllowed ? origin : null, (await host.GetAsync("/orders", origin))["Access-Control-Allow-Origin"]);
    }

    private static Task<Stream> Answer(Stream lambdaEvent, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream("""{"statusCode":200,"body":"orders"}"""u8.ToArray()));

    private static void AssertAllows(GatewayCorsPolicySettings settings, string[] origins)
    {
        var policy = settings.Compile();
        Assert.All(origins, origin => Assert.Equal(CorsReason.Allowed, policy.EvaluateOrigins(origin).Reason));
    }

    /// <summary>The cells of the only table of a section.</summary>
    /// <param name="skip">The heading, and the line below it.</param>
    private static List<string[]> Rows(string heading, int columns, int skip = 2)
    {
        var section = Page.Text[Page.Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal)..];
        var rows = section.Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(skip)
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.All(rows.Where(row => row.Length > 1), row => Assert.Equal(columns, row.Length));
        return rows;
    }

    private static string[] Spans(string cell) => [.. Span().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
