using System.Globalization;
using System.Text;
using CorsKit.Tests.Fuzz;
using CorsKit.Tool.Reports;

namespace CorsKit.Tool.Tests;

/// <summary>Files that were made to hurt, or broke on the way: which, where and why is told, and the others are still checked.</summary>
public sealed class HostileInputTests
{
    /// <summary>A line ends at U+2028 too, in YAML 1.1.</summary>
    private const string Separators = "s: {l\u2028ee,\nGl} }\n";

    /// <summary>Name, text, place, and a part of the reason.</summary>
    public static TheoryData<string, string, string, string> Unusable => new()
    {
        { "empty.yaml", "", "1:1", "the file is empty" },
        { "comment.yaml", "# nothing\n", "1:1", "the file is empty" },
        { "empty.json", "", "1:1", "not JSON" },
        { "truncated.json", "{\n  \"Resources\": {\n    \"A\": ", "3:10", "not JSON" },
        { "truncated.yaml", "Resources:\n  A: { Type: [", "3:1", "not YAML" },
        { "trailing.json", "{ \"Resources\": {}, }", "1:20", "not JSON" },
        { "two.json", "{} {}", "1:4", "not JSON" },
        { "surrogate.json", "{ \"Resources\": { \"\\ud800\": 1 } }", "1:18", "not JSON" },
        { "tabs.yaml", "# a\nResources:\n  A:\n    B: 1\n\tC: 1\n", "5:1", "found a tab character that violate" },
        { "two.yaml", "Resources: {}\n---\nResources: {}\n", "2:1", "a second document begins here" },
        { "list.yaml", "- a\n- b\n", "1:1", "neither a CloudFormation template nor an OpenAPI document" },
        { "text.yaml", "just words", "1:1", "neither a CloudFormation template nor an OpenAPI document" },
        { "cycle.yaml", "Resources: &a\n  A: *a\n", "2:6", "the alias *a stands inside what it repeats" },
        { "dangling.yaml", "Resources: *nobody\n", "1:12", "nobody" },
        { "key.yaml", "Resources:\n  ? [a, b]\n  : c\n", "2:5", "a key is a plain string" },
        { "deep.yaml", new string('[', 5000), "1:102", "nested deeper than 100 levels" },
        { "deep.json", new string('[', 5000), "1:101", "not JSON" },
        { "bomb.yaml", Bomb(), "10:4", "more than 200000 values once aliases are expanded" },
        { "text-bomb.yaml", $"a: &a {new string('x', 1 << 20)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 100))}]\nResources: {{}}\n", "2:4", "more than 200000 values once aliases are expanded" },
        { "merge-bomb.yaml", Merges($"<<: [{string.Join(", ", Enumerable.Repeat("*a", 8))}]"), "3:10", "more than 200000 values once aliases are expanded" },
        { "merges.yaml", Merges(string.Join(", ", Enumerable.Repeat("<<: *a", 8))), "3:4", "more than 200000 values once aliases are expanded" },
        { "repeated.yaml", $"Resources: {{ {string.Concat(Enumerable.Repeat("A: 1, ", 60_000))} }}", "1:620", "more than 100 keys stand twice in their mapping" },
        { "repeated.json", $"{{ \"Resources\": {{ {string.Concat(Enumerable.Repeat("\"A\": 1, ", 60_000))}\"B\": 1 }} }}", "1:826", "more than 100 keys stand twice in their mapping" },
        { "chain.yaml", Conditions(400, i => $"!Not [!Condition C{i + 1}]"), "102:9", "conditions build on each other in more than 200 steps" },
        { "chained.yaml", Conditions(16_000, i => $"!Not [!Condition C{i + 1}]"), "502:3", "more than 500 conditions" },
        { "sub-bomb.yaml", Doubling("!Sub [\"${V}${V}\", { V: ", "} ]"), "2:", "the functions make more than 4 MB of text" },
        { "loop-bomb.yaml", Loops(9), "2:3", "more than 200000 values once loops are expanded" },
        { "loop-text-bomb.yaml", $"Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::A: [N, [{new string('x', 1 << 16)}], {{ A: \"{string.Concat(Enumerable.Repeat("${N}", 1000))}\" }}]\n", "3:", "the loops make more than 4 MB of text" },
        { "quotes.yaml", $"{string.Concat(Enumerable.Range(0, 2000).Select(i => $"k{i}: {{ a: \"x\ny\" }}\n"))}Resources: [", "", "found wrong indentation" },
        { "separators.yaml", Separators, "2:1", "not YAML: it cannot be parsed from here on" },
        { "unended.yaml", "Resources:\n  A: [\n  b,\n  c\n", "3:3", "not YAML: it cannot be parsed from here on" },
        { "jinja.yaml", "Resources:\n{% if prod %}\n  A: { Type: B }\n{% endif %}\n", "2:1", "this seems to be a Jinja template: render it first" },
        { "braces.yaml", "Resources:\n  A: { Type: B }\n  {{ name }}: { Type: B }\n", "3:3", "this seems to be a Jinja, Handlebars or Go template" },
        { "helm.yaml", "Resources:\n  A:\n    Type: {{ .Values.type }}\n", "3:11", "this seems to be a Go template" },
        { "go.json", "{ \"Resources\": {\n{{- range .Apis }}\n} }", "2:1", "this seems to be a Go template" },
        { "erb.yaml", "<% apis.each do |api| %>\nResources:\n  A: { Type: <%= api %> }\n<% end %>", "1:1", "this seems to be an ERB or EJS template" },
        { "quoted.yaml", "Resources:\n  A: '{{ x }}' # {% y %}\n B: 1\n", "3:2", "not YAML" },
        { "serverless.yml", "service: shop\nprovider: { name: aws }\ncustom: ${file(a.yml)}\n", "1:1", "run serverless package" },
        { "deployment.yaml", "apiVersion: apps/v1\nkind: Deployment\n", "1:1", "neither a CloudFormation template nor an OpenAPI document" },
        { "binary.yaml", "\u0000\u0001\u0002", "1:2", "neither a CloudFormation template nor an OpenAPI document" },
    };

    /// <summary>What is made readable is read again, and no more often than there are places to make so.</summary>
    [Fact]
    public void What_cannot_be_made_readable_is_not_read_over_and_over()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("template.yaml", Separators);
        Tool.Run("check", file);

        Fuzzing.Within(2 << 20, () => Tool.Run("check", file));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_file_that_cannot_be_used_is_told_with_its_place_and_the_others_are_checked(string name, string text, string location, string reason)
    {
        using var folder = new TemporaryFolder();
        var bad = folder.Write(name, text);
        var good = folder.Write("good.yaml", "Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }");

        var (code, output, error) = Tool.Run("check", bad, good);

        Assert.Equal((2, ""), (code, error));
        Assert.StartsWith($"unusable {bad}:{location}", output, StringComparison.Ordinal);
        Assert.Contains(reason, output.Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("CK307", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>Loops inside each other, ten values each.</summary>
    private static string Loops(int depth) =>
        $"Resources:\n  {string.Concat(Enumerable.Range(0, depth).Select(i => $"{{ Fn::ForEach::L{i}: [N{i}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], "))[2..]}{{ A: 1 }}{string.Concat(Enumerable.Repeat("] }", depth))[..^2]}\nTransform: AWS::LanguageExtensions\n";

    /// <summary>A mapping of 40,000 keys that is merged eight times.</summary>
    private static string Merges(string merge) =>
        $"a: &a {{ {string.Join(", ", Enumerable.Range(0, 40_000).Select(i => $"k{i}: 1"))} }}\nResources: {{}}\nb: {{ {merge} }}\n";

    private static string Conditions(int count, Func<int, string> condition) =>
        $"Conditions:\n{string.Concat(Enumerable.Range(0, count).Select(i => $"  C{i}: {condition(i)}\n"))}  C{count}: !Equals [a, b]\nResources: {{}}\n";

    /// <summary>A text of 1 KB that each level doubles, 40 levels deep.</summary>
    private static string Doubling(string open, string close) =>
        $"Resources:\n  A: {{ Type: AWS::Lambda::Url, Properties: {{ Cors: {string.Concat(Enumerable.Repeat(open, 40))}{new string('x', 1024)}{string.Concat(Enumerable.Repeat(close, 40))} }} }}\n";

    /// <summary>Nine levels of nine aliases: 400 million values in 500 bytes.</summary>
    private static string Bomb()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 9; i++)
        {
            var alias = $"*a{i - 1}";
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat(alias, 9))}]\n");
        }

        // The fifth level is the first that is too large.
        return text.Append("Resources: {}\n").ToString().Replace("a5: &a5", "\n\n\na5:\n   &a5", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_50_MB_is_not_read()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "huge.yaml");
        using (var stream = File.Create(file))
        {
            stream.SetLength(50 << 20);
        }

        var (code, output, _) = Tool.Run("check", file);

        Assert.Equal(2, code);
        Assert.Contains("the file has 50 MB; 16 MB are read at most", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_told_apart()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("there is no such file", Tool.Run("check", Path.Combine(folder.Path, "nobody.yaml")).Output, StringComparison.Ordinal);
        Assert.Contains("no template is in this folder", Tool.Run("check", folder.Path).Output, StringComparison.Ordinal);
        Assert.Contains("this is no name of a file", Tool.Run("check", "").Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// What somebody else's template says must not be a command of the terminal or of the CI system that checks it, which takes
    /// <c>::</c> at the start of a line, with blanks before it too.
    /// </summary>
    [Theory]
    [InlineData("text")]
    [InlineData("github")]
    [InlineData("json")]
    [InlineData("sarif")]
    public void Text_of_a_template_is_no_command(string format)
    {
        using var folder = new TemporaryFolder();
        var name = OperatingSystem.IsWindows() ? "a.yaml" : "::set-output name=f::\u001b[2J\n::error::forged.yaml";
        var file = folder.Write(name, """
            Resources:
              "A\n::error::forged\e[2J":
                Type: AWS::ApiGateway::Method
                Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: "GET\r\n::error::forged\e]0;title\a" }
                Metadata: { corskit: { suppress: ["::error::forged\n\e[2J\u202e"], reason: x } }
              "::error::forged":
                Type: AWS::ApiGateway::RestApi
            """);

        foreach (var path in new[] { file, Path.Combine(folder.Path, "::error::nobody") })
        {
            var (_, output, error) = Tool.Run("check", path, "--format", format);

            Assert.Equal("", error);
            Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
            Assert.DoesNotContain(output.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal)
                && !(format == "github" && line.StartsWith("::", StringComparison.Ordinal) && line.Contains($" file={folder.Path}", StringComparison.Ordinal)));
            if (format is "text" or "github")
            {
                Assert.DoesNotContain('\u202e', output);
            }
        }

        // The folder itself is named like a command.
        var relative = PrintableText.Of("::error::a.yaml");
        Assert.False(relative.StartsWith("::", StringComparison.Ordinal), relative);
    }

    /// <summary>A template that somebody else wrote includes files of its own folder, and nothing that has no end.</summary>
    [Fact]
    public void Files_outside_the_templates_folder_are_read_only_where_that_is_allowed()
    {
        using var outside = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var definition = outside.Write("api.yaml", "openapi: 3.0.1\nx-amazon-apigateway-cors: { allowOrigins: ['*'] }\npaths: {}\n");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "linked.yaml"), definition);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "linked"), outside.Path);
        foreach (var location in new[] { definition, $"../{Path.GetFileName(outside.Path)}/api.yaml", "linked.yaml", "linked/api.yaml" })
        {
            var template = folder.Write("template.yaml", $"Resources: {{ A: {{ Type: AWS::ApiGatewayV2::Api, Properties: {{ Body: {{ Fn::Transform: {{ Name: AWS::Include, Parameters: {{ Location: \"{location}\" }} }} }} }} }} }}");

            Assert.Contains("lies outside the template's folder and was not read; --allow-outside", Tool.Run("check", template).Output, StringComparison.Ordinal);
            Assert.DoesNotContain("was not read", Tool.Run("check", template, "--allow-outside").Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipe_a_device_and_links_in_a_circle_are_not_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such files.");
        using var folder = new TemporaryFolder();
        System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.Path, "pipe.yaml")]).WaitForExit();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "circle.yaml"), Path.Combine(folder.Path, "circle.yaml"));
        foreach (var (location, reason) in new[] { ("pipe.yaml", "a pipe or a device"), ("/dev/zero", "a pipe or a device"), ("/proc/self/fd/0", ""), ("circle.yaml", "") })
        {
            var template = folder.Write("template.yaml", $"Resources: {{ A: {{ Type: AWS::ApiGatewayV2::Api, Properties: {{ Body: {{ Fn::Transform: {{ Name: AWS::Include, Parameters: {{ Location: \"{location}\" }} }} }} }} }} }}");

            var output = Tool.Run("check", template, "--allow-outside").Output;
            Assert.Contains(reason, output, StringComparison.Ordinal);
            if (reason.Length > 0)
            {
                Assert.EndsWith(" 1 file unusable in 2 files\n", output, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Stacks that nest each other, and ten stacks that nest ten each.</summary>
    [Fact]
    public void Nested_stacks_in_a_circle_end_and_too_many_are_refused()
    {
        using var folder = new TemporaryFolder();
        string Nest(string file) => $"{{ Type: AWS::CloudFormation::Stack, Properties: {{ TemplateURL: {file} }} }}";
        var a = folder.Write("a.yaml", $"Resources: {{ B: {Nest("b.yaml")}, Url: {{ Type: AWS::Lambda::Url, Properties: {{ AuthType: AWS_IAM }} }} }}");
        var b = folder.Write("b.yaml", $"Resources: {{ A: {Nest("a.yaml")}, Self: {Nest("./b.yaml")} }}");
        var many = Enumerable.Range(0, 6).Select(i => folder.Write($"{i}.yaml",
            $"Resources: {{ {string.Join(", ", Enumerable.Range(0, 10).Select(j => $"S{j}: {Nest(i == 5 ? "b.yaml" : $"{i + 1}.yaml")}"))} }}")).ToList()[0];

        Assert.Equal((1, "CK307 warning 1, CK001 note b.yaml:1, CK001 note b.yaml:1"), Tool.Check(a, null));
        Assert.Equal(1, Tool.Run("check", a, b).Output.Split("CK307").Length - 2);
        Assert.Contains("more than 200 nested stacks", Tool.Run("check", many).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_includes_itself_is_put_in_its_place_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.yaml", "Resources: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: a.yaml } }, Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }");

        Assert.Equal((1, "CK307 warning 1"), Tool.Check(file, null));
    }

    /// <summary>A template that somebody else wrote nests files of its own folder.</summary>
    [Fact]
    public void Nested_stacks_outside_the_templates_folder_are_opened_only_where_that_is_allowed()
    {
        using var outside = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        var nested = outside.Write("nested.yaml", "Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }");
        var template = folder.Write("template.yaml", $"Resources: {{ A: {{ Type: AWS::CloudFormation::Stack, Properties: {{ TemplateURL: \"{nested}\" }} }} }}");

        Assert.Contains("lies outside the template's folder and was not read; --allow-outside", Tool.Run("check", template).Output, StringComparison.Ordinal);
        Assert.Contains("CK307", Tool.Run("check", template, "--allow-outside").Output, StringComparison.Ordinal);
    }

    /// <summary>What is included is judged with what includes it, in whatever order they are named; and is unusable once.</summary>
    [Theory]
    [InlineData("openapi: 3.0.1\nx-amazon-apigateway-cors: { allowOrigins: ['https://shop.example/'], allowMethods: ['*'], allowHeaders: ['*'] }\npaths: {}\n", "CK204", "CK001")]
    [InlineData("openapi: [", "not YAML", "CK001")]
    public void An_included_file_is_told_of_once(string definition, string told, string untold)
    {
        using var folder = new TemporaryFolder();
        var part = folder.Write("api.yaml", definition);
        var template = folder.Write("template.yaml", "Resources: { Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Body: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: ./api.yaml } } } } } }");
        foreach (var files in (string[][])[[part, template], [template, part]])
        {
            var output = Tool.Run(["check", .. files, "--format", "json"]).Output;

            Assert.Equal(2, output.Split(told).Length);
            Assert.DoesNotContain(untold, output, StringComparison.Ordinal);
        }
    }

    /// <summary>Templates that are odd, and still are templates.</summary>
    public static TheoryData<string, string> Odd => new()
    {
        { "Resources: {}", "CK002 note 1" },
        { "Resources: []", "CK002 note 1" },
        { "Resources: { A: 1, B: [x], C: { Type: [a] }, D: { Type: AWS::Serverless::Function, Properties: 7 } }", "CK002 note 1, CK001 note 1" },
        { "Transform: AWS::Serverless-2016-10-31\nResources: { A: { Type: AWS::Serverless::Api, Properties: { Cors: [1], Auth: x, GatewayResponses: [y] } } }", "CK105 warning 2, CK001 note 2" },
        { "Parameters: { A: !Ref A }\nResources: { B: { Type: AWS::Lambda::Url, Properties: { AuthType: !Ref A, Cors: !Ref A } } }", "CK001 note 2, CK301 note 2" },
        { "Mappings: { M: !FindInMap [M, M, M] }\nResources: { B: { Type: AWS::Lambda::Url, Properties: { Cors: { AllowOrigins: !FindInMap [M, M, M] } } } }", "CK301 note 2, CK001 note 2" },
        { "Resources:\n  A: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref B, PathPart: a } }\n  B: { Type: AWS::ApiGateway::Resource, Properties: { ParentId: !Ref A, PathPart: b } }\n  M: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref X, ResourceId: !Ref A, HttpMethod: GET } }", "CK101 note 4" },
        { "openapi: 3.0.1\npaths: []", "CK002 note 1" },
        { "openapi: 3.0.1\npaths: { /a: { get: 1, options: [2], x-amazon-apigateway-any-method: 3 } }\nsecurity: 3", "CK001 note 1, CK105 warning 1" },
        { "Resources:\n  A: { Type: AWS::Lambda::Url, Properties: { AuthType: NONE } }\n  A: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } }", "CK001 note 3, CK307 warning 3" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void An_odd_template_is_no_crash(string text, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(expected, Tool.Check(folder.Write("odd.yaml", text), null).Findings);
    }

    [Theory]
    [InlineData("{ \"GatewayCors\": ", "not JSON")]
    [InlineData("[]", "settings are a JSON object")]
    [InlineData("{ \"a\": 1, \"A\": 2 }", "duplicate key")]
    public void Settings_that_cannot_be_used_are_told_and_the_template_is_checked_without(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        var good = folder.Write("good.yaml", "Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }");

        var (code, output, _) = Tool.Run("check", good, "--settings", folder.Write("appsettings.json", text));

        Assert.Equal(2, code);
        Assert.Contains(reason, output, StringComparison.Ordinal);
        Assert.Contains("CK307", output, StringComparison.Ordinal);
    }

    /// <summary>A variable or a loop that would make megabytes of a small mapping template is not followed.</summary>
    [Theory]
    [InlineData("#set($a = \"{0}\") {1}", "CK105 warning 3, CK127 warning 4")]
    [InlineData("#foreach($a in [\"{0}\", \"x\"]) {1}", "CK105 warning 3, CK001 note 4, CK127 warning 4")]
    public void Mapping_templates_that_multiply_are_not_run(string pattern, string expected)
    {
        using var folder = new TemporaryFolder();
        var text = "$context.responseOverride.header.Access-Control-Allow-Origin = $origin "
            + pattern.Replace("{0}", string.Join("\", \"", Enumerable.Repeat("https://shop.example.com", 60)), StringComparison.Ordinal).Replace("{1}", string.Concat(Enumerable.Repeat("$a ", 1500)), StringComparison.Ordinal);
        var file = folder.Write("a.json", $$"""
            {
              "Resources": {
                "Api": { "Type": "AWS::ApiGateway::RestApi" },
                "M": { "Type": "AWS::ApiGateway::Method", "Properties": { "RestApiId": { "Ref": "Api" }, "ResourceId": { "Fn::GetAtt": ["Api", "RootResourceId"] }, "HttpMethod": "OPTIONS",
                  "Integration": { "Type": "MOCK", "RequestTemplates": { "application/json": "{ statusCode: 200 }" }, "IntegrationResponses": [{ "StatusCode": "200", "ResponseTemplates": { "application/json": {{System.Text.Json.JsonSerializer.Serialize(text)}} } }] } } }
              }
            }
            """);

        Assert.Equal((1, expected), Tool.Check(file, null));
        Assert.True(CorsKit.Tool.Gateways.OriginTemplateText.Simplify(text).Length <= text.Length);
    }
}
