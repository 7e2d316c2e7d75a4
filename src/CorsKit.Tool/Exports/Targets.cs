namespace CorsKit.Tool.Exports;

/// <summary>What a policy can be written for.</summary>
internal static class Targets
{
    public static readonly string[] Names = ["sam-rest", "sam-http", "cloudformation-rest", "cloudformation-http", "function-url", "openapi", "cloudfront"];

    public static Export Write(string target, ExportRequest request) => target switch
    {
        "sam-rest" => RestApiExport.Sam(request),
        "sam-http" => HttpApiExport.Sam(request),
        "cloudformation-rest" => RestApiExport.CloudFormation(request),
        "cloudformation-http" => HttpApiExport.CloudFormation(request),
        "function-url" => FunctionUrlExport.Write(request),
        "openapi" => OpenApiExport.Write(request),
        "cloudfront" => CloudFrontExport.Write(request),
        _ => throw new ArgumentOutOfRangeException(nameof(target), target, "There is no such target."),
    };
}
