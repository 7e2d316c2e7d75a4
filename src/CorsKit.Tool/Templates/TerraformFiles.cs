namespace CorsKit.Tool.Templates;

/// <summary>Files of Terraform's that are named in the place of its plan in JSON.</summary>
internal static class TerraformFiles
{
    public const string Hint = "\"terraform plan -out plan.tfplan\" and \"terraform show -json plan.tfplan > plan.json\" write what corskit reads";

    /// <summary>Why a file cannot be read; null for any other.</summary>
    public static string? ReasonAgainst(string file, ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("PK\x03\x04"u8) ? $"this is an archive, as Terraform keeps its plans: {Hint}"
        : Path.GetExtension(file).Equals(".tf", StringComparison.OrdinalIgnoreCase) ? $"Terraform's configuration is not read, its plan is: {Hint}"
        : bytes.StartsWith("{\"@level\""u8) ? $"this is a log, as \"terraform plan -json\" prints it: {Hint}"
        : null;
}
