using System.Text;
using CorsKit.Headers;
using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>A request as a page may make it, by <c>new Request()</c> (https://fetch.spec.whatwg.org/#dom-request).</summary>
internal sealed record PageRequest(string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body, FetchOptions Options)
{
    private const string FetchFailed = "TypeError: Failed to execute 'fetch' on 'Window': ";

    /// <summary>Whether an XMLHttpRequest makes it: https://xhr.spec.whatwg.org/</summary>
    public bool IsXhr { get; init; }

    /// <summary>Whether a redirect has taken it from one origin to another.</summary>
    public bool HasLeft { get; init; }

    /// <summary>Asks first whatever it is: https://fetch.spec.whatwg.org/#use-cors-preflight-flag</summary>
    public bool ForcesPreflight { get; init; }

    /// <summary>Whether its credentials mode is <c>include</c>, which is what the rules of CORS ask.</summary>
    public bool WithCredentials => Options.Credentials == RequestCredentials.Include;

    /// <summary>Null where <c>fetch()</c> or the XMLHttpRequest refuses; <paramref name="message"/> is then what Chromium says.</summary>
    public static PageRequest? Create(FetchOptions options, Uri address, string url, BrowserEngine engine, bool isXhr, out string? message)
    {
        var body = options.Body is { } text ? Encoding.UTF8.GetBytes(text) : options.Bytes;
        var given = options.Headers.ToList();
        var list = new List<KeyValuePair<string, string>>();
        var resolved = Resolve(address, url);
        var notBytes = given.TrueForAll(header => IsByteString(header.Name) && IsByteString(header.Value)) ? null
            : Refused(isXhr, "TypeError", "setRequestHeader", (isXhr ? "" : "Failed to read the 'headers' property from 'RequestInit': ") + "String contains non ISO-8859-1 code point.");

        // fetch() reads the headers first, and xhr.open() the method.
        message = (isXhr ? MethodRefusal(options.Method, isXhr) : notBytes)
            ?? (resolved is null ? Refused(isXhr, "SyntaxError", "open", isXhr ? "Invalid URL" : "Failed to parse URL from " + url) : null)
            ?? (isXhr ? null : RefusalOf(resolved!, options, hasBody: body is not null))
            ?? (resolved!.IsFile ? "Not allowed to load local resource: " + resolved.AbsoluteUri : null)
            ?? notBytes
            ?? Fill(list, given, options.Mode, EngineDifferences.Of(engine), isXhr);
        if (message is not null)
        {
            return null;
        }

        if (options.Body is not null && FetchExchange.Combined(list, "content-type") is null)
        {
            list.Add(new("content-type", "text/plain;charset=UTF-8"));
        }

        return new PageRequest(FetchMethod.Normalize(options.Method), resolved!, list, body, options) { IsXhr = isXhr };
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
        var method = FetchMethod.Normalize(options.Method);

        // The at sign of an email address is none of user information.
        if (url.UserInfo.Length > 0 && url.Scheme != Uri.UriSchemeMailto)
        {
            return FetchFailed + "Request cannot be constructed from a URL that includes credentials: " + url.AbsoluteUri;
        }

        if (options.Cache == RequestCache.OnlyIfCached && options.Mode != RequestMode.SameOrigin)
        {
            return FetchFailed + "'only-if-cached' can be set only with 'same-origin' mode";
        }

        // https://fetch.spec.whatwg.org/#dom-request, steps 25, 33 and 37
        return MethodRefusal(options.Method, isXhr: false)
            ?? (options.Mode == RequestMode.NoCors && !FetchMethod.IsSafelisted(method) ? $"{FetchFailed}'{options.Method}' is unsupported in no-cors mode."
            : hasBody && method is "GET" or "HEAD" ? FetchFailed + "Request with GET/HEAD method cannot have body."
            : UrlOrigin.IsHttp(url) || url.IsFile || url.Scheme is DataUrl.Scheme or "blob" ? null
            : $"Fetch API cannot load {url.AbsoluteUri}. URL scheme \"{url.Scheme}\" is not supported.");
    }

    private static string? MethodRefusal(string method, bool isXhr) =>
        !HttpToken.IsToken(method) ? Refused(isXhr, "SyntaxError", "open", $"'{method}' is not a valid HTTP method.")
        : FetchMethod.IsForbidden(method) ? Refused(isXhr, "SecurityError", "open", $"'{method}' HTTP method is unsupported.")
        : null;

    /// <summary>What Chromium says of an exception; the names are those of XMLHttpRequest, since <c>fetch()</c> has one for all.</summary>
    private static string Refused(bool isXhr, string exception, string call, string text) =>
        isXhr ? $"{exception}: Failed to execute '{call}' on 'XMLHttpRequest': {text}" : FetchFailed + text;

    /// <summary>
    /// Values lose the white space around them; forbidden headers are left out. A name that comes twice is one header
    /// with both values on the wire, and in some engines before that; so it always is in an XMLHttpRequest (https://xhr.spec.whatwg.org/#the-setrequestheader()-method).
    /// </summary>
    private static string? Fill(List<KeyValuePair<string, string>> list, List<(string Name, string Value)> given, RequestMode mode, EngineDifferences engine, bool isXhr)
    {
        foreach (var (name, raw) in given)
        {
            var value = raw.Trim(' ', '\t', '\r', '\n');
            if (!HttpToken.IsToken(name))
            {
                return Refused(isXhr, "SyntaxError", "setRequestHeader", isXhr ? $"'{name}' is not a valid HTTP header field name." : "Invalid name");
            }

            if (value.AsSpan().ContainsAny('\0', '\r', '\n'))
            {
                return Refused(isXhr, "SyntaxError", "setRequestHeader", isXhr ? $"'{value}' is not a valid HTTP header field value." : "Invalid value");
            }

            // https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header, which is asked of all values of a name together
            var isDropped = mode == RequestMode.NoCors
                && !RequestRules.IsSafelistedWithoutCors(name, FetchExchange.Combined(list, name) is { } earlier ? $"{earlier}, {value}" : value, engine);
            if (isDropped || RequestRules.IsForbidden(name, value) || (engine.KeepsItsUserAgent && name.Equals("user-agent", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var index = !engine.JoinsValues && !isXhr ? -1 : list.FindIndex(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
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
