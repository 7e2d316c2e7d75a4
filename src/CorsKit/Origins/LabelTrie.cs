using System.Runtime.InteropServices;

namespace CorsKit.Origins;

/// <summary>
/// Patterns with fixed text in their leftmost label, a tree for each parent. A pattern is spelled as its text in front of the <c>*</c>, the
/// <c>*</c>, and its text behind it from the last character to the first; so a label is read from both ends, and what is read does not grow with
/// the number of patterns. A node has the characters that all patterns below it share.
/// </summary>
internal sealed class LabelTrie
{
    private readonly List<Node> _nodes = [];

    // The character that leads to each node from the one above it; the nodes below one stand side by side.
    private readonly List<char> _letters = [];

    /// <summary>Adds the tree of one parent.</summary>
    /// <param name="patterns">Each with its spelling, sorted by it.</param>
    /// <returns>The root.</returns>
    public int Add(ReadOnlySpan<(string Spelling, OriginPattern Pattern)> patterns)
    {
        var root = Reserve(1);
        Build(root, patterns, 0);
        return root;
    }

    public static string Spell(OriginPattern pattern)
    {
        Span<char> suffix = stackalloc char[Host.MaxLabelLength];
        suffix = suffix[..pattern.Suffix.Length];
        pattern.Suffix.CopyTo(suffix);
        suffix.Reverse();
        return $"{pattern.Prefix}*{suffix}";
    }

    /// <summary>Whether a pattern of the tree matches the label.</summary>
    public bool Matches(int root, ReadOnlySpan<char> label) => Matches(root, label, isBehindStar: false);

    /// <param name="index">The node.</param>
    /// <param name="rest">What has not been read of the label: between what stood in front of the <c>*</c> and what stood behind it.</param>
    /// <param name="isBehindStar">Whether the label is read from its end.</param>
    private bool Matches(int index, ReadOnlySpan<char> rest, bool isBehindStar)
    {
        while (true)
        {
            var node = _nodes[index];
            if (!Read(node, ref rest, ref isBehindStar))
            {
                return false;
            }

            // The star is one character at least.
            if (node.IsEnd && !rest.IsEmpty)
            {
                return true;
            }

            if (rest.IsEmpty || node.Children == 0)
            {
                return false;
            }

            var letters = CollectionsMarshal.AsSpan(_letters).Slice(node.FirstChild, node.Children);

            // It sorts before every character of a label.
            if (letters[0] == '*' && Matches(node.FirstChild, rest, isBehindStar: true))
            {
                return true;
            }

            var child = letters.IndexOf(isBehindStar ? rest[^1] : rest[0]);
            if (child < 0)
            {
                return false;
            }

            rest = isBehindStar ? rest[..^1] : rest[1..];
            index = node.FirstChild + child;
        }
    }

    /// <summary>Reads what all patterns below a node share.</summary>
    private static bool Read(in Node node, ref ReadOnlySpan<char> rest, ref bool isBehindStar)
    {
        var prefix = node.Pattern.Prefix;
        var suffix = node.Pattern.Suffix;
        for (int i = node.Start; i < node.End; i++)
        {
            if (i == prefix.Length)
            {
                isBehindStar = true;
            }
            else if (rest.IsEmpty || (isBehindStar ? rest[^1] != suffix[^(i - prefix.Length)] : rest[0] != prefix[i]))
            {
                return false;
            }
            else
            {
                rest = isBehindStar ? rest[..^1] : rest[1..];
            }
        }

        return true;
    }

    private void Build(int index, ReadOnlySpan<(string Spelling, OriginPattern Pattern)> patterns, int start)
    {
        var (first, pattern) = patterns[0];
        var end = start + first.AsSpan(start).CommonPrefixLength(patterns[^1].Spelling.AsSpan(start));
        var isEnd = first.Length == end;
        while (!patterns.IsEmpty && patterns[0].Spelling.Length == end)
        {
            patterns = patterns[1..];
        }

        var children = 0;
        for (var i = 0; i < patterns.Length; i++)
        {
            children += i == 0 || patterns[i].Spelling[end] != patterns[i - 1].Spelling[end] ? 1 : 0;
        }

        var child = Reserve(children);
        _nodes[index] = new Node(pattern, (byte)start, (byte)end, isEnd, child, (byte)children);
        while (!patterns.IsEmpty)
        {
            var letter = patterns[0].Spelling[end];
            var count = 1;
            while (count < patterns.Length && patterns[count].Spelling[end] == letter)
            {
                count++;
            }

            _letters[child] = letter;
            Build(child, patterns[..count], end + 1);
            child++;
            patterns = patterns[count..];
        }
    }

    private int Reserve(int count)
    {
        var first = _nodes.Count;
        CollectionsMarshal.SetCount(_nodes, first + count);
        CollectionsMarshal.SetCount(_letters, first + count);
        return first;
    }

    /// <param name="Pattern">One of those below, for the characters that they share.</param>
    /// <param name="Start">Where these begin in the spelling.</param>
    /// <param name="End">Where they end.</param>
    /// <param name="IsEnd">Whether a pattern ends there.</param>
    /// <param name="FirstChild">The nodes below.</param>
    /// <param name="Children">How many.</param>
    private readonly record struct Node(OriginPattern Pattern, byte Start, byte End, bool IsEnd, int FirstChild, byte Children);
}
