using System.Globalization;
using CorsKit.Headers;

namespace CorsKit.Testing.Browsers;

/// <summary>What a page may see of a response: https://fetch.spec.whatwg.org/#concept-filtered-response-cors</summary>
internal static class ResponseFilter
{
    private static readonly Diagnosis Opaque = new(
        "In no-cors mode the page gets nothing of what another origin answers, whatever that says.",
        "Leave the mode out where the page calls fetch(), and let the API allow the page's origin.");

    public static FetchOutcome Of(FetchExchange exchange, bool isForeign, PageRequest request, IReadOnlyList<FetchExchange> exchanges, EngineDifferences engine)
    {
        if (request.Options.Redirect == RequestRedirect.Manual && Redirect.HasStatus(exchange))
        {
            var isShown = engine.ShowsBodyWithoutLocation && string.IsNullOrEmpty(exchange.ResponseHeader("Location"));
            return new FetchOutcome(exchanges) { Type = ResponseType.OpaqueRedirect, Body = isShown ? exchange.Body : "" };
        }

        return isForeign && request.Options.Mode == RequestMode.NoCors
            ? new FetchOutcome(exchanges) { Type = ResponseType.Opaque, Diagnosis = Opaque.Text, Fix = Opaque.Fix }
            : Readable(exchange, isForeign, request.WithCredentials, exchanges);
    }

    /// <summary>Null where the URL says nothing: https://fetch.spec.whatwg.org/#scheme-fetch</summary>
    public static FetchOutcome? OfData(PageRequest request, EngineDifferences engine)
    {
        if (DataUrl.Read(request.Url.OriginalString) is not { } data)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["content-type"] = data.ContentType };
        if (engine.TellsLengthOfDataUrls && !request.IsXhr)
        {
            headers["content-length"] = data.Body.Length.ToString(CultureInfo.InvariantCulture);
        }

        return new FetchOutcome([]) { Type = ResponseType.Basic, Status = 200, Headers = headers, Body = request.Method == "HEAD" ? "" : Wire.Text(data.Body) };
    }

    private static FetchOutcome Readable(FetchExchange exchange, bool isCors, bool withCredentials, IReadOnlyList<FetchExchange> exchanges)
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
            Type = isCors ? ResponseType.Cors : ResponseType.Basic,
            Status = exchange.Status!.Value,
            Headers = names.ToDictionary(name => name, name => exchange.ResponseHeader(name)!, StringComparer.OrdinalIgnoreCase),
            Body = exchange.Body,
        };
    }

    /// <summary>A list with anything in it that is no token exposes nothing.</summary>
    private static HashSet<string> Exposed(FetchExchange exchange) =>
        (TokenList.Read(exchange.ResponseHeader("Access-Control-Expose-Headers")) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
