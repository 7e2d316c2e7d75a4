using System.Diagnostics.CodeAnalysis;

namespace CorsKit.Origins;

/// <summary>
/// The allowed origins of a policy: exact ones by one hash lookup of the header as it came, patterns by a walk over
/// the labels of the host. Neither depends on how many there are.
/// </summary>
/// <typeparam name="T">What is found for an exact origin.</typeparam>
internal sealed class OriginIndex<T>
    where T : class
{
    private readonly Dictionary<string, T> _exact;
    private readonly PatternIndex? _patterns;
    private readonly bool[] _lengths;

    // Most policies have one exact origin: to compare it takes less than to look it up.
    private readonly string? _only;
    private readonly T? _foundForOnly;

    private OriginIndex(Dictionary<string, T> exact, bool[] lengths, PatternIndex? patterns, string? only)
    {
        _exact = exact;
        _only = only;
        _foundForOnly = only is null ? null : exact[only];
        _lengths = lengths;
        _patterns = patterns;
    }

    public bool HasPatterns => _patterns is not null;

    public static OriginIndex<T> Create(List<string> exactOrigins, List<OriginPattern> patterns, Func<string, T> create)
    {
        var exact = new Dictionary<string, T>(exactOrigins.Count, StringComparer.Ordinal);
        var lengths = new bool[Origin.MaxLength + 1];
        foreach (var origin in exactOrigins)
        {
            exact[origin] = create(origin);
            lengths[origin.Length] = true;
        }

        return new OriginIndex<T>(exact, lengths, patterns.Count > 0 ? new PatternIndex(patterns) : null, exact.Count == 1 ? exactOrigins[0] : null);
    }

    public bool TryFindExact(string origin, [NotNullWhen(true)] out T? found)
    {
        if (_only is not null)
        {
            found = origin == _only ? _foundForOnly : null;
            return found is not null;
        }

        // A header of a length that no allowed origin has is not even hashed.
        if ((uint)origin.Length < (uint)_lengths.Length && _lengths[origin.Length])
        {
            return _exact.TryGetValue(origin, out found);
        }

        found = null;
        return false;
    }

    public bool MatchesPattern(in Origin origin) => _patterns is not null && _patterns.Matches(origin);
}
