using System.Text;

namespace CorsKit.Testing.Browsers;

/// <summary>What the browser itself puts into a request: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch</summary>
internal static class RequestHeaders
{
    // Not in the headers of any browser that exists: some firewalls refuse requests that have none.
    public const string UserAgent = "Mozilla/5.0 (compatible; CorsKit.Testing)";

    /// <summary>https://fetch.spec.whatwg.org/#cors-preflight-fetch, steps 1 to 5</summary>
    public static List<KeyValuePair<string, string>> OfPreflight(string method, List<string> unsafeNames, string origin)
    {
        List<KeyValuePair<string, string>> headers = [new("Accept", "*/*"), new("Access-Control-Request-Method", method), new("Origin", origin), new("User-Agent", UserAgent)];
        if (unsafeNames.Count > 0)
        {
            headers.Add(new("Access-Control-Request-Headers", string.Join(',', unsafeNames)));
        }

        return headers;
    }

    /// <summary>Of the request at the origin <paramref name="page"/>, which says <paramref name="origin"/> of that, or nothing where it is null.</summary>
    public static List<KeyValuePair<string, string>> Of(PageRequest request, string page, string? origin, EngineDifferences engine)
    {
        List<KeyValuePair<string, string>> headers = [.. request.Headers.Select(header => AsSent(header, engine))];
        AddUnlessSet(headers, "Accept", "*/*");
        AddUnlessSet(headers, "User-Agent", UserAgent);
        var options = request.Options;
        if (origin is not null)
        {
            var isHidden = options.Mode != RequestMode.Cors && !engine.KeepsOriginFromReferrerPolicy && !(request.HasLeft && engine.ForgetsReferrerPolicyOnceLeft)
                && RequestReferrer.HidesOrigin(options.ReferrerPolicy, page, request.Url);
            headers.Add(new("Origin", isHidden ? "null" : origin));
        }

        if (RequestReferrer.Of(options.ReferrerPolicy, page, request.Url) is { } referrer)
        {
            headers.Add(new("Referer", referrer));
        }

        // Steps 8.16 to 8.18
        var cache = options.Cache != RequestCache.Default || !IsConditional(request) || (request.IsXhr && engine.LeavesConditionalXhrAlone) ? options.Cache
            : engine.RevalidatesConditionalRequests ? RequestCache.NoCache
            : RequestCache.NoStore;
        if (cache is RequestCache.NoStore or RequestCache.Reload)
        {
            AddUnlessSet(headers, "Pragma", "no-cache");
            AddUnlessSet(headers, "Cache-Control", "no-cache");
        }
        else if (cache == RequestCache.NoCache)
        {
            AddUnlessSet(headers, "Cache-Control", "max-age=0");
        }

        return headers;
    }

    private static bool IsConditional(PageRequest request) =>
        request.Headers.Any(header => header.Key.ToLowerInvariant() is "if-modified-since" or "if-none-match" or "if-unmodified-since" or "if-match" or "if-range");

    /// <summary>A value's characters are bytes here.</summary>
    private static KeyValuePair<string, string> AsSent(KeyValuePair<string, string> header, EngineDifferences engine) =>
        engine.SendsContentTypeAsUtf8 && header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
            ? new(header.Key, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(header.Value)))
            : header;

    private static void AddUnlessSet(List<KeyValuePair<string, string>> headers, string name, string value)
    {
        if (FetchExchange.Combined(headers, name) is null)
        {
            headers.Add(new(name, value));
        }
    }
}
