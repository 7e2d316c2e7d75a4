namespace CorsKit.Configuration;

/// <summary>Finds the name that was probably meant by one that does not exist.</summary>
internal static class NearName
{
    /// <summary>Below this every name is near another.</summary>
    private const int ShortestName = 4;

    public static bool IsNear(string known, string name) =>
        name.Length >= ShortestName
        && (known.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(known, StringComparison.OrdinalIgnoreCase) || IsMisspelt(known, name));

    /// <summary>The table of a distance grows with both names, and no letter less or more makes one of a megabyte near.</summary>
    private static bool IsMisspelt(string known, string name)
    {
        var most = known.Length < 8 ? 1 : 2;
        return Math.Abs(known.Length - name.Length) <= most && Distance(known.ToUpperInvariant(), name.ToUpperInvariant()) <= most;
    }

    /// <summary>Letters more, less, other or swapped with their neighbor: the distance of Damerau and Levenshtein, where no letter is changed twice.</summary>
    private static int Distance(string known, string name)
    {
        int[] twoAbove = [], above = new int[name.Length + 1];
        for (var i = 0; i < above.Length; i++)
        {
            above[i] = i;
        }

        for (var row = 1; row <= known.Length; row++)
        {
            var current = new int[above.Length];
            current[0] = row;
            for (var i = 1; i < current.Length; i++)
            {
                var replaced = above[i - 1] + (known[row - 1] == name[i - 1] ? 0 : 1);
                current[i] = Math.Min(replaced, Math.Min(above[i], current[i - 1]) + 1);
                if (row > 1 && i > 1 && known[row - 1] == name[i - 2] && known[row - 2] == name[i - 1])
                {
                    current[i] = Math.Min(current[i], twoAbove[i - 2] + 1);
                }
            }

            (twoAbove, above) = (above, current);
        }

        return above[^1];
    }
}
