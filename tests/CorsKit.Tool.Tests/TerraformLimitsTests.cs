namespace CorsKit.Tool.Tests;

/// <summary>Plans that are too large, or lead nowhere, end soon and say so.</summary>
public sealed class TerraformLimitsTests
{
    /// <summary>Each half of a module's inputs is passed on twice, so that following each way would take for ever.</summary>
    [Fact]
    public void Modules_that_double_what_they_pass_end()
    {
        var module = """{ "resources": [{ "address": "aws_api_gateway_method.m", "mode": "managed", "type": "aws_api_gateway_method", "name": "m", "expressions": { "rest_api_id": { "references": ["var.a", "var.b"] } } }] }""";
        var address = "module.m";
        var values = """{ "resources": [{ "address": "aws_api_gateway_method.m", "mode": "managed", "type": "aws_api_gateway_method", "name": "m", "values": { "http_method": "GET" } }] """;
        for (var i = 0; i < 22; i++)
        {
            module = $$"""{ "module_calls": { "m": { "expressions": { "a": { "references": ["var.a", "var.b"] }, "b": { "references": ["var.a", "var.b"] } }, "module": {{module}} } } }""";
            address += ".module.m";
        }

        values += ", \"address\": \"" + address + "\" }";
        for (var i = 22; i > 0; i--)
        {
            address = address[..^".module.m".Length];
            values = $$"""{ "address": "{{address}}", "child_modules": [{{values}}] }""";
        }

        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", $$"""{ "format_version": "1.2", "planned_values": { "root_module": { "child_modules": [{{values}}] } }, "configuration": { "root_module": { "module_calls": { "m": { "module": {{module}} } } } } }""");

        var (code, output, error) = Tool.Run("check", plan);

        Assert.Equal((2, ""), (code, error));
        Assert.Contains("refer to each other in too many ways", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>A plan of a thousand resources has some 300,000 values; in YAML, where aliases repeat them, fewer are enough.</summary>
    [Theory]
    [InlineData(300_000, 0, "There is no front door in this file.")]
    [InlineData(2_000_000, 2, "more than 2000000 values")]
    public void Large_plans_are_read_within_a_limit(int values, int expected, string text)
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.json", $$"""{ "format_version": "1.2", "planned_values": {}, "output_changes": [{{string.Join(',', Enumerable.Repeat("1", values))}}] }""");

        var (code, output, error) = Tool.Run("check", plan);

        Assert.Equal((expected, ""), (code, error));
        Assert.Contains(text, output, StringComparison.Ordinal);
    }
}
