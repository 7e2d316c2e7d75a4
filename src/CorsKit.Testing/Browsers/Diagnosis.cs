namespace CorsKit.Testing.Browsers;

/// <summary>What a response shows to be wrong, and its fix. What it does not show is not guessed.</summary>
internal sealed record Diagnosis(string Text, string Fix)
{
    /// <summary>Null where there is nothing more to say than the console does.</summary>
    public static Diagnosis? Of(CorsFault fault, IReadOnlyList<FetchExchange> exchanges, string origin, PageRequest request)
    {
        if (fault.Quote == BadPorts.Error)
        {
            return new(
                $"Port {request.Url.Port} belongs to another protocol, and no browser fetches from it (https://fetch.spec.whatwg.org/#port-blocking).",
                "Let the API listen on another port.");
        }

        if (fault.Failure == FetchFailure.ModeNotAllowed)
        {
            return new(
                $"The mode that the page passes to fetch() does not let it ask {UrlOrigin.Of(request.Url)}, another origin than its own.",
                "Leave mode and redirect out where the page calls fetch(), and let the API allow the page's origin.");
        }

        if (fault.Failure == FetchFailure.ResourcePolicyNotAllowed)
        {
            return new(
                "Cross-Origin-Resource-Policy is same-origin, and the page asks another origin in no-cors mode.",
                "Leave the mode out where the page calls fetch(), and let the API allow the page's origin: the header is for requests without CORS alone.");
        }

        if (exchanges is not [.., { Status: not null } exchange])
        {
            return null;
        }

        if (RedirectDiagnosis.Of(fault, exchanges) is { } redirected)
        {
            return redirected;
        }

        var fingerprint = new Fingerprint(exchange);
        return fault.Failure switch
        {
            FetchFailure.MissingAllowOrigin or FetchFailure.PreflightStatus => exchange.IsPreflight
                ? PreflightDiagnosis.Of(fingerprint, origin, hasOrigin: fault.Failure == FetchFailure.PreflightStatus)
                : ResponseDiagnosis.Of(fingerprint, origin),
            FetchFailure.PreflightRedirect => new(
                $"Something before the CORS middleware redirects the preflight to {exchange.ResponseHeader("Location")}, and browsers do not follow.",
                "Call UseGatewayCors() before UseHttpsRedirection() and before anything that redirects to a login; "
                + Fixes.FinalAddress),
            FetchFailure.AllowOriginMismatch or FetchFailure.MultipleAllowOrigin or FetchFailure.InvalidAllowOrigin
                => OriginDiagnosis.Of(fault, exchange, fingerprint, origin),
            FetchFailure.WildcardOriginWithCredentials => new(
                "The API allows any origin, and the page sends credentials; browsers never accept the two together.",
                $"List the origins that may ('{origin}') in AllowOrigins and set AllowCredentials; or fetch without credentials, if no cookie is needed."),
            FetchFailure.CredentialsNotAllowed => new(
                fault.Quote.Length == 0
                    ? "The page sends credentials, and the API does not allow them."
                    : $"Access-Control-Allow-Credentials is '{fault.Quote}'; only 'true', in lower case and once, allows credentials.",
                "Set AllowCredentials to true (the preflight's answer needs it, too); or fetch without credentials, if no cookie is needed."),
            FetchFailure.InvalidAllowMethods => ListDiagnosis("Access-Control-Allow-Methods", "AllowMethods", exchange),
            FetchFailure.InvalidAllowHeaders => ListDiagnosis("Access-Control-Allow-Headers", "AllowHeaders", exchange),
            FetchFailure.MethodNotAllowed => MethodDiagnosis(fault.Quote, exchange, request),
            FetchFailure.HeaderNotAllowed => HeaderDiagnosis(fault.Quote, exchange, request),
            FetchFailure.TooManyRedirects => new("The API redirects in a circle, or more than 20 times.", "Let the page use the final address."),
            FetchFailure.RedirectNotAllowed => new(
                $"The API redirects to {exchange.ResponseHeader("Location")}, and the page passes redirect: 'error' to fetch().", "Let the page use the final address, or follow redirects."),
            FetchFailure.RedirectScheme or FetchFailure.RedirectWithUserInfo => new(
                $"The API redirects to {exchange.ResponseHeader("Location")}, where no page may follow.", "Let the page use the final address."),
            _ => null,
        };
    }

    private static Diagnosis ListDiagnosis(string header, string setting, FetchExchange exchange) => new(
        $"{header} is '{exchange.ResponseHeader(header)}', which is not a list of names with commas between them.",
        $"Write {setting} as names and nothing else, separated by commas.");

    private static Diagnosis MethodDiagnosis(string method, FetchExchange exchange, PageRequest request)
    {
        var allowed = TokenList.Read(exchange.ResponseHeader("Access-Control-Allow-Methods")) ?? [];
        return allowed.Find(candidate => candidate.Equals(method, StringComparison.OrdinalIgnoreCase)) is { } twin
            ? CaseDiagnosis(method, twin)
            : Unlisted("method", method, "AllowMethods", allowed, request);
    }

    /// <summary>https://fetch.spec.whatwg.org/#concept-method-normalize: six methods are written in upper case, patch is none of them.</summary>
    private static Diagnosis CaseDiagnosis(string method, string allowed)
    {
        var standard = method.ToUpperInvariant();
        var cause = $"The page sends '{method}', and '{allowed}' is allowed: methods compare case by case, and fetch() sends '{method}' as it is written.";
        return new(cause, method == standard
            ? $"Write '{standard}' in AllowMethods of whatever answers the preflight, and deploy it."
            : $"Write '{standard}' where the page calls fetch(){(allowed == standard ? "" : ", and in AllowMethods")}: servers answer to '{standard}'.");
    }

    private static Diagnosis HeaderDiagnosis(string name, FetchExchange exchange, PageRequest request)
    {
        var allowed = TokenList.Read(exchange.ResponseHeader("Access-Control-Allow-Headers")) ?? [];
        return Unlisted("header", name, "AllowHeaders", allowed, request);
    }

    private static Diagnosis Unlisted(string what, string name, string setting, List<string> allowed, PageRequest request) => new(
        allowed.Count == 0 ? $"The preflight's answer allows no {what} at all."
        : allowed.Contains("*") && request.WithCredentials ? $"'*' is no wildcard for a request with credentials, so the {what} '{name}' is not listed."
        : $"The preflight's answer allows {string.Join(", ", allowed)}, and not the {what} '{name}'.",
        $"Add '{name}' to {setting} of whatever answers the preflight, and deploy it.");
}
