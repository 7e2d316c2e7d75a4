using System.Text.RegularExpressions;
using CorsKit.Testing;
using CorsKit.Tests;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Commands;
using CorsKit.Tool.Probing.Diagnoses;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Tests.Probing;

/// <summary>What a probe prints.</summary>
public sealed class ProbeReportTests
{
    private static string Settings => Situation.SettingsOf(string.Join(',', Situation.Origins));

    private static Func<Func<Stream, CancellationToken, Task<Stream>>, FrontDoor> Door(string name) => name switch
    {
        "healthy" => function => FrontDoor.HttpApi(function),
        _ => function => FrontDoor.RestApi(function, settings: new() { Methods = [new("GET", "/orders"), new("PUT", "/orders")] }),
    };

    private static async Task<(int Code, string Output)> PrintAsync(string name, string format)
    {
        await using var api = await LiveApi.StartAsync(Door(name), Situation.Allowing(Situation.Origins));
        using var folder = new TemporaryFolder();
        string[] options = name == "healthy" ? ["--deep", "--credentials", "--header", "authorization", "--settings", folder.Write("appsettings.json", Settings)] : ["--method", "PUT"];
        var (code, output, error) = await Task.Run(() => Tool.Run(["probe", new Uri(api.Address, "orders").AbsoluteUri, "--origin", LiveApi.Page, "--format", format, .. options]));
        Assert.Equal("", error);

        // What changes from run to run.
        output = output.Replace(api.Address.Authority, "api.test", StringComparison.Ordinal);
        output = Regex.Replace(output, "corskit-probe(=|-)[0-9a-f]{8}", "corskit-probe$1run");
        output = Regex.Replace(output, "(?i)(x-amzn-requestid: )[0-9a-f-]{36}", "$1id");
        output = Regex.Replace(output, "(?i)(x-amzn-trace-id: )Root=[0-9a-zA-Z=;:-]+", "$1id");
        return (code, Regex.Replace(output, "Date: [^\"\n]+", "Date: now"));
    }

    [Theory]
    [InlineData("healthy", "text", "probe-healthy.txt")]
    [InlineData("healthy", "json", "probe-healthy.json")]
    [InlineData("unanswered", "text", "probe-unanswered.txt")]
    [InlineData("unanswered", "json", "probe-unanswered.json")]
    public async Task What_is_printed_is_what_was_agreed(string name, string format, string golden)
    {
        var (code, actual) = await PrintAsync(name, format);

        Assert.Equal(name == "healthy" ? 0 : 1, code);
        Agreed.ShouldBe(golden, actual);
    }

    [Theory]
    [InlineData("healthy", "No cause found")]
    [InlineData("unanswered", "CK101: REST API: nothing answers OPTIONS")]
    public async Task The_page_holds_the_whole_table_and_needs_nothing_else(string name, string headline)
    {
        var (_, html) = await PrintAsync(name, "html");

        Assert.Contains(headline, html, StringComparison.Ordinal);
        Assert.Equal(name == "healthy" ? 13 + 41 : 12, Regex.Count(html, "<tr><td>"));
        Assert.DoesNotMatch("(?i)<script|<link|<img|url\\(|@import|src=|href=", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    /// <summary>An error that a page can read is the API's answer, and no matter of CORS.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("html")]
    public async Task An_error_that_a_page_can_read_is_said_to_be_the_APIs_own(string format)
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Allowing(Situation.Origins));
        var (code, output, error) = await Task.Run(() => Tool.Run("probe", api.Address.AbsoluteUri, "--origin", LiveApi.Page, "--method", "PUT", "--method", "GET", "--format", format));

        // The app has GET / alone.
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($"CORS is fine; the API answered 405 to PUT. A page of {LiveApi.Page} can read this", output, StringComparison.Ordinal);
        Assert.Contains("readable, status 405", output, StringComparison.Ordinal);
        Assert.Contains("refused, as it should be", output, StringComparison.Ordinal);
        Assert.DoesNotContain("No cause found", output, StringComparison.Ordinal);
    }

    /// <summary>Where pages fail, nobody knows yet whether it was right to refuse others.</summary>
    [Fact]
    public async Task Where_something_is_wrong_no_refusal_is_called_right() =>
        Assert.DoesNotContain("as it should be", (await PrintAsync("unanswered", "text")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Somebody_who_waits_sees_what_is_asked_and_no_trace_of_it_stays()
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Allowing(Situation.Origins));
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Task.Run(() => CorsKitCommand.Run(["probe", api.Address.AbsoluteUri, "--origin", LiveApi.Page], output, error, isTerminal: false, isErrorTerminal: true));

        Assert.Equal(0, code);
        var lines = error.ToString().Split('\r');
        Assert.Equal("asking 127.0.0.1: preflight for GET", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("asking 127.0.0.1: GET of a path that is not there", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 79));

        // Each covers what stood there before, and the last one is blank.
        Assert.All(lines[1..^2].Zip(lines[2..^1]), pair => Assert.True(pair.Second.Length >= pair.First.TrimEnd().Length));
        Assert.Equal(("", ""), (lines[^2].Trim(), lines[^1]));
        Assert.DoesNotContain('\n', error.ToString());
        Assert.DoesNotContain("asking", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_terminal_breaks_no_line_of_a_probe(string method)
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Allowing(Situation.Origins));
        using var output = new StringWriter { NewLine = "\n" };
        await Task.Run(() => CorsKitCommand.Run(["probe", api.Address.AbsoluteUri, "--origin", LiveApi.Page, "--method", method], output, TextWriter.Null, isTerminal: true));

        var lines = Regex.Replace(output.ToString(), "\e\\[[0-9;]*m", "").Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));

        // What is made of an answer stands beside its title, and below it where it is too long for that.
        Assert.Contains(lines, line => Regex.IsMatch(line, "^  200  GET without Origin {30}no Origin, so no CORS$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, method == "GET" ? "^  200  GET of an untrusted origin {22}refused, as it should be$" : "^  200  GET of an untrusted origin$"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    [InlineData("text")]
    public async Task No_secret_is_in_a_report(string format)
    {
        await using var api = await LiveApi.StartAsync(function => FrontDoor.HttpApi(function), Situation.Doing((context, next) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = LiveApi.Page;
            context.Response.Headers.AccessControlAllowCredentials = "true";
            context.Response.Headers.AccessControlAllowHeaders = "authorization";
            context.Response.Headers.SetCookie = "session=sesame; SameSite=None";
            return context.Request.Method == "OPTIONS" ? Task.CompletedTask : next();
        }));

        var (_, output, _) = await Task.Run(() => Tool.Run("probe", new Uri(api.Address, "orders").AbsoluteUri, "--origin", LiveApi.Page, "--credentials", "--header", "authorization: Bearer sesame", "--format", format));

        Assert.Contains("readable, status 200", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pages_of_help_are_complete_and_explained()
    {
        Assert.Equal(Rulebook.AllHelp.Select(page => page.Code).Distinct().Order(StringComparer.Ordinal), Rulebook.AllHelp.Select(page => page.Code));
        Assert.All(LiveHelp.All, page =>
        {
            Assert.StartsWith("Live: ", page.Title, StringComparison.Ordinal);
            Assert.EndsWith(".", page.Fix, StringComparison.Ordinal);
            Assert.True(page.Why.Length > 40, page.Code);
            Assert.StartsWith("https://", page.Source, StringComparison.Ordinal);
            Assert.Contains(page.Title, Tool.Run("explain", page.Code).Output, StringComparison.Ordinal);
        });
    }

    /// <summary>Every page that only a probe has is the cause of some situation.</summary>
    [Fact]
    public void No_page_is_there_for_nothing() =>
        Assert.All(LiveHelp.All, page => Assert.Contains(Situations.Faulty, situation => situation.Expected.Split(' ')[0] == page.Code));

    /// <summary>A report is there to be handed on: what was given as a header or in the query is shown nowhere, under whatever name a server repeats it.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("html")]
    public async Task What_was_given_with_the_command_is_shown_nowhere(string format)
    {
        const string token = "eyJh.b\"<c>&d";
        const string key = "k3y-0f-the-caller";
        await using var api = await LiveApi.StartAsync(context =>
        {
            context.Response.Headers["X-Echo"] = $"{new string('x', 490)}{token}";
            context.Response.Headers["X-Again"] = $"you sent Bearer {token}";
            context.Response.Headers["X-Query"] = context.Request.QueryString.Value;
            context.Response.Headers["X-Key"] = key;
            context.Response.Headers.AccessControlAllowOrigin = token;
            if (context.Request.Method != "OPTIONS")
            {
                context.Response.Redirect($"/elsewhere{context.Request.QueryString}");
            }

            return Task.CompletedTask;
        });

        var (_, output, error) = await Task.Run(() => Tool.Run("probe", $"{api.Address}orders?api_key={key}&pin=1234", "--origin", LiveApi.Page, "--header", $"authorization: Bearer {token}", "--format", format));

        Assert.Equal("", error);
        Assert.DoesNotContain("eyJh", output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, output, StringComparison.Ordinal);
        Assert.DoesNotContain("1234", output, StringComparison.Ordinal);
        Assert.Contains("api_key=(not shown)", output, StringComparison.Ordinal);
        Assert.Contains("pin=(not shown)", output, StringComparison.Ordinal);
        if (format == "json")
        {
            using var json = System.Text.Json.JsonDocument.Parse(output);
            Assert.NotEmpty(json.RootElement.GetProperty("steps").EnumerateArray());
        }
    }

    [Fact]
    public async Task Nor_where_nobody_answers()
    {
        var (code, _, error) = await Task.Run(() => Tool.Run("probe", "http://127.0.0.1:1/orders?api_key=k3y-0f-the-caller", "--origin", LiveApi.Page));

        Assert.Equal((2, "http://127.0.0.1:1/orders?api_key=(not shown) does not answer: no connection to 127.0.0.1:1: nothing listens there.\n"), (code, error));
    }
}
