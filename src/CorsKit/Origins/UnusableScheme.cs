using CorsKit.Diagnostics;

namespace CorsKit.Origins;

/// <summary>Schemes of URLs that no page has as its origin (https://url.spec.whatwg.org/#origin), each with the reason.</summary>
internal static class UnusableScheme
{
    public static bool Is(ReadOnlySpan<char> scheme) => scheme is
        "file" or "ws" or "wss" or "ftp" or "data" or "about" or "javascript" or "blob" or "filesystem";

    /// <returns>Why no page has the item as its origin, and what to allow instead; null where its scheme is another one.</returns>
    public static Fault? Find(string item)
    {
        var colon = item.IndexOf(':');
        var scheme = item[..Math.Max(colon, 0)].ToLowerInvariant();

        // A machine may be called data, and its port stands behind a colon too.
        if (!Is(scheme) || (item.Length > colon + 1 && !item.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
        {
            return null;
        }

        var rest = item[(colon + 1)..];
        return scheme switch
        {
            "file" => Unusable(
                "Electron and WebViews send file:// for pages that they load from a disk, and then any local file could call; browsers send null for such pages",
                "Load the page from an app scheme of its own (Electron: protocol.handle, Android: WebViewAssetLoader, iOS: WKURLSchemeHandler), or from http://localhost, and allow that origin."),
            "ws" or "wss" => Unusable(
                $"{scheme} is the scheme of a WebSocket's address; the page that opens it has an http or https origin",
                OriginFault.SayWrite((scheme == "ws" ? "http:" : "https:") + rest, "List the origin of the page.")),
            "ftp" => Unusable("Browsers open no pages over FTP", "List the http or https origin that the page is served from."),
            "data" => Unusable("A page at a data: URL has the origin null, which any site can send", "Serve the page from an origin of its own and allow that one."),
            "about" => Unusable("A page at about:blank or about:srcdoc has the origin of the page that opened it", "List the origin of that page."),
            "javascript" => Unusable("A javascript: URL runs in a page and has the origin of that page", "List the origin of the page."),
            _ => Unusable($"A {scheme}: URL has the origin of the page that made it", OriginFault.SayWrite(rest, "List the origin of that page.")),
        };
    }

    private static Fault Unusable(string reason, string fix) => new(ProblemCode.Scheme, reason, fix);
}
