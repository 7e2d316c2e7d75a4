namespace CorsKit.Origins;

/// <summary>Hashes every part of a label after one pass over it: a polynomial, of which any part can be taken out.</summary>
internal static class LabelHash
{
    /// <summary>The sums of a label and an empty one in front.</summary>
    public const int MaxSums = Host.MaxLabelLength + 1;

    private const uint Factor = 2654435761;

    private static readonly uint[] Powers = CreatePowers();

    /// <param name="label">At most 63 characters.</param>
    /// <param name="sums">Gets one more than these.</param>
    public static void Sum(ReadOnlySpan<char> label, Span<uint> sums)
    {
        sums[0] = 0;
        for (var i = 0; i < label.Length; i++)
        {
            sums[i + 1] = (sums[i] * Factor) + label[i];
        }
    }

    /// <summary>The hash of a part: the same wherever it stands.</summary>
    public static uint Of(ReadOnlySpan<uint> sums, int start, int length) => sums[start + length] - (sums[start] * Powers[length]);

    private static uint[] CreatePowers()
    {
        var powers = new uint[MaxSums];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * Factor;
        }

        return powers;
    }
}
