namespace CorsKit.Tool.Tests;

/// <summary>Templates in the shapes that SAM's, the CDK's and AWS's own samples have, and all that is found in each.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(Tool.Templates, "Corpus");

    /// <summary>expected.txt: file | settings | findings.</summary>
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var line in File.ReadLines(Path.Combine(Folder, "expected.txt")))
            {
                var cells = line.Split('|', StringSplitOptions.TrimEntries);
                rows.Add(cells[0], cells[1], cells[2]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_template_has_the_findings_of_the_table_and_no_others(string file, string settings, string expected)
    {
        var (code, findings) = Tool.Check(Path.Combine(Folder, file), settings.Length == 0 ? null : Path.Combine(Tool.Templates, "Settings", settings));

        Assert.Equal(expected, findings);
        Assert.Equal(expected.Contains("warning", StringComparison.Ordinal) || expected.Contains("error", StringComparison.Ordinal) ? 1 : 0, code);
    }

    [Fact]
    public void Every_template_is_in_the_table() =>
        Assert.Equal(
            Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Where(name => name != "expected.txt").Order(StringComparer.Ordinal),
            Rows.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    /// <summary>What is in YAML is found in JSON too, and the other way about.</summary>
    [Fact]
    public void Short_and_long_functions_mean_the_same()
    {
        using var folder = new TemporaryFolder();
        var yaml = folder.Write("a.yaml", """
            Parameters: { Origin: { Type: String, Default: https://shop.example.com/ } }
            Resources:
              Api: { Type: AWS::ApiGatewayV2::Api, Properties: { CorsConfiguration: { AllowOrigins: [!Sub "${Origin}"], AllowMethods: !Split [",", "GET,PUT"], AllowHeaders: [!Select [0, [content-type]]] } } }
            """);
        var json = folder.Write("a.json", """
            {
              "Parameters": { "Origin": { "Type": "String", "Default": "https://shop.example.com/" } },
              "Resources": { "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "CorsConfiguration": { "AllowOrigins": [{ "Fn::Sub": "${Origin}" }], "AllowMethods": { "Fn::Split": [",", "GET,PUT"] }, "AllowHeaders": [{ "Fn::Select": ["0", ["content-type"]] }] } } } }
            }
            """);

        Assert.Equal((1, "CK204 error 3"), Tool.Check(yaml, null));
        Assert.Equal((1, "CK204 error 3"), Tool.Check(json, null));
    }

    /// <summary>What a definition does not want to hear of counts where a template includes it too, and a stack that is not opened may have the rest of an API.</summary>
    [Theory]
    [InlineData("Resources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: api.yaml } } } } } }", "nothing")]
    [InlineData("Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::Api, Properties: { DefinitionUri: ./api.yaml } } }", "nothing")]
    [InlineData("Resources:\n  Api: { Type: AWS::ApiGateway::RestApi }\n  Get: { Type: AWS::ApiGateway::Method, Properties: { RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: PUT } }\n  More: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://example.com/a.yaml, Parameters: { Api: !Ref Api } } }", "CK101 warning 3, CK001 note 4")]
    public void Included_and_unopened_files_count(string template, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("api.yaml", "openapi: 3.0.1\nx-corskit: { suppress: [CK101], reason: a test }\npaths: { /: { put: { x-amazon-apigateway-integration: { type: aws_proxy, uri: x } } } }\n");

        Assert.Equal(expected, Tool.Check(folder.Write("template.yaml", template), null).Findings);
    }
}
