namespace CorsKit.Tool.Probing.Steps;

/// <summary>What to find out: what a page of this origin sees of this URL.</summary>
/// <param name="Url">The resource, with its query where it has one.</param>
/// <param name="Origin">The page's, as browsers write it.</param>
/// <param name="Methods">What the page sends; at least one.</param>
/// <param name="Headers">What the page sets.</param>
/// <param name="WithCredentials">Whether it is <c>credentials: 'include'</c>.</param>
/// <param name="IsDeep">Whether the origins of scanners are tried too.</param>
/// <param name="TimeLimit">For each response, body included.</param>
internal sealed record ProbeRequest(
    Uri Url,
    string Origin,
    IReadOnlyList<string> Methods,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    bool WithCredentials,
    bool IsDeep,
    TimeSpan TimeLimit)
{
    /// <summary>The value of a header that was given by its name alone.</summary>
    public const string AnyValue = "corskit-probe";

    /// <summary>An origin that nobody has allowed: the name is reserved (RFC 2606).</summary>
    public const string ForeignOrigin = "https://corskit-untrusted.example";

    /// <summary>What is sent where it must not change anything.</summary>
    public string SafeMethod { get; } = Methods.FirstOrDefault(method => method is "GET" or "HEAD") ?? "GET";
}
