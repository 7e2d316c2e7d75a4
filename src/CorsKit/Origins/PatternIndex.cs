using System.Numerics;

namespace CorsKit.Origins;

/// <summary>
/// Origin patterns by what each leaves fixed. A lookup walks the host of an origin from its end, carrying a hash along, and asks
/// the table at each label boundary. Below the parent of label patterns it asks once for each of their <see cref="LabelShape"/>s. So
/// the work is bounded by the length of the host and by these, whatever the number of patterns.
/// </summary>
internal sealed class PatternIndex
{
    private const uint HashSeed = 2166136261;
    private const uint HashFactor = 16777619;

    // All patterns but those of a label, of which one stands for each parent; these themselves are in a table of their own.
    private readonly PatternTable _patterns = new(wholeLabels: false);
    private readonly PatternTable? _labels;
    private readonly List<LabelShape[]?>? _shapes;
    private readonly bool _hasSubdomains;
    private readonly bool _hasSchemes;

    public PatternIndex(List<OriginPattern> patterns)
    {
        var single = new Dictionary<LabelShape, LabelShape[]>();
        foreach (var pattern in patterns)
        {
            var hash = HashOf(pattern);
            var index = _patterns.Add(hash, pattern);
            _hasSubdomains |= pattern.Kind == PatternKind.Subdomains;
            _hasSchemes |= pattern.Kind == PatternKind.Scheme;
            if (pattern.Kind == PatternKind.Label)
            {
                _labels ??= new(wholeLabels: true);
                _shapes ??= [];
                while (_shapes.Count <= index)
                {
                    _shapes.Add(null);
                }

                _shapes[index] = With(_shapes[index], LabelShape.Of(pattern), single);
                _labels.Add(HashOfLabel(hash, pattern), pattern);
            }
        }
    }

    public bool Matches(in Origin origin)
    {
        var host = origin.Host;
        var scheme = HashOf(origin.Scheme);
        if (_hasSchemes && Find(origin.Scheme, default, OriginPattern.AnyPort, PatternKind.Scheme, HashSeed, scheme, out _) >= 0)
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

    internal static uint HashOfLabel(uint parent, OriginPattern pattern)
    {
        // The prefix and the suffix as if they stood together in one label.
        Span<uint> sums = stackalloc uint[LabelHash.MaxSums];
        var text = $"{pattern.Key.Prefix}{pattern.Key.Suffix}";
        LabelHash.Sum(text, sums);
        return LabelShape.Of(pattern).Hash(parent, sums, text.Length);
    }

    /// <summary>Most parents have patterns of one shape, and share what says so.</summary>
    private static LabelShape[] With(LabelShape[]? shapes, LabelShape shape, Dictionary<LabelShape, LabelShape[]> single)
    {
        if (shapes is null)
        {
            return single.TryGetValue(shape, out var shared) ? shared : single[shape] = [shape];
        }

        return Array.IndexOf(shapes, shape) >= 0 ? shapes : [.. shapes, shape];
    }

    private bool MatchesLabel(in Origin origin, int labelEnd, int port, uint parentHash, uint scheme)
    {
        var parent = origin.Host[(labelEnd + 1)..];
        var index = Find(origin.Scheme, parent, port, PatternKind.Label, parentHash, scheme, out var hash);
        if (index < 0)
        {
            return false;
        }

        var label = origin.Host[..labelEnd];
        Span<uint> sums = stackalloc uint[LabelHash.MaxSums];
        LabelHash.Sum(label, sums);
        foreach (var shape in _shapes![index]!)
        {
            if (shape.Fits(label) && _labels!.Find(shape.Hash(hash, sums, label.Length), new(PatternKind.Label, origin.Scheme, parent, port)
                { Prefix = label[..shape.Prefix], Suffix = label[^shape.Suffix..] }) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(in Origin origin, ReadOnlySpan<char> host, PatternKind kind, uint hostHash, uint schemeHash) =>
        Find(origin.Scheme, host, OriginPattern.AnyPort, kind, hostHash, schemeHash, out _) >= 0
        || Find(origin.Scheme, host, origin.Port, kind, hostHash, schemeHash, out _) >= 0;

    private int Find(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port, PatternKind kind, uint hostHash, uint schemeHash, out uint hash)
    {
        hash = Hash(hostHash, schemeHash, port, kind);
        return _patterns.Find(hash, new(kind, scheme, host, port));
    }

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
