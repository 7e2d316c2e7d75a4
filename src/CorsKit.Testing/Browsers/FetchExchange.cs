using System.Globalization;
using System.Text;

namespace CorsKit.Testing;

/// <summary>One request that a <see cref="Browser"/> sent, or a distribution forwarded, and what came back, whether or not a page may see it.</summary>
public sealed class FetchExchange
{
    internal FetchExchange(string method, Uri url, bool isPreflight, IReadOnlyList<KeyValuePair<string, string>> requestHeaders)
    {
        Method = method;
        Url = url;
        IsPreflight = isPreflight;
        RequestHeaders = requestHeaders;
    }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>The URL.</summary>
    public Uri Url { get; }

    /// <summary>Whether the browser asked for permission, and not the page for an answer.</summary>
    public bool IsPreflight { get; }

    /// <summary>The request's headers, as far as the browser sets them (the network adds <c>Host</c> and the like).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; }

    /// <summary>The status; null where no answer came.</summary>
    public int? Status { get; internal init; }

    /// <summary>Every line of the response's headers, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; internal init; } = [];

    /// <summary>The response's body as text; of a preflight's at most the first 64 KB.</summary>
    public string Body { get; internal init; } = "";

    /// <summary>Chromium's name for what went wrong on the network, such as <c>net::ERR_CONNECTION_REFUSED</c>; null where an answer came.</summary>
    public string? NetworkError { get; internal init; }

    /// <summary>Both heads as HTTP shows them.</summary>
    /// <returns>The lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Method).Append(' ').Append(Url.AbsoluteUri).Append(IsPreflight ? " (preflight)\n" : "\n");
        AppendHeaders(text, RequestHeaders);
        text.Append(Status is { } status ? status.ToString(CultureInfo.InvariantCulture) : NetworkError).Append('\n');
        AppendHeaders(text, ResponseHeaders);
        return text.ToString();
    }

    internal string? ResponseHeader(string name) => Combined(ResponseHeaders, name);

    /// <summary>Several lines of a name count as one (https://fetch.spec.whatwg.org/#concept-header-list-get).</summary>
    internal static string? Combined(IEnumerable<KeyValuePair<string, string>> headers, string name)
    {
        var values = headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(", ", values);
    }

    private static void AppendHeaders(StringBuilder text, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            text.Append("  ").Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}
