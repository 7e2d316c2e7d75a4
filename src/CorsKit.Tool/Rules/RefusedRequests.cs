using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules;

/// <summary>What the answer to a preflight refuses of what pages send, in words: the same for every front door.</summary>
internal static class RefusedRequests
{
    /// <returns>"DELETE of /orders/{id}, PUT of /orders"; null where every method is allowed.</returns>
    public static string? Methods(PreflightAnswer answer, IEnumerable<PageRequest> requests) =>
        Join(requests.Where(request => answer.Refuses(request.Method)).Select(request => (request.Method, "", request.Path)));

    /// <returns>"authorization, which the authorizer Jwt reads (/orders)"; null where every header is allowed.</returns>
    /// <param name="answer">The answer.</param>
    /// <param name="requests">What pages send.</param>
    /// <param name="isCertain">Whether every page sends one of them; else those do that send JSON.</param>
    public static string? Headers(PreflightAnswer answer, IReadOnlyCollection<PageRequest> requests, out bool isCertain)
    {
        var refused = requests.SelectMany(request => request.Headers, (request, header) => (request, header)).Where(pair => answer.Refuses(pair.header)).ToList();
        isCertain = refused.Exists(pair => pair.header.IsCertain);
        return Join(refused.Select(pair => (pair.header.Name, $", which {pair.header.Why}", pair.request.Path)));
    }

    /// <returns>The headers that '*' alone covers, in the same words.</returns>
    public static string? Wildcards(PreflightAnswer answer, IEnumerable<PageRequest> requests) =>
        Join(requests.SelectMany(request => request.Headers, (request, header) => (request, header)).Where(pair => answer.CoversByWildcardOnly(pair.header))
            .Select(pair => (pair.header.Name, $", which {pair.header.Why}", pair.request.Path)));

    private static string? Join(IEnumerable<(string Name, string Why, string Path)> refused)
    {
        var groups = refused.GroupBy(item => (item.Name, item.Why)).Select(group => group.Key.Why.Length == 0
            ? $"{group.Key.Name} of {Sentences.List([.. group.Select(item => item.Path).Distinct()])}"
            : $"{group.Key.Name}{group.Key.Why} ({Sentences.List([.. group.Select(item => item.Path).Distinct()])})").ToList();
        return groups.Count == 0 ? null : string.Join(" and ", groups);
    }
}
