namespace CorsKit.Testing;

/// <summary>
/// A custom domain before a REST or an HTTP API, and where on it the API lies
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html). Requests to another host name go the
/// way of the execute-api address; a path that the mapping does not lead to gets a 403 as users report it.
/// </summary>
/// <param name="DomainName">The host name: <c>api.example.com</c>.</param>
public sealed record ApiMapping(string DomainName)
{
    /// <summary>The mapping key, which older base path mappings call base path: <c>orders</c>, <c>orders/v1</c>. Default: none, the API is all of the domain.</summary>
    public string Key { get; init; } = "";

    /// <summary>
    /// Whether the mapping names the stage. Where a base path mapping of a REST API names none, the stage is the next segment of the
    /// path; a mapping of an HTTP API always names it. Default: true.
    /// </summary>
    public bool HasStage { get; init; } = true;

    internal string AddressOf(string stage) => $"https://{DomainName}/{string.Concat(PrefixOf(stage).Select(segment => segment + "/"))}";

    /// <returns>The path within the API; null where the mapping does not lead to it.</returns>
    internal string? PathBelow(Payloads.ProxyRequest request, string stage) =>
        PrefixOf(stage) is { Length: > 0 } prefix ? request.PathBelow(string.Join('/', prefix)) : request.Path;

    internal bool Takes(Payloads.ProxyRequest request) => request.Host.Split(':')[0].Equals(DomainName, StringComparison.OrdinalIgnoreCase);

    internal IEnumerable<string> FindProblems()
    {
        if (Uri.CheckHostName(DomainName) != UriHostNameType.Dns)
        {
            yield return $"The domain name '{DomainName}' is no host name.";
        }

        if (Key.Length > 0 && !Key.Split('/').All(segment => segment.Length > 0 && segment.All(c => char.IsAsciiLetterOrDigit(c) || "$-_.+!*'()".Contains(c, StringComparison.Ordinal))))
        {
            yield return $"The mapping key '{Key}' cannot be: it is segments of letters, digits and $-_.+!*'(), without a slash at either end.";
        }
    }

    private string[] PrefixOf(string stage) => [.. Key.Split('/', StringSplitOptions.RemoveEmptyEntries), .. HasStage ? Array.Empty<string>() : [stage]];
}
