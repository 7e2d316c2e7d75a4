using System.Buffers;
using System.Globalization;

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

    /// <summary>The signs of user information with nothing between them are none: https://url.spec.whatwg.org/#include-credentials</summary>
    public static Uri WithoutEmptyUserInfo(Uri url) =>
        IsHttp(url) && url.UserInfo is "" or ":" && url.AbsoluteUri.AsSpan(url.Scheme.Length) is [':', '/', '/', '@' or ':', ..]
            ? new UriBuilder(url) { UserName = "", Password = "" }.Uri
            : url;

    public static bool IsHttp(Uri url) => url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether a browser would write this into its Origin header: <c>null</c>, or an origin as it serializes it.</summary>
    public static bool IsSerialized(string origin) =>
        origin == "null"
        || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && IsHttp(url) ? url.Host.Length > 0 && Of(url) == origin : IsOpaque(origin));

    /// <summary>An app or an extension: its host is opaque, and its letter case counts (https://url.spec.whatwg.org/#concept-opaque-host-parser).</summary>
    private static bool IsOpaque(string origin)
    {
        var end = origin.IndexOf("://", StringComparison.Ordinal);
        if (end < 1)
        {
            return false;
        }

        var scheme = origin[..end];
        var authority = origin.AsSpan(end + 3);
        var colon = authority.EndsWith(']') ? -1 : authority.LastIndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        var port = colon < 0 ? [] : authority[(colon + 1)..];
        return Uri.CheckSchemeName(scheme) && !scheme.AsSpan().ContainsAnyInRange('A', 'Z') && !IsPageless(scheme)
            && (colon < 0 || (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && port[0] != '0'))
            && (host is ['[', .., ']'] ? Uri.CheckHostName(host.ToString()) == UriHostNameType.IPv6 : host.Length > 0 && !host.ContainsAny(Forbidden) && !host.ContainsAnyExceptInRange('!', '~'));
    }

    /// <summary>Special schemes whose URLs are no pages, or have the origin null.</summary>
    private static bool IsPageless(string scheme) => scheme is "http" or "https" or "ws" or "wss" or "ftp" or "file" or "data" or "blob" or "about" or "javascript" or "filesystem";

    /// <summary>https://url.spec.whatwg.org/#forbidden-host-code-point, and the asterisk of a pattern and the comma of a list, which no app's host has.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("#/:<>?@[\\]^|*,");
}
