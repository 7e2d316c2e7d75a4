namespace CorsKit.Headers;

/// <summary>Why an item of AllowHeaders or ExposeHeaders is no header that a page can set or read, and what to write instead.</summary>
internal static class HeaderFault
{
    /// <returns>The problem with an item of AllowHeaders, or null.</returns>
    public static PolicyProblem? FindInAllowed(string item)
    {
        const string setting = nameof(GatewayCorsPolicySettings.AllowHeaders);
        var name = item.ToLowerInvariant();
        return FindInSyntax(setting, item)
            ?? (name == "any" ? new PolicyProblem(ProblemCode.HeaderSyntax, setting, item, "A browser takes this for the name of a header", "Write \"*\" for any header, or list the headers.")
                : HeaderNames.IsForbiddenInRequests(name) ? new PolicyProblem(ProblemCode.ForbiddenHeader, setting, item,
                    "Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header)",
                    name is "cookie" or "cookie2" ? "Remove it; cookies are sent when AllowCredentials is true and the page asks for it." : "Remove it.")
                : HeaderNames.IsCorsResponseHeader(name) ? new PolicyProblem(ProblemCode.HeaderDirection, setting, item,
                    "This header belongs to responses, and CorsKit writes it", "Remove it, here and from the page's request.")
                : null);
    }

    /// <returns>The problem with an item of ExposeHeaders, or null.</returns>
    public static PolicyProblem? FindInExposed(string item)
    {
        const string setting = nameof(GatewayCorsPolicySettings.ExposeHeaders);
        var name = item.ToLowerInvariant();
        return FindInSyntax(setting, item)
            ?? (HeaderNames.IsForbiddenInResponses(name) ? new PolicyProblem(ProblemCode.ForbiddenHeader, setting, item,
                    "No page can ever read this header (https://fetch.spec.whatwg.org/#forbidden-response-header-name)",
                    "Remove it; send what the page needs in a header or body of its own.")
                : HeaderNames.IsCorsRequestHeader(name) ? new PolicyProblem(ProblemCode.HeaderDirection, setting, item,
                    "This header belongs to requests; a response does not carry it", "Remove it.")
                : null);
    }

    private static PolicyProblem? FindInSyntax(string setting, string item) =>
        Quotes.Strip(item) is { } bare
            ? new PolicyProblem(ProblemCode.HeaderSyntax, setting, item, Quotes.Reason, HttpToken.IsToken(bare) ? $"Write \"{bare}\"." : "Write the name alone, for example \"content-type\".")
            : HttpToken.IsToken(item) ? null
            : new PolicyProblem(ProblemCode.HeaderSyntax, setting, item, "A header name is a token (RFC 9110, section 5.1)", "Write the name alone, for example \"content-type\".");
}
