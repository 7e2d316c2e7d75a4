namespace CorsKit.Testing.Browsers;

/// <summary>Where a response sends the browser, and what becomes of the request (https://fetch.spec.whatwg.org/#http-redirect-fetch).</summary>
internal static class Redirect
{
    private const string Location = "Location";

    /// <summary>https://fetch.spec.whatwg.org/#redirect-status</summary>
    public static bool HasStatus(FetchExchange exchange) => exchange.Status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Whether what is wrong with its Location is no matter to <c>redirect: 'manual'</c>, which does not read it.</summary>
    public static bool IsManual(FetchExchange exchange, CorsFault fault, EngineDifferences engine) =>
        fault.Failure == FetchFailure.RedirectScheme || exchange.ResponseHeader(Location) is null or "" || !engine.ReadsLocationInManualMode;

    /// <summary>A redirect status without a Location is a response like any other, and so may be one with an empty Location.</summary>
    public static bool Is(FetchExchange exchange, EngineDifferences engine) =>
        HasStatus(exchange) && exchange.ResponseHeader(Location) is { } location && (location.Length > 0 || engine.EmptyLocation != EmptyLocation.IsNoRedirect);

    /// <summary>The target, or how Chromium's network stack refuses it before CORS is asked.</summary>
    public static Uri? Target(FetchExchange exchange, EngineDifferences engine, out CorsFault? fault)
    {
        var locations = exchange.ResponseHeaders.Where(header => header.Key.Equals(Location, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value).Distinct().ToList();
        fault = null;
        if (locations.Count > 1)
        {
            fault = new(FetchFailure.Network, "net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION");
            return null;
        }

        if ((locations[0].Length == 0 && engine.EmptyLocation == EmptyLocation.IsError) || !Uri.TryCreate(exchange.Url, WithSlashes(locations[0]), out var target))
        {
            fault = new(FetchFailure.Network, "net::ERR_INVALID_REDIRECT");
            return null;
        }

        if (target.Scheme is "file" or "data" or "about" or "blob")
        {
            fault = new(FetchFailure.RedirectScheme, "net::ERR_UNSAFE_REDIRECT");
            return null;
        }

        target = UrlOrigin.WithoutEmptyUserInfo(target);

        // A fragment stays until another one comes.
        return target.Fragment.Length == 0 && exchange.Url.Fragment.Length > 0 ? new Uri(target.AbsoluteUri + exchange.Url.Fragment) : target;
    }

    /// <summary>The request that goes to the target.</summary>
    public static PageRequest Follow(PageRequest request, int status, Uri target, EngineDifferences engine)
    {
        var staysHome = UrlOrigin.Of(request.Url) == UrlOrigin.Of(target);
        var becomesGet = (status is 301 or 302 && request.Method == "POST") || (status == 303 && request.Method is not ("GET" or "HEAD"))
            || (request.Method == "DELETE" && !staysHome && engine.TurnsDeleteIntoGet);
        var headers = request.Headers
            .Where(header => !(becomesGet && DescribesBody(header.Key)))
            .Where(header => staysHome || !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return request with { Url = target, HasLeft = request.HasLeft || !staysHome, Headers = headers, Method = becomesGet ? "GET" : request.Method, Body = becomesGet ? null : request.Body };
    }

    /// <summary>A backslash is a slash in the path of an http address, and before its host: https://url.spec.whatwg.org/#relative-state</summary>
    private static string WithSlashes(string location)
    {
        var end = location.IndexOfAny(['?', '#']);
        return end < 0 ? location.Replace('\\', '/') : location[..end].Replace('\\', '/') + location[end..];
    }

    /// <summary>https://fetch.spec.whatwg.org/#request-body-header-name</summary>
    private static bool DescribesBody(string name) =>
        name.ToLowerInvariant() is "content-encoding" or "content-language" or "content-location" or "content-type";
}
