using System.Text.RegularExpressions;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Tests;

/// <summary>For each rule a template that breaks it and one that does not; the header of each says all that is found in it.</summary>
public sealed class RulePairTests
{
    private static readonly string Folder = Path.Combine(Tool.Templates, "Rules");

    public static TheoryData<string> Codes => [.. Rulebook.Help.Select(page => page.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_template_that_breaks_the_rule_is_found_and_where(string code)
    {
        var (findings, expected) = Check($"{code}.bad.yaml");

        Assert.Equal(expected, findings);
        Assert.Contains($"{code} {Rulebook.Find(code)!.Level.ToString().ToLowerInvariant()}", findings.Replace("CK401 error", "CK401 warning", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Its_fixed_twin_is_clean(string code)
    {
        var (findings, expected) = Check($"{code}.good.yaml");

        Assert.Equal("nothing", expected);
        Assert.Equal("nothing", findings);
    }

    [Fact]
    public void There_is_no_template_for_a_rule_that_does_not_exist() =>
        Assert.Equal(
            Rulebook.Help.SelectMany(page => (string[])[$"{page.Code}.bad.yaml", $"{page.Code}.good.yaml"]).Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    /// <summary>What the header of a template says, such as the settings of its app.</summary>
    internal static string? Header(string file, string key) =>
        Regex.Match(File.ReadAllText(file), $"^# {key}: (.*)$", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : null;

    private static (string Findings, string Expected) Check(string name)
    {
        var file = Path.Combine(Folder, name);
        var (_, findings) = Tool.Check(file, Header(file, "settings") is { } settings ? Path.Combine(Tool.Templates, "Settings", settings) : null);
        return (findings, Header(file, "finds")!);
    }
}
