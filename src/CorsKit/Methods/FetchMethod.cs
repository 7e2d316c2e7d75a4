namespace CorsKit.Methods;

/// <summary>The methods that the Fetch standard treats specially.</summary>
internal static class FetchMethod
{
    /// <summary>Browsers refuse to send these: https://fetch.spec.whatwg.org/#forbidden-method</summary>
    public static bool IsForbidden(string method) =>
        Is(method, "CONNECT") || Is(method, "TRACE") || Is(method, "TRACK");

    /// <summary>These need no permission: https://fetch.spec.whatwg.org/#cors-safelisted-method</summary>
    public static bool IsSafelisted(string? method) => method is "GET" or "HEAD" or "POST";

    /// <summary>
    /// Six methods reach the server in upper case however the page writes them; every other keeps its case, so that
    /// patch is not PATCH: https://fetch.spec.whatwg.org/#concept-method-normalize
    /// </summary>
    public static string Normalize(string method) =>
        Is(method, "DELETE") || Is(method, "GET") || Is(method, "HEAD") || Is(method, "OPTIONS") || Is(method, "POST") || Is(method, "PUT")
            ? method.ToUpperInvariant()
            : method;

    /// <summary>Whether the method reaches the server with letters in lower case, where it is nearly always another method than was meant.</summary>
    public static bool KeepsLowerCase(string method) => Normalize(method).AsSpan().IndexOfAnyInRange('a', 'z') >= 0;

    private static bool Is(string method, string name) => method.Equals(name, StringComparison.OrdinalIgnoreCase);
}
