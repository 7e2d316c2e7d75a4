using System.Security.Cryptography;
using System.Text;

namespace CorsKit.BrowserTests.Sites;

/// <summary>The page that fetches, in a folder: as a file, and as an extension of Chromium and Firefox.</summary>
internal sealed class PageFolder : IDisposable
{
    private const string ScriptStart = "<script>";

    private const string FirefoxId = "page@corskit.example";
    private const string FirefoxUuid = "6a1e0a52-3b1f-4c5d-9f70-8f2b1c0d4e93";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corskit-page-");

    /// <param name="key">Decides the extension's id in Chromium (https://developer.chrome.com/docs/extensions/reference/manifest/key).</param>
    /// <param name="hostPermissions">The hosts that the extension may read without CORS (https://developer.chrome.com/docs/extensions/develop/concepts/network-requests).</param>
    public PageFolder(string key, string hostPermissions = "")
    {
        // A page of an extension has no script in it, so the script is a file here. It writes its own tags, and has not begun or ended where those stand.
        var html = FetchPage.Html;
        var (start, end) = (html.IndexOf(ScriptStart, StringComparison.Ordinal) + ScriptStart.Length, html.LastIndexOf("</script>", StringComparison.Ordinal));
        Write("page.html", $"{html[..(start - 1)]} src=\"page.js\">{html[end..]}");
        Write("page.js", html[start..end]);

        // Firefox lets no driver open the page: its extension does it.
        Write("open.js", "globalThis.browser?.tabs.create({ url: \"page.html\" });");
        Write("manifest.json", $$"""
            {
              "manifest_version": 3,
              "name": "A page that fetches",
              "version": "1.0",
              "key": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}}",
              "host_permissions": [{{hostPermissions}}],
              "browser_specific_settings": { "gecko": { "id": "{{FirefoxId}}" } },
              "background": { "scripts": ["open.js"] }
            }
            """);
    }

    /// <summary>Of the extension with the key: the first half of its SHA-256, a letter from a to p for each hexadecimal digit.</summary>
    public static string ChromiumOrigin(string key) => "chrome-extension://" + string.Concat(
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32].Select(digit => (char)('a' + Convert.ToInt32(digit.ToString(), 16))));

    /// <summary>Each installation has a UUID of its own; one with <see cref="FirefoxPreferences"/> has this one.</summary>
    public static string FirefoxOrigin => "moz-extension://" + FirefoxUuid;

    public static string FirefoxPreferences => $$"""user_pref("extensions.webextensions.uuids", "{\"{{FirefoxId}}\":\"{{FirefoxUuid}}\"}");""";

    /// <summary>Origins of apps: Capacitor's, Tauri's and Cordova's on Apple's systems, and that of an extension of Safari, which WebKit writes in lower case although its address is in upper case.</summary>
    public static IReadOnlyList<string> AppOrigins { get; } =
        ["capacitor://localhost", "tauri://localhost", "app://localhost", "safari-web-extension://3fad6dae-0632-4de6-acba-13c69c5d62b5"];

    public static IEnumerable<string> AppSchemes => AppOrigins.Select(origin => origin.Split(':')[0]);

    public string Path => _folder.FullName;

    public Uri File => new("file://" + System.IO.Path.Combine(Path, "page.html"));

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text) => System.IO.File.WriteAllText(System.IO.Path.Combine(Path, name), text, Encoding.UTF8);
}
