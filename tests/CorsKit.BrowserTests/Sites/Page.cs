namespace CorsKit.BrowserTests.Sites;

/// <summary>The pages, each on an origin of its own.</summary>
internal enum Page
{
    /// <summary><c>http://localhost:…</c>, an origin that the policies allow.</summary>
    Shop,

    /// <summary><c>http://127.0.0.1:…</c>, the other origin that they allow.</summary>
    Desk,

    /// <summary><c>http://localhost:…</c>, the shop's site but another port, which is refused.</summary>
    Untrusted,

    /// <summary>A sandboxed document, whose origin is <c>null</c>.</summary>
    Sandbox,
}
