namespace CorsKit.Origins;

/// <summary>How long the fixed text of a label is in front of the <c>*</c> and behind it: all that has to be tried, where 5,000 patterns lie below one parent.</summary>
internal readonly record struct LabelShape(byte Prefix, byte Suffix)
{
    public static LabelShape Of(OriginPattern pattern) => new((byte)pattern.Key.Prefix.Length, (byte)pattern.Key.Suffix.Length);

    /// <summary>The <c>*</c> stands for one character at least.</summary>
    public bool Fits(ReadOnlySpan<char> label) => Prefix + Suffix < label.Length;

    /// <summary>The hash of a label's fixed text, below a parent.</summary>
    public uint Hash(uint parent, ReadOnlySpan<uint> sums, int length)
    {
        var hash = (parent ^ LabelHash.Of(sums, 0, Prefix)) * 2246822519;
        hash = (hash ^ (hash >> 13) ^ LabelHash.Of(sums, length - Suffix, Suffix)) * 3266489917;
        return hash ^ (hash >> 16) ^ ((uint)Prefix << 8) ^ Suffix;
    }
}
