namespace CorsKit.BrowserTests.Sites;

/// <summary>The document that fetches what a test tells it to.</summary>
internal static class FetchPage
{
    public static string Html { get; } = Read();

    private static string Read()
    {
        using var reader = new StreamReader(typeof(FetchPage).Assembly.GetManifestResourceStream("page.html")!);
        return reader.ReadToEnd();
    }
}
