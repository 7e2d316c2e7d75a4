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

    /// <summary>Whether names below the domain can be registered by anyone.</summary>
    /// <param name="domain">Behind the <c>*.</c>, or behind the label that a <c>*</c> is part of.</param>
    /// <param name="deep">Whether names of any depth match, so that a public suffix anywhere below the domain counts too.</param>
    public static bool IsOpenToAnyone(ReadOnlySpan<char> domain, bool deep = true)
    {
        // No rule at all: the implicit rule "*" makes every top-level name a public suffix. Of most domains there is no rule that even ends
        // with their name, and then there is none of those below either.
        var dot = domain.IndexOf('.');
        return dot < 0 || (Has("", domain, orBelow: true) ? IsPublicSuffix(domain, dot) || (deep && Has(".", domain, orBelow: true)) : Has("*", domain[dot..]));
    }

    /// <summary>https://github.com/publicsuffix/list/wiki/Format#formal-algorithm</summary>
    private static bool IsPublicSuffix(ReadOnlySpan<char> domain, int dot) => !Has("!", domain) && (Has("", domain) || Has("*", domain[dot..]));

    /// <summary>
    /// Binary search: the lines are sorted by their characters from the last to the first, so that everything below a
    /// domain stands together.
    /// </summary>
    private static bool Has(ReadOnlySpan<char> mark, ReadOnlySpan<char> domain, bool orBelow = false)
    {
        var rules = Rules.Span;
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
}
