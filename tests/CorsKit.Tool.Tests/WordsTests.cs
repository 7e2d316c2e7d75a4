using System.Text.Json;
using CorsKit.Tests;
using CorsKit.Tool.Checks;

namespace CorsKit.Tool.Tests;

/// <summary>All that the rules say, each sentence once, as texts to read.</summary>
public sealed class WordsTests
{
    [Fact]
    public void Of_explain() => Agreed.ShouldBe("explain.txt", Tool.Run(["explain", .. Rulebook.AllHelp.Select(help => help.Code)]).Output);

    [Fact]
    public void Of_explain_for_Terraform() => Agreed.ShouldBe("explain-terraform.txt", Tool.Run(["explain", "--terraform", .. Rulebook.AllHelp.Select(help => help.Code)]).Output);

    /// <summary>The messages of every finding in every template and plan of the tests.</summary>
    [Fact]
    public void Of_findings()
    {
        var templates =
            Directory.GetFiles(Path.Combine(Tool.Templates, "Rules")).Select(file => (file, RulePairTests.Header(file, "settings") ?? ""))
            .Concat(CorpusTests.Rows.Select(row => (Path.Combine(Tool.Templates, "Corpus", row.Data.Item1), row.Data.Item2)))
            .Concat(TerraformTests.Rows.Select(row => (Path.Combine(Tool.Templates, "Terraform", row.Data.Item1), row.Data.Item2)));

        var version = typeof(GatewayCorsPolicy).Assembly.GetName().Version!.ToString(3);
        var said = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, settings) in templates)
        {
            using var json = JsonDocument.Parse(Tool.Run(["check", file, "--format", "json", .. settings.Length == 0 ? (string[])[] : ["--settings", Path.Combine(Tool.Templates, "Settings", settings)]]).Output);
            foreach (var finding in json.RootElement.GetProperty("findings").EnumerateArray())
            {
                said.Add($"{finding.GetProperty("code")} {finding.GetProperty("message")}".Replace(Tool.Templates + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace($"CorsKit {version} says", "CorsKit says", StringComparison.Ordinal));
            }
        }

        Agreed.ShouldBe("findings.txt", string.Join('\n', said) + "\n");
    }
}
