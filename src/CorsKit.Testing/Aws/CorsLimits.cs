namespace CorsKit.Testing.Aws;

/// <summary>What a front door takes in its own CORS configuration; anything else fails the deployment.</summary>
internal static class CorsLimits
{
    /// <summary>Of MaxAge, in seconds: a day.</summary>
    public const int LongestMaxAge = 86400;

    /// <summary>Of MaxAge on an HTTP API (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html#apis-apiid-model-cors).</summary>
    public const int LeastMaxAgeOfHttpApi = -1;

    /// <summary>Of MaxAge on a Function URL (https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html).</summary>
    public const int LeastMaxAgeOfFunctionUrl = 0;

    /// <summary>Items of a list on a Function URL.</summary>
    public const int MostItemsOfFunctionUrl = 100;

    /// <summary>Characters of an origin on a Function URL.</summary>
    public const int LongestOriginOfFunctionUrl = 253;

    /// <summary>Characters of a header name on a Function URL.</summary>
    public const int LongestHeaderOfFunctionUrl = 1024;

    /// <summary>AllowMethods of a Function URL: at most six characters each, so no OPTIONS.</summary>
    public static readonly string[] MethodsOfFunctionUrl = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "*"];

    /// <summary>AllowMethods of an HTTP API.</summary>
    public static readonly string[] MethodsOfHttpApi = [.. MethodsOfFunctionUrl, "OPTIONS"];

    /// <summary>The wildcards of AllowOrigins on an HTTP API (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).</summary>
    public static bool IsWildcardOfHttpApi(string origin) => origin is "*" or "https://*" or "http://*";
}
