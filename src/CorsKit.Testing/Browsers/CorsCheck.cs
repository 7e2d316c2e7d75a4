namespace CorsKit.Testing.Browsers;

/// <summary>May a page of this origin see this response? https://fetch.spec.whatwg.org/#concept-cors-check</summary>
internal static class CorsCheck
{
    /// <summary>Null where it may. The names of the faults are Chromium's: services/network/public/cpp/cors/cors.cc, CheckAccess.</summary>
    public static CorsFault? Run(FetchExchange exchange, string origin, bool withCredentials)
    {
        var allowed = exchange.ResponseHeader("Access-Control-Allow-Origin");
        if (allowed is null)
        {
            return new(FetchFailure.MissingAllowOrigin);
        }

        if (allowed == "*")
        {
            return withCredentials ? new(FetchFailure.WildcardOriginWithCredentials) : null;
        }

        if (allowed != origin)
        {
            return new(Mismatch(allowed), allowed);
        }

        var credentials = exchange.ResponseHeader("Access-Control-Allow-Credentials");
        return withCredentials && credentials != "true" ? new(FetchFailure.CredentialsNotAllowed, credentials ?? "") : null;
    }

    private static FetchFailure Mismatch(string allowed) =>
        allowed.AsSpan().ContainsAny(' ', ',') ? FetchFailure.MultipleAllowOrigin
        : allowed == "null" || IsUrl(allowed) ? FetchFailure.AllowOriginMismatch
        : FetchFailure.InvalidAllowOrigin;

    /// <summary>As GURL has it, for which a literal <c>*</c> in the host is no fault, and any number of slashes before the host of http and https.</summary>
    private static bool IsUrl(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !Uri.CheckSchemeName(text[..colon]))
        {
            return false;
        }

        var isHttp = text[..colon].ToLowerInvariant() is "http" or "https";
        return Uri.TryCreate((isHttp ? $"{text[..colon]}://{text[(colon + 1)..].TrimStart('/', '\\')}" : text).Replace('*', 'x'), UriKind.Absolute, out _);
    }
}
