namespace CorsKit.Tool.Exports;

/// <summary>What a policy can be written for.</summary>
internal static class Targets
{
    /// <summary>Those that are written in YAML or JSON.</summary>
    public static readonly string[] Templates = ["sam-rest", "sam-http", "cloudformation-rest", "cloudformation-http", "function-url", "openapi", "cloudfront"];

    public static readonly string[] Terraform = ["terraform-rest", "terraform-http", "terraform-function-url"];

    /// <summary>In TypeScript and in C#.</summary>
    public static readonly string[] Cdk = ["cdk-ts-rest", "cdk-ts-http", "cdk-ts-function-url", "cdk-cs-rest", "cdk-cs-http", "cdk-cs-function-url"];

    public static readonly string[] Names = [.. Templates, .. Terraform, .. Cdk];

    /// <summary>Those that can let a REST API answer preflights.</summary>
    public static readonly string[] WithPreflight = ["sam-rest", "cloudformation-rest", "cdk-ts-rest", "cdk-cs-rest"];

    public static Export Write(string target, ExportRequest request) => target switch
    {
        "sam-rest" => RestApiExport.Sam(request),
        "sam-http" => HttpApiExport.Sam(request),
        "cloudformation-rest" => RestApiExport.CloudFormation(request),
        "cloudformation-http" => HttpApiExport.CloudFormation(request),
        "function-url" => FunctionUrlExport.Write(request),
        "openapi" => OpenApiExport.Write(request),
        "cloudfront" => CloudFrontExport.Write(request),
        "terraform-rest" => TerraformExport.RestApi(request),
        "terraform-http" => TerraformExport.HttpApi(request),
        "terraform-function-url" => TerraformExport.FunctionUrl(request),
        "cdk-ts-rest" => CdkExport.RestApi(request, CdkText.TypeScript),
        "cdk-ts-http" => CdkExport.HttpApi(request, CdkText.TypeScript),
        "cdk-ts-function-url" => CdkExport.FunctionUrl(request, CdkText.TypeScript),
        "cdk-cs-rest" => CdkExport.RestApi(request, CdkText.CSharp),
        "cdk-cs-http" => CdkExport.HttpApi(request, CdkText.CSharp),
        "cdk-cs-function-url" => CdkExport.FunctionUrl(request, CdkText.CSharp),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "There is no such target."),
    };

    /// <summary>What begins a comment in what is written for it.</summary>
    public static string CommentMark(string target) => Cdk.Contains(target) ? "//" : "#";
}
