namespace CorsKit.Testing.Browsers;

/// <summary>Why a redirect of the page's own request ends in a response that the page cannot read.</summary>
internal static class RedirectDiagnosis
{
    /// <summary>Null where no redirect is to blame.</summary>
    public static Diagnosis? Of(CorsFault fault, IReadOnlyList<FetchExchange> exchanges)
    {
        var last = exchanges[^1];
        if (fault.Failure is not (FetchFailure.MissingAllowOrigin or FetchFailure.PreflightStatus or FetchFailure.PreflightRedirect))
        {
            return null;
        }

        // The redirect itself has no headers: it was made in front of the middleware.
        if (!last.IsPreflight && fault.Failure == FetchFailure.MissingAllowOrigin && IsRedirect(last))
        {
            return LeadsAway(last)
                ? new($"Something redirects the page's own request to {last.ResponseHeader("Location")}, a login perhaps, before the CORS middleware saw it.",
                    $"Call UseGatewayCors() before UseAuthentication() and before anything that redirects. {Fixes.Login}")
                : new($"Something redirects the page's own request to {last.ResponseHeader("Location")} before the CORS middleware saw it.",
                    "Call UseGatewayCors() before UseHttpsRedirection() and before anything that redirects; " + Fixes.FinalAddress);
        }

        // The redirect could be followed, and where it leads knows nothing of the page.
        return exchanges.LastOrDefault(exchange => !exchange.IsPreflight && exchange != last && IsRedirect(exchange)) is { } redirect && LeadsAway(redirect)
            ? new($"The API redirects the page's request to {redirect.ResponseHeader("Location")}, another origin, which does not let the page read its answer.", Fixes.Login)
            : null;
    }

    private static bool IsRedirect(FetchExchange exchange) => exchange is { Status: >= 300 and < 400 } && exchange.ResponseHeader("Location") is not null;

    private static bool LeadsAway(FetchExchange exchange) =>
        Uri.TryCreate(exchange.Url, exchange.ResponseHeader("Location"), out var target) && UrlOrigin.IsHttp(target)
        && (target.Host != exchange.Url.Host || target.AbsolutePath.Contains("login", StringComparison.OrdinalIgnoreCase));
}
