using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Tests;

/// <summary>Plans as Terraform and its provider for AWS write them, and all that is found in each. Beside most stands the configuration that it is of.</summary>
public sealed class TerraformTests
{
    private static readonly string Folder = Path.Combine(Tool.Templates, "Terraform");

    /// <summary>expected.txt: file | settings | findings.</summary>
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var cells in File.ReadLines(Path.Combine(Folder, "expected.txt")).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                rows.Add(cells[0], cells[1], cells[2]);
            }

            return rows;
        }
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "plan.tfplan", "PK\u0003\u0004…", "this is an archive, as Terraform keeps its plans" },
        { "main.tf", "resource \"aws_lb\" \"web\" {}", "Terraform's configuration is not read, its plan is" },
        { "log.json", "{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n", "this is a log" },
        { "future.json", "{\"format_version\":\"2.0\",\"planned_values\":{}}", "Terraform wrote this in format 2.0, and corskit reads 1.x" },
        { "old.json", "{\"format_version\":\"0.2\",\"planned_values\":{}}", "Terraform wrote this in format 0.2, and corskit reads 1.x" },
        { "terraform.tfstate", "{\"version\":4,\"terraform_version\":\"1.11.4\",\"resources\":[]}", "terraform show -json" },
        { "changes.json", "{\"format_version\":\"1.2\",\"resource_changes\":[]}", "terraform show -json" },
        { "cdk.tf.json", "{\"terraform\":{\"backend\":{}},\"resource\":{\"aws_lb\":{}}}", "terraform show -json" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_plan_has_the_findings_of_the_table_and_no_others(string file, string settings, string expected)
    {
        var (code, findings) = Tool.Check(Path.Combine(Folder, file), settings.Length == 0 ? null : Path.Combine(Tool.Templates, "Settings", settings));

        Assert.Equal(expected, findings);
        Assert.Equal(expected.Contains("warning", StringComparison.Ordinal) || expected.Contains("error", StringComparison.Ordinal) ? 1 : 0, code);
    }

    [Fact]
    public void Every_plan_is_in_the_table() =>
        Assert.Equal(
            Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal),
            Rows.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_finding_names_the_address_and_the_fix_in_Terraforms_words()
    {
        var (_, output, _) = Tool.Run("check", Path.Combine(Folder, "one-line.json"));

        // A plan is one line: the column tells the resource.
        Assert.Contains("  1:1721  warning  CK102  aws_api_gateway_method.proxy\n", output, StringComparison.Ordinal);
        Assert.Contains("Add the method ANY on root_resource_id, with the same integration.", output, StringComparison.Ordinal);
        Assert.Equal("{\"address\":\"aws_api_gateway_method.proxy\"", File.ReadAllText(Path.Combine(Folder, "one-line.json"))[1720..1761]);
    }

    [Fact]
    public void Resources_of_modules_have_their_full_address()
    {
        var (_, output, _) = Tool.Run("check", Path.Combine(Folder, "http-module.json"));

        Assert.Contains("module.guarded.aws_apigatewayv2_route.this[\"ANY /orders\"]\n", output, StringComparison.Ordinal);
        Assert.Contains("module.open.aws_apigatewayv2_api.this[0]\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sensitive_values_are_not_printed()
    {
        var file = Path.Combine(Folder, "settings-sensitive.json");
        Assert.Contains("https://secret.example.com", File.ReadAllText(file), StringComparison.Ordinal);

        var (_, output, error) = Tool.Run("check", file, "--settings", Path.Combine(Tool.Templates, "Settings", "shop.json"));

        Assert.Contains("GatewayCors__AllowOrigins is known to the deployment only", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_plan_in_JSON_is_refused_with_what_to_do(string name, string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = Tool.Run("check", folder.Write(name, text), "--format", "json");

        Assert.Equal((2, ""), (code, error));
        Assert.Contains(expected, output.Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_with_a_key_that_its_address_does_not_have_is_read_all_the_same()
    {
        using var folder = new TemporaryFolder();
        var plan = File.ReadAllText(Path.Combine(Folder, "rest-proxy.json")).Replace("\"address\": \"aws_api_gateway_gateway_response.errors[\\\"DEFAULT_4XX\\\"]\"", "\"address\": \"other\"", StringComparison.Ordinal);
        Assert.Contains("\"address\": \"other\"", plan, StringComparison.Ordinal);

        var (code, _, error) = Tool.Run("check", folder.Write("plan.json", plan));

        Assert.InRange(code, 0, 1);
        Assert.Equal("", error);
    }

    [Fact]
    public void Every_fix_in_Terraforms_words_is_one_of_a_rule() =>
        Assert.Equal([], TerraformFixes.Codes.Except(Rulebook.AllHelp.Select(help => help.Code)));

    [Fact]
    public void The_lines_to_paste_are_HCL() => Assert.All(TerraformFixes.Codes, code =>
    {
        var open = new Stack<char>();
        foreach (var line in (TerraformFixes.Hcl(code) ?? "").Split('\n'))
        {
            // A block, an attribute, an item of a list, or the end of one.
            Assert.Matches("""^ *([a-z_]+( "[a-z_0-9]+")* \{|("[^"]+"|[a-zA-Z_]+) += .*|[a-z_]+(\.[a-z_0-9]+)+,|[\])}]+|)$""", line);
            var isQuoted = false;
            for (var i = 0; i < line.Length; i++)
            {
                isQuoted ^= line[i] == '"' && (i == 0 || line[i - 1] != '\\');
                if (!isQuoted && line[i] is '{' or '[' or '(')
                {
                    open.Push(line[i]);
                }
                else if (!isQuoted && line[i] is '}' or ']' or ')')
                {
                    Assert.Equal(line[i] switch { '}' => '{', ']' => '[', _ => '(' }, open.Pop());
                }
            }

            Assert.False(isQuoted, $"{code}: {line}");
        }

        Assert.True(open.Count == 0, code);
    });

    [Fact]
    public void Explain_shows_either()
    {
        Assert.Contains("Type: HttpApi", Tool.Run("explain", "CK206").Output, StringComparison.Ordinal);
        Assert.Contains("    resource \"aws_apigatewayv2_route\" \"preflights\" {", Tool.Run("explain", "CK206", "--terraform").Output, StringComparison.Ordinal);
    }
}
