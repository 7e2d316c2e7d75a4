namespace CorsKit.Testing.Aws;

/// <summary>
/// The path of a resource or route: plain segments, <c>{parameter}</c> and, at the end, the greedy <c>{proxy+}</c>, which takes
/// one segment or more and so never matches the path above it.
/// </summary>
internal sealed class RoutePattern
{
    private readonly string[] _segments;

    public RoutePattern(string path)
    {
        Path = path;
        _segments = Split(path);
        Rank = string.Concat(_segments.Select(segment => IsGreedy(segment) ? '2' : IsParameter(segment) ? '1' : '0'));
    }

    public string Path { get; }

    /// <summary>Sorts the more specific first, segment by segment.</summary>
    public string Rank { get; }

    public bool HasProxy => _segments is [.., var last] && IsGreedy(last);

    /// <returns>Why the path cannot be, or null.</returns>
    public string? FindProblem() =>
        !Path.StartsWith('/') ? "it begins with a slash"
        : _segments.SkipLast(1).Any(IsGreedy) ? "a greedy parameter such as {proxy+} stands only at its end"
        : _segments.Any(segment => !IsParameter(segment) && segment.AsSpan().ContainsAny('{', '}')) ? "a parameter takes a whole segment, as in /orders/{id}"
        : null;

    /// <summary>Whether it takes every path that the other takes: one of fixed length does not take all that a greedy one does.</summary>
    public bool Covers(RoutePattern other) => (HasProxy || !other.HasProxy) && Match(other.Path) is not null;

    /// <returns>The parameters of the path as they were sent; null where it does not match.</returns>
    public Dictionary<string, string>? Match(string path)
    {
        var segments = Split(path);
        if (HasProxy ? segments.Length < _segments.Length : segments.Length != _segments.Length)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>();
        for (var index = 0; index < _segments.Length; index++)
        {
            var pattern = _segments[index];
            if (IsGreedy(pattern))
            {
                // As it was sent, a slash at its end included.
                parameters[pattern[1..^2]] = path[(1 + segments.Take(index).Sum(segment => segment.Length + 1))..];
            }
            else if (IsParameter(pattern))
            {
                parameters[pattern[1..^1]] = segments[index];
            }
            else if (pattern != segments[index])
            {
                return null;
            }
        }

        return parameters;
    }

    private static string[] Split(string path) => path.Trim('/') is { Length: > 0 } trimmed ? trimmed.Split('/') : [];

    private static bool IsParameter(string segment) => segment.StartsWith('{') && segment.EndsWith('}');

    private static bool IsGreedy(string segment) => IsParameter(segment) && segment.EndsWith("+}", StringComparison.Ordinal);
}
