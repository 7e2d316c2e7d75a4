using System.Text;
using System.Text.Json;

namespace CorsKit.Tool.Tests;

public sealed class InitTests
{
    private const string Section = """
        "GatewayCors": {
            "AllowOrigins": "https://a.example"
          }
        """;

    private static string[] Line(string settings, params string[] more) => ["init", "--settings", settings, .. more];

    /// <summary>What stands in appsettings.json, and what stands there afterwards.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "", "{\n  $\n}\n" },
        { "{}", "{\n  $\n}" },
        { "{ \"A\": 1 }", "{ \"A\": 1,\n  $\n}" },
        { "{\n  \"A\": 1,\n}\n", "{\n  \"A\": 1,\n  $\n}\n" },
        { "{\n  \"A\": [1, 2] // one, two\n}", "{\n  \"A\": [1, 2], // one, two\n  $\n}" },
        { "// top\n{\n  /* a, b */\n  \"B\": { \"é\": \"ü\" }, // x\n  \"A\": 1 /* , */\n  // end\n}\n// more\n", "// top\n{\n  /* a, b */\n  \"B\": { \"é\": \"ü\" }, // x\n  \"A\": 1, /* , */\n  // end\n  $\n}\n// more\n" },
        { "{\n    \"A\": 1\n}", "{\n    \"A\": 1,\n    \"GatewayCors\": {\n        \"AllowOrigins\": \"https://a.example\"\n    }\n}" },
        { "{\r\n  \"A\": 1\r\n}\r\n", "{\r\n  \"A\": 1,\r\n  \"GatewayCors\": {\r\n    \"AllowOrigins\": \"https://a.example\"\r\n  }\r\n}\r\n" },
        { "\uFEFF{\n  \"A\": 1\n}", "\uFEFF{\n  \"A\": 1,\n  $\n}" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_section_is_put_in_and_all_else_stays(string before, string after)
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");
        if (before.Length > 0)
        {
            File.WriteAllBytes(settings, Encoding.UTF8.GetBytes(before));
        }

        var (code, output, error) = Tool.Run(Line(settings, "--front-door", "http", "--origin", "https://a.example"));

        Assert.Equal((0, $"{settings}: the section GatewayCors is written.\n"), (code, error));
        Assert.StartsWith("# HTTP API: the route $default", output, StringComparison.Ordinal);
        Assert.Equal(after.Replace("$", Section.ReplaceLineEndings("\n"), StringComparison.Ordinal), Encoding.UTF8.GetString(File.ReadAllBytes(settings)));
    }

    /// <summary>What stands in appsettings.json, whether --force replaces it, and what is said.</summary>
    public static TheoryData<string, bool, string> Kept => new()
    {
        { "{\n  \"gatewaycors\": {}\n}", true, ":2:3: \"GatewayCors\" is there already, and is left as it is; --force replaces it." },
        { "{ \"GatewayCors:AllowOrigins\": \"*\" }", false, ":1:3: \"GatewayCors\" stands there more than once, or in keys with a colon" },
        { "{ \"GatewayCors\": {}, \"GatewayCors\": {} }", false, "more than once" },
        { "[]", false, ":1:1: settings are a JSON object." },
        { "{ \"A\": }", false, ":1:8: this is not JSON." },
        { "{ \"A\": 1 } x", false, ": this is not JSON." },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_it_cannot_be_put_into_stays_and_the_section_is_printed(string text, bool canReplace, string part)
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", text);
        var line = Line(settings, "--front-door", "rest", "--origin", "https://a.example");

        var (code, output, error) = Tool.Run(line);

        Assert.Equal(2, code);
        Assert.StartsWith("\"GatewayCors\": {\n  \"AllowOrigins\": \"https://a.example\"\n}\n\n# CORS of the default policy in appsettings.json, for sam-rest", output, StringComparison.Ordinal);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(settings));
        Assert.Equal(canReplace ? 0 : 2, Tool.Run([.. line, "--force"]).Code);
        Assert.Equal(!canReplace, File.ReadAllText(settings) == text);
    }

    [Fact]
    public void A_section_is_replaced_where_that_is_meant_and_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", "{\n  \"A\": 1, // a\n  \"GatewayCors\": { \"AllowOrigins\": \"*\" }, // mine\n  \"B\": 2\n}");

        Assert.Equal(0, Tool.Run(Line(settings, "--front-door", "alb", "--origin", "https://a.example", "--force")).Code);
        Assert.Equal($"{{\n  \"A\": 1, // a\n  {Section.ReplaceLineEndings("\n")}, // mine\n  \"B\": 2\n}}", File.ReadAllText(settings));
    }

    /// <summary>Options, and what is written: the section, then the first lines of what the template needs.</summary>
    public static TheoryData<string, string, string> Written => new()
    {
        { "--front-door rest --origin https://a.example --credentials", """{"AllowOrigins":"https://a.example","AllowCredentials":true}""", "# CORS of the default policy in new.json, for sam-rest (corskit init).\nTransform" },
        { "--front-door rest --origin https://a.example --for cdk-ts", """{"AllowOrigins":"https://a.example"}""", "// CORS of the default policy in new.json, for cdk-ts-rest (corskit init).\nimport" },
        { "--front-door url --origin https://a.example", """{"AllowOrigins":"https://a.example"}""", "# Function URL: no CORS of its own" },
        { "--front-door http --for cdk-ts --origin https://a.example", """{"AllowOrigins":"https://a.example"}""", "// HTTP API: the route $default" },
        { "--front-door alb --origin https://*.a.example --origin http://localhost:*", """{"AllowOrigins":"https://*.a.example,http://localhost:*"}""", "# Load balancer: no listener attributes" },
        { "--front-door url --owner gateway --origin https://a.example --method PUT,DELETE --header x-a --header x-b", """{"Enabled":false,"AllowOrigins":"https://a.example","AllowMethods":"PUT,DELETE","AllowHeaders":"x-a,x-b"}""", "# CORS of the default policy in new.json, for function-url (corskit init).\n" },
        { "--front-door url --owner gateway --origin https://a.example --for cdk-cs", """{"Enabled":false,"AllowOrigins":"https://a.example"}""", "// CORS of the default policy in new.json, for cdk-cs-function-url (corskit init).\nusing" },
        { "--front-door http --owner gateway --origin https://a.example --header x-a --for terraform", """{"Enabled":false,"AllowOrigins":"https://a.example","AllowHeaders":"x-a"}""", "# CORS of the default policy in new.json, for terraform-http (corskit init).\nresource" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void The_section_has_what_was_given_and_the_template_what_goes_with_it(string options, string section, string template)
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "new.json");
        var line = Line(settings, options.Split(' '));

        var dry = Tool.Run([.. line, "--dry-run"]);
        Assert.Equal((0, ""), (dry.Code, dry.Error));
        Assert.False(File.Exists(settings));
        var (code, output, _) = Tool.Run(line);

        Assert.Equal(0, code);
        Assert.EndsWith("}\n\n" + output, dry.Output, StringComparison.Ordinal);
        Assert.StartsWith(template, output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(settings));
        Assert.Equal(section, JsonSerializer.Serialize(json.RootElement.GetProperty("GatewayCors")));
    }

    /// <summary>Options, the exit code, a part of what is said, and whether settings are written.</summary>
    public static TheoryData<string, int, string, bool> Refused => new()
    {
        { "", 2, "Nobody can be asked here: give --front-door and --origin.\n", false },
        { "--front-door rest", 2, "Nobody can be asked here: give --origin.\n", false },
        { "--front-door rest --origin https://a.example/", 2, "CORS011 GatewayCors:AllowOrigins \"https://a.example/\": ", false },
        { "--front-door rest --origin * --credentials", 2, "CORS", false },
        { "--front-door rest --origin https://a.example --origin https://b.example", 1, "GatewayCors:AllowOrigins, for sam-rest: A gateway response has one static value", true },
        { "--front-door rest --origin https://a.example --origin https://b.example --approximate", 0, "is written", true },
        { "--front-door http --owner gateway --origin https://*.a.example --header x-a", 1, "GatewayCors:AllowOrigins, for sam-http: An HTTP API takes whole", false },
        { "--front-door alb --owner gateway --origin https://a.example", 2, "--owner gateway is for http and url; behind alb the app writes CORS headers.", false },
        { "--front-door rest --owner gateway --origin https://a.example", 2, "--owner gateway is for http and url; behind rest", false },
        { "--front-door http --origin https://a.example --template t.yaml", 2, "there is nothing to write for http. Leave it out, or write --owner gateway.", false },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_is_told_and_what_would_have_no_owner_is_not_written(string options, int expected, string part, bool isWritten)
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");

        var (code, output, error) = Tool.Run(Line(settings, options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        Assert.Equal(expected, code);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Equal(isWritten, File.Exists(settings));
        Assert.Equal(expected != 0, output.Length == 0);
    }

    [Fact]
    public void All_problems_of_the_policy_are_told_at_once() => Assert.Equal(
        3, Tool.Run("init", "--front-door", "rest", "--origin", "https://a.example/", "--origin", "shop", "--method", "TRACE", "--dry-run").Error.Split('\n').Count(line => line.StartsWith("CORS", StringComparison.Ordinal)));

    [Fact]
    public void A_template_that_is_there_stays_and_so_do_the_settings()
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");
        var template = folder.Write("template.yaml", "mine");
        var line = Line(settings, "--front-door", "rest", "--origin", "https://a.example", "--template", template);

        Assert.Equal((2, "", $"{template} is there already, and nothing is written; --force replaces it.\n"), Tool.Run(line));
        Assert.Equal("mine", File.ReadAllText(template));
        Assert.False(File.Exists(settings));
        Assert.Equal(0, Tool.Run([.. line, "--force"]).Code);
        Assert.StartsWith("# CORS of the default policy", File.ReadAllText(template), StringComparison.Ordinal);
    }

    /// <summary>What is typed, one answer to a line, and the section that comes of it.</summary>
    [Theory]
    [InlineData("rest\nhttps://a.example\nn\n", """{"AllowOrigins":"https://a.example"}""")]
    [InlineData("REST API\nurl\n\nhttps://a.example, https://b.example\nmaybe\ny\n", """{"AllowOrigins":"https://a.example,https://b.example","AllowCredentials":true}""")]
    [InlineData("alb\nhttps://a.example\n\n", """{"AllowOrigins":"https://a.example"}""")]
    public void Somebody_is_asked_until_the_answer_will_do(string answers, string section)
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");

        Assert.Equal(0, Tool.Run(answers, Line(settings), isInputTerminal: true).Code);
        using var json = JsonDocument.Parse(File.ReadAllText(settings));
        Assert.Equal(section, JsonSerializer.Serialize(json.RootElement.GetProperty("GatewayCors")));
    }

    [Fact]
    public void Nobody_is_asked_where_all_is_given_or_the_answers_end()
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");

        Assert.DoesNotContain('?', Tool.Run("", Line(settings, "--front-door", "http", "--origin", "https://a.example", "--dry-run"), isInputTerminal: true).Error);
        Assert.Equal(2, Tool.Run("http\n", Line(settings), isInputTerminal: true).Code);
        Assert.Equal(2, Tool.Run("http\nhttps://a.example\n", Line(settings), isInputTerminal: false).Code);
        Assert.False(File.Exists(settings));
    }
}
