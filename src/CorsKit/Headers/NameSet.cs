using System.Numerics;

namespace CorsKit.Headers;

/// <summary>
/// A fixed set of header names that is asked with slices of a header, without allocating; case does not count. A cold start
/// compiles nothing of it: HashSet&lt;string&gt;.GetAlternateLookup has 7 methods that only the JIT makes, 1.5 ms.
/// </summary>
internal sealed class NameSet
{
    private readonly string?[] _slots;

    public NameSet(List<string> lowerCaseNames)
    {
        _slots = new string?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(lowerCaseNames.Count * 2, 4))];
        foreach (var name in lowerCaseNames)
        {
            var slot = SlotOf(name);
            while (_slots[slot] is not null)
            {
                slot = Next(slot);
            }

            _slots[slot] = name;
        }
    }

    public bool Contains(ReadOnlySpan<char> name)
    {
        for (var slot = SlotOf(name); _slots[slot] is { } candidate; slot = Next(slot))
        {
            if (name.Equals(candidate, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private int Next(int slot) => (slot + 1) & (_slots.Length - 1);

    /// <summary>
    /// Of the length and three characters: the names of a policy are few and nobody's attack, and the comparison tells apart
    /// what this takes for the same. Setting the bit folds the case of letters.
    /// </summary>
    private int SlotOf(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        var hash = (uint)name.Length;
        hash = (hash * 31) + (name[0] | 0x20u);
        hash = (hash * 31) + (name[name.Length / 2] | 0x20u);
        hash = (hash * 31) + (name[^1] | 0x20u);
        return (int)(hash ^ (hash >> 7)) & (_slots.Length - 1);
    }
}
