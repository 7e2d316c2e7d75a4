using System.Text;
using System.Text.RegularExpressions;
using CorsKit.TestApp;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Middleware;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ReadmeExamples;

namespace CorsKit.Tests.Readme;

/// <summary>What the first page and the page of CorsKit show is what comes out.</summary>
public sealed partial class ReadmeTests
{
    private const string Shop = "https://shop.example.com";

    private static readonly Page First = Page.Of("README.md");
    private static readonly Page CorsKitPage = Page.Of("src/CorsKit/README.md");

    /// <summary>The rows of what is different from UseCors, and the tests that show both sides of each.</summary>
    private static readonly Dictionary<string, string> Comparisons = new()
    {
        ["500 from an unhandled exception, on Kestrel"] = nameof(ComparisonTests.An_unhandled_exception),
        ["401 from the authorization that `WebApplication` adds by itself"] = nameof(ComparisonTests.The_401_of_authorization_that_WebApplication_adds_by_itself),
        ["`Vary: Origin` on refused and origin-less responses, which caches need"] = nameof(ComparisonTests.Vary_on_refused_and_origin_less_responses),
        ["preflight from a refused origin"] = nameof(ComparisonTests.A_preflight_from_a_refused_origin),
        ["a preflight whose max-age nobody set, in Chromium"] = nameof(ComparisonTests.A_preflight_without_a_max_age_in_the_settings),
        ["`Access-Control-Allow-Origin: *` set by the app itself"] = nameof(ComparisonTests.Headers_that_the_app_sets_itself),
        ["a callback of the app that removes headers, on Lambda"] = nameof(ComparisonTests.A_callback_of_the_app_that_removes_headers_on_Lambda),
        ["preflight for PUT where DELETE of the same URL has CORS disabled"] = nameof(ComparisonTests.One_preflight_where_another_method_has_a_policy_of_its_own),
        ["`https://shop.example.com/` as an origin"] = nameof(ComparisonTests.A_configured_origin_that_no_browser_sends),
        ["`https://*.example.com`"] = nameof(ComparisonTests.A_wildcard_as_it_is_written),
        ["`*` beside another origin"] = nameof(ComparisonTests.A_wildcard_as_it_is_written),
        ["a policy name that does not exist"] = nameof(ComparisonTests.A_policy_name_that_does_not_exist),
    };

    [Fact]
    public void Every_difference_from_UseCors_is_a_test()
    {
        static List<string> Rows(Page page) =>
            [.. page.Text[page.Text.IndexOf("| | `UseCors` | CorsKit |", StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim())];

        Assert.Equal(Comparisons.Keys, Rows(CorsKitPage).Select(row => row.Split(" | ")[0].TrimStart('|', ' ')));
        Assert.InRange(Rows(First).Count, 5, 7);
        Assert.Subset(Rows(CorsKitPage).ToHashSet(), Rows(First).ToHashSet());
        Assert.All(Comparisons.Values, test => Assert.Contains(typeof(ComparisonTests).GetMethod(test)!.GetCustomAttributes(true), attribute => attribute is FactAttribute));
    }

    [Fact]
    public async Task The_first_program_answers_a_preflight_as_shown()
    {
        await using var host = WithSettings(HostKind.Kestrel, First, "appsettings", app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => new[] { "Espresso cups", "Coffee" });
        });
        var shown = First.Blocks.Single(block => block is { Mark: "output", Name: "preflight" }).Text;

        var answer = await host.PreflightAsync("/orders", Shop, "PUT");

        Assert.Equal(shown, $"HTTP/1.1 {answer.Status} No Content\n{answer.Cors}");
        Assert.Contains("/orders -H \"Origin: https://shop.example.com\" -H \"Access-Control-Request-Method: PUT\"", First.Text, StringComparison.Ordinal);
        answer = await host.PreflightAsync("/orders", "https://pr-7.preview.example.com", "PUT", "content-type");
        Assert.Equal("https://pr-7.preview.example.com", answer["Access-Control-Allow-Origin"]);
        Assert.Equal(Shop, (await host.GetAsync("/orders", Shop))["Access-Control-Allow-Origin"]);
    }

    /// <summary>What the page begins with: an API without CORS, as a page sees it.</summary>
    [Fact]
    public async Task The_words_of_the_console_are_those_of_a_browser()
    {
        await using var api = FrontDoor.HttpApi((_, _) => Task.FromResult<Stream>(new MemoryStream("""{"statusCode":200,"body":"orders"}"""u8.ToArray())));
        using var page = new Browser(api.CreateHandler(), new Uri("https://api.example.com"), Shop);

        var outcome = await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(200, Assert.Single(outcome.Exchanges).Status);
        Assert.Contains($"\n> {outcome.ConsoleMessage!.Replace(": No 'Access", ":\n> No 'Access", StringComparison.Ordinal)}\n", First.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_commands_are_there()
    {
        Assert.Contains("\ndotnet run --project samples/Playground ", First.Text, StringComparison.Ordinal);
        Assert.Contains("\nbash tests/run.sh ", First.Text, StringComparison.Ordinal);
        Assert.Contains("tests/run.sh", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_named_policy_in_JSON_works()
    {
        await using var host = WithSettings(HostKind.TestServer, CorsKitPage, "named", app =>
        {
            app.UseGatewayCors("public");
            app.MapGet("/orders", () => "orders");
        });

        Assert.Equal("*", (await host.GetAsync("/orders", "https://any.example"))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task The_policies_in_code_and_the_endpoints_work_together()
    {
        await using var host = TestHost.StartApp(HostKind.TestServer, ReadmeCode.Policies, app =>
        {
            app.UseGatewayCors();
            ReadmeCode.Endpoints(app);
        });

        Assert.Equal("*", (await host.GetAsync("/catalog", "https://any.example"))["Access-Control-Allow-Origin"]);
        Assert.Equal("*", (await host.GetAsync("/prices", "https://any.example"))["Access-Control-Allow-Origin"]);
        Assert.Equal(403, (await host.PreflightAsync("/orders/1", Shop, "DELETE")).Status);
    }

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://pr-7.preview.example.com", true)]
    [InlineData("https://pr-7x.preview.example.com", false)]
    [InlineData("https://pr-7.preview.example.com.evil.example", false)]
    public async Task The_rule_in_code_decides_about_what_the_list_refuses(string origin, bool isAllowed)
    {
        await using var host = TestHost.StartApp(HostKind.TestServer, ReadmeCode.Rule, Orders);

        (await host.GetAsync("/orders", origin)).ShouldBe(200, isAllowed ? $"Access-Control-Allow-Origin: {origin}\nVary: Origin" : "Vary: Origin", "orders");
    }

    [Theory]
    [InlineData("https://any.example", true)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://any.example", false)]
    [InlineData("null", false)]
    public async Task Any_site_with_credentials_is_any_but_null_and_http(string origin, bool isAllowed)
    {
        await using var host = TestHost.Start(HostKind.TestServer, cors => cors.AddDefaultPolicy(ReadmeCode.AnySite), Orders);

        (await host.GetAsync("/orders", origin)).ShouldBe(
            200, isAllowed ? $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {origin}\nVary: Origin" : "Vary: Origin", "orders");
    }

    [Fact]
    public async Task The_requests_before_a_snapshot_go_both_ways()
    {
        await using var host = TestHost.StartApp(
            HostKind.LambdaHttpApi,
            b =>
            {
                b.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowOrigins("https://shop.example.com").AllowMethods("PUT")));
                ReadmeCode.SnapStart(b);
            },
            Orders);
        var answers = new List<(int, string?)>();
        foreach (var request in host.Services.GetServices<HttpRequestMessage>())
        {
            Assert.False(request.RequestUri!.IsAbsoluteUri);
            using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add(((int)response.StatusCode, response.Headers.TryGetValues("Access-Control-Allow-Methods", out var methods) ? methods.Single() : null));
        }

        Assert.Equal([(200, null), (204, "PUT")], answers);
    }

    /// <summary>"A page that sends a bearer token in Authorization needs no AllowCredentials."</summary>
    [Fact]
    public async Task A_bearer_token_needs_no_credentials()
    {
        await using var server = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddDefaultPolicy(p => p.AllowAnyOrigin().AllowHeaders("authorization")),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", (HttpRequest request) => request.Headers.Authorization.ToString());
            });
        using var page = new Browser(((TestServer)server.Services.GetRequiredService<IServer>()).CreateHandler(), new Uri("https://api.example.com"), "https://any.example");

        var outcome = await page.FetchAsync(HttpMethod.Get, "/orders", headers: [("Authorization", "Bearer abc")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((1, "Bearer abc"), (outcome.Preflights, outcome.ShouldBeReadable().Body));
    }

    [Fact]
    public async Task The_policies_by_path_hold()
    {
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddPolicy("partners", p => p.AllowOrigins(Shop)).AddPolicy("legacy", p => p.AllowAnyOrigin()),
            app =>
            {
                ReadmeCode.ByPath(app);
                app.MapGet("/partners/orders", () => "orders");
                app.MapGet("/", () => "home");
                app.MapGroup("/group").RequireGatewayCors("partners").MapGet("/", () => "group");
                app.UseWhen(context => context.Request.Path.StartsWithSegments("/group"), path => path.UseGatewayCors("legacy"));
            });

        (await host.GetAsync("/partners/orders", Shop)).ShouldBe(200, $"Access-Control-Allow-Origin: {Shop}\nVary: Origin", "orders");
        (await host.GetAsync("/legacy", Shop)).ShouldBe(200, "Access-Control-Allow-Origin: *", "legacy");
        (await host.GetAsync("/group", Shop)).ShouldBe(200, $"Access-Control-Allow-Origin: {Shop}\nVary: Origin", "group");
        (await host.GetAsync("/", Shop)).ShouldBe(200, "", "home");
    }

    /// <summary>The templates mvc and webapp call UseHttpsRedirection before UseRouting: this order serves both.</summary>
    [Fact]
    public async Task The_order_that_is_advised_serves_redirects_and_the_policies_of_endpoints()
    {
        await using var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                ReadmeCode.Policies(b);
                b.Services.AddHttpsRedirection(https => https.HttpsPort = 443);
            },
            app =>
            {
                ReadmeCode.Order(app);
                ReadmeCode.Endpoints(app);
            });

        (await host.GetAsync("/catalog", Shop)).ShouldBe(307, "Access-Control-Allow-Origin: *");
        Assert.Equal(204, (await host.PreflightAsync("/catalog", "https://any.example", "GET")).Status);
        Assert.Empty(host.Log.Cors);
    }

    [Fact]
    public async Task The_refusal_that_is_shown_is_the_one_of_Development()
    {
        var shown = CorsKitPage.Blocks.Single(block => block is { Mark: "output", Name: "refusal" }).Text;
        await using var host = TestHost.Start(
            HostKind.Kestrel, cors => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop)), app => app.UseGatewayCors(), environment: "Development");

        var answer = await host.PreflightAsync("/orders", "http://shop.example.com", "PUT");

        Assert.Equal((403, shown), (answer.Status, answer.Body.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task An_entry_point_of_Amazons_stands_behind_a_front_door() => Assert.Equal("/orders True", await ReadmeCode.EntryPointAsync());

    /// <summary>The headers that an app had set before it threw are gone; what it answers is there.</summary>
    [Theory]
    [InlineData(false, null, 200)]
    [InlineData(true, FetchFailure.MissingAllowOrigin, 0)]
    public async Task A_function_that_streams_is_a_factory_that_streams(bool throws, FetchFailure? failure, int status)
    {
        await using var factory = new RunningApp.LambdaFactory(
            new Scenario(
                builder => builder.Logging.ClearProviders(),
                app => app.Run(context =>
                {
                    context.Response.Headers.AccessControlAllowOrigin = "*";
                    return throws ? throw new InvalidOperationException("boom") : context.Response.WriteAsync("fine");
                })),
            "Production");

        var outcome = await ReadmeCode.StreamingAsync(factory);

        Assert.Equal((failure, status, throws ? 500 : 200), (outcome.Failure, outcome.Status, Assert.Single(outcome.Exchanges).Status));
    }

    [Theory]
    [InlineData("## A request", 8)]
    [InlineData("## The first request of a process", 18)]
    [InlineData("## On Amazon's host", 12)]
    [InlineData("## Preflights", 8)]
    public void Every_figure_about_speed_is_one_that_the_benchmarks_wrote(string heading, int least)
    {
        var page = Page.Of("tests/CorsKit.Benchmarks/README.md").Text;
        var rows = page[page.IndexOf($"{heading}\n", StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).ToList();

        Assert.True(rows.Count >= least, $"{rows.Count} rows");
        Assert.Subset(Repository.Read("tests/CorsKit.Benchmarks/RESULTS.md").Split('\n').ToHashSet(), rows.ToHashSet());
    }

    /// <summary>"About half the time that UseCors adds, and less the more origins", nothing allocated: RESULTS.md says so of each number of origins; of what is allocated on Lambda, LambdaAllocationTests.</summary>
    [Fact]
    public void The_sentence_about_speed_is_what_the_benchmarks_measured()
    {
        var rows = ListedOrigin().Matches(Repository.Read("tests/CorsKit.Benchmarks/RESULTS.md"));

        Assert.True(rows.Count >= 6, $"{rows.Count} rows");
        Assert.All(rows, row => Assert.InRange(double.Parse(row.Groups["ratio"].Value, System.Globalization.CultureInfo.InvariantCulture), 0, 0.6));
        Assert.All(rows, row => Assert.Equal("0", row.Groups["bytes"].Value));
        Assert.Contains("adds about half the time that `UseCors` adds", First.Text, StringComparison.Ordinal);
    }

    /// <summary>On Lambda the cold start comes first: from the start of the process to the first answer, over an app without CORS.</summary>
    [Theory]
    [InlineData("CorsKit", "{0} ms later with CorsKit")]
    [InlineData("UseCors", "{0} ms later with `UseCors`")]
    public void The_figures_of_the_cold_start_are_what_the_benchmarks_measured(string contender, string words)
    {
        var row = Repository.Read("tests/CorsKit.Benchmarks/RESULTS.md").Split('\n')
            .Single(line => line.StartsWith($"| framework-dependent, CorsKit from its package | Function | preflight | {contender}, origin |", StringComparison.Ordinal));

        Assert.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, words, row.Split('|')[6].Trim()), First.Text, StringComparison.Ordinal);
    }

    /// <summary>Of a native program: from the start of the process to the first preflight, and the resident memory then.</summary>
    [Theory]
    [InlineData("None", "no CORS")]
    [InlineData("CorsKit, origin", "CorsKit")]
    [InlineData("UseCors, origin", "`UseCors`")]
    public void The_figures_of_Native_AOT_are_what_the_benchmarks_measured(string contender, string words)
    {
        var results = Repository.Read("tests/CorsKit.Benchmarks/RESULTS.md");
        var page = Repository.Read("src/CorsKit/INTEGRATIONS.md");
        var cells = results.Split('\n').Single(line => line.StartsWith($"| Native AOT, linux-x64 | Function | preflight | {contender} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);

        Assert.Contains($"\n| {words} | {cells[5]} | {cells[^2]} |\n", page, StringComparison.Ordinal);
        Assert.Contains($"is one file of {NativeSize().Match(results).Groups[1].Value} MB.", page, StringComparison.Ordinal);
    }

    private static void Orders(WebApplication app)
    {
        app.UseGatewayCors();
        app.MapGet("/orders", () => "orders");
    }

    private static TestHost WithSettings(HostKind kind, Page page, string name, Action<WebApplication> app) => TestHost.StartApp(
        kind,
        b =>
        {
            var json = page.Blocks.Single(block => block is { Mark: "code", Language: "json" } && block.Name == name).Text;
            ((IConfigurationBuilder)b.Configuration).AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
            b.Services.AddGatewayCors();
        },
        app);

    [GeneratedRegex(@"^Native AOT, linux-x64: one file of ([\d.]+) MB", RegexOptions.Multiline)]
    private static partial Regex NativeSize();

    [GeneratedRegex(@"^\| [\d,]+ origins?(, credentials)? \| (actual|preflight), allowed \|( [\d,]+ \|){4} (?<ratio>[\d.]+) \| [\d.]+ \| \d+ / (?<bytes>[\d,]+) /", RegexOptions.Multiline)]
    private static partial Regex ListedOrigin();
}
