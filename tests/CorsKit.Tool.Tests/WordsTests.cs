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

        var said = templates.SelectMany(row => Tool.Findings(row.Item1, row.Item2)).Select(finding => $"{finding.Code} {finding.Message}").Distinct().Order(StringComparer.Ordinal);

        Agreed.ShouldBe("findings.txt", string.Join('\n', said) + "\n");
    }
}
