using CorsKit.Headers;

namespace CorsKit.Testing.Browsers;

/// <summary>What a page may see of a response: https://fetch.spec.whatwg.org/#concept-filtered-response-cors</summary>
internal static class ResponseFilter
{
    public static FetchOutcome Readable(FetchExchange exchange, bool isCors, bool withCredentials, IReadOnlyList<FetchExchange> exchanges)
    {
        var names = exchange.ResponseHeaders.Select(header => header.Key).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !HeaderNames.IsForbiddenInResponses(name.ToLowerInvariant()));
        if (isCors)
        {
            var exposed = Exposed(exchange);
            var all = !withCredentials && exposed.Contains("*");
            names = names.Where(name => all || exposed.Contains(name) || HeaderNames.IsSafelistedInResponses(name.ToLowerInvariant()));
        }

        return new FetchOutcome(exchanges)
        {
            Status = exchange.Status!.Value,
            Headers = names.ToDictionary(name => name, name => exchange.ResponseHeader(name)!, StringComparer.OrdinalIgnoreCase),
            Body = exchange.Body,
        };
    }

    /// <summary>A list with anything in it that is no token exposes nothing.</summary>
    private static HashSet<string> Exposed(FetchExchange exchange) =>
        (TokenList.Read(exchange.ResponseHeader("Access-Control-Expose-Headers")) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
