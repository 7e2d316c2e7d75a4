using System.Text.Json;

namespace CorsKit.Tool.Tests;

/// <summary>What check is given beside the names of files: standard input, and folders.</summary>
public sealed class InputTests
{
    private const string Bad = "Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }";

    private static readonly string BadJson = $"\n {JsonSerializer.Serialize(new { Resources = new { Url = new { Type = "AWS::Lambda::Url", Properties = new { AuthType = "AWS_IAM" } } } })}";

    /// <summary>Standard input, the exit code, and a part of what is said.</summary>
    public static TheoryData<string, int, string> Inputs => new()
    {
        { Bad, 1, "<stdin>\n    1:69  warning  CK307  Url" },
        { "\uFEFF" + Bad, 1, "<stdin>\n    1:69  warning  CK307  Url" },
        { BadJson, 1, "<stdin>\n    2:" },
        { "{ \"Resources\": { ", 2, "unusable <stdin>:1:18\n  not JSON" },
        { "a: [", 2, "unusable <stdin>:2:1\n  not YAML" },
        { "", 2, "unusable <stdin>:1:1\n  the file is empty" },
        { "just: text", 2, "neither a CloudFormation template nor an OpenAPI document" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_dash_is_what_stands_in_standard_input(string input, int expected, string part)
    {
        var (code, output, error) = Tool.Run(input, ["check", "-"]);

        Assert.Equal((expected, ""), (code, error));
        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains(" in 1 file\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "\"file\": \"<stdin>\"")]
    [InlineData("sarif", "\"uri\": \"%3Cstdin%3E\"")]
    [InlineData("github", "::warning file=<stdin>,line=1,col=69,")]
    public void Every_format_names_standard_input(string format, string part) => Assert.Contains(part, Tool.Run(Bad, ["check", "-", "--format", format]).Output, StringComparison.Ordinal);

    [Fact]
    public void It_is_read_once_and_beside_files()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("2 warnings, 0 notes in 2 files", Tool.Run(Bad, ["check", "-", folder.Write("t.yaml", Bad), "-"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_none_it_is_empty() => Assert.Equal(2, Tool.Run("check", "-").Code);

    /// <summary>There is no folder of the template; it is the current one.</summary>
    [Fact]
    public void What_it_includes_is_looked_for_in_the_current_folder()
    {
        const string including = "Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::HttpApi, Properties: { DefinitionUri: corskit-included.yaml } } }";
        File.WriteAllText("corskit-included.yaml", "a: [");
        try
        {
            var (code, output, _) = Tool.Run(including, ["check", "-"]);

            Assert.Equal(2, code);
            Assert.Contains("unusable corskit-included.yaml:2:1", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete("corskit-included.yaml");
        }
    }

    [Fact]
    public void A_folder_is_searched_for_templates_and_for_nothing_that_was_built_or_installed()
    {
        using var folder = new TemporaryFolder();
        string[] meant =
        [
            "template.yaml", "serverless.template", "b.template.json", "api/template.yml", "api/template.json", "infra/cdk.out/Shop.template.json",
            "infra/cdk.out/assembly-Prod/Shop.template.json", "infra/orders.template.yaml", "links.d/template.yml",
        ];
        string[] left =
        [
            "node_modules/a/template.yaml", ".git/template.yaml", "api/bin/Release/template.yaml", "api/obj/template.yaml", ".aws-sam/build/template.yaml",
            "infra/cdk.out/asset.0123/template.yaml", "openapi.yaml", "other.yaml", "my-template.yaml", "deep/1/2/3/4/5/6/7/8/9/10/11/12/template.yaml",
        ];
        foreach (var name in meant.Concat(left))
        {
            Write(folder, name, name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) ? Bad : BadJson);
        }

        // Of other tools.
        Write(folder, "nginx/site.template", "server { listen 80; ");
        Write(folder, ".template.config/template.json", "{ \"identity\": \"none\" }");
        Write(folder, "empty/template.yaml", "");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "api", "circle"), folder.Path);

        var (code, output, error) = Tool.Run("check", folder.Path, "--format", "json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal((1, ""), (code, error));
        Assert.Empty(json.RootElement.GetProperty("unusable").EnumerateArray());
        Assert.Equal(
            ["b.template.json", "serverless.template", "template.yaml", "api/template.json", "api/template.yml", "infra/orders.template.yaml", "infra/cdk.out/Shop.template.json", "infra/cdk.out/assembly-Prod/Shop.template.json", "links.d/template.yml"],
            json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => Path.GetRelativePath(folder.Path, finding.GetProperty("file").GetString()!).Replace('\\', '/')));
    }

    [Fact]
    public void A_template_of_a_folder_that_cannot_be_used_is_told()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "api/template.yaml", Bad + " }");

        var (code, output, _) = Tool.Run("check", folder.Path);

        Assert.Equal(2, code);
        Assert.Contains($"unusable {Path.Combine(folder.Path, "api", "template.yaml")}:1:", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_templates_is_unusable_and_says_what_was_looked_for()
    {
        using var folder = new TemporaryFolder();
        Write(folder, "node_modules/template.yaml", Bad);

        var (code, output, _) = Tool.Run("check", folder.Path);

        Assert.Equal(2, code);
        Assert.StartsWith($"unusable {folder.Path}:1:1\n  no template is in this folder: template.yaml (.yml, .json), *.template and *.template.json (.yaml, .yml) were looked for, 12 levels deep and outside of node_modules, .git,", output, StringComparison.Ordinal);
        Assert.EndsWith("1 file unusable in 1 file\n", output, StringComparison.Ordinal);
    }

    /// <summary>The current folder's own name is no part of what is printed.</summary>
    [Fact]
    public void Files_of_the_current_folder_are_named_as_one_would()
    {
        var name = $"corskit-{Guid.NewGuid():N}.template.yaml";
        File.WriteAllText(name, Bad);
        try
        {
            Assert.Contains($"\n{name}\n    1:69  warning  CK307  Url\n", "\n" + Tool.Run("check", ".").Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(name);
        }
    }

    /// <summary>A link may lead to what has no end.</summary>
    [Fact]
    public void Links_to_templates_are_followed_and_links_to_devices_are_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such devices.");
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "endless.template"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "nowhere.template"), Path.Combine(folder.Path, "not-there"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "template.yaml"), elsewhere.Write("shared.yaml", Bad));

        var (code, output, _) = Tool.Run("check", folder.Path);

        Assert.Equal(2, code);
        Assert.Contains($"unusable {Path.Combine(folder.Path, "nowhere.template")}:1:1\n  there is no such file", output, StringComparison.Ordinal);
        Assert.Contains("CK307  Url", output, StringComparison.Ordinal);
        Assert.DoesNotContain("endless", output, StringComparison.Ordinal);
    }

    [Fact]
    public void More_templates_than_anybody_means_are_refused()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i <= 1000; i++)
        {
            folder.Write($"{i}.template.yaml", Bad);
        }

        Assert.Contains("there are more than 1000 templates in it", Tool.Run("check", folder.Path).Output, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, name))!);
        folder.Write(name, text);
    }
}
