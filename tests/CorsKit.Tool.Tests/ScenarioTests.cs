using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Tests;

/// <summary>Both branches of every condition, and none that cannot be together.</summary>
public sealed class ScenarioTests
{
    private static Template Read(string yaml) => new(YamlDocumentReader.Read("t.yaml", yaml));

    private static IEnumerable<string> Describe(string yaml) =>
        Scenarios.Of(Read(yaml), out _).Select(scenario => string.Join(' ', scenario.Conditions.Select(condition => $"{condition.Key}={condition.Value}"))).Distinct().Order(StringComparer.Ordinal);

    [Fact]
    public void A_condition_and_its_negation_never_hold_together() =>
        Assert.Equal(["A=False B=True", "A=True B=False"], Describe("""
            Parameters: { Stage: { Type: String } }
            Conditions: { A: !Equals [!Ref Stage, prod], B: !Not [!Condition A] }
            Resources: {}
            """));

    [Fact]
    public void Two_values_of_one_parameter_never_hold_together() =>
        Assert.Equal(["A=False B=False", "A=False B=True", "A=True B=False"], Describe("""
            Parameters: { Stage: { Type: String } }
            Conditions: { A: !Equals [!Ref Stage, prod], B: !Equals [test, !Ref Stage] }
            Resources: {}
            """));

    [Fact]
    public void Allowed_values_are_all_there_are() =>
        Assert.Equal(["A=False", "A=True"], Describe("""
            Parameters: { Stage: { Type: String, AllowedValues: [prod, test], Default: test } }
            Conditions: { A: !Or [!Equals [!Ref Stage, prod], !Equals [a, b]] }
            Resources: {}
            """));

    [Fact]
    public void What_cannot_be_read_is_taken_both_ways() =>
        Assert.Equal(["A=False", "A=True"], Describe("""
            Conditions: { A: !Equals [!FindInMap [M, !Ref "AWS::Region", X], y] }
            Resources: {}
            """));

    [Fact]
    public void A_condition_that_names_itself_is_never_decided() =>
        Assert.Equal([""], Describe("""
            Conditions: { A: !And [!Condition B, !Condition B], B: !Not [!Condition A] }
            Resources: {}
            """));

    [Fact]
    public void Too_many_conditions_are_varied_one_by_one_and_that_is_said()
    {
        using var folder = new TemporaryFolder();
        var conditions = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  C{i}: !Equals [!Ref P{i}, x]"));
        var parameters = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  P{i}: {{ Type: String, Default: y }}"));
        var file = folder.Write("many.yaml", $$"""
            Parameters:
            {{parameters}}
            Conditions:
            {{conditions}}
            Resources:
              Url: { Type: AWS::Lambda::Url, Condition: C7, Properties: { AuthType: AWS_IAM } }
            """);

        var (_, findings) = Tool.Check(file, null);

        Assert.Equal("CK001 note 1, CK307 warning 44", findings);
        Assert.Contains("(When C7 is true.)", Tool.Run("check", file).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!Ref Name", "shop")]
    [InlineData("!Sub 'https://${Name}.example.com'", "https://shop.example.com")]
    [InlineData("!Sub ['https://${Host}.example.com', { Host: !Ref Name }]", "https://shop.example.com")]
    [InlineData("!Sub 'https://${!Literal}'", "https://${Literal}")]
    [InlineData("!Join ['-', [a, !Ref Name, b]]", "a-shop-b")]
    [InlineData("!Select [1, !Split [',', 'a,b,c']]", "b")]
    [InlineData("!FindInMap [Map, !Ref Name, Origin]", "https://mapped.example.com")]
    [InlineData("!FindInMap [Map, nobody, Origin, { DefaultValue: !Ref Name }]", "shop")]
    [InlineData("!FindInMap [Map, !Ref Undefaulted, Origin, { DefaultValue: x }]", null)]
    [InlineData("{ Fn::Length: [a, b] }", null)]
    [InlineData("{ Fn::ToJsonString: { a: b } }", null)]
    [InlineData("!If [Never, a, b]", "b")]
    [InlineData("!Sub '${AWS::Region}'", null)]
    [InlineData("!Ref Stored", null)]
    [InlineData("!Ref Undefaulted", null)]
    [InlineData("!ImportValue x", null)]
    [InlineData("!Select [7, [a]]", null)]
    [InlineData("!If [Undefined, a, b]", null)]
    [InlineData("!FindInMap [Map, nobody, Origin]", null)]
    [InlineData("!Nonsense x", null)]
    public void A_function_is_worked_out_as_far_as_the_template_tells(string function, string? expected)
    {
        var template = Read($$"""
            Parameters:
              Name: { Type: String, Default: shop }
              Undefaulted: { Type: String }
              Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /path }
            Mappings: { Map: { shop: { Origin: https://mapped.example.com } } }
            Conditions: { Never: !Equals [a, b] }
            Resources: { R: { Type: X, Properties: { Value: {{function}} } } }
            """);

        var scenario = Assert.Single(Scenarios.Of(template, out _));
        var value = new EvaluatedTemplate(template, scenario).Resources[0]["Value"];

        Assert.NotNull(value);
        Assert.Equal(expected, value.Text);
    }

    [Fact]
    public void No_value_takes_the_property_away()
    {
        var template = Read("Resources: { R: { Type: X, Properties: { A: !Ref AWS::NoValue, B: [a, !Ref AWS::NoValue] } } }");
        var resource = new EvaluatedTemplate(template, Scenarios.Of(template, out _)[0]).Resources[0];

        Assert.Null(resource["A"]);
        Assert.Single(resource["B"]!.Items);
    }
}
