namespace CorsKit.Testing.Browsers;

internal static class UrlOrigin
{
    /// <summary>https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin</summary>
    public static string Of(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        var port = url.IsDefaultPort ? "" : $":{url.Port}";
        return $"{url.Scheme}://{host.ToLowerInvariant()}{port}";
    }

    public static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether a browser would write this into its Origin header: <c>null</c>, or a URL's origin as it serializes it.</summary>
    public static bool IsSerialized(string origin) =>
        origin == "null" || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Host.Length > 0 && Of(url) == origin);
}
