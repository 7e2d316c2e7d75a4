using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Tests;

public sealed class RulebookTests
{
    [Fact]
    public void Codes_are_unique_and_in_order()
    {
        var codes = Rulebook.Help.Select(page => page.Code).ToList();
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, code => Assert.Matches("^CK[0-9]{3}$", code));
    }

    [Fact]
    public void Every_page_says_why_how_to_fix_it_and_where_it_is_documented() =>
        Assert.All(Rulebook.Help, page =>
        {
            Assert.EndsWith(".", page.Fix, StringComparison.Ordinal);
            Assert.False(page.Title.EndsWith('.'), page.Title);
            Assert.True(page.Why.Length > 40, page.Code);
            Assert.StartsWith("https://", page.Source, StringComparison.Ordinal);
        });

    [Fact]
    public void The_lines_to_paste_are_YAML_or_JSON() =>
        Assert.All(Rulebook.Help.Where(page => page.Paste is { } paste && paste[0] is not ('"' or 'a')), page =>
            YamlDocumentReader.Read(page.Code, page.Paste!.Replace("…", "x", StringComparison.Ordinal)));

    [Fact]
    public void Explain_prints_the_page_and_lists_all_rules()
    {
        var (code, output, _) = Tool.Run("explain", "ck103");
        Assert.Equal(0, code);
        Assert.Contains("AddDefaultAuthorizerToCorsPreflight: false", output, StringComparison.Ordinal);
        Assert.Contains("doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present", output, StringComparison.Ordinal);

        var list = Tool.Run("explain").Output;
        Assert.All(Rulebook.Help, page => Assert.Contains($"{page.Code}  {page.Level.ToString().ToLowerInvariant()}", list, StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_says_which_rule_there_is_not()
    {
        var (code, output, error) = Tool.Run("explain", "CK999", "CK101");

        Assert.Equal(2, code);
        Assert.Equal("There is no rule CK999; \"corskit explain\" lists them all.\n", error);
        Assert.StartsWith("CK101  error", output, StringComparison.Ordinal);
    }
}
