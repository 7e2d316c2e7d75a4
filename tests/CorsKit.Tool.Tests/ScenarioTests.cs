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

    private static string Many(string resources) => $"""
        Parameters:
        {string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  P{i}: {{ Type: String, Default: y, AllowedValues: [v, w, x, y, z] }}"))}
        Conditions:
        {string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  C{i}: !Equals [!Ref P{i}, x]"))}
          Both: !And [!Condition C1, !Condition C2]
        Resources:
        {resources}
        """;

    /// <summary>Resources beside 21 conditions, and what is found: 20 parameters, too many for all combinations of all.</summary>
    public static TheoryData<string, string, string> ManyRows => new()
    {
        { "  Url: { Type: AWS::Lambda::Url, Condition: C7, Properties: { AuthType: AWS_IAM } }", "CK307 warning 45", "(When C7 is true.)" },
        { "  Url: { Type: AWS::Lambda::Url, Condition: Both, Properties: { AuthType: AWS_IAM } }", "CK307 warning 45", "(When Both is true.)" },
        {
            string.Join('\n', Enumerable.Range(0, 20).Select(i => $"  Url{i}: {{ Type: AWS::Lambda::Url, Condition: C{i}, Properties: {{ AuthType: AWS_IAM }} }}")),
            string.Join(", ", Enumerable.Range(0, 20).Select(i => $"CK307 warning {45 + i}")), "(When C19 is true.)"
        },
        {
            "  Url: { Type: AWS::Lambda::Url, Condition: C7, Properties: { AuthType: AWS_IAM } }\n  Table: { Type: AWS::DynamoDB::Table, Condition: C8, Properties: { A: !If [C9, a, b], B: !If [C10, a, b] } }",
            "CK307 warning 45", "(When C7 is true.)"
        },
        {
            "  Url: { Type: AWS::Lambda::Url, Condition: C5, Properties: { AuthType: !If [C6, !If [C7, !If [C8, AWS_IAM, NONE], NONE], NONE] } }",
            "CK307 warning 45", "(When C5 is true and C6 is true and C7 is true and C8 is true.)"
        },
        {
            $"  Url: {{ Type: AWS::Lambda::Url, Condition: C7, Properties: {{ AuthType: AWS_IAM, Cors: {{ AllowOrigins: [{string.Join(", ", Enumerable.Range(0, 20).Select(i => $"!If [C{i}, 'https://a{i}.example', !Ref AWS::NoValue]"))}], AllowHeaders: [authorization] }} }} }}",
            "CK001 note 1, CK301 note 45", "(When C7 is true.)"
        },
        {
            "  Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE, Cors: { AllowOrigins: [!Sub 'https://${P1}/'], AllowMethods: [!If [C2, GET, PUT]], AllowHeaders: ['*'] } } }",
            "CK301 note 45, CK308 error 45", ""
        },
    };

    [Theory]
    [MemberData(nameof(ManyRows))]
    public void The_conditions_that_a_front_door_depends_on_are_judged_together(string resources, string expected, string circumstances)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("many.yaml", Many(resources));

        Assert.Equal(expected, Tool.Check(file, null).Findings);
        Assert.Contains(circumstances, Tool.Run("check", file).Output, StringComparison.Ordinal);
    }

    /// <summary>An API and the functions whose events are on it, and a distribution before it, know the same conditions.</summary>
    [Theory]
    [InlineData("  Api: { Type: AWS::Serverless::Api, Condition: C1 }\n  F: { Type: AWS::Serverless::Function, Condition: C2, Properties: { Events: { E: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /, Method: get } } } } }", 4)]
    [InlineData("  Api: { Type: AWS::Serverless::Api, Condition: C1 }\n  F: { Type: AWS::Serverless::Function, Condition: C2, Properties: { Events: { E: { Type: Api, Properties: { Path: /, Method: get } } } } }", 3)]
    [InlineData("  G: { Type: AWS::Serverless::Function, Condition: C1, Properties: { Events: { E: { Type: Api, Properties: { Path: /, Method: get } } } } }\n  F: { Type: AWS::Serverless::Function, Condition: C2, Properties: { Events: { E: { Type: Api, Properties: { Path: /, Method: get } } } } }", 4)]
    [InlineData("  Url: { Type: AWS::Lambda::Url, Condition: C1 }\n  D: { Type: AWS::CloudFront::Distribution, Condition: C2, Properties: { DistributionConfig: { Origins: [{ DomainName: !Select [2, !Split [/, !GetAtt Url.FunctionUrl]] }] } } }", 4)]
    [InlineData("  B: { Type: AWS::S3::Bucket, Condition: C1 }\n  D: { Type: AWS::CloudFront::Distribution, Condition: C2, Properties: { DistributionConfig: { Origins: [{ DomainName: !GetAtt B.DomainName }] } } }", 4)]
    [InlineData("  B: { Type: AWS::S3::Bucket, Condition: C1 }", 1)]
    [InlineData("  F: { Type: AWS::Lambda::Function, Condition: C1, Properties: { Environment: { Variables: { GatewayCors__MaxAge: !If [C3, 1, 2] } } } }\n  U: { Type: AWS::Lambda::Url, Condition: C2 }", 8)]
    [InlineData("  F: { Type: AWS::Lambda::Function, Condition: C1, Properties: { Environment: { Variables: { A: !If [C3, 1, 2] } } } }\n  U: { Type: AWS::Lambda::Url, Condition: C2 }", 2)]
    public void What_belongs_together_is_combined(string resources, int count)
    {
        var scenarios = Scenarios.Of(Read(Many(resources)), out var complete);

        Assert.True(complete);
        Assert.Equal(count, scenarios.Count);
    }

    /// <summary>What a nested template is not given is open there, and what it is given is not: the stack's two scenarios with two of its own.</summary>
    [Fact]
    public void Nested_templates_have_scenarios_of_their_own()
    {
        using var folder = new TemporaryFolder();
        folder.Write("nested.yaml", """
            Parameters: { Stage: { Type: String, Default: dev }, Kind: { Type: String, Default: a }, Free: { Type: String } }
            Conditions: { IsProd: !Equals [!Ref Stage, prod], IsB: !Equals [!Ref Kind, b], IsFree: !Equals [!Ref Free, x] }
            Resources:
              Prod: { Type: AWS::Lambda::Url, Condition: IsProd, Properties: { AuthType: AWS_IAM } }
              B: { Type: AWS::Lambda::Url, Condition: IsB, Properties: { AuthType: AWS_IAM } }
              Free: { Type: AWS::Lambda::Url, Condition: IsFree, Properties: { AuthType: AWS_IAM } }
            """);
        var file = folder.Write("template.yaml", """
            Parameters: { Stage: { Type: String, AllowedValues: [prod, test] } }
            Conditions: { IsTest: !Equals [!Ref Stage, test] }
            Resources: { Shop: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested.yaml, Parameters: { Stage: !Ref Stage, Free: !ImportValue x } } } }
            """);

        Assert.Equal("CK307 warning nested.yaml:4, CK307 warning nested.yaml:6", Tool.Check(file, null).Findings);
        var output = Tool.Run("check", file).Output;
        Assert.Contains("(When IsTest is false.)", output, StringComparison.Ordinal);
        Assert.Contains("(When Shop/IsFree is true.)", output, StringComparison.Ordinal);
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
