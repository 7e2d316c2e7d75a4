using System.Buffers;
using System.Text;
using CorsKit.Diagnostics;

namespace CorsKit.Origins;

/// <summary>A regular expression in the place of an origin: other libraries take them, and nothing here ever matches one.</summary>
internal static class OriginExpression
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("^$\\(+?#{[");

    /// <returns>The problem; null where the item is no regular expression.</returns>
    public static Fault? Find(string item)
    {
        if (!item.AsSpan().ContainsAny(Marks) || !IsExpression(item))
        {
            return null;
        }

        const string otherwise = "Write patterns such as \"https://*.example.com\" and \"https://pr-*.example.com\".";
        var pattern = ToPattern(item);
        return new Fault(ProblemCode.Wildcard, "An item is an origin or a pattern with '*', not a regular expression",
            $"{(pattern is null ? otherwise : OriginFault.SayWrite(pattern, otherwise))} {OriginFault.RuleInCode}");
    }

    /// <summary>Signs that stand in no origin, address, placeholder or list.</summary>
    private static bool IsExpression(string item) =>
        item.StartsWith('^') || item.Contains("https?:", StringComparison.Ordinal) || HasEscape(item)
        || (item.Contains("://", StringComparison.Ordinal) && (item.EndsWith('$') || HasGroup(item) || HasClass(item) || IsGlob(item)));

    /// <summary>A parenthesis that begins no placeholder, such as $(Stage).</summary>
    private static bool HasGroup(string item) => item.IndexOf('(', StringComparison.Ordinal) is > 0 and var group && item[group - 1] is not ('$' or '#') && item.IndexOf(')', group) > 0;

    private static bool HasClass(string item) =>
        item.Contains("[a-z", StringComparison.OrdinalIgnoreCase) || item.Contains("[0-9", StringComparison.Ordinal) || item.Contains("[^", StringComparison.Ordinal);

    /// <summary>A backslash as Windows writes it stands in front of names.</summary>
    private static bool HasEscape(string item)
    {
        for (var i = item.IndexOf('\\'); i >= 0 && i < item.Length - 1; i = item.IndexOf('\\', i + 1))
        {
            if (item[i + 1] is '.' or '/' or '-' or '*' || (item[i + 1] is 'd' or 'w' && i < item.Length - 2 && item[i + 2] is '+' or '*' or '{' or '\\' or '.' or '-'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Other signs for some characters, in the middle of a host: https://pr-?.example.com.</summary>
    private static bool IsGlob(string item)
    {
        var host = item.IndexOf("://", StringComparison.Ordinal) + 3;
        var sign = item.IndexOfAny(['?', '#'], host);
        return sign > host && sign < item.Length - 1 && item[sign + 1] is '.' or '-' && item[host..sign].IndexOfAny(['/', '.']) < 0 && item.IndexOfAny(['=', '&', '/'], sign) < 0;
    }

    /// <summary>Each class of characters and its quantifier becomes a <c>*</c>; null where that is not all there is.</summary>
    private static string? ToPattern(string item)
    {
        // JSON doubles the backslash, and so does who is not sure.
        var text = item.Replace(@"\\", @"\", StringComparison.Ordinal).AsSpan();
        if (text.StartsWith('/'))
        {
            // As JavaScript writes it, with its flags.
            text = text.TrimEnd("gimsuy").Trim('/');
        }

        text = text.TrimStart('^').TrimEnd('$');
        var pattern = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text[i..];
            var length = ClassLength(rest);
            if (length > 0)
            {
                var repeated = QuantifierLength(rest[length..]);
                if (repeated == 0 && rest[0] == '.')
                {
                    // A dot that nobody escaped.
                    pattern.Append('.');
                }
                else if (pattern.Length > 0 && pattern[^1] == '*')
                {
                    // \d\d
                    i += length + repeated - 1;
                }
                else
                {
                    pattern.Append('*');
                    i += length + repeated - 1;
                }
            }
            else if (rest is ['\\', _, ..])
            {
                pattern.Append(rest[1]);
                i++;
            }
            else if (rest is ['?', ..])
            {
                // https? is both schemes, of which a page on this machine has the one.
                if (!pattern.ToString().Equals("https", StringComparison.Ordinal))
                {
                    return null;
                }

                if (rest.StartsWith("?://localhost", StringComparison.Ordinal) || rest.StartsWith(@"?:\/\/localhost", StringComparison.Ordinal))
                {
                    pattern.Length--;
                }
            }
            else if (rest[0] is not ('(' or ')'))
            {
                pattern.Append(rest[0]);
            }
        }

        return pattern.ToString();
    }

    private static int ClassLength(ReadOnlySpan<char> text) => text switch
    {
        ['.', ..] => 1,
        ['\\', 'd' or 'w', ..] => 2,
        ['\\', '*', ..] => 2,
        ['#' or '?', '.' or '-', ..] => 1,
        ['[', ..] => text.IndexOf(']') + 1,
        _ => 0,
    };

    private static int QuantifierLength(ReadOnlySpan<char> text) => text switch
    {
        ['*' or '+', '?', ..] => 2,
        ['*' or '+', ..] => 1,
        ['{', ..] => text.IndexOf('}') + 1,
        _ => 0,
    };
}
