using System.Numerics;

namespace CorsKit.Origins;

/// <summary>
/// Origin patterns by what each leaves fixed. A lookup walks the host of an origin from its end, carrying a hash along, and asks
/// the table at each label boundary; below the parent of label patterns it goes on in their <see cref="LabelTrie"/>. The work is bounded by the
/// length of the host, whatever the number of patterns.
/// </summary>
internal sealed class PatternIndex
{
    private const uint HashSeed = 2166136261;
    private const uint HashFactor = 16777619;

    private readonly PatternTable _patterns = new();
    private readonly bool _hasSubdomains;
    private readonly bool _hasSchemes;

    // Where there are label patterns: the root of each parent's, by the pattern that stands for the parent in the table.
    private readonly LabelTrie? _labels;
    private readonly Dictionary<int, int>? _roots;

    public PatternIndex(List<OriginPattern> patterns)
    {
        var hasLabels = false;
        foreach (var pattern in patterns)
        {
            _patterns.Add(HashOf(pattern), pattern);
            _hasSubdomains |= pattern.Kind == PatternKind.Subdomains;
            _hasSchemes |= pattern.Kind == PatternKind.Scheme;
            hasLabels |= pattern.Kind == PatternKind.Label;
        }

        if (hasLabels)
        {
            IndexLabels(patterns, out _labels, out _roots);
        }
    }

    /// <summary>A method of its own: the types of its tuples are loaded when it is entered, and no other pattern needs them.</summary>
    private void IndexLabels(List<OriginPattern> patterns, out LabelTrie trie, out Dictionary<int, int> roots)
    {
        var labels = new List<(int Parent, string Spelling, OriginPattern Pattern)>();
        foreach (var pattern in patterns)
        {
            if (pattern.Kind == PatternKind.Label)
            {
                labels.Add((_patterns.Add(HashOf(pattern), pattern), LabelTrie.Spell(pattern), pattern));
            }
        }

        labels.Sort((one, other) => one.Parent != other.Parent ? one.Parent.CompareTo(other.Parent) : string.CompareOrdinal(one.Spelling, other.Spelling));
        trie = new LabelTrie();
        roots = [];
        var sorted = labels.ConvertAll(label => (label.Spelling, label.Pattern)).ToArray().AsSpan();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            var parent = labels[start].Parent;
            for (end = start + 1; end < sorted.Length && labels[end].Parent == parent;)
            {
                end++;
            }

            roots.Add(parent, trie.Add(sorted[start..end]));
        }
    }

    public bool Matches(in Origin origin)
    {
        var host = origin.Host;
        var scheme = HashOf(origin.Scheme);
        if (_hasSchemes && Find(origin.Scheme, default, OriginPattern.AnyPort, PatternKind.Scheme, HashSeed, scheme) >= 0)
        {
            return true;
        }

        var hash = HashSeed;
        var labelEnd = 0;
        var parentHash = hash;
        for (var i = host.Length - 1; i >= 0; i--)
        {
            if (host[i] == '.')
            {
                if (_hasSubdomains && Contains(origin, host[(i + 1)..], PatternKind.Subdomains, hash, scheme))
                {
                    return true;
                }

                labelEnd = i;
                parentHash = hash;
            }

            hash = Step(hash, host[i]);
        }

        return Contains(origin, host, PatternKind.Host, hash, scheme)
            || (_labels is not null && labelEnd > 0
                && (MatchesLabel(origin, labelEnd, OriginPattern.AnyPort, parentHash, scheme) || MatchesLabel(origin, labelEnd, origin.Port, parentHash, scheme)));
    }

    internal static uint HashOf(OriginPattern pattern)
    {
        var hash = HashSeed;
        for (var i = pattern.Host.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, pattern.Host[i]);
        }

        return Hash(hash, HashOf(pattern.Scheme), pattern.Port, pattern.Kind);
    }

    private bool MatchesLabel(in Origin origin, int labelEnd, int port, uint parentHash, uint scheme)
    {
        var index = Find(origin.Scheme, origin.Host[(labelEnd + 1)..], port, PatternKind.Label, parentHash, scheme);
        return index >= 0 && _labels!.Matches(_roots![index], origin.Host[..labelEnd]);
    }

    private bool Contains(in Origin origin, ReadOnlySpan<char> host, PatternKind kind, uint hostHash, uint schemeHash) =>
        Find(origin.Scheme, host, OriginPattern.AnyPort, kind, hostHash, schemeHash) >= 0
        || Find(origin.Scheme, host, origin.Port, kind, hostHash, schemeHash) >= 0;

    private int Find(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port, PatternKind kind, uint hostHash, uint schemeHash) =>
        _patterns.Find(Hash(hostHash, schemeHash, port, kind), kind, scheme, host, port);

    private static uint HashOf(ReadOnlySpan<char> text)
    {
        var hash = HashSeed;
        foreach (var c in text)
        {
            hash = Step(hash, c);
        }

        return hash;
    }

    private static uint Step(uint hash, char c) => (hash ^ c) * HashFactor;

    private static uint Hash(uint host, uint scheme, int port, PatternKind kind)
    {
        var hash = (host ^ BitOperations.RotateLeft(scheme, 16) ^ ((uint)port * 2654435761)) + (uint)kind;
        return (hash ^ (hash >> 15)) * 2246822519;
    }
}
