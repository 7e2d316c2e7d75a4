using System.Text;
using CorsKit.Headers;
using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>A request as a page may make it, by <c>new Request()</c> (https://fetch.spec.whatwg.org/#dom-request).</summary>
internal sealed record PageRequest(string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body, FetchOptions Options)
{
    private const string FetchFailed = "TypeError: Failed to execute 'fetch' on 'Window': ";

    /// <summary>Who makes it, as Chromium's console says it.</summary>
    public string Initiator { get; init; } = "fetch";

    /// <summary>Asks first whatever it is: https://fetch.spec.whatwg.org/#use-cors-preflight-flag</summary>
    public bool ForcesPreflight { get; init; }

    /// <summary>Whether its credentials mode is <c>include</c>, which is what the rules of CORS ask.</summary>
    public bool WithCredentials => Options.Credentials == RequestCredentials.Include;

    /// <summary>Null where <c>fetch()</c> refuses; <paramref name="message"/> is then what Chromium says.</summary>
    public static PageRequest? Create(FetchOptions options, Uri address, string url, BrowserEngine engine, out string? message)
    {
        var given = options.Headers.ToList();
        if (given.Any(header => !IsByteString(header.Name) || !IsByteString(header.Value)))
        {
            message = FetchFailed + "Failed to read the 'headers' property from 'RequestInit': String contains non ISO-8859-1 code point.";
            return null;
        }

        if (Resolve(address, url) is not { } resolved)
        {
            message = FetchFailed + "Failed to parse URL from " + url;
            return null;
        }

        var body = options.Body is { } text ? Encoding.UTF8.GetBytes(text) : options.Bytes;
        var list = new List<KeyValuePair<string, string>>();
        message = RefusalOf(resolved, options, hasBody: body is not null) ?? Fill(list, given, options.Mode, EngineDifferences.Of(engine));
        if (message is not null)
        {
            return null;
        }

        if (options.Body is not null && FetchExchange.Combined(list, "content-type") is null)
        {
            list.Add(new("content-type", "text/plain;charset=UTF-8"));
        }

        return new PageRequest(FetchMethod.Normalize(options.Method), resolved, list, body, options);
    }

    /// <summary>
    /// An absolute URL stands for itself; anything else is put behind the address, so that a stage in its path stays
    /// (a page would have to write it out).
    /// </summary>
    private static Uri? Resolve(Uri address, string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var isAbsolute = colon > 0 && char.IsAsciiLetter(url[0]) && url.AsSpan(0, colon).IndexOfAny("/?#") < 0;
        var text = isAbsolute ? url
            : url.StartsWith("//", StringComparison.Ordinal) ? $"{address.Scheme}:{url}"
            : address.GetLeftPart(UriPartial.Path).TrimEnd('/') + (url is "" or ['/' or '?' or '#', ..] ? "" : "/") + url;
        return Uri.TryCreate(text, UriKind.Absolute, out var resolved) ? UrlOrigin.WithoutEmptyUserInfo(resolved) : null;
    }

    private static string? RefusalOf(Uri url, FetchOptions options, bool hasBody)
    {
        var method = options.Method;
        if (url.UserInfo.Length > 0)
        {
            return FetchFailed + "Request cannot be constructed from a URL that includes credentials: " + url.AbsoluteUri;
        }

        if (options.Cache == RequestCache.OnlyIfCached && options.Mode != RequestMode.SameOrigin)
        {
            return FetchFailed + "'only-if-cached' can be set only with 'same-origin' mode";
        }

        if (!HttpToken.IsToken(method))
        {
            return $"{FetchFailed}'{method}' is not a valid HTTP method.";
        }

        if (FetchMethod.IsForbidden(method))
        {
            return $"{FetchFailed}'{method}' HTTP method is unsupported.";
        }

        // https://fetch.spec.whatwg.org/#dom-request, step 33
        if (options.Mode == RequestMode.NoCors && !FetchMethod.IsSafelisted(FetchMethod.Normalize(method)))
        {
            return $"{FetchFailed}'{method}' is unsupported in no-cors mode.";
        }

        if (hasBody && FetchMethod.Normalize(method) is "GET" or "HEAD")
        {
            return FetchFailed + "Request with GET/HEAD method cannot have body.";
        }

        return UrlOrigin.IsHttp(url) || url.Scheme is DataUrl.Scheme or "blob" ? null
            : url.IsFile ? "Not allowed to load local resource: " + url.AbsoluteUri
            : $"Fetch API cannot load {url.AbsoluteUri}. URL scheme \"{url.Scheme}\" is not supported.";
    }

    /// <summary>
    /// Values lose the white space around them; forbidden headers are left out. A name that comes twice is one header
    /// with both values on the wire, and in some engines before that.
    /// </summary>
    private static string? Fill(List<KeyValuePair<string, string>> list, List<(string Name, string Value)> given, RequestMode mode, EngineDifferences engine)
    {
        foreach (var (name, raw) in given)
        {
            var value = raw.Trim(' ', '\t', '\r', '\n');
            if (!HttpToken.IsToken(name))
            {
                return FetchFailed + "Invalid name";
            }

            if (value.AsSpan().ContainsAny('\0', '\r', '\n'))
            {
                return FetchFailed + "Invalid value";
            }

            // https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header, which is asked of all values of a name together
            var isDropped = mode == RequestMode.NoCors
                && !RequestRules.IsSafelistedWithoutCors(name, FetchExchange.Combined(list, name) is { } earlier ? $"{earlier}, {value}" : value, engine);
            if (isDropped || RequestRules.IsForbidden(name, value) || (engine.KeepsItsUserAgent && name.Equals("user-agent", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var index = !engine.JoinsValues ? -1 : list.FindIndex(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                list.Add(new(name, value));
            }
            else
            {
                list[index] = new(list[index].Key, $"{list[index].Value}, {value}");
            }
        }

        return null;
    }

    private static bool IsByteString(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', 'ÿ');
}
