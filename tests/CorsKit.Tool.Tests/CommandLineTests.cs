namespace CorsKit.Tool.Tests;

public sealed class CommandLineTests
{
    private static string Rule(string name) => Path.Combine(Tool.Templates, "Rules", name);

    [Theory]
    [InlineData("CK101.bad.yaml", "warning", 1)]
    [InlineData("CK101.bad.yaml", "error", 1)]
    [InlineData("CK105.bad.yaml", "error", 0)]
    [InlineData("CK105.bad.yaml", "warning", 1)]
    [InlineData("CK507.bad.yaml", "warning", 0)]
    [InlineData("CK507.bad.yaml", "note", 1)]
    [InlineData("CK101.good.yaml", "note", 0)]
    [InlineData("CK003.good.yaml", "note", 0)]
    public void The_exit_code_says_whether_there_is_something_at_the_level_or_above(string template, string failOn, int expected) =>
        Assert.Equal(expected, Tool.Run("check", Rule(template), "--fail-on", failOn).Code);

    /// <summary>A command line that is wrong, and a part of what is said.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "chek a.yaml", "Unrecognized command or argument 'chek'. Did you mean check?" },
        { "expalin", "'expalin'. Did you mean explain?" },
        { "--verson", "There is no option --verson. Did you mean --version?" },
        { "nonsense", "Unrecognized command or argument 'nonsense'" },
        { "check", "Required argument missing" },
        { "check a.yaml --nonsense", "There is no option --nonsense." },
        { "check a.yaml --fomat json", "There is no option --fomat. Did you mean --format?" },
        { "check a.yaml --fomat=json", "There is no option --fomat. Did you mean --format?" },
        { "check a.yaml --format xml", "--format: 'xml' not recognized; it takes text, json, sarif, github." },
        { "check a.yaml --format jsno", "'jsno' not recognized; it takes text, json, sarif, github. Did you mean json?" },
        { "explain --fomat", "There is no option --fomat." },
        { "completion", "Required argument missing" },
        { "completion zhs", "shell: 'zhs' not recognized; it takes bash, zsh, fish, pwsh." },
        { "probe --mehtod", "There is no option --mehtod. Did you mean --method?" },
        { "check a.yaml --fail-on never", "'never' not recognized" },
        { "check a.yaml --environment Production", "--settings" },
        { "export --to sam-http", "--settings" },
        { "export --settings a.json", "--to" },
        { "export --settings a.json --to nowhere", "'nowhere' not recognized" },
        { "export --settings a.json --to nowhere --preflight mock", "'nowhere' not recognized" },
        { "export --settings a.json --to sam-http --preflight mock", "--preflight is for sam-rest, cloudformation-rest, cdk-ts-rest and cdk-cs-rest; sam-http has nothing that it could change. Leave it out, or write --to sam-rest." },
        { "export --settings a.json --to terraform-http --format json", "--format is for sam-rest, sam-http, cloudformation-rest, cloudformation-http, function-url, openapi and cloudfront; terraform-http has nothing" },
        { "export --settings a.json --to cdk-ts", "'cdk-ts' not recognized" },
        { "init --front-door htpp", "--front-door: 'htpp' not recognized; it takes rest, http, url, alb. Did you mean http?" },
        { "export --settings a.json --to sam-rest --response-headers-policy", "--response-headers-policy is for cloudfront; sam-rest has nothing that it could change." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_command_line_is_2_with_one_reason_and_no_stack_trace(string line, string part)
    {
        var (code, output, error) = Tool.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.EndsWith(" --help.\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    /// <summary>A name that is misspelt is one mistake: neither that the option is missing nor what was to be its value is another.</summary>
    [Theory]
    [InlineData("probe https://api.test/ --orgin https://shop.test", "There is no option --orgin. Did you mean --origin?\nSee corskit probe --help.\n")]
    [InlineData("export --setings a.json --to sam-http", "There is no option --setings. Did you mean --settings?\nSee corskit export --help.\n")]
    [InlineData("probe https://api.test/ --origin https://shop.test --credential --depe", "There is no option --credential. Did you mean --credentials?\nThere is no option --depe. Did you mean --deep?\nSee corskit probe --help.\n")]
    public void One_mistake_is_one_line(string line, string expected) => Assert.Equal((2, "", expected), Tool.Run(line.Split(' ')));

    [Theory]
    [InlineData("CK10", "Did you mean CK101 or CK102?")]
    [InlineData("ck1003", "Did you mean CK103 or CK003?")]
    [InlineData("CK1O3", "Did you mean CK103 or CK113?")]
    [InlineData("nonsense", "There is no rule nonsense; \"corskit explain\" lists them all.\n")]
    public void A_code_that_does_not_exist_is_2_with_what_was_meant(string code, string part)
    {
        var (exit, output, error) = Tool.Run("explain", code);

        Assert.Equal((2, ""), (exit, output));
        Assert.EndsWith(part, error.TrimEnd('\n') + (part.EndsWith('\n') ? "\n" : ""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_of_a_code_that_does_not_exist_is_told_what_was_meant()
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", """
            Metadata: { corskit: { suppress: [CK1005], reason: only servers call it } }
            Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE } } }
            """);

        Assert.Contains("There is no rule \"CK1005\" to suppress. Did you mean CK105", Tool.Run("check", template).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_alone_prints_help_and_is_0()
    {
        var alone = Tool.Run();

        Assert.Equal((0, ""), (alone.Code, alone.Error));
        Assert.Equal(Tool.Run("--help"), alone);
    }

    [Fact]
    public void Help_calls_the_tool_by_its_name_and_names_its_commands()
    {
        var (code, output, _) = Tool.Run("--help");

        Assert.Equal(0, code);
        Assert.Contains("corskit [command] [options]", output, StringComparison.Ordinal);
        Assert.All((string[])["check", "explain", "export", "init", "probe", "completion"], command => Assert.Contains($"  {command}", output, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_of_an_environment_overrides_and_one_that_is_not_there_is_a_note()
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", "Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: HttpApi } } } } }");
        var settings = folder.Write("appsettings.json", """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com" } }""");
        folder.Write("appsettings.Production.json", """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com/" } }""");

        Assert.Equal(0, Tool.Run("check", template, "--settings", settings).Code);
        var (code, output, _) = Tool.Run("check", template, "--settings", settings, "--environment", "Production");
        Assert.Equal(1, code);
        Assert.Contains("appsettings.Production.json\n    1:20  error    CK601", output, StringComparison.Ordinal);
        Assert.Contains("appsettings.Nowhere.json; the settings are those of", Tool.Run("check", template, "--settings", settings, "--environment", "Nowhere").Output, StringComparison.Ordinal);
    }

    /// <summary>GatewayCors__… variables of the functions, the settings, and what is found.</summary>
    public static TheoryData<string, string, string> FunctionSettings => new()
    {
        { "{ GatewayCors__AllowOrigins: https://shop.example.com }", "{}", "nothing" },
        { "{ GatewayCors__Enabled: 'true', Other: x }", """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com" } }""", "nothing" },
        { "{ GatewayCors__AllowOrigins: 'https://shop.example.com/' }", "{}", "CK601 error 2" },
        { "{ GatewayCors__AllowOrigins: !ImportValue Origins }", "{}", "CK001 note 2" },
        { "{ Other: x }", "{}", "CK601 error settings.json:1" },
        { "{ Other: x }", """{ "GatewayCors": { "Policies": { "a": { "AllowOrigins": "*" }, "b": { "AllowOrigins": "*" } } } }""", "CK001 note settings.json:1" },
    };

    [Theory]
    [MemberData(nameof(FunctionSettings))]
    public void What_a_function_is_given_as_environment_overrides_the_settings(string variables, string settings, string expected)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", $"""
            Transform: AWS::Serverless-2016-10-31
            Globals: {"{"} Function: {"{"} Environment: {"{"} Variables: {variables} {"}"} {"}"} {"}"}
            Resources: {"{"} F: {"{"} Type: AWS::Serverless::Function, Properties: {"{"} Events: {"{"} E: {"{"} Type: HttpApi {"}"} {"}"} {"}"} {"}"} {"}"}
            """);

        Assert.Equal(expected, Tool.Check(template, folder.Write("settings.json", settings)).Findings);
    }

    [Fact]
    public void Functions_with_different_policies_are_compared_with_nothing_and_that_is_said()
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", """
            Resources:
              A: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { GatewayCors__AllowOrigins: https://a.example } } } }
              B: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { GatewayCors__AllowOrigins: https://b.example } } } }
              Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !Ref A, AuthType: NONE } }
            """);

        Assert.Equal((0, "CK001 note 3"), Tool.Check(template, folder.Write("settings.json", "{}")));
    }

    [Fact]
    public void Colors_are_for_those_who_look()
    {
        Assert.DoesNotContain('\u001b', Tool.Run("check", Rule("CK101.bad.yaml")).Output);
        Assert.DoesNotContain('\u001b', Tool.Run("explain", "CK101").Output);
    }

    /// <summary>What is not in the template and not known gets a note, never silence.</summary>
    [Theory]
    [InlineData("!ImportValue Policy", "CK001 note 16")]
    [InlineData("00000000-0000-0000-0000-000000000000", "CK001 note 16")]
    [InlineData("67f7725c-6f97-4210-82d7-5512b31e9d03", "nothing")]
    [InlineData("60669652-455b-4ae9-85a4-c4c02393f86c", "nothing")]
    public void A_response_headers_policy_from_elsewhere_is_remarked_on(string policy, string findings)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("t.yaml", File.ReadAllText(Rule("CK507.good.yaml")).TrimEnd() + $"\n          ResponseHeadersPolicyId: {policy}\n");

        Assert.Equal(findings, Tool.Check(template, null).Findings);
    }
}
