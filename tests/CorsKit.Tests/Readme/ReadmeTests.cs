using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CorsKit.Configuration;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using CorsKit.Testing;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Policies;
using Microsoft.Extensions.Configuration;
using ReadmeExamples;

namespace CorsKit.Tests.Readme;

/// <summary>What the README shows is what compiles and what comes out.</summary>
public sealed partial class ReadmeTests
{
    private const string Shop = "https://shop.example.com";

    private static readonly string Text = Repository.Read("README.md");

    [Fact]
    public void Every_block_of_code_is_compiled_here()
    {
        var compiled = Repository.Read("tests/CorsKit.Tests/Readme/ReadmeCode.cs") + Repository.Read("tests/CorsKit.Authorizer.Tests/Readme/TenantsCode.cs");
        var blocks = CodeBlock().Matches(Text);

        Assert.NotEmpty(blocks);
        Assert.Equal(Regex.Count(Text, "```csharp"), blocks.Count + WholeFile().Count(Text));
        foreach (Match block in blocks)
        {
            var region = Regex.Match(compiled, $@"#region {block.Groups["name"].Value}\n(?<code>.*?)\n *#endregion", RegexOptions.Singleline);
            var code = string.Join('\n', region.Groups["code"].Value.Split('\n').Select(line => line.Length > 8 ? line[8..] : ""));
            Assert.Equal(code, block.Groups["code"].Value);
        }
    }

    /// <summary>A block without a mark above it shows commands alone, or a console that the tests of CorsKit.Tool run.</summary>
    [Fact]
    public void Every_block_that_is_shown_is_compared_with_what_it_shows()
    {
        var blocks = Block().Matches(Text).Select(block => (Mark: block.Groups["mark"].Value, Language: block.Groups["language"].Value)).ToList();

        Assert.Equal(Regex.Count(Text, "^```", RegexOptions.Multiline), blocks.Count * 2);
        Assert.Equal(["console", "sh"], blocks.Where(block => block.Mark.Length == 0).Select(block => block.Language).Distinct().Order());
        Assert.Equal(["code", "file", "golden", "output"], blocks.Where(block => block.Mark.Length > 0).Select(block => block.Mark).Distinct().Order());
        Assert.Equal(["appsettings", "httpApi", "named"], Regex.Matches(Text, @"<!-- code: (\w+) -->\n```json").Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void Every_whole_file_is_one_of_the_tests()
    {
        Assert.NotEmpty(WholeFile().Matches(Text));
        Assert.All(WholeFile().Matches(Text), file => Assert.Equal(Repository.Read(file.Groups["path"].Value), file.Groups["code"].Value));
    }

    [Fact]
    public async Task The_appsettings_and_the_endpoints_of_the_README_work_together()
    {
        var appsettings = Regex.Match(Text, "<!-- code: appsettings -->\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline).Groups["json"].Value;
        await using var host = TestHost.StartApp(
            HostKind.LambdaHttpApi,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(appsettings)));
                b.Services.AddGatewayCors();
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => new[] { "Espresso cups", "Coffee" });
            });

        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type,authorization\nAccess-Control-Allow-Methods: GET,PUT\nAccess-Control-Allow-Origin: https://pr-7.preview.example.com\nAccess-Control-Max-Age: 7200\nVary: Origin",
            (await host.PreflightAsync("/orders", "https://pr-7.preview.example.com", "PUT", "content-type")).Cors);
        Assert.Equal(Shop, (await host.GetAsync("/orders", Shop))["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task The_named_policy_in_JSON_works()
    {
        var appsettings = Regex.Match(Text, "<!-- code: named -->\n```json\n(?<json>.*?)\n```", RegexOptions.Singleline).Groups["json"].Value;
        await using var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(appsettings)));
                b.Services.AddGatewayCors();
            },
            app =>
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
    public async Task An_entry_point_of_Amazons_stands_behind_a_front_door() => Assert.Equal("/orders True", await ReadmeCode.EntryPointAsync());

    /// <summary>What the README begins with: an API without CORS, as a page sees it.</summary>
    [Fact]
    public async Task The_words_of_the_console_are_those_of_a_browser()
    {
        await using var api = FrontDoor.HttpApi((_, _) => Task.FromResult<Stream>(new MemoryStream("""{"statusCode":200,"body":"orders"}"""u8.ToArray())));
        using var page = new Browser(api.CreateHandler(), new Uri("https://api.example.com"), Shop);

        var outcome = await page.FetchAsync(HttpMethod.Get, "/orders", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(200, Assert.Single(outcome.Exchanges).Status);
        Assert.Contains($"\n> {outcome.ConsoleMessage!.Replace(": No 'Access", ":\n> No 'Access", StringComparison.Ordinal)}\n", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_errors_has_every_code_once_in_order()
    {
        var documented = Regex.Matches(Text, @"^\| (CORS\d{3}) \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var codes = typeof(ProblemCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), documented);
    }

    [Fact]
    public void The_table_of_settings_has_every_setting_with_its_default()
    {
        var documented = Regex.Matches(Text, @"^\| `(\w+)` \| (list|boolean|seconds|sections) \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var settings = typeof(GatewayCorsPolicySettings).GetProperties().Select(property => property.Name).Append(nameof(GatewayCorsOptions.Enabled)).Append("Policies");

        Assert.Equal(settings.Order(), documented.Order());
        var unset = new GatewayCorsPolicySettings();
        Assert.False(unset.AllowCredentials || unset.DangerouslyAllowInsecureOrigins || unset.DangerouslyAllowPublicSuffixes);
        Assert.True(new GatewayCorsOptions().Enabled);
        Assert.Equal("7200", Settings.Of("*").Compile().EvaluatePreflight(Shop, "GET", default).MaxAge);
    }

    [Fact]
    public void The_problem_that_is_shown_is_the_one_that_is_reported()
    {
        var problem = Assert.Single(Settings.Of("https://shop.example.com/").Problems());

        Assert.Contains($"\n{problem.At("GatewayCors")}\n", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reasons_are_those_of_logs_and_metrics()
    {
        foreach (var reason in Enum.GetValues<CorsReason>())
        {
            Assert.Contains($"`{CorsReasonNames.Code(reason)}`", Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_figure_about_speed_is_one_that_the_benchmarks_wrote()
    {
        var section = Regex.Match(Text, "\n## Speed\n(?<text>.*?)\n## ", RegexOptions.Singleline).Groups["text"].Value;
        var rows = section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).ToList();

        Assert.True(rows.Count > 15);
        Assert.Subset(Repository.Read("tests/CorsKit.Benchmarks/RESULTS.md").Split('\n').ToHashSet(), rows.ToHashSet());
    }

    [Fact]
    public void The_two_commands_are_there()
    {
        Assert.Contains("\ndotnet run --project samples/Playground ", Text, StringComparison.Ordinal);
        Assert.Contains("\nbash tests/run.sh ", Text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "samples/Playground/Playground.csproj")));
        Assert.Contains("tests/run.sh", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [GeneratedRegex("^(<!-- (?<mark>\\w+): \\S+ -->\n)?```(?<language>\\w*)\n.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("<!-- code: (?<name>\\w+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("<!-- file: (?<path>\\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex WholeFile();
}
