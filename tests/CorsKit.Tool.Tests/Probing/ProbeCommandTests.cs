using System.Text.Encodings.Web;
using System.Text.Json;
using CorsKit.Testing;
using CorsKit.Testing.Recordings;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Tool.Tests.Probing;

public sealed class ProbeCommandTests
{
    private static readonly string[] Safe = ["GET", "HEAD", "OPTIONS"];

    /// <summary>A command line that is wrong, and a part of what is said.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "probe", "Required argument missing" },
        { "probe https://api.test/", "--origin" },
        { "probe api.test --origin https://shop.test", "url 'api.test': write the whole address" },
        { "probe ftp://api.test/ --origin https://shop.test", "url 'ftp://api.test/': write the whole address" },
        { "probe https://me@api.test/ --origin https://shop.test", "url 'https://me@api.test/': write the whole address" },
        { "probe https://api.test/#top --origin https://shop.test", "write the whole address" },
        { "probe https://api.test/ --origin https://shop.test/", "--origin 'https://shop.test/': write an origin as a browser does" },
        { "probe https://api.test/ --origin null", "--origin 'null'" },
        { "probe https://api.test/ --origin https://shop.test --method TRACE", "--method 'TRACE': no page can send such a method" },
        { "probe https://api.test/ --origin https://shop.test --header cookie:a", "--header 'cookie:a': write the name of a header that a page may set" },
        { "probe https://api.test/ --origin https://shop.test --timeout 0", "--timeout '0': write seconds" },
        { "probe https://api.test/ --origin https://shop.test --timeout forever", "--timeout 'forever': write seconds" },
        { "probe https://api.test/ --origin https://shop.test --format yaml", "'yaml' not recognized" },
        { "probe https://api.test/ --origin https://api.test", "https://api.test is the API's own origin" },
        { "probe https://api.test/ --origin https://shop.test --settings nowhere.json", "nowhere.json" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_command_line_is_2_and_says_how_to_fix_it(string line, string part)
    {
        var (code, output, error) = Tool.Run(line.Split(' '));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Cannot parse", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_safe_methods_is_sent_unless_it_is_named()
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.RestApi(function), Situation.Allowing(Situation.Origins));
        var orders = new Uri(api.Address, "orders");

        await LiveApi.ProbeAsync(orders, "--deep");
        Assert.NotEmpty(api.Methods);
        Assert.Empty(api.Methods.Except(Safe));

        // Named, and refused by its preflight: a browser would not send it.
        Assert.Equal(1, (await LiveApi.ProbeAsync(orders, "--method", "DELETE")).Code);
        Assert.Empty(api.Methods.Except(Safe));

        Assert.Equal(0, (await LiveApi.ProbeAsync(orders, "--method", "put")).Code);
        Assert.Equal(["PUT"], api.Methods.Except(Safe));
        Assert.Single(api.Methods, "PUT");
    }

    /// <summary>What is written is a recording that the tests of CorsKit.Testing replay, without the credentials that were given.</summary>
    [Fact]
    public async Task A_probe_is_recorded_in_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "orders.json");
        await using var api = await LiveApi.StartAsync(function => FrontDoor.RestApi(function), Situation.Allowing(Situation.Origins));
        var orders = new Uri(api.Address, "orders?token=secret-of-the-query").AbsoluteUri;

        await LiveApi.ProbeAsync(new Uri(orders), "--record", file, "--header", "authorization: Bearer secret-of-the-header", "--header", "x-pin: 7391");

        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("secret-of", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7391", text, StringComparison.Ordinal);
        await using var stream = File.OpenRead(file);
        var recording = Recording.Read(stream);
        Assert.Equal("RestApi", recording.FrontDoor);
        Assert.Equal("OPTIONS", recording.Exchanges[0].Request.Method);
        Assert.Contains($"Origin: {LiveApi.Page}", recording.Exchanges[0].Request.Headers);
        Assert.Equal(204, recording.Exchanges[0].Response.Status);
        Assert.Contains($"Access-Control-Allow-Origin: {LiveApi.Page}", recording.Exchanges[0].Response.Headers, StringComparer.OrdinalIgnoreCase);
        Assert.Contains(recording.Exchanges, exchange => exchange.Request.Method == "GET" && exchange.Response.Status == 200);

        var (code, output, error) = await Task.Run(() => Tool.Run("probe", orders, "--origin", LiveApi.Page, "--record", folder.Path));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"--record '{folder.Path}': ", error, StringComparison.Ordinal);
    }

    /// <summary>A server that repeats what it was sent writes JSON as it likes; a long header is recorded in full, or a replay could not send it.</summary>
    [Theory]
    [InlineData("Bearer abc+xyz/ghi<jkl", "json")]
    [InlineData("Bearer abc+xyz/ghi<jkl", "relaxed")]
    [InlineData("Bearer abc+xyz/ghi<jkl", "slashes")]
    [InlineData("pass\"word\\123", "json")]
    [InlineData("pass\"word\\123", "relaxed")]
    public async Task What_a_server_repeats_is_masked_and_no_header_is_cut(string secret, string writing)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "orders.json");
        string Written(string text) => JsonSerializer.Serialize(text, writing == "json" ? JsonSerializerOptions.Default : new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace("/", writing == "slashes" ? "\\/" : "/", StringComparison.Ordinal)[1..^1];
        await using var api = await LiveApi.StartAsync(function => FrontDoor.RestApi(function), Situation.Behind_CORS(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = new string('c', 600);
            await context.Response.WriteAsync($$"""{"length":{{context.Request.Headers.Authorization.ToString().Length}},"seen":"{{Written(context.Request.Headers.Authorization.ToString())}}"}""");
        }));

        var (_, json) = await LiveApi.ProbeAsync(new Uri(api.Address, "orders"), "--record", file, "--header", $"authorization: {secret}");

        foreach (var text in (string[])[await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), json.GetRawText()])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain("xyz", text, StringComparison.Ordinal);
            Assert.DoesNotContain("word", text, StringComparison.Ordinal);
        }

        await using var stream = File.OpenRead(file);
        var answer = Recording.Read(stream).Exchanges.First(exchange => exchange.Request.Method == "GET" && exchange.Response.Body!.StartsWith($"{{\"length\":{secret.Length},", StringComparison.Ordinal)).Response;
        Assert.Contains(answer.Headers, line => line.EndsWith(": " + new string('c', 600), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_shown_and_sends_no_other_host_more_than_a_safe_request()
    {
        await using var elsewhere = await LiveApi.StartAsync(_ => Task.CompletedTask);
        var target = $"http://localhost:{elsewhere.Address.Port}/";
        await using var api = await LiveApi.StartAsync(function => FrontDoor.RestApi(function), Situation.Doing(async (context, next) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.AccessControlAllowMethods = "PUT";
            context.Response.StatusCode = context.Request.Method == "OPTIONS" ? 204 : 307;
            context.Response.Headers.Location = context.Request.Method == "OPTIONS" ? default : new(target);
            await Task.CompletedTask;
        }));

        var (_, text, _) = await Task.Run(() => Tool.Run("probe", new Uri(api.Address, "orders").AbsoluteUri, "--origin", LiveApi.Page, "--method", "PUT"));

        Assert.Contains($"redirects to {target}, where a browser follows", text, StringComparison.Ordinal);
        Assert.Contains("GET", elsewhere.Methods);
        Assert.DoesNotContain("PUT", elsewhere.Methods);
    }

    [Fact]
    public async Task The_query_of_the_page_stays_and_no_two_requests_but_those_of_a_group_share_a_URL()
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Allowing(Situation.Origins));

        var (_, result) = await LiveApi.ProbeAsync(new Uri(api.Address, "orders?page=2"));

        var urls = result.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("kind").GetString() != "MissingPath")
            .Select(step => (Kind: step.GetProperty("kind").GetString()!, Url: step.GetProperty("exchanges")[0].GetProperty("url").GetString()!)).ToList();
        Assert.All(urls, url => Assert.Contains("/orders?page=(not shown)&corskit-probe=", url.Url, StringComparison.Ordinal));
        var shared = urls.GroupBy(url => url.Url).Where(group => group.Count() > 1).Select(group => string.Join(' ', group.Select(url => url.Kind))).Order(StringComparer.Ordinal);
        Assert.Equal(["PageFirst PageFirst PageFirst", "Preflight Actual", "UntrustedFirst UntrustedFirst"], shared);
    }

    [Fact]
    public async Task A_named_policy_of_the_settings_is_compared()
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Allowing(Situation.Origins));
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", """{ "GatewayCors": { "Policies": { "a": { "AllowOrigins": "https://shop.example.com" }, "b": { "AllowOrigins": "*" } } } }""");

        var (code, result) = await LiveApi.ProbeAsync(new Uri(api.Address, "orders"), "--settings", settings, "--policy", "a");

        Assert.Equal(1, code);
        Assert.Equal(
            ["what is live allows PUT, the policy does not", "what is live allows the header content-type, the policy does not", "what is live allows the header authorization, the policy does not",
                "what is live allows the exposed header etag, the policy does not", "what is live allows credentials, the policy does not"],
            result.GetProperty("differences").EnumerateArray().Select(difference => difference.GetString()));
        Assert.Contains("name one with --policy", Tool.Run("probe", api.Address.AbsoluteUri, "--origin", LiveApi.Page, "--settings", settings).Error, StringComparison.Ordinal);
    }
}
