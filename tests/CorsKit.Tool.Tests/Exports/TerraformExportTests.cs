using System.ComponentModel;
using System.Diagnostics;
using CorsKit.Tests.Package;

namespace CorsKit.Tool.Tests.Exports;

/// <summary>What export writes for Terraform, in Terraform's own hands. Its provider comes from where "terraform init" finds it (TF_CLI_ARGS_init can say -plugin-dir).</summary>
[Trait("Speed", "slow")]
public sealed class TerraformExportTests
{
    private const string Provider = """
        provider "aws" {
          region                      = "eu-west-1"
          access_key                  = "none"
          secret_key                  = "none"
          skip_credentials_validation = true
          skip_requesting_account_id  = true
          skip_metadata_api_check     = true
        }
        """;

    [Fact]
    public async Task Terraform_takes_it_and_its_plan_has_the_policy()
    {
        using var folder = new TemporaryFolder();
        folder.Write("provider.tf", Provider);
        var on = folder.Write("on.json", """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com", "AllowHeaders": "content-type", "ExposeHeaders": "etag", "AllowCredentials": true } }""");
        var off = folder.Write("off.json", """{ "GatewayCors": { "Enabled": false, "AllowOrigins": "https://shop.example.com,https://admin.example.com", "AllowMethods": "PUT", "AllowHeaders": "content-type", "AllowCredentials": true, "MaxAge": 600 } }""");
        Assert.Equal(0, Tool.Run("export", "--settings", on, "--to", "terraform-rest", "--output", Path.Combine(folder.Path, "rest.tf")).Code);
        try
        {
            var (formatted, difference, _) = await TerraformAsync(folder, "fmt", "-check", "-diff");
            Assert.True(formatted == 0, difference);
        }
        catch (Win32Exception)
        {
            Assert.Skip("terraform is not installed.");
        }

        var (initialized, _, why) = await TerraformAsync(folder, "init", "-input=false", "-no-color");
        Assert.SkipWhen(initialized != 0, $"terraform init finds no provider for AWS: {why.ReplaceLineEndings(" ")}");

        Assert.Equal("nothing", await CheckAsync(folder, on));

        File.Delete(Path.Combine(folder.Path, "rest.tf"));
        foreach (var target in (string[])["terraform-http", "terraform-function-url"])
        {
            Assert.Equal(0, Tool.Run("export", "--settings", off, "--to", target, "--output", Path.Combine(folder.Path, $"{target}.tf")).Code);
        }

        var (ordered, drift, _) = await TerraformAsync(folder, "fmt", "-check", "-diff");
        Assert.True(ordered == 0, drift);
        Assert.Equal("nothing", await CheckAsync(folder, off));

        // The same check sees what differs.
        Assert.Contains("CK202 error", Tool.Check(Path.Combine(folder.Path, "plan.json"), on).Findings, StringComparison.Ordinal);
    }

    private static async Task<string> CheckAsync(TemporaryFolder folder, string settings)
    {
        var (valid, output, error) = await TerraformAsync(folder, "validate", "-no-color");
        Assert.True(valid == 0, output + error);
        (var planned, output, error) = await TerraformAsync(folder, "plan", "-input=false", "-refresh=false", "-no-color", "-out", "plan.tfplan");
        Assert.True(planned == 0, output + error);
        (var shown, output, error) = await TerraformAsync(folder, "show", "-json", "plan.tfplan");
        Assert.True(shown == 0, error);
        return Tool.Check(folder.Write("plan.json", output), settings).Findings;
    }

    private static Task<(int Code, string Output, string Error)> TerraformAsync(TemporaryFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("terraform", arguments) { WorkingDirectory = folder.Path };
        start.Environment["TF_VAR_function_name"] = "orders";
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        return Command.TryAsync(start);
    }
}
