namespace CorsKit.Origins;

/// <summary>
/// The Public Suffix List: domains directly below which anyone can register (https://publicsuffix.org/list/).
/// Read once, and only when a policy with credentials has a subdomain pattern. It is searched as it stands in the file:
/// no start of a function pays for a table of its ten thousand rules.
/// </summary>
internal static class PublicSuffixes
{
    private const byte NewLine = (byte)'\n';

    private static readonly ReadOnlyMemory<byte> Rules = Load();

    private static Parent? _last;

    /// <summary>Whether names below the domain can be registered by anyone.</summary>
    /// <param name="domain">Behind the <c>*.</c>, or behind the label that a <c>*</c> is part of.</param>
    /// <param name="deep">Whether names of any depth match, so that a public suffix anywhere below the domain counts too.</param>
    public static bool IsOpenToAnyone(ReadOnlySpan<char> domain, bool deep = true)
    {
        // No rule at all: the implicit rule "*" makes every top-level name a public suffix. Of most domains there is no rule that even ends
        // with their name, and then there is none of those below either.
        var dot = domain.IndexOf('.');
        if (dot < 0)
        {
            return true;
        }

        var parent = Find(domain[dot..]);
        var rules = parent.Rules.Span;
        return Has(rules, "", domain, orBelow: true) ? IsPublicSuffix(parent, domain) || (deep && Has(rules, ".", domain, orBelow: true)) : parent.HasWildcard;
    }

    /// <summary>https://github.com/publicsuffix/list/wiki/Format#formal-algorithm</summary>
    private static bool IsPublicSuffix(Parent parent, ReadOnlySpan<char> domain) =>
        !Has(parent.Rules.Span, "!", domain) && (parent.HasWildcard || Has(parent.Rules.Span, "", domain));

    /// <summary>
    /// Every rule that can bear on a domain of this parent stands among these. A long list asks about one domain of a parent after the other, so
    /// the last parent is kept; below most there is none.
    /// </summary>
    /// <param name="ending">The parent, with its dot in front.</param>
    private static Parent Find(ReadOnlySpan<char> ending)
    {
        var last = _last;
        if (last is null || !ending.SequenceEqual(last.Ending))
        {
            var rules = Rules[Bound(ending, isEnd: false)..Bound(ending, isEnd: true)];
            _last = last = new Parent(ending.ToString(), rules, Has(rules.Span, "*", ending));
        }

        return last;
    }

    /// <summary>Where the lines that end so begin, or end.</summary>
    private static int Bound(ReadOnlySpan<char> ending, bool isEnd)
    {
        var rules = Rules.Span;
        var (from, to) = (0, rules.Length);
        while (from < to)
        {
            var start = from + rules.Slice(from, (to - from) / 2).LastIndexOf(NewLine) + 1;
            var length = rules[start..].IndexOf(NewLine);
            var order = Compare(rules.Slice(start, length), "", ending, orBelow: true);
            if (order < 0 || (isEnd && order == 0))
            {
                from = start + length + 1;
            }
            else
            {
                to = start;
            }
        }

        return from;
    }

    /// <summary>
    /// Binary search: the lines are sorted by their characters from the last to the first, so that everything below a
    /// domain stands together.
    /// </summary>
    private static bool Has(ReadOnlySpan<byte> rules, ReadOnlySpan<char> mark, ReadOnlySpan<char> domain, bool orBelow = false)
    {
        while (!rules.IsEmpty)
        {
            var start = rules[..(rules.Length / 2)].LastIndexOf(NewLine) + 1;
            var line = rules[start..];
            line = line[..line.IndexOf(NewLine)];
            var order = Compare(line, mark, domain, orBelow);
            if (order == 0)
            {
                return true;
            }

            rules = order < 0 ? rules[(start + line.Length + 1)..] : rules[..start];
        }

        return false;
    }

    /// <summary>
    /// The order of a line and of a rule, which is a mark and a domain, by their characters from the last to the first;
    /// with <paramref name="orBelow"/>, a line that ends with the rule is its equal.
    /// </summary>
    private static int Compare(ReadOnlySpan<byte> line, ReadOnlySpan<char> mark, ReadOnlySpan<char> domain, bool orBelow)
    {
        var length = mark.Length + domain.Length;
        for (var i = 1; i <= line.Length && i <= length; i++)
        {
            var difference = line[^i] - (i <= domain.Length ? domain[^i] : mark[^(i - domain.Length)]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return orBelow ? Math.Min(line.Length - length, 0) : line.Length - length;
    }

    private static ReadOnlyMemory<byte> Load()
    {
        using var stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream("public-suffixes.txt")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        // The rules stand below the notice of the list's license.
        var notice = 0;
        while (bytes[notice] == '/')
        {
            notice += bytes.AsSpan(notice).IndexOf(NewLine) + 1;
        }

        return bytes.AsMemory(notice);
    }

    /// <param name="Ending">The parent, with its dot in front.</param>
    /// <param name="Rules">The lines that end so.</param>
    /// <param name="HasWildcard">Whether one of them makes every name directly below it a public suffix.</param>
    private sealed record Parent(string Ending, ReadOnlyMemory<byte> Rules, bool HasWildcard);
}
