using System.Text.Json;
using CorsKit.Tests;
using CorsKit.Tool.Exports;

namespace CorsKit.Tool.Tests.Exports;

public sealed class ExportTests
{
    private static string Settings(string name) => Path.Combine(Tool.Templates, "Settings", name);

    /// <summary>Target, switches, settings, and the lines that must be there.</summary>
    public static TheoryData<string, string, string, string> Written => new()
    {
        { "sam-rest", "", "shop.json", "Access-Control-Allow-Origin: \"'https://shop.example.com'\"" },
        { "sam-rest", "", "any.json", "Access-Control-Allow-Origin: \"'*'\"" },
        { "sam-rest", "--preflight mock", "shop.json", "AllowMethods: \"'GET,PUT'\"" },
        { "sam-rest", "--approximate", "two.json", "Access-Control-Allow-Origin: method.request.header.Origin" },
        { "cloudformation-rest", "", "shop.json", "gatewayresponse.header.Access-Control-Allow-Origin: \"'https://shop.example.com'\"" },
        { "cloudformation-rest", "--preflight mock", "shop.json", "ContentHandling: CONVERT_TO_TEXT" },
        { "sam-http", "", "two.json", "AllowOrigins: ['https://shop.example.com', 'https://admin.example.com']" },
        { "sam-http", "", "two.json", "AllowCredentials: true" },
        { "sam-http", "--approximate", "patterns.json", "# Approximate: An HTTP API cannot say https://*.preview.example.com, capacitor://localhost, and allows any origin" },
        { "sam-http", "", "any-https.json", "AllowOrigins: ['https://*']" },
        { "sam-http", "--approximate", "any.json", "AllowHeaders: [content-type]" },
        { "cloudformation-http", "", "off.json", "ProtocolType: HTTP" },
        { "function-url", "", "off.json", "AllowMethods: [GET, HEAD, POST, PUT]" },
        { "function-url", "", "off.json", "# Everybody may call it only with an AWS::Lambda::Permission for lambda:InvokeFunctionUrl and one for lambda:InvokeFunction" },
        { "openapi", "", "shop.json", "x-amazon-apigateway-cors:" },
        { "openapi", "", "shop.json", "x-amazon-apigateway-gateway-responses:" },
        { "openapi", "", "two.json", "# x-amazon-apigateway-gateway-responses is for a REST API, and is left out" },
        { "cloudfront", "", "shop.json", "Headers: [Origin, Authorization]" },
        { "cloudfront", "--response-headers-policy", "shop.json", "OriginOverride: false" },
        { "cloudfront", "--response-headers-policy", "off.json", "OriginOverride: true" },
        { "cloudfront", "--response-headers-policy", "off.json", "# CloudFront adds headers and answers no preflight" },
        { "terraform-http", "", "two.json", "allow_origins     = [\"https://shop.example.com\", \"https://admin.example.com\"]" },
        { "terraform-http", "", "any-https.json", "allow_origins = [\"https://*\"]" },
        { "terraform-http", "--approximate", "patterns.json", "# A plan has no place for a suppression: with --settings, corskit check finds where this and the policy differ." },
        { "terraform-rest", "--approximate", "two.json", "\"gatewayresponse.header.Access-Control-Allow-Origin\"      = \"method.request.header.Origin\"" },
        { "cdk-ts-rest", "", "any.json", "'Access-Control-Allow-Origin': \"'*'\"," },
        { "cdk-ts-http", "--approximate", "patterns.json", "suppress: ['CK112', 'CK202', 'CK306', 'CK603']," },
        { "cdk-cs-http", "--approximate", "patterns.json", "[\"suppress\"] = new[] { \"CK112\", \"CK202\", \"CK306\", \"CK603\" }," },
        { "cdk-cs-rest", "--preflight mock", "any.json", "AllowHeaders = new string[0]," },
        { "cdk-cs-rest", "--preflight mock", "shop.json", "AllowMethods = new[] { \"GET\", \"PUT\" }," },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void What_the_target_can_say_is_written(string target, string switches, string settings, string line)
    {
        var (code, output, error) = Tool.Run(["export", "--to", target, "--settings", Settings(settings), .. switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    /// <summary>A name with a line break stays in its comment, or what follows would be YAML of somebody else's.</summary>
    [Fact]
    public void A_name_with_a_line_break_does_not_leave_the_comment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such file names.");
        using var folder = new TemporaryFolder();
        var file = folder.Write("a\nfile: forged\u2028.json", """{ "GatewayCors": { "Policies": { "p\nname # forged": { "AllowOrigins": ["https://shop.example.com"], "AllowHeaders": ["content-type"] } } } }""");

        var (code, output, _) = Tool.Run("export", "--to", "sam-http", "--settings", file, "--policy", "p\nname # forged");

        Assert.Equal(0, code);
        Assert.StartsWith("# CORS of the policy \"p\u00B7name # forged\" in a\u00B7file: forged\u00B7.json, for sam-http (corskit export).\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nname", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nfile", output, StringComparison.Ordinal);
    }

    /// <summary>Target, switches, settings, the setting that is refused, and a part of the reason or the alternative.</summary>
    public static TheoryData<string, string, string, string, string> Refused => new()
    {
        { "sam-rest", "", "two.json", "AllowOrigins", "--to sam-http" },
        { "sam-rest", "--preflight mock --approximate", "two.json", "AllowOrigins", "leave --preflight mock out" },
        { "sam-rest", "", "off.json", "Enabled", "\"Enabled\": true" },
        { "cloudformation-rest", "", "two.json", "AllowOrigins", "one static value" },
        { "sam-http", "", "patterns.json", "AllowOrigins", "https://*.preview.example.com, capacitor://localhost" },
        { "sam-http", "", "any.json", "AllowHeaders", "and an HTTP API without AllowHeaders allows no preflight at all" },
        { "cloudformation-http", "", "patterns.json", "AllowOrigins", "--approximate writes \"*\"" },
        { "function-url", "", "shop.json", "Enabled", "\"Enabled\": false" },
        { "sam-http", "", "patterns.json", "AllowOrigins", "Let the app own CORS, which knows them; --approximate" },
        { "sam-http", "", "any-scheme.json", "AllowOrigins", "An HTTP API takes whole http and https origins, https://* and http://*, and not moz-extension://*." },
        { "function-url", "", "any-https.json", "AllowOrigins", "Let the app own CORS, which knows them, or list the origins one by one; --approximate" },
        { "function-url", "", "patterns.json", "AllowOrigins", "capacitor://localhost" },
        { "openapi", "", "patterns.json", "AllowOrigins", "capacitor://localhost" },
        { "cloudfront", "--response-headers-policy", "patterns.json", "AllowOrigins", "https://*.preview.example.com" },
        { "terraform-rest", "", "two.json", "AllowOrigins", "one static value" },
        { "terraform-http", "", "patterns.json", "AllowOrigins", "https://*.preview.example.com, capacitor://localhost" },
        { "terraform-http", "", "any.json", "AllowHeaders", "and an HTTP API without AllowHeaders allows no preflight at all" },
        { "terraform-function-url", "", "shop.json", "Enabled", "\"Enabled\": false" },
        { "terraform-function-url", "", "any-https.json", "AllowOrigins", "What a Function URL is documented to take is whole origins" },
        { "cdk-ts-rest", "", "off.json", "Enabled", "\"Enabled\": true" },
        { "cdk-ts-rest", "--preflight mock --approximate", "two.json", "AllowOrigins", "leave --preflight mock out" },
        { "cdk-ts-http", "", "any-scheme.json", "AllowOrigins", "An HTTP API takes whole http and https origins, https://* and http://*, and not moz-extension://*." },
        { "cdk-ts-function-url", "", "shop.json", "Enabled", "\"Enabled\": false" },
        { "cdk-cs-rest", "", "two.json", "AllowOrigins", "--to sam-http" },
        { "cdk-cs-http", "", "patterns.json", "AllowOrigins", "--approximate writes \"*\"" },
        { "cdk-cs-function-url", "", "patterns.json", "AllowOrigins", "capacitor://localhost" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_it_cannot_is_refused_with_the_nearest_alternative(string target, string switches, string settings, string setting, string part)
    {
        var (code, output, error) = Tool.Run(["export", "--to", target, "--settings", Settings(settings), .. switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"GatewayCors:{setting}, for {target}: ", error, StringComparison.Ordinal);
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    /// <summary>Settings of one policy, the target, and what is refused.</summary>
    public static TheoryData<string, string, string> RefusedPolicies => new()
    {
        { """{ "AllowOrigins": "https://a.example", "AllowMethods": "PROPFIND", "AllowHeaders": "x-a" }""", "sam-http", "AllowMethods" },
        { """{ "AllowOrigins": "https://a.example", "AllowMethods": "patch", "AllowHeaders": "x-a" }""", "sam-http", "AllowMethods" },
        { """{ "AllowOrigins": "https://a.example", "AllowMethods": "OPTIONS", "Enabled": false }""", "function-url", "AllowMethods" },
        { """{ "AllowOrigins": "https://a.example", "AllowHeaders": "*", "AllowCredentials": true }""", "sam-http", "AllowHeaders" },
        { """{ "AllowOrigins": "https://a.example", "AllowHeaders": "*", "AllowCredentials": true, "Enabled": false }""", "function-url", "AllowHeaders" },
        { """{ "AllowOrigins": "https://*.a.example", "AllowHeaders": "x-a", "AllowCredentials": true }""", "sam-http", "AllowOrigins" },
        { """{ "AllowOrigins": "https://a.example", "ExposeHeaders": "x-it's" }""", "sam-rest", "ExposeHeaders" },
        { """{ "AllowOrigins": "https://a.example", "ExposeHeaders": "x-it's" }""", "cloudformation-rest", "ExposeHeaders" },
        { """{ "AllowOrigins": "https://a.example", "AllowHeaders": "x-it's" }""", "cloudformation-rest --preflight mock", "AllowHeaders" },
        { """{ "AllowOrigins": "https://a.example", "AllowMethods": "IT'S" }""", "sam-rest --preflight mock", "AllowMethods" },
    };

    [Theory]
    [MemberData(nameof(RefusedPolicies))]
    public void Some_policies_are_refused_even_approximately(string policy, string target, string setting)
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", $$"""{ "GatewayCors": {{policy}} }""");

        var (code, _, error) = Tool.Run(["export", "--to", .. target.Split(' '), "--settings", settings, "--approximate"]);

        Assert.Equal(1, code);
        Assert.StartsWith($"GatewayCors:{setting}, for {target.Split(' ')[0]}: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Minus_one_is_kept_for_an_HTTP_API_and_is_0_for_a_Function_URL()
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", """{ "GatewayCors": { "Enabled": false, "AllowOrigins": "https://a.example", "AllowHeaders": "x-a", "MaxAge": -1 } }""");

        Assert.Contains("MaxAge: -1\n", Tool.Run("export", "--to", "sam-http", "--settings", settings).Output, StringComparison.Ordinal);
        Assert.Contains("MaxAge: 0\n", Tool.Run("export", "--to", "function-url", "--settings", settings).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_format_follows_the_switch_or_the_name_of_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "cors.json");

        var (code, output, error) = Tool.Run("export", "--to", "sam-http", "--settings", Settings("shop.json"), "--output", file);

        Assert.Equal((0, ""), (code, output));
        Assert.StartsWith("The HTTP API answers preflights itself", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(7200, json.RootElement.GetProperty("Resources").GetProperty("Api").GetProperty("Properties").GetProperty("CorsConfiguration").GetProperty("MaxAge").GetInt32());
        Assert.StartsWith("{", Tool.Run("export", "--to", "cloudfront", "--settings", Settings("shop.json"), "--format", "json").Output, StringComparison.Ordinal);
    }

    /// <summary>Targets with a language of their own, and what each is written from.</summary>
    [Theory]
    [InlineData("terraform-rest", "", "shop.json", "tf")]
    [InlineData("terraform-http", "", "two.json", "tf")]
    [InlineData("terraform-function-url", "", "off.json", "tf")]
    [InlineData("cdk-ts-rest", "--preflight mock", "shop.json", "ts.txt")]
    [InlineData("cdk-ts-http", "", "two.json", "ts.txt")]
    [InlineData("cdk-ts-function-url", "", "off.json", "ts.txt")]
    [InlineData("cdk-cs-rest", "--preflight mock", "shop.json", "cs.txt")]
    [InlineData("cdk-cs-http", "--approximate", "patterns.json", "cs.txt")]
    [InlineData("cdk-cs-function-url", "", "off.json", "cs.txt")]
    public void What_is_written_is_what_was_agreed(string target, string switches, string settings, string extension)
    {
        var (code, output, error) = Tool.Run(["export", "--to", target, "--settings", Settings(settings), .. switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((0, ""), (code, error));
        Agreed.ShouldBe($"export-{target}.{extension}", output);
    }

    /// <summary>In a string of Terraform's "${" begins an expression.</summary>
    [Theory]
    [InlineData("a", "\"a\"")]
    [InlineData("${a}%{b}$$c", "\"$${a}%%{b}$$c\"")]
    [InlineData("a\"\\\n", "\"a\\\"\\\\\\u000a\"")]
    public void Strings_of_Terraform_hold_no_templates(string value, string expected) => Assert.Equal(expected, HclText.Quote(value));

    [Theory]
    [InlineData("it's \"so\"\\", "\"it's \\\"so\\\"\\\\\"", "\"it's \\\"so\\\"\\\\\"")]
    [InlineData("a\n", "'a\\u000a'", "\"a\\u000a\"")]
    public void Strings_of_TypeScript_and_CSharp_end_where_they_end(string value, string typeScript, string cSharp) =>
        Assert.Equal((typeScript, cSharp), (CdkText.TypeScript.Quote(value), CdkText.CSharp.Quote(value)));

    [Fact]
    public void A_named_policy_is_exported_by_its_name_and_a_name_that_is_not_there_is_told()
    {
        using var folder = new TemporaryFolder();
        var settings = folder.Write("appsettings.json", """{ "GatewayCors": { "Policies": { "public": { "AllowOrigins": "*", "AllowHeaders": "x-a" }, "admin": { "AllowOrigins": "https://a.example" } } } }""");

        Assert.Contains("policy \"public\" in appsettings.json", Tool.Run("export", "--to", "sam-http", "--settings", settings, "--policy", "public").Output, StringComparison.Ordinal);
        var (code, _, error) = Tool.Run("export", "--to", "sam-http", "--settings", settings, "--policy", "nobody");
        Assert.Equal(2, code);
        Assert.Contains("There is no policy \"nobody\"", error, StringComparison.Ordinal);
        Assert.Contains("admin, public", error, StringComparison.Ordinal);
        Assert.Contains("name one with --policy", Tool.Run("export", "--to", "sam-http", "--settings", settings).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_with_problems_are_not_exported_and_every_problem_is_told()
    {
        var (code, output, error) = Tool.Run("export", "--to", "sam-http", "--settings", Settings("bad.json"));

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(3, error.TrimEnd().Split('\n').Length);
        Assert.Contains("bad.json:4:5: CORS011", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_targets_are_named_in_the_help() =>
        Assert.All(Targets.Names, target => Assert.Contains(target, Tool.Run("export", "--help").Output, StringComparison.Ordinal));
}
