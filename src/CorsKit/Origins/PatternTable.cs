namespace CorsKit.Origins;

/// <summary>
/// A hash table of patterns by what they leave fixed, less the text of a label; one stands for all that share it. Open addressing, at most two
/// thirds full, so that a probe that finds nothing ends soon.
/// </summary>
internal sealed class PatternTable
{
    private readonly List<OriginPattern> _patterns = [];

    // The number is that of the pattern and 1; 0 is an empty slot. A probe looks at the pattern itself only where the hash is the same.
    private (uint Hash, int Number)[] _slots = new (uint, int)[4];

    /// <returns>The index of the pattern, in the order in which they were added, or -1.</returns>
    public int Find(uint hash, PatternKind kind, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port) => _slots[SlotOf(hash, kind, scheme, host, port)].Number - 1;

    /// <returns>The index of the pattern, or of the one that was added before it.</returns>
    public int Add(uint hash, OriginPattern pattern)
    {
        if ((_patterns.Count + 1) * 3 > _slots.Length * 2)
        {
            Grow();
        }

        ref var slot = ref _slots[SlotOf(hash, pattern.Kind, pattern.Scheme, pattern.Host, pattern.Port)];
        if (slot.Number == 0)
        {
            _patterns.Add(pattern);
            slot = (hash, _patterns.Count);
        }

        return slot.Number - 1;
    }

    /// <returns>The slot of the pattern, or the empty one that it would get.</returns>
    private int SlotOf(uint hash, PatternKind kind, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] is { Number: > 0 } other
            && !(other.Hash == hash && _patterns[other.Number - 1] is var pattern
                && pattern.Kind == kind && pattern.Port == port && host.SequenceEqual(pattern.Host) && scheme.SequenceEqual(pattern.Scheme)))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (uint, int)[old.Length * 2];
        var mask = _slots.Length - 1;
        foreach (var entry in old)
        {
            if (entry.Number > 0)
            {
                var slot = (int)entry.Hash & mask;
                while (_slots[slot].Number > 0)
                {
                    slot = (slot + 1) & mask;
                }

                _slots[slot] = entry;
            }
        }
    }
}
