namespace CorsKit.Testing.Browsers;

/// <summary>
/// The words of Chromium's console, version 156, letter for letter
/// (third_party/blink/renderer/platform/loader/cors/cors_error_string.cc).
/// </summary>
internal static class ConsoleMessages
{
    private const string ValidValue = " Have the server send the header with a valid value.";

    // url::GetCorsEnabledSchemes() of a desktop Chromium.
    private const string CorsSchemes =
        "chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app";

    public static string Of(CorsFault fault, bool isPreflight, Uri initialUrl, Uri lastUrl, string origin, string initiator = "fetch")
    {
        if (fault.Quote.StartsWith("net::", StringComparison.Ordinal))
        {
            return "Failed to load resource: " + fault.Quote;
        }

        if (fault.Failure == FetchFailure.ModeNotAllowed)
        {
            return $"Fetch API cannot load {Text(lastUrl)}. {fault.Quote}";
        }

        var redirected = initialUrl == lastUrl ? "" : $"(redirected from '{Text(initialUrl)}') ";
        var preflight = isPreflight && IsAccessControlCheck(fault.Failure) ? "Response to preflight request doesn't pass access control check: " : "";
        return $"Access to {initiator} at '{Text(lastUrl)}' {redirected}from origin '{origin}' has been blocked by CORS policy: {preflight}{Reason(fault)}";
    }

    /// <summary>Of other schemes .NET escapes what Chromium leaves.</summary>
    private static string Text(Uri url) => UrlOrigin.IsHttp(url) ? url.AbsoluteUri : url.OriginalString;

    private static bool IsAccessControlCheck(FetchFailure failure) =>
        failure is >= FetchFailure.MissingAllowOrigin and <= FetchFailure.PreflightRedirect;

    private static string Reason(CorsFault fault) => fault.Failure switch
    {
        FetchFailure.MissingAllowOrigin => "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        FetchFailure.MultipleAllowOrigin =>
            $"The 'Access-Control-Allow-Origin' header contains multiple values '{fault.Quote}', but only one is allowed.{ValidValue}",
        FetchFailure.InvalidAllowOrigin => $"The 'Access-Control-Allow-Origin' header contains the invalid value '{fault.Quote}'.{ValidValue}",
        FetchFailure.AllowOriginMismatch =>
            $"The 'Access-Control-Allow-Origin' header has a value '{fault.Quote}' that is not equal to the supplied origin.{ValidValue}",
        FetchFailure.WildcardOriginWithCredentials =>
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
        FetchFailure.CredentialsNotAllowed =>
            $"The value of the 'Access-Control-Allow-Credentials' header in the response is '{fault.Quote}' "
            + "which must be 'true' when the request's credentials mode is 'include'.",
        FetchFailure.PreflightStatus => "It does not have HTTP ok status.",
        FetchFailure.PreflightRedirect => "Redirect is not allowed for a preflight request.",
        FetchFailure.InvalidAllowMethods => "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
        FetchFailure.InvalidAllowHeaders => "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
        FetchFailure.MethodNotAllowed => $"Method {fault.Quote} is not allowed by Access-Control-Allow-Methods in preflight response.",
        FetchFailure.HeaderNotAllowed => $"Request header field {fault.Quote} is not allowed by Access-Control-Allow-Headers in preflight response.",

        // Chromium means to quote the location, and quotes nothing.
        FetchFailure.RedirectWithUserInfo => "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.",
        FetchFailure.RedirectScheme or FetchFailure.InvalidRequest => $"Cross origin requests are only supported for protocol schemes: {CorsSchemes}.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Failure, "No message of CORS."),
    };
}
