namespace CorsKit.Testing.Browsers;

/// <summary>Where a response sends the browser, and what becomes of the request (https://fetch.spec.whatwg.org/#http-redirect-fetch).</summary>
internal static class Redirect
{
    private const string Location = "Location";

    /// <summary>A redirect status without a Location is a response like any other; so is one with an empty Location, in Chromium.</summary>
    public static bool Is(FetchExchange exchange, BrowserEngine engine) =>
        exchange.Status is 301 or 302 or 303 or 307 or 308
        && exchange.ResponseHeader(Location) is { } location && (location.Length > 0 || engine != BrowserEngine.Chromium);

    /// <summary>The target, or how Chromium's network stack refuses it before CORS is asked.</summary>
    public static Uri? Target(FetchExchange exchange, BrowserEngine engine, out CorsFault? fault)
    {
        var locations = exchange.ResponseHeaders.Where(header => header.Key.Equals(Location, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value).Distinct().ToList();
        fault = null;
        if (locations.Count > 1)
        {
            fault = new(FetchFailure.Network, "net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION");
            return null;
        }

        // An empty one is the URL itself, and so a circle; WebKit does not even try.
        if ((locations[0].Length == 0 && engine == BrowserEngine.WebKit) || !Uri.TryCreate(exchange.Url, locations[0], out var target))
        {
            fault = new(FetchFailure.Network, "net::ERR_INVALID_REDIRECT");
            return null;
        }

        if (target.Scheme is "file" or "data" or "about" or "blob")
        {
            fault = new(FetchFailure.RedirectScheme, "net::ERR_UNSAFE_REDIRECT");
            return null;
        }

        // A fragment stays until another one comes.
        return target.Fragment.Length == 0 && exchange.Url.Fragment.Length > 0 ? new Uri(target.AbsoluteUri + exchange.Url.Fragment) : target;
    }

    /// <summary>The request that goes to the target. WebKit leaves it the Content-Type of a body that is gone.</summary>
    public static PageRequest Follow(PageRequest request, int status, Uri target, BrowserEngine engine)
    {
        var becomesGet = (status is 301 or 302 && request.Method == "POST") || (status == 303 && request.Method is not ("GET" or "HEAD"));
        var staysHome = UrlOrigin.Of(request.Url) == UrlOrigin.Of(target);
        var headers = request.Headers
            .Where(header => !(becomesGet && DescribesBody(header.Key)) || (engine == BrowserEngine.WebKit && header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            .Where(header => staysHome || !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .ToList();
        return request with { Url = target, Headers = headers, Method = becomesGet ? "GET" : request.Method, Body = becomesGet ? null : request.Body };
    }

    /// <summary>https://fetch.spec.whatwg.org/#request-body-header-name</summary>
    private static bool DescribesBody(string name) =>
        name.ToLowerInvariant() is "content-encoding" or "content-language" or "content-location" or "content-type";
}
