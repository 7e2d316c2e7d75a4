using System.Numerics;

namespace CorsKit.Origins;

/// <summary>
/// A hash table of origin patterns, keyed by scheme, host and port. A lookup walks the host of an origin from its
/// end, carrying the hash along, and asks the table at each label boundary: the work is bounded by the length of the
/// host, whatever the number of patterns.
/// </summary>
internal sealed class PatternIndex
{
    private const uint HashSeed = 2166136261;
    private const uint HashFactor = 16777619;

    private readonly OriginPattern?[] _slots;
    private readonly uint[] _hashes;

    public PatternIndex(List<OriginPattern> patterns)
    {
        // At most half full, so that an unsuccessful probe soon meets an empty slot.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(patterns.Count * 2, 4));
        _slots = new OriginPattern?[size];
        _hashes = new uint[size];
        foreach (var pattern in patterns)
        {
            var hash = HashOf(pattern);
            var slot = (int)(hash & (uint)(size - 1));
            while (_slots[slot] is not null)
            {
                slot = (slot + 1) & (size - 1);
            }

            _slots[slot] = pattern;
            _hashes[slot] = hash;
        }
    }

    public bool Matches(in Origin origin)
    {
        var host = origin.Host;
        var scheme = HashOf(origin.Scheme);
        var hash = HashSeed;
        for (var i = host.Length - 1; i >= 0; i--)
        {
            if (host[i] == '.' && Contains(origin, host[(i + 1)..], hash, scheme, subdomains: true))
            {
                return true;
            }

            hash = Step(hash, host[i]);
        }

        return Contains(origin, host, hash, scheme, subdomains: false);
    }

    internal static uint HashOf(OriginPattern pattern)
    {
        var hash = HashSeed;
        for (var i = pattern.Host.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, pattern.Host[i]);
        }

        return Key(hash, HashOf(pattern.Scheme), pattern.Port, pattern.Subdomains);
    }

    private bool Contains(in Origin origin, ReadOnlySpan<char> host, uint hostHash, uint schemeHash, bool subdomains) =>
        Contains(origin.Scheme, host, OriginPattern.AnyPort, subdomains, Key(hostHash, schemeHash, OriginPattern.AnyPort, subdomains))
        || Contains(origin.Scheme, host, origin.Port, subdomains, Key(hostHash, schemeHash, origin.Port, subdomains));

    private bool Contains(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port, bool subdomains, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; _slots[slot] is { } pattern; slot = (slot + 1) & mask)
        {
            if (_hashes[slot] == hash && pattern.Port == port && pattern.Subdomains == subdomains
                && host.SequenceEqual(pattern.Host) && scheme.SequenceEqual(pattern.Scheme))
            {
                return true;
            }
        }

        return false;
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

    private static uint Key(uint host, uint scheme, int port, bool subdomains)
    {
        var hash = (host ^ BitOperations.RotateLeft(scheme, 16) ^ ((uint)port * 2654435761)) + (subdomains ? 1u : 0u);
        return (hash ^ (hash >> 15)) * 2246822519;
    }
}
