using CorsKit.Diagnostics;

namespace CorsKit.Headers;

/// <summary>Why an item of AllowHeaders or ExposeHeaders is no header that a page can set or read, and what to write instead.</summary>
internal static class HeaderFault
{
    /// <returns>The problem with an item of AllowHeaders, or null.</returns>
    public static Fault? FindInAllowed(string item)
    {
        var name = item.ToLowerInvariant();
        return FindInSyntax(item)
            ?? (name == "any" ? new Fault(ProblemCode.HeaderSyntax, "A browser takes this for the name of a header", "Write \"*\" for any header, or list the headers.")
                : HeaderNames.IsForbiddenInRequests(name) ? new Fault(ProblemCode.ForbiddenHeader,
                    "Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header)",
                    name is "cookie" or "cookie2" ? "Remove it; cookies are sent when AllowCredentials is true and the page asks for it." : "Remove it.")
                : HeaderNames.IsCorsResponseHeader(name) ? new Fault(ProblemCode.HeaderDirection,
                    "This header belongs to responses, and CorsKit writes it", "Remove it, here and from the page's request.")
                : null);
    }

    /// <returns>The problem with an item of ExposeHeaders, or null.</returns>
    public static Fault? FindInExposed(string item)
    {
        var name = item.ToLowerInvariant();
        return FindInSyntax(item)
            ?? (HeaderNames.IsForbiddenInResponses(name) ? new Fault(ProblemCode.ForbiddenHeader,
                    "No page can ever read this header (https://fetch.spec.whatwg.org/#forbidden-response-header-name)",
                    "Remove it; send what the page needs in a header or body of its own.")
                : HeaderNames.IsCorsRequestHeader(name) ? new Fault(ProblemCode.HeaderDirection,
                    "This header belongs to requests; a response does not carry it", "Remove it.")
                : null);
    }

    private static Fault? FindInSyntax(string item) =>
        Quotes.Strip(item) is { } bare
            ? new Fault(ProblemCode.HeaderSyntax, Quotes.Reason, HttpToken.IsToken(bare) ? $"Write \"{bare}\"." : "Write the name alone, for example \"content-type\".")
            : HttpToken.IsToken(item) ? null
            : new Fault(ProblemCode.HeaderSyntax, "A header name is a token (RFC 9110, section 5.1)", "Write the name alone, for example \"content-type\".");
}
