using CorsKit.Analyzers.Origins;
using CorsKit.Analyzers.Pipelines;
using CorsKit.Analyzers.Policies;
using CorsKit.Tests.Readme;
using Microsoft.CodeAnalysis;

namespace CorsKit.Analyzers.Tests;

/// <summary>The rules, as the analyzers have them.</summary>
internal static class Rules
{
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
        [.. new PlacementAnalyzer().SupportedDiagnostics.Concat(new PolicyNameAnalyzer().SupportedDiagnostics).Concat(new OriginAnalyzer().SupportedDiagnostics).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    public static DiagnosticDescriptor UnknownPolicy => All.Single(rule => rule.Id == "CORS104");

    public static DiagnosticDescriptor NoOrigin => All.Single(rule => rule.Id == "CORS105");
}

/// <summary>The page of the package has each rule.</summary>
public sealed class RulesTests
{
    [Fact]
    public void Each_rule_is_documented_where_its_link_leads()
    {
        var page = Repository.Read("src/CorsKit/README.md");
        var start = page.IndexOf("\n## In the editor\n", StringComparison.Ordinal);
        var section = page[start..page.IndexOf("\n## ", start + 4, StringComparison.Ordinal)];

        Assert.Equal(["CORS101", "CORS102", "CORS103", "CORS104", "CORS105"], Rules.All.Select(rule => rule.Id));
        Assert.All(Rules.All, rule => Assert.Contains($"\n| {rule.Id} | {rule.Title} |", section, StringComparison.Ordinal));
        Assert.All(Rules.All, rule => Assert.Equal("https://github.com/corskit/corskit/blob/main/src/CorsKit/README.md#in-the-editor", rule.HelpLinkUri));
    }
}
