namespace CorsKit.Tool.Rules;

/// <summary>
/// What Chromium prints, in its own words
/// (https://source.chromium.org/chromium/chromium/src/+/main:third_party/blink/renderer/platform/loader/cors/cors_error_string.cc).
/// </summary>
internal static class Browser
{
    public const string NoHeader = Blocked + "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    public const string PreflightNoHeader = Preflight + "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    public const string PreflightNotOk = Preflight + "It does not have HTTP ok status.";
    public const string PreflightRedirect = Preflight + "Redirect is not allowed for a preflight request.";
    public const string SeveralOrigins = Blocked + "The 'Access-Control-Allow-Origin' header contains multiple values 'https://shop.example.com, https://shop.example.com', but only one is allowed.";
    public const string ListOfOrigins = Preflight + "The 'Access-Control-Allow-Origin' header contains multiple values 'https://shop.example.com,https://admin.example.com', but only one is allowed.";
    public const string WildcardWithCredentials = Blocked + "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
    public const string NoCredentials = Blocked + "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
    public const string OtherOrigin = Blocked + "The 'Access-Control-Allow-Origin' header has a value 'https://admin.example.com' that is not equal to the supplied origin.";
    public const string MethodNotAllowed = Blocked + "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";
    public const string HeaderNotAllowed = Blocked + "Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.";

    private const string Blocked = "Access to fetch at 'https://api.example.com/orders' from origin 'https://shop.example.com' has been blocked by CORS policy: ";
    private const string Preflight = Blocked + "Response to preflight request doesn't pass access control check: ";
}
