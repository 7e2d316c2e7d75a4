namespace CorsKit.Tool.Rules;

/// <summary>The fixes of rules in Terraform's words: what check says of a plan, and explain with --terraform.</summary>
internal static class TerraformFixes
{
    private static readonly Dictionary<string, (string Fix, string? Hcl)> ByCode = new(
    [
        .. TerraformRestApiFixes.ByCode, .. TerraformHttpFixes.ByCode, .. TerraformEdgeFixes.ByCode,
        new("CK001", ("Check what is named too, or the plan of a change that is made once the values are known.", null)),
        new("CK002", ("Check the plan of the configuration that declares the API.", null)),
        new("CK602", ("Switch the app's CORS on, or set cors_configuration (HTTP API) or cors (Function URL).", null)),
    ], StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <summary>The lines to paste; null where there are none.</summary>
    public static string? Hcl(string code) => ByCode.GetValueOrDefault(code).Hcl;

    /// <summary>The rule, with what to do in Terraform's words.</summary>
    public static RuleHelp In(RuleHelp rule) => ByCode.TryGetValue(rule.Code, out var terraform) ? rule with { Fix = terraform.Fix, Paste = terraform.Hcl, IsInTerraform = true } : rule;
}
