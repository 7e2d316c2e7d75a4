using System.Numerics;

namespace CorsKit.Headers;

/// <summary>A fixed set of header names that is asked with slices of a header, without allocating; case does not count.</summary>
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

    private int SlotOf(ReadOnlySpan<char> name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
        {
            // Folds the case of letters; what else it folds together, the comparison tells apart.
            hash = (hash ^ (c | 0x20u)) * 16777619;
        }

        return (int)(hash ^ (hash >> 15)) & (_slots.Length - 1);
    }
}
