using System.Text.Json;
using CorsKit.Tests;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Tests;

public sealed class ReportTests
{
    /// <summary>Paths are part of what is printed; these are relative.</summary>
    private static string Print(string format)
    {
        var folder = Path.Combine(Tool.Templates, "Corpus");
        var output = Tool.Run(
            "check", Path.Combine(folder, "sam-cognito-rest.yaml"), Path.Combine(folder, "sam-suppressed.yaml"), Path.Combine(folder, "sam-conditions.yaml"), Path.Combine(folder, "nobody.yaml"),
            "--settings", Path.Combine(Tool.Templates, "Settings", "shop.json"), "--format", format).Output;

        // SARIF has a rooted path as a URI, and the version is not the subject.
        var version = typeof(Commands.CorsKitCommand).Assembly.GetName().Version!.ToString(3);
        return output.Replace($"\"version\": \"{version}\"", "\"version\": \"this\"", StringComparison.Ordinal).Replace(new Uri(folder + "/").AbsoluteUri, "", StringComparison.Ordinal).Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "check.txt")]
    [InlineData("json", "check.json")]
    [InlineData("sarif", "check.sarif")]
    [InlineData("github", "check.github.txt")]
    public void What_is_printed_is_what_was_agreed(string format, string golden) => Agreed.ShouldBe(golden, Print(format));

    /// <summary>The app may have another version of CorsKit, with other words.</summary>
    [Fact]
    public void Problems_of_the_settings_name_the_version_that_found_them()
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com/" } }""");
        var (_, output, _) = Tool.Run("check", Path.Combine(Tool.Templates, "Rules", "CK103.good.yaml"), "--settings", settings);

        Assert.Contains($"Write \"https://shop.example.com\". (CorsKit {typeof(GatewayCorsPolicy).Assembly.GetName().Version!.ToString(3)} says so.)", output, StringComparison.Ordinal);
    }

    /// <summary>
    /// What the schema of SARIF 2.1.0 asks for in the parts that are used: required properties, closed sets of values,
    /// indexes that lead somewhere (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
    /// </summary>
    [Fact]
    public void Sarif_keeps_to_its_schema()
    {
        using var json = JsonDocument.Parse(Print("sarif"));
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        var run = Assert.Single(json.RootElement.GetProperty("runs").EnumerateArray());
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(Rulebook.Help.Select(page => page.Code), rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.All(rules, rule =>
        {
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.True(Uri.IsWellFormedUriString(rule.GetProperty("helpUri").GetString(), UriKind.Absolute));
        });
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.NotEmpty(results);
        Assert.All(results, result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Contains(result.GetProperty("level").GetString(), (string[])["note", "warning", "error"]);
            var location = Assert.Single(result.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
            Assert.True(location.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.True(Uri.IsWellFormedUriString(location.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.RelativeOrAbsolute));
        });
        Assert.Contains(results, result => result.TryGetProperty("suppressions", out var suppressions) && suppressions[0].GetProperty("kind").GetString() == "inSource");
        Assert.False(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void Workflow_commands_are_escaped()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("100%,a:b.yaml", "Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }");

        Assert.Contains("100%25%2Ca%3Ab.yaml,line=1,col=69,title=CK307 Url::", Tool.Run("check", file, "--format", "github").Output, StringComparison.Ordinal);
    }
}
