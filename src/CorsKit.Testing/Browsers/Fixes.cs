namespace CorsKit.Testing.Browsers;

/// <summary>What to do about causes that a test and a probe both meet, in one wording.</summary>
internal static class Fixes
{
    public const string HostFiltering =
        "Add the host to AllowedHosts in appsettings.json (\"api.example.com;*.execute-api.eu-west-1.amazonaws.com\"), or set it to \"*\" where the gateway takes only its own hosts.";

    public const string Login =
        "Answer 401 instead of redirecting (403 where access is denied), and let the page go to the login. Cookie authentication redirects in OnRedirectToLogin and OnRedirectToAccessDenied; set the status there.";

    public const string FinalAddress = "let the page use the final address: https, the exact path, the slash at the end.";

    public const string CacheInApp = "Call UseGatewayCors() before UseOutputCache() and UseResponseCaching().";

    public const string ErrorsOfApp = "Call UseGatewayCors() before everything else, exception handlers included; then read the error itself in the app's log.";
}
