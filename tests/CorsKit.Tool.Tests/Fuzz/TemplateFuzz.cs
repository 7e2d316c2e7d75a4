using System.Text;
using System.Text.Json;
using CorsKit.Tests.Fuzz;
using CorsKit.Tool.Commands;
using CorsKit.Tool.Templates;
using CsCheck;

namespace CorsKit.Tool.Tests.Fuzz;

/// <summary>Templates, settings and plans that are broken in any way: check says something of each, and nothing that it did not mean to say.</summary>
public sealed class TemplateFuzz
{
    private static readonly string[] Templates = [.. Directory.EnumerateFiles(Tool.Templates, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".txt", StringComparison.Ordinal)).Order().Select(File.ReadAllText)];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "'", ",", ":", ": ", "\n", "\n  ", "- ", "&a ", "*a", "<<: *a", "!Ref ", "!Sub ", "!If [a, b, c]", "!GetAtt ", "!FindInMap [", "${", "}", "|", ">", "#", "? ", "null", "~", "1", "true", "{}", "[]",
        "\t", "\r", "\0", "\u001b[2J", "\u00ff", "\\ud800", "\ufeff", "::error::", "%", "*", "AWS::", "Fn::Transform: { Name: AWS::Include, Parameters: { Location: a } }", "Fn::ForEach::A: [", "Resources:", "Properties:", "Condition: ", "DependsOn: ",
        "https://", "'*'", "$context.", "#set($a = 1)", "!!binary ", "---\n", "...\n",
    ];

    private static readonly Gen<string> Template = Gen.OneOf(Templates).Edited(Pieces);

    [Fuzz]
    public void Whatever_a_template_holds_check_says_what_it_is() =>
        Gen.Select(Template, Gen.OneOf("text", "json", "sarif", "github"), Gen.Bool).Fuzz(input => What_check_says_is_whole(input.Item1, input.Item2, input.Item3));

    /// <summary>What was found so.</summary>
    [Theory]
    [InlineData("ation: {: [\"ht.com\"], AllowM\rethJwt\n     ", "github", false)] // was parsed over and over
    public void What_check_says_is_whole(string text, string format, bool isLatin)
    {
        var bytes = isLatin ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);

        var (code, output, error) = Fuzzing.Within(64_000_000 + (8_000L * bytes.Length), () => Check(bytes, "--format", format));

        Assert.Equal("", error);
        Assert.InRange(code, 0, 2);
        Assert.True(output.Length > 0 || format == "github", "Nothing is said.");
        Assert.DoesNotContain("   at CorsKit.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
        if (format is "json" or "sarif")
        {
            using var json = JsonDocument.Parse(output);
        }
    }

    [Fuzz]
    public void Whatever_settings_hold_check_says_what_it_is() =>
        Gen.OneOf(
            """{ "GatewayCors": { "AllowOrigins": ["https://shop.example.com", "https://*.preview.example.com"], "AllowMethods": "GET,PUT", "AllowHeaders": ["content-type"], "AllowCredentials": true, "MaxAge": 7200 } }""",
            """{ "Cors": { "Policies": { "public": { "AllowOrigins": ["*"] }, "partner": { "AllowOrigins": "https://partner.example" } }, "Enabled": false } } // end""")
            .Edited("{", "}", "[", "]", "\"", ",", ":", "null", "1", "true", "//", "/*", "\\u0000", "\\ud800", "\u001b", "*", "'", "GatewayCors", "\"GatewayCors\": ", "\"Policies\": ", "Policies", "AllowOrigins").Fuzz(text =>
            {
                using var folder = new TemporaryFolder();
                var settings = folder.Write("appsettings.json", text);

                var (code, output, error) = Check("Resources: { Url: { Type: AWS::Lambda::Url, Properties: { AuthType: AWS_IAM } } }"u8.ToArray(), "--settings", settings);

                Assert.Equal("", error);
                Assert.InRange(code, 1, 2);
                Assert.Contains("CK307", output, StringComparison.Ordinal);
                Assert.DoesNotContain(output, c => char.IsControl(c) && c != '\n');
            });

    /// <summary>What JSON's reader takes is YAML, and says the same there.</summary>
    [Fuzz]
    public void A_template_in_JSON_says_the_same_as_YAML() =>
        Gen.OneOf([.. Templates.Where(text => text.TrimStart().StartsWith('{'))])
            .Edited("{", "}", "[", "]", "\"", ",", ":", "null", "1", "1e9", "-0", "true", "{}", "[]", "\\n", "\\u0041", "\\/", "yes", "~", " ", "\n", "a").Fuzz(What_JSON_says_YAML_says);

    [Theory]
    [InlineData("""{ "Role": null }""")]
    public void What_JSON_says_YAML_says(string text)
    {
        string json;
        try
        {
            json = Evaluator.Sketch(JsonDocumentReader.Read("", Encoding.UTF8.GetBytes(text), lenient: false).Root);
        }
        catch (UnusableInput)
        {
            return;
        }

        Assert.Equal(json, Evaluator.Sketch(YamlDocumentReader.Read("", text).Root));
    }

    private static (int Code, string Output, string Error) Check(byte[] template, params string[] more)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CorsKitCommand.Run(["check", "-", .. more], output, error, isTerminal: false, input: new MemoryStream(template));
        return (code, output.ToString(), error.ToString());
    }
}
